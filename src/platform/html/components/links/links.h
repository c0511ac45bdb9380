// A plain list of links: ways on from here.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "platform/html/html.h"

namespace jauap::html {

Html link_list(const std::vector<std::pair<std::string, Url>>& links);

}  // namespace jauap::html
