// The OpenAPI 3.1 document, made from the same route table that serves.
#pragma once

#include <string>
#include <vector>

#include "platform/module/module.h"

namespace jauap {

// `origin` is the server's public address.
std::string openapi_document(const std::vector<Route>& routes, const std::string& origin, const std::string& version);

}  // namespace jauap
