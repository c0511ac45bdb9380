// Filters of a list: a GET form inside <details>, and the filters in force as links that take them away. Never sends by
// itself; each state of the list has an address that can be given to somebody.
#pragma once

#include <string>
#include <vector>

#include "platform/html/html.h"

namespace jauap::html {

struct AppliedFilter {
  std::string words;
  Url without;  // the same list without this filter
};
struct FilterBar {
  Url action = Url::local("/");
  std::string heading;  // "Filters (2)"
  Html fields;
  std::string show_words;  // of the button
  std::vector<AppliedFilter> applied;
  std::string remove_words;  // "Remove", heard before each applied filter
  bool is_open = false;      // unfolded from the start
  std::string count = {};    // "42 problems, 6 overdue", told as a status; "" for none
};
Html filter_bar(const FilterBar& bar);

}  // namespace jauap::html
