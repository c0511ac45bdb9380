#include "platform/pdf/language.h"

#include <fmt/format.h>

#include "base/invariant.h"

namespace jauap::pdf {
namespace {

// What stands between the last `before` and the next `after`.
std::string_view last_between(std::string_view text, std::string_view before, std::string_view after) {
  const auto begin = text.rfind(before);
  invariant(begin != std::string_view::npos, "cairo's PDF has the expected end");
  const auto end = text.find(after, begin + before.size());
  invariant(end != std::string_view::npos, "cairo's PDF has the expected end");
  return text.substr(begin + before.size(), end - begin - before.size());
}

}  // namespace

std::string with_language(std::string pdf, std::string_view language) {
  const std::string before(last_between(pdf, "startxref\n", "\n"));
  const std::string trailer(last_between(pdf, "trailer\n<<", ">>"));
  const std::string root(last_between(trailer, "/Root ", " 0 R"));
  const std::string catalogue(last_between(pdf, "\n" + root + " 0 obj\n<<", "endobj"));

  const auto object_at = pdf.size();
  pdf += fmt::format("{} 0 obj\n<< /Lang ({}) /ViewerPreferences << /DisplayDocTitle true >>{}endobj\n", root, language,
                     catalogue);
  const auto table_at = pdf.size();
  pdf += fmt::format("xref\n{} 1\n{:010} 00000 n \ntrailer\n<<{}   /Prev {}\n>>\nstartxref\n{}\n%%EOF\n", root,
                     object_at, trailer, before, table_at);
  return pdf;
}

}  // namespace jauap::pdf
