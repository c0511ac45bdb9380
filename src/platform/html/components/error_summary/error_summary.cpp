#include "platform/html/components/error_summary/error_summary.h"

namespace jauap::html {

Html error_summary(std::string_view heading, const std::vector<ErrorLine>& lines) {
  using namespace tags;
  std::vector<Html> items;
  for (const auto& line : lines)
    items.push_back(li({line.field.empty() ? text(line.words) : a({href(Url::fragment(line.field)), line.words})}));
  return div(
      {cls("errors"), id("errors"), attr("role", "alert"), attr("tabindex", "-1"), h2({heading}), ul({join(items)})});
}

}  // namespace jauap::html
