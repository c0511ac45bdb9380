#include "platform/html/components/filter_bar/filter_bar.h"

namespace jauap::html {

Html filter_bar(const FilterBar& bar) {
  using namespace tags;
  std::vector<Html> applied;
  for (const auto& one : bar.applied)
    applied.push_back(li({a({href(one.without), span({cls("hidden"), bar.remove_words + ": "}), one.words,
                             span({attr("aria-hidden", "true"), " ×"})})}));
  return div({cls("filters"),
              details({flag("open", bar.is_open), summary({bar.heading}),
                       form({attr("method", "get"), action(bar.action), div({cls("grid"), bar.fields}),
                             button({cls("button"), attr("type", "submit"), bar.show_words})})}),
              when(!applied.empty(), ul({cls("applied"), join(applied)})),
              when(!bar.count.empty(), p({cls("count"), attr("role", "status"), bar.count}))});
}

}  // namespace jauap::html
