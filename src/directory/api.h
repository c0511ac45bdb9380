// The JSON of bodies, topics and districts.
#pragma once

#include <string>
#include <vector>

#include "directory/directory.h"

namespace jauap::directory::api {

std::string bodies_json(const Visit& visit);
std::string body_json(const Visit& visit, const Body& body);
std::string district_json(const law::District& district);
std::vector<Route> routes();

}  // namespace jauap::directory::api
