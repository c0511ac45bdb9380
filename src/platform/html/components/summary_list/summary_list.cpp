#include "platform/html/components/summary_list/summary_list.h"

namespace jauap::html {

Html summary_list(const std::vector<SummaryRow>& rows, std::string_view change_words) {
  using namespace tags;
  std::vector<Html> out;
  for (const auto& row : rows) {
    Html change;
    if (row.change)
      change = dd({cls("change"), a({href(*row.change), change_words, span({cls("hidden"), ": " + row.label})})});
    out.push_back(div({dt({row.label}), dd({cls("kept"), row.value}), change}));
  }
  return dl({cls("summary"), join(out)});
}

}  // namespace jauap::html
