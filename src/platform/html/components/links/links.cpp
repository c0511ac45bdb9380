#include "platform/html/components/links/links.h"

namespace jauap::html {

Html link_list(const std::vector<std::pair<std::string, Url>>& links) {
  using namespace tags;
  std::vector<Html> items;
  for (const auto& [words, url] : links) items.push_back(li({a({href(url), words})}));
  return ul({cls("links"), join(items)});
}

}  // namespace jauap::html
