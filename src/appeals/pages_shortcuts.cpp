// Shortcuts of the keyboard in the inbox, for whoever switched them on (web/shortcuts.ts). Words and addresses stand in the markup.
#include "appeals/desk_shared.h"
#include "platform/auth/accounts.h"

namespace jauap::appeals::pages {
namespace {
using namespace html;
using namespace html::tags;

struct Shortcut {
  const char* keys;
  Key words;
};
constexpr Shortcut shortcuts[] = {
    {"j, k", Key("appeals.shortcut.move")},   {"Enter", Key("appeals.shortcut.open")},    {"a", Key("appeals.step.answer")},
    {"r", Key("appeals.step.redirect")},      {"e", Key("appeals.step.extend")},          {"/", Key("appeals.shortcut.search")},
    {"?", Key("appeals.shortcut.list")},      {"Esc", Key("appeals.shortcut.close")},
};

Html list_of_keys(const Visit& visit) {
  const auto& t = visit.words;
  std::vector<SummaryRow> rows;
  for (const auto& one : shortcuts) rows.push_back({one.keys, t(one.words), std::nullopt});
  return element("dialog", {id("shortcuts"), attr("aria-labelledby", "shortcuts-heading"), h2({id("shortcuts-heading"), t("appeals.shortcut.heading")}),
                 p({t("appeals.shortcut.where")}), summary_list(rows, ""),
                 form({attr("method", "dialog"), submit_button(t("appeals.shortcut.close"), true)})});
}

}  // namespace

bool has_shortcuts(const Visit& visit) {
  const auto account = auth::by_id(visit.db, *visit.context.keys, visit.actor().account);
  return account && account->shortcuts;
}

Html case_link(const Visit& visit, const Appeal& appeal, bool shortcuts) {
  if (!shortcuts) return a({cls("nobreak"), href(desk_url(visit, appeal)), appeal.number});
  const auto to = [&](std::string_view page) { return desk_url(visit, appeal, page).str(); };
  return a({cls("nobreak"), href(desk_url(visit, appeal)), attr("data-row", ""), attr("data-a", to("answer")), attr("data-r", to("redirect")), attr("data-e", to("extend")),
            appeal.number});
}

Html with_shortcuts(const Visit& visit, const Html& list) {
  const auto hint = p({a({attr("href", "#cases"), visit.words("appeals.shortcut.to_the_list")})});
  return join({hint, div({id("cases"), cls("wide"), attr("tabindex", "-1"), attr("data-shortcuts", "shortcuts"), attr("data-search", visit.url("/search").str()), list}),
               list_of_keys(visit)});
}

}  // namespace jauap::appeals::pages
