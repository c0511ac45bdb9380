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

std::vector<Route> page_routes();

}  // namespace jauap::record
