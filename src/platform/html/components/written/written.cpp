#include "platform/html/components/written/written.h"

#include <algorithm>
#include <vector>

namespace jauap::html {
namespace {
using namespace tags;

// dir="auto": a text written from right to left reads as its writer saw it.
Html paragraph(std::string_view lines) {
  std::vector<Html> out;
  for (std::size_t at = 0; at <= lines.size();) {
    const auto end = std::min(lines.find('\n', at), lines.size());
    if (at > 0) out.push_back(br({}));
    out.push_back(text(lines.substr(at, end - at)));
    at = end + 1;
  }
  return p({attr("dir", "auto"), join(out)});
}

}  // namespace

Html written(std::string_view value, std::string_view language) {
  std::vector<Html> paragraphs;
  for (std::size_t at = 0; at < value.size();) {
    const auto end = std::min(value.find("\n\n", at), value.size());
    if (end > at) paragraphs.push_back(paragraph(value.substr(at, end - at)));
    at = std::min(value.find_first_not_of('\n', end), value.size());
  }
  auto own_language = attr("lang", language);
  own_language.present = !language.empty();
  return div({cls("written"), own_language, join(paragraphs)});
}

}  // namespace jauap::html
