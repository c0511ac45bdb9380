// The pages of the public record: what it is, its entries, and a place where anybody has a receipt, an opening or a proof
// checked by this server. Who mistrusts the server runs jauap verify instead; the pages say so.
#pragma once

#include <string>
#include <vector>

#include "platform/module/module.h"

namespace jauap::record {

// How the events of all modules are called. Told once at start.
void know_events(const std::vector<journal::EventType>& events);
std::string event_name(const Visit& visit, const std::string& type);

namespace pages {
http::Response list(const Visit& visit);
http::Response entry(const Visit& visit);
http::Response verify(const Visit& visit);  // ?what= checks what needs no paste: a number, a hash
Prepared check(const Visit& visit, const http::Pairs& input);
inline constexpr std::size_t checked_bytes_max = 1024 * 1024;
}  // namespace pages

}  // namespace jauap::record
