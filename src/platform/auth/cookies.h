// What a browser carries: the session cookie, the token of forms, and where it goes after signing in. Pure.
#pragma once

#include <string>
#include <string_view>

#include "platform/secrets/secrets.h"

namespace jauap::auth {

// "__Host-s" over https, "s" on plain http (which only a loopback address serves).
std::string_view cookie_name(bool secure);
// Values of Set-Cookie. The session cookie lives as long as the browser's session; its limits are the server's.
std::string set_cookie(bool secure, std::string_view value);
std::string drop_cookie(bool secure);

// The token that forms of a session or pre-session carry: 32 hex digits made from its id by keyed hash.
std::string csrf_token(const secrets::Keys& keys, std::string_view session);
bool csrf_matches(const secrets::Keys& keys, std::string_view session, std::string_view token);

// `next` when it is an address of our own: begins with one '/', the second byte neither '/' nor '\', printable ASCII
// only, at most 1,000 bytes; else "".
std::string local_path(std::string_view next);

// "Firefox · Android" from a User-Agent header: a browser and a system, nothing that tells devices apart; "" for
// others.
std::string short_agent(std::string_view user_agent);

}  // namespace jauap::auth
