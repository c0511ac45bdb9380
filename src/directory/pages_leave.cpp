// Leave and stand-ins of one's own body.
#include <algorithm>

#include "directory/leave.h"
#include "directory/pages.h"
#include "platform/html/components.h"

namespace jauap::directory::pages {
namespace {
using namespace html;
using namespace html::tags;

FieldWords field(const Visit& visit, std::string name, Key label, const http::Pairs& typed, const Problems* problems) {
  FieldWords words{.name = name, .label = visit.words(label), .value = std::string(typed.get(name))};
  if (problems)
    if (const auto* problem = problems->of(name)) words.error = visit.words(*problem);
  return words;
}

std::string name_of(const Visit& visit, AccountId id) {
  const auto account = auth::by_id(visit.db, *visit.context.keys, id);
  return account ? account->name : std::string();
}

// Who works in this body now, each once.
std::vector<ChoiceGroup> officials(const Visit& visit) {
  const auto today = visit.context.today.date;
  std::vector<AccountId> met;
  ChoiceGroup group;
  for (const auto& post : auth::posts_in(visit.db, visit.actor().body)) {
    const bool in_force = post.from_day <= today && (!post.to_day || *post.to_day >= today);
    if (!in_force || std::find(met.begin(), met.end(), post.account) != met.end()) continue;
    met.push_back(post.account);
    if (const auto account = auth::by_id(visit.db, *visit.context.keys, post.account)) group.choices.push_back({account->login, account->name});
  }
  return {group};
}

Html row_of(const Visit& visit, const Leave& leave, bool may_end) {
  const auto& t = visit.words;
  return li({p({strong({name_of(visit, leave.account)})}),
             p({t("directory.leave.row", {{"from", t.date(leave.from_day)}, {"until", t.date(leave.to_day)}, {"stand_in", name_of(visit, leave.stand_in)}})}),
             when(bool(leave.post), p({cls("meta"), t("directory.leave.with_post")})),
             when(may_end, form({attr("method", "post"), action(visit.url("/w/leave/" + std::to_string(leave.id.value) + "/end")), form_fields(visit),
                                 submit_button(t("directory.leave.end"), true)}))});
}

http::Response leave_page(const Visit& visit, http::Pairs typed, const Problems* problems) {
  const auto& t = visit.words;
  const auto& actor = visit.actor();
  if (const auto permit = visit.context.authorise(may_take_leave, {.body = actor.body}); !permit) return refuse(visit, permit.problems());
  const bool manages = bool(visit.context.authorise(may_manage_people, {.body = actor.body}));
  if (!typed.has("login"))
    if (const auto own = auth::by_id(visit.db, *visit.context.keys, actor.account)) typed = http::Pairs({{"login", own->login}});
  std::vector<Html> rows;
  for (const auto& leave : leaves_in(visit.db, actor.body, visit.context.today.date)) rows.push_back(row_of(visit, leave, manages || leave.account == actor.account));
  std::vector<ErrorLine> lines;
  if (problems)
    for (const auto& problem : *problems) lines.push_back({problem.field, visit.words(problem)});
  const auto who = manages ? select_field(field(visit, "login", "directory.leave.who", typed, problems), officials(visit), "")
                           : input({attr("type", "hidden"), attr("name", "login"), attr("value", typed.get("login"))});
  return respond(
      visit,
      {.title = t("directory.leave.title"),
       .body = join({problems ? error_summary(t("directory.fix"), lines) : Html(), h1({t("directory.leave.title")}), p({t("directory.leave.text")}),
                     rows.empty() ? p({attr("role", "status"), t("directory.leave.nobody")}) : ul({cls("list"), join(rows)}),
                     section({h2({t("directory.leave.new")}),
                              form({attr("method", "post"), action(visit.url("/w/leave")), form_fields(visit), who,
                                    select_field(field(visit, "stand_in", "directory.leave.stand_in", typed, problems), officials(visit), t("directory.leave.choose")),
                                    input_field(field(visit, "from", "directory.leave.from", typed, problems), {.type = "date", .is_short = true}),
                                    input_field(field(visit, "until", "directory.leave.until", typed, problems), {.type = "date", .is_short = true}),
                                    submit_button(t("directory.leave.save"))})})}),
       .status = problems ? 422 : 200,
       .errors = problems != nullptr});
}

}  // namespace

http::Response leave(const Visit& visit) { return leave_page(visit, {}, nullptr); }

Prepared take_leave(const Visit&, const http::Pairs& form) {
  const TakeLeave command{.login = std::string(form.get("login")), .stand_in = std::string(form.get("stand_in")),
                          .from = CivilDate::parse(form.get("from")), .until = CivilDate::parse(form.get("until"))};
  return Apply([command, form](db::Tx& tx, const Visit& at) -> Applied {
    const auto taken = directory::take_leave(tx, at.context, at.actor().body, command);
    if (taken) return {see_other(at.url("/w/leave"))};
    const bool can_mend = taken.problems().first().kind == Problem::Kind::invalid;
    return {can_mend ? leave_page(at, form, &taken.problems()) : refuse(at, taken.problems()), false};
  });
}

Prepared end_leave(const Visit& visit, const http::Pairs&) {
  const auto& id = visit.params.at(0);
  if (id.empty() || id.size() > 19 || !std::all_of(id.begin(), id.end(), [](char c) { return c >= '0' && c <= '9'; })) return not_found(visit);
  return Apply([id = LeaveId{std::strtoll(id.c_str(), nullptr, 10)}](db::Tx& tx, const Visit& at) -> Applied {
    const auto ended = directory::end_leave(tx, at.context, at.actor().body, id);
    if (!ended) return {refuse(at, ended.problems()), false};
    return {see_other(at.url("/w/leave"))};
  });
}

}  // namespace jauap::directory::pages
