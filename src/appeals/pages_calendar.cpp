// Terms as calendar files: of one case for its applicant, of the cases at hand for an official's own calendar. Numbers and states only.
#include "appeals/pages.h"
#include "appeals/procedure.h"
#include "appeals/view.h"
#include "platform/auth/accounts.h"
#include "platform/calendar/calendar.h"
#include "platform/config/config.h"

namespace jauap::appeals::pages {
namespace {
using namespace html;
using namespace html::tags;

constexpr int feed_rows = 300;  // of one post, the nearest days first
constexpr std::string_view suffix = ".ics";

http::Response calendar_file(const std::string& name, const std::string& title, const std::vector<calendar::Entry>& entries) {
  http::Response response;
  response.header("Content-Type", "text/calendar; charset=utf-8").header("Content-Disposition", "attachment; filename=\"" + name + "\"").header("Cache-Control", "private, no-store");
  response.body = calendar::write(title, entries);
  return response;
}

calendar::Entry entry_of(const Settings& settings, const i18n::Words& t, const Appeal& appeal, std::string_view path, std::string_view what, CivilDate day, Key words) {
  return {.uid = appeal.number + "-" + std::string(what) + "@jauap",
          .day = day,
          .summary = t(words, {{"number", appeal.number}}),
          .url = settings.origin + "/" + std::string(code(t.language())) + std::string(path) + appeal.number,
          .changed_at = appeal.submitted_at,
          .sequence = appeal.version};
}

// What the body owes, and what waits for the applicant.
std::vector<calendar::Entry> terms_of(const Visit& visit, const queries::PrivateCase& v) {
  const auto& appeal = v.appeal;
  std::vector<calendar::Entry> entries;
  const auto add = [&](std::string_view what, CivilDate day, Key words, bool is_applicants) {
    auto entry = entry_of(*visit.context.settings, visit.words, appeal, "/appeals/", what, day, words);
    if (!v.events.empty()) entry.changed_at = v.events.back().at;
    entry.reminds = is_applicants;
    entries.push_back(std::move(entry));
  };
  if (is_open(appeal.state)) add("due", appeal.due_on, "appeals.calendar.due", false);
  if (appeal.wait_until && is_open(appeal.state)) add("wait", *appeal.wait_until, "appeals.calendar.wait", true);
  if (appeal.verdict_until && procedure::is_allowed(procedure::Step::judge, appeal.state)) add("verdict", *appeal.verdict_until, "appeals.calendar.verdict", true);
  return entries;
}

// Cases that this post has at hand: a head's body, a clerk's own.
void add_terms_of_post(const Visit& visit, const i18n::Words& t, const auth::Account& account, const auth::Post& post, std::vector<calendar::Entry>& entries) {
  const Actor actor{.account = account.id, .role = post.role, .body = post.body, .name = account.name};
  if (!visit.context.permissions->allows(actor, may_see_inbox, {.body = post.body})) return;
  store::InboxFilter filter{.place = queries::place_of(visit).id, .body = post.body, .today = visit.context.today.date, .limit = feed_rows};
  if (post.role != Role::head) filter.executor = account.id;
  for (const auto& row : store::inbox_page(visit.db, filter))
    entries.push_back(entry_of(*visit.context.settings, t, row.appeal, "/w/body/", "due", row.appeal.due_on, "appeals.calendar.due"));
}

http::Response settings_page(const Visit& visit, const std::string& address) {
  const auto& t = visit.words;
  if (const auto permit = visit.context.authorise(may_see_inbox, {.body = visit.actor().body}); !permit) return refuse(visit, permit.problems());
  const bool has_one = store::has_calendar_key(visit.db, visit.actor().account);
  const auto turn = [&](Key words, std::string_view wish, bool is_secondary) {
    return form({attr("method", "post"), action(visit.url("/w/calendar")), form_fields(visit), input({attr("type", "hidden"), attr("name", "wish"), attr("value", wish)}),
                 submit_button(t(words), is_secondary)});
  };
  return respond(visit, {.title = t("appeals.calendar.title"),
                         .body = html::join({h1({t("appeals.calendar.title")}), p({t("appeals.calendar.text")}),
                                             when(!address.empty(), notice(Tone::info, t("appeals.calendar.address"), html::join({p({cls("kept"), address}), p({t("appeals.calendar.once")})}))),
                                             p({t(has_one ? Key("appeals.calendar.on") : Key("appeals.calendar.off"))}),
                                             turn(has_one ? Key("appeals.calendar.replace") : Key("appeals.calendar.make"), "make", false),
                                             when(has_one, turn("appeals.calendar.switch_off", "off", true))}),
                         .crumbs = {{t("appeals.inbox.title"), visit.url("/w/body")}}});
}

}  // namespace

http::Response case_calendar(const Visit& visit) {
  const auto found = queries::private_case(visit, {.number = visit.params.at(0), .code = visit.case_code});
  if (!found) return refuse(visit, found.problems());
  return calendar_file(found->appeal.number + ".ics", found->appeal.number, terms_of(visit, *found));
}

http::Response calendar_feed(const Visit& visit) {
  auto key = visit.params.at(0);
  if (!key.ends_with(suffix)) return not_found(visit);
  key.resize(key.size() - suffix.size());
  const auto owner = store::calendar_owner(visit.db, visit.context.keys->keyed_hash(secrets::Purpose::calendar, key));
  const auto account = owner ? auth::by_id(visit.db, *visit.context.keys, *owner) : std::nullopt;
  if (!account || account->closed) return not_found(visit);
  const i18n::Words t(language_of(account->language).value_or(Language::kk));
  std::vector<calendar::Entry> entries;
  bool has_post = false;
  for (const auto& post : auth::posts_of(visit.db, account->id)) {
    const auto today = visit.context.today.date;
    if (post.from_day > today || (post.to_day && *post.to_day < today)) continue;
    has_post = true;
    add_terms_of_post(visit, t, *account, post, entries);
  }
  return has_post ? calendar_file("terms.ics", t("appeals.calendar.title"), entries) : not_found(visit);
}

http::Response calendar_settings(const Visit& visit) { return settings_page(visit, ""); }

Prepared set_calendar(const Visit& visit, const http::Pairs& form) {
  if (const auto permit = visit.context.authorise(may_see_inbox, {.body = visit.actor().body}); !permit) return refuse(visit, permit.problems());
  const bool makes = form.get("wish") == "make";
  return Apply([makes, key = secrets::new_code()](db::Tx& tx, const Visit& at) -> Applied {
    const auto permit = at.context.authorise(may_see_inbox, {.body = at.actor().body});
    if (!permit) return {refuse(at, permit.problems()), false};
    if (!makes) {
      store::drop_calendar_key(tx, *permit, at.actor().account);
      return {see_other(at.url("/w/calendar"))};
    }
    store::put_calendar_key(tx, *permit, at.actor().account, at.context.keys->keyed_hash(secrets::Purpose::calendar, key), at.context.now);
    return {settings_page(at, at.context.settings->origin + "/calendar/" + key + std::string(suffix))};
  });
}

}  // namespace jauap::appeals::pages
