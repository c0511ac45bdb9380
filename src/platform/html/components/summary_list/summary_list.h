// The check list before sending: what was said, each with a link to change it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/html/html.h"

namespace jauap::html {

struct SummaryRow {
  std::string label, value;   // line breaks of the value are kept
  std::optional<Url> change;  // nothing: cannot be changed here
};
// `change_words` is followed by the row's label for those who hear the page.
Html summary_list(const std::vector<SummaryRow>& rows, std::string_view change_words);

}  // namespace jauap::html
