// The head of an answer, made by us: one place checks every name and value that goes out.
#pragma once

#include <optional>
#include <string>

#include "base/time.h"
#include "platform/http/http.h"

namespace jauap::http {

struct Framing {
  std::string_view date;  // value of Date
  bool keep_alive = true;
  bool is_http_1_0 = false;  // has to be told that the connection stays open
};

// Status line, Date, Content-Length, the response's headers, Connection, empty line. nullopt when a status, name or
// value may not go out: status outside 200..599, a control character, or a header that is the server's to set.
// 204 and 304 have no Content-Length (RFC 9110 section 8.6).
std::optional<std::string> response_head(const Response& response, const Framing& framing);

// Whether an answer of this status has a body at all.
constexpr bool has_body(int status) {
  return status != 204 && status != 304;
}

// RFC 9110 section 5.6.2: what names of headers are made of.
bool is_token_character(char c);

// RFC 9110 section 5.6.7: "Sun, 06 Nov 1994 08:49:37 GMT".
std::string http_date(Instant at);

}  // namespace jauap::http
