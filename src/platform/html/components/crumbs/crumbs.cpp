#include "platform/html/components/crumbs/crumbs.h"

namespace jauap::html {

Html breadcrumbs(std::string_view label, const std::vector<std::pair<std::string, Url>>& crumbs) {
  using namespace tags;
  if (crumbs.empty()) return {};
  std::vector<Html> items;
  for (const auto& [words, url] : crumbs) items.push_back(li({a({href(url), words})}));
  return nav({attr("aria-label", label), ol({cls("crumbs"), join(items)})});
}

}  // namespace jauap::html
