#include "appeals/pages.h"

#include "appeals/view.h"
#include "platform/html/components.h"

namespace jauap::appeals::pages {
using namespace html;
using namespace html::tags;

http::Response lost_page(const Visit& visit, const LostCase& lost) {
  const auto& t = visit.words;
  const auto& registered = lost.registered;
  std::vector<SummaryRow> facts{{t("appeals.lost.received"), view::when(visit, registered.at), std::nullopt}};
  if (!registered.body.empty()) facts.push_back({t("appeals.lost.body"), view::body_name(visit, registered.body), std::nullopt});
  if (registered.due) facts.push_back({t("appeals.lost.due"), t.date(*registered.due), std::nullopt});
  const auto title = t("appeals.lost.title", {{"number", lost.number}});
  return respond(visit, {.title = title,
                         .body = join({h1({title}), p({t("appeals.lost.text")}), summary_list(facts, ""), h2({t("appeals.lost.yours")}),
                                       p({t("appeals.lost.again", {{"number", lost.number}})}), p({t("appeals.lost.receipt", {{"phone", visit.pack().help_phone}})}),
                                       link_list({{t("appeals.lost.submit"), visit.url("/appeal/new")},
                                                  {t("appeals.lost.record"), visit.url("/record/verify").with("what", lost.number)}})}),
                         .status = 410});
}

}  // namespace jauap::appeals::pages
