// Which route a request belongs to: method, language prefix, path pattern, format suffix. Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/module/module.h"

namespace jauap {

struct Match {
  const Route* route = nullptr;          // null: none
  std::vector<std::string> params;       // decoded
  std::optional<Language> language;      // of the prefix
  std::string path;                      // without prefix and suffix, still encoded
  std::optional<Format> suffix;          // ".json", ".csv", ".atom"
  bool known_path = false;               // another method would have matched: 405
};

class Router {
 public:
  // Two routes with the same method and pattern are a broken invariant.
  explicit Router(std::vector<Route> routes);
  Match match(http::Method method, std::string_view path) const;
  const std::vector<Route>& routes() const { return routes_; }

 private:
  struct Entry {
    std::size_t route;
    std::vector<std::string> segments;  // "{…}" for a parameter
  };
  std::vector<Route> routes_;
  std::map<std::size_t, std::vector<Entry>> by_length_;  // number of segments → entries, literal ones first
};

std::string_view format_suffix(Format format);

}  // namespace jauap
