// The frame of every page, and the answers that need no module: errors, redirects, JSON.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/module/module.h"

namespace jauap {

// What the frame shows on every page, told once at start, before the first request.
struct FrameParts {
  std::vector<MenuEntry> menu;
  std::string version;  // of the program
  bool demo = false;
  std::string phone = {};  // for pages that have no pack at hand: 429, 500, 503; "" for none
};
void set_frame(FrameParts parts);

// Pages that need neither database nor session: 429, 500, 503 and what a reader thread could not begin. Under 6 kB
// compressed. `incident` is the request's id; `as_json` gives a problem document; `wait_seconds` is said where it is known.
http::Response static_error(int status, Language language, std::string_view incident, bool as_json, int wait_seconds = 0);

// A form whose token no longer fits (session over, other browser): 403 with all that was typed, to be sent again. What
// another site sent is refused and not offered again: one press must not send what somebody else wrote.
http::Response stale_form(const Visit& visit, const http::Pairs& typed);

// What is left to do to every answer: 304 when the client has this very page (If-None-Match, RFC 9110 section 13.1.2),
// gzip when the client takes it and it pays (text over 1 kB).
void compress(const http::Request& request, http::Response& response);

// Packs an answer that will be kept, so that it need not be packed for each who asks.
void pack_once(http::Response& response);

// The headers of security that every answer bears (Content-Security-Policy and the like).
void add_security_headers(http::Response& response);

}  // namespace jauap
