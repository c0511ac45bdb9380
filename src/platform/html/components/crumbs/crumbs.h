// Where a page stands: links from the top to the page above it.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/html/html.h"

namespace jauap::html {

// `label` names the navigation. Nothing for no crumbs.
Html breadcrumbs(std::string_view label, const std::vector<std::pair<std::string, Url>>& crumbs);

}  // namespace jauap::html
