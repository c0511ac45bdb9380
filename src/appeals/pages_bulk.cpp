// Several cases at once: chosen from the inbox, seen before it happens, undone for a minute after.
#include <charconv>

#include "appeals/bulk.h"
#include "appeals/desk_shared.h"
#include "appeals/procedure.h"
#include "platform/auth/accounts.h"
#include "platform/module/cursor.h"

namespace jauap::appeals::pages {
namespace {
using namespace html;
using namespace html::tags;

std::string of_case(const Appeal& appeal) { return appeal.number + ":" + std::to_string(appeal.version); }

// "KZ75-A-2026-000284:3"; a version that is no number is 0.
std::pair<std::string, int> case_of(std::string_view typed) {
  const auto colon = typed.find(':');
  int version = 0;
  if (colon != std::string_view::npos)
    for (const char c : typed.substr(colon + 1))
      if (c >= '0' && c <= '9' && version < 100'000'000) version = version * 10 + (c - '0');
  return {std::string(typed.substr(0, colon)), version};
}

AskBulk asked(const http::Pairs& form) {
  AskBulk command{.step = bulk_step_of(form.get("step")).value_or(BulkStep::accept), .executor = std::string(form.get("executor")), .target = std::string(form.get("target"))};
  for (const auto one : form.ticked("cases-")) command.cases.push_back(case_of(one));
  return command;
}

std::vector<ChoiceGroup> officials(const Visit& visit) {
  ChoiceGroup group;
  const auto today = visit.context.today.date;
  for (const auto& post : auth::posts_in(visit.db, visit.actor().body)) {
    const bool works = (post.role == Role::clerk || post.role == Role::head) && post.from_day <= today && (!post.to_day || *post.to_day >= today);
    const auto account = works ? auth::by_id(visit.db, *visit.context.keys, post.account) : std::nullopt;
    if (account) group.choices.push_back({account->login, account->name});
  }
  return {group};
}

std::string step_words(const Visit& visit, std::string_view name) {
  const auto step = procedure::step_of(name);
  return step ? visit.words(procedure::words_of(*step)) : std::string(name);
}

http::Response choose_page(const Visit& visit, const http::Pairs& typed, const Problems* problems) {
  const auto found = queries::inbox(visit, int(bulk_max));
  if (!found) return refuse(visit, found.problems());
  const auto& t = visit.words;
  std::vector<Choice> cases;
  for (const auto& row : found->rows)
    cases.push_back({of_case(row.appeal), row.appeal.number + " · " + t.date(row.appeal.due_on), row.title.open(found->permit) + " · " + t(words_of(row.appeal.state))});
  std::vector<std::string> chosen;
  for (const auto one : typed.ticked("cases-")) chosen.emplace_back(one);
  std::vector<Choice> steps;
  for (const auto step : {BulkStep::accept, BulkStep::assign, BulkStep::join}) steps.push_back({std::string(name_of(step)), step_words(visit, name_of(step))});
  std::optional<Url> next;
  if (!found->next.empty()) next = same_filter(visit, visit.url("/w/bulk")).with("after", found->next);
  const auto typed_step = typed.has("step") ? std::string(typed.get("step")) : steps.front().value;
  return respond(visit, {.title = t("appeals.bulk.title"),
                         .body = html::join({view::errors(visit, problems), h1({t("appeals.bulk.title")}), p({t("appeals.bulk.text")}),
                                             cases.empty() ? p({attr("role", "status"), t("appeals.inbox.empty")})
                                                           : form({attr("method", "post"), action(same_filter(visit, visit.url("/w/bulk/check"))), form_fields(visit),
                                                                   checkbox_field(view::field(visit, "cases", "appeals.bulk.cases", "", problems), cases, chosen),
                                                                   radio_field(view::field(visit, "step", "appeals.bulk.step", typed_step, problems), steps),
                                                                   select_field(view::field(visit, "executor", "appeals.bulk.executor", std::string(typed.get("executor")), problems),
                                                                                officials(visit), t("appeals.choose")),
                                                                   input_field(view::field(visit, "target", "appeals.bulk.target", std::string(typed.get("target")), problems), {.is_short = true}),
                                                                   submit_button(t("appeals.bulk.preview"))}),
                                             pagination({.label = t("appeals.list.pages"), .previous_words = t("appeals.list.first"), .next_words = t("appeals.list.next"),
                                                         .previous = std::nullopt, .next = next})}),
                         .status = problems ? 422 : 200,
                         .errors = problems != nullptr,
                         .crumbs = {{t("appeals.inbox.title"), visit.url("/w/body")}}});
}

// What will come of each case, or came of it, and why not.
Html items_list(const Visit& visit, const std::vector<store::BulkItem>& items, store::BulkState state) {
  std::vector<Html> rows;
  for (const auto& item : items) {
    const auto& t = visit.words;
    const bool is_over = item.is_done || state == store::BulkState::undone;
    const Key good = !is_over ? Key("appeals.bulk.will") : item.is_done ? Key("appeals.bulk.was") : Key("appeals.bulk.was_not");
    const Key bad = is_over ? Key("appeals.bulk.was_not") : Key("appeals.bulk.will_not");
    rows.push_back(li({a({href(visit.url("/w/body/" + item.number)), item.number}), " — ", item.outcome.empty() ? t(good) : t(bad) + ": " + item.outcome}));
  }
  return ul({cls("list"), html::join(rows)});
}

Html hidden(std::string_view name, std::string_view value) { return input({attr("type", "hidden"), attr("name", name), attr("value", value)}); }

// The address carries the id sealed; 0, which nobody has, for what this server did not make.
BulkId id_of(const Visit& visit) {
  BulkId id;
  const auto key = key_of(visit, visit.params.at(0)).value_or("");
  std::from_chars(key.data(), key.data() + key.size(), id.value);
  return id;
}

Url bulk_url(const Visit& visit, const store::Bulk& bulk, std::string_view page = "") {
  return visit.url("/w/bulk/" + cursor_of(visit, std::to_string(bulk.id.value)) + (page.empty() ? "" : "/") + std::string(page));
}

// To whom, or to which case.
std::string aim_of(const Visit& visit, std::string_view step, const std::string& executor, const std::string& target) {
  if (step == name_of(BulkStep::join)) return target;
  if (step != name_of(BulkStep::assign)) return {};
  for (const auto& group : officials(visit))
    for (const auto& one : group.choices)
      if (one.value == executor) return one.label;
  return executor;
}

Html aim_line(const Visit& visit, std::string_view step, const std::string& executor, const std::string& target) {
  const auto aim = aim_of(visit, step, executor, target);
  const Key words = step == name_of(BulkStep::join) ? Key("appeals.bulk.target") : Key("appeals.bulk.executor");
  return when(!aim.empty(), p({visit.words(words), ": ", aim}));
}

http::Response preview_page(const Visit& visit, const AskBulk& command, const std::vector<store::BulkItem>& items) {
  const auto& t = visit.words;
  std::vector<Html> fields{form_fields(visit), hidden("step", name_of(command.step)), hidden("executor", command.executor), hidden("target", command.target)};
  int good = 0;
  for (const auto& item : items)
    if (item.outcome.empty()) fields.push_back(hidden("cases-" + item.number + ":" + std::to_string(item.version), "1")), ++good;
  const auto title = step_words(visit, name_of(command.step));
  return respond(visit, {.title = title,
                         .body = html::join({h1({title}), aim_line(visit, name_of(command.step), command.executor, command.target), p({strong({t.plural("appeals.bulk.count", good)})}), items_list(visit, items, store::BulkState::waits),
                                             good == 0 ? Html() : form({attr("method", "post"), action(visit.url("/w/bulk")), html::join(fields), submit_button(t("appeals.bulk.do"))}),
                                             p({a({href(visit.url("/w/bulk")), t("appeals.cancel")})})}),
                         .crumbs = {{t("appeals.bulk.title"), visit.url("/w/bulk")}}});
}

Key state_words(store::BulkState state) {
  switch (state) {
    case store::BulkState::waits: return "appeals.bulk.waits";
    case store::BulkState::taking: return "appeals.bulk.taking";
    case store::BulkState::done: return "appeals.bulk.done";
    case store::BulkState::undone: return "appeals.bulk.undone";
  }
  return "appeals.bulk.waits";
}

}  // namespace

http::Response bulk_form(const Visit& visit) { return choose_page(visit, {}, nullptr); }

// The steps are taken to see what comes of them, and undone with the transaction.
Prepared check_bulk(const Visit&, const http::Pairs& form) {
  return Apply([form](db::Tx& tx, const Visit& at) -> Applied {
    const auto command = asked(form);
    const auto items = preview_bulk(tx, at.context, at.language, command);
    return {items ? preview_page(at, command, *items) : choose_page(at, form, &items.problems()), false};
  });
}

Prepared start_bulk(const Visit&, const http::Pairs& form) {
  return Apply([command = asked(form)](db::Tx& tx, const Visit& at) -> Applied {
    const auto bulk = ask_bulk(tx, at.context, at.language, command);
    if (!bulk) return {refuse(at, bulk.problems()), false};
    return {see_other(bulk_url(at, *bulk))};
  });
}

http::Response bulk_page(const Visit& visit) {
  const auto bulk = own_bulk(visit.db, visit.context, id_of(visit));
  if (!bulk) return refuse(visit, bulk.problems());
  const auto& t = visit.words;
  const bool waits = bulk->state == store::BulkState::waits;
  const auto title = step_words(visit, bulk->step);
  return respond(visit, {.title = title,
                         .body = html::join({h1({title}), aim_line(visit, bulk->step, bulk->executor, bulk->target), p({attr("role", "status"), strong({t(state_words(bulk->state))})}),
                                             when(waits, p({t("appeals.bulk.at", {{"when", view::when(visit, bulk->due_at)}})})),
                                             items_list(visit, bulk->items, bulk->state),
                                             when(waits && bulk->due_at > visit.context.now,
                                                  form({attr("method", "post"), action(bulk_url(visit, *bulk, "undo")), form_fields(visit), submit_button(t("appeals.bulk.undo"), true)})),
                                             p({a({href(bulk_url(visit, *bulk)), t("appeals.bulk.look_again")}), " · ", a({href(visit.url("/w/body")), t("appeals.inbox.title")})})}),
                         .crumbs = {{t("appeals.bulk.title"), visit.url("/w/bulk")}}});
}

Prepared undo(const Visit& visit, const http::Pairs&) {
  return Apply([id = id_of(visit)](db::Tx& tx, const Visit& at) -> Applied {
    const auto bulk = undo_bulk(tx, at.context, id);
    if (!bulk) return {refuse(at, bulk.problems()), false};
    return {see_other(bulk_url(at, *bulk))};
  });
}

}  // namespace jauap::appeals::pages
