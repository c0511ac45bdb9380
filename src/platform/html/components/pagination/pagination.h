// The way through a long list: previous and next where lists go by key, numbers where they are known.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/html/html.h"

namespace jauap::html {

struct PageNumber {
  std::string words;       // "3"; "…" for a gap
  std::optional<Url> url;  // nothing: the page shown, or a gap
  bool is_current = false;
};
struct Pagination {
  std::string label;  // name of the navigation, "Pages"
  std::string previous_words, next_words;
  std::optional<Url> previous, next;
  std::vector<PageNumber> numbers = {};
};
// Nothing when there is nowhere to go.
Html pagination(const Pagination& pages);

}  // namespace jauap::html
