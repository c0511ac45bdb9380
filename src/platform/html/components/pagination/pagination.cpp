#include "platform/html/components/pagination/pagination.h"

namespace jauap::html {
namespace {
using namespace tags;

Html number_markup(const PageNumber& page) {
  if (page.url) return li({a({href(*page.url), page.words})});
  auto current = attr("aria-current", "page");
  current.present = page.is_current;
  return li({span({current, page.words})});
}

Html step(const std::optional<Url>& url, Literal rel, std::string_view words) {
  return url ? li({a({attr("rel", rel.view()), href(*url), words})}) : Html();
}

}  // namespace

Html pagination(const Pagination& pages) {
  if (!pages.previous && !pages.next && pages.numbers.size() < 2) return {};
  std::vector<Html> numbers;
  for (const auto& page : pages.numbers) numbers.push_back(number_markup(page));
  return nav({cls("pages"), attr("aria-label", pages.label),
              ul({step(pages.previous, "prev", pages.previous_words), join(numbers),
                  step(pages.next, "next", pages.next_words)})});
}

}  // namespace jauap::html
