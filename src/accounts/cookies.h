// The session cookie of a request: "__Host-s" over https, "s" on plain http of a loopback address, and never the other.
#pragma once

#include <string>
#include <string_view>

#include "platform/http/http.h"

namespace jauap::accounts {

std::string session_of(const http::Request& request);
// Set-Cookie value; an empty `value` deletes it.
std::string session_cookie(const http::Request& request, std::string_view value);

}  // namespace jauap::accounts
