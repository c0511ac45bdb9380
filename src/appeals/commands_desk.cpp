// The body's steps between receipt and answer.
#include "appeals/commands_shared.h"
#include "appeals/store.h"
#include "directory/directory.h"
#include "platform/auth/accounts.h"
#include "platform/numbers/numbers.h"

namespace jauap::appeals {
namespace {

using procedure::Step;

Problem at_field(Key message, std::string field, std::vector<Arg> args = {}) {
  return {.message = message, .field = std::move(field), .args = std::move(args)};
}

Problem conflict(Key message, std::vector<Arg> args = {}) {
  return {.kind = Problem::Kind::conflict, .message = message, .args = std::move(args)};
}

// The last day of a term that a rule gives unless the body sets a later one itself.
Result<CivilDate> term_or(const Context& context, std::string_view rule, const std::optional<CivilDate>& chosen) {
  const auto least = TRY(law::deadline(*context.pack, rule, context.today)).due_on;
  if (chosen && *chosen < least) return at_field("appeals.until_too_early", "until", {date_arg("date", least)});
  return chosen.value_or(least);
}

// The account of an official of the body of the case; the actor's own without a login.
Result<AccountId> official_of(db::ReadTx& tx, const Context& context, const Appeal& appeal, const std::string& login) {
  if (login.empty()) return context.actor.account;
  if (const auto account = auth::by_login(tx, *context.keys, login))
    for (const auto& post : auth::posts_of(tx, account->id))
      if (post.body == appeal.body && post.from_day <= context.today.date && (!post.to_day || context.today.date <= *post.to_day)) return account->id;
  return at_field("appeals.assign.not_of_this_body", "executor");
}

}  // namespace

Result<Changed> assign(db::Tx& tx, const Context& context, const Target& target, const Details& details) {
  auto work = TRY(begin(tx, context, target, may_work, Step::assign));
  work.appeal.executor = TRY(official_of(tx, context, work.appeal, details.executor));
  return finish(tx, context, work, {});
}

Result<Changed> qualify(db::Tx& tx, const Context& context, const Target& target, const Details& details) {
  auto work = TRY(begin(tx, context, target, may_work, Step::qualify));
  auto& appeal = work.appeal;
  const auto kind = law::kind_of(details.value);
  if (!kind) return at_field("appeals.unknown_kind", "value");
  TRY(check_reason(*context.pack, "requalify", details.reason));
  if (*kind == appeal.kind) return at_field("appeals.qualify.same", "value");
  if (appeal.extensions > 0) return conflict("appeals.qualify.extended");
  if (!appeal.against.empty()) return conflict("appeals.qualify.complaint");
  appeal.kind = *kind;
  const auto terms = TRY(procedure::terms(*context.pack, *kind, {appeal.received_on, context.pack->working_day_begins}));
  appeal.due_on = terms.answer.due_on;
  appeal.due_rule = terms.answer.rule;
  appeal.pack = context.pack->version;
  appeal.redirect_until = terms.redirect ? std::optional(terms.redirect->due_on) : std::nullopt;
  return finish(tx, context, work, {.reason = details.reason, .val = details.value}, {part("reason", details.text)});
}

Result<Changed> arbitrate(db::Tx& tx, const Context& context, const Target& target, const Details& details) {
  auto work = TRY(begin(tx, context, target, may_decide, Step::arbitrate));
  auto& appeal = work.appeal;
  TRY(check_body(tx, details.to));
  TRY(check_reason(*context.pack, "arbitrate", details.reason));
  if (details.to == appeal.against) return at_field("appeals.redirect.complained_about", "to");
  appeal.state = State::redirected;
  appeal.body = details.to;
  appeal.executor = {};
  appeal.is_final = true;
  TRY(restart_clock(context, appeal, context.pack->kind(appeal.kind).consider_rule));
  return finish(tx, context, work, {.to = details.to, .reason = details.reason}, {part("sentence", details.text)});
}

Result<Changed> split_case(db::Tx& tx, const Context& context, const Target& target, const Details& details) {
  auto work = TRY(begin(tx, context, target, may_redirect, Step::split));
  TRY(procedure::check_redirect(*context.pack, work.appeal, details.to, context.today.date));
  TRY(check_body(tx, details.to));
  const auto child = TRY(bring_forth(tx, context, work,
                                     {.kind = work.appeal.kind,
                                      .text = details.text,
                                      .body = details.to,
                                      .against = work.appeal.against,
                                      .rule = context.pack->kind(work.appeal.kind).consider_rule,
                                      .keeps_first_receipt = true},
                                     secrets::new_code()));
  auto changed = TRY(finish(tx, context, work, {.to = details.to, .reason = "redirect.part", .ref = child.appeal.number}));
  changed.created = child.appeal.number;
  return changed;
}

Result<Changed> join_case(db::Tx& tx, const Context& context, const Target& target, const Details& details) {
  auto work = TRY(begin(tx, context, target, may_work, Step::join));
  TRY(check_reason(*context.pack, "join", details.reason));
  const auto number = numbers::parse(details.number);
  const auto main = number ? store::find(tx, work.appeal.place, number->canonical()) : std::nullopt;
  if (!main || main->id == work.appeal.id || main->body != work.appeal.body) return at_field("appeals.join.no_such_case", "number");
  if (!is_open(main->state) || !main->joined_to.empty()) return at_field("appeals.join.not_open", "number");
  if (!store::joined_to(tx, work.appeal, 1).empty()) return conflict("appeals.join.leads_others");
  work.appeal.joined_to = main->number;
  return finish(tx, context, work, {.reason = details.reason, .ref = main->number});
}

Result<Changed> ask_repair(db::Tx& tx, const Context& context, const Target& target, const Details& details) {
  auto work = TRY(begin(tx, context, target, may_work, Step::ask_repair));
  TRY(check_reason(*context.pack, "repair", details.reason));
  work.appeal.wait_until = TRY(term_or(context, "appeal.repair", details.until));
  // The term to repair lies inside the period of the answer.
  if (*work.appeal.wait_until > work.appeal.due_on) return at_field("appeals.repair.beyond_the_term", "until", {date_arg("date", work.appeal.due_on)});
  work.appeal.state = State::needs_repair;
  return finish(tx, context, work, {.reason = details.reason}, {part("note", details.text)});
}

Result<Changed> give_back(db::Tx& tx, const Context& context, const Target& target, const Details& details) {
  auto work = TRY(begin(tx, context, target, may_work, Step::give_back));
  if (work.appeal.wait_until && *work.appeal.wait_until >= context.today.date)
    return conflict("appeals.repair.still_waiting", {date_arg("date", *work.appeal.wait_until)});
  end_case(work.appeal, State::returned, context.now);
  store::count(tx, work.appeal.place, "returned", 1);
  return finish(tx, context, work, {.reason = "return.not_repaired"}, {part("note", details.text)});
}

Result<Changed> extend(db::Tx& tx, const Context& context, const Target& target, const Details& details) {
  auto work = TRY(begin(tx, context, target, may_decide, Step::extend));
  auto& appeal = work.appeal;
  const auto limit = TRY(procedure::check_extend(*context.pack, appeal, context.today.date));
  TRY(check_reason(*context.pack, "extend", details.reason));
  const auto until = details.until.value_or(limit.due_on);
  if (until <= appeal.due_on) return at_field("appeals.extend.not_later", "until", {date_arg("date", appeal.due_on)});
  if (until > limit.due_on) return at_field("appeals.extend.beyond_the_limit", "until", {date_arg("date", limit.due_on)});
  if (!context.pack->calendar.is_working(until)) return at_field("appeals.until_day_off", "until");
  appeal.due_on = until;
  appeal.extensions += 1;
  store::count(tx, appeal.place, "extended", 1);
  return finish(tx, context, work, {.rule = limit.rule, .reason = details.reason}, {part("sentence", details.text)});
}

Result<Changed> pause_clock(db::Tx& tx, const Context& context, const Target& target, const Details& details) {
  auto work = TRY(begin(tx, context, target, may_decide, Step::pause));
  TRY(check_reason(*context.pack, "pause", details.reason));
  if (work.appeal.due_on < context.today.date) return conflict("appeals.extend.too_late", {date_arg("date", work.appeal.due_on)});
  work.appeal.state = State::suspended;
  work.appeal.paused_on = context.today.date;
  work.appeal.wait_until = std::nullopt;
  return finish(tx, context, work, {.reason = details.reason}, {part("sentence", details.text)});
}

Result<Changed> resume_clock(db::Tx& tx, const Context& context, const Target& target, const Details& details) {
  auto work = TRY(begin(tx, context, target, may_work, Step::resume));
  TRY(check_reason(*context.pack, "resume", details.reason));
  work.appeal.due_on = TRY(procedure::due_after_pause(*context.pack, work.appeal, context.today.date));
  work.appeal.paused_on = std::nullopt;
  work.appeal.state = State::in_work;
  return finish(tx, context, work, {.reason = details.reason});
}

Result<Changed> hear(db::Tx& tx, const Context& context, const Target& target, const Details& details) {
  auto work = TRY(begin(tx, context, target, may_work, Step::hear));
  TRY(check_signature(tx, context, work.appeal, Step::hear, details.prepared_by));
  work.appeal.wait_until = TRY(term_or(context, "appeal.hearing.objection", details.until));
  work.appeal.state = State::hearing;
  store::add_note(tx, work.permit, *context.keys, work.appeal, {store::NoteKind::preliminary, work.appeal.body, context.actor.name, details.text, context.now});
  return finish(tx, context, work, {});
}

Result<Changed> keep_minutes(db::Tx& tx, const Context& context, const Target& target, const Details& details) {
  auto work = TRY(begin(tx, context, target, may_work, Step::minutes));
  work.appeal.state = State::in_work;
  work.appeal.wait_until = std::nullopt;
  store::add_note(tx, work.permit, *context.keys, work.appeal, {store::NoteKind::minutes, work.appeal.body, context.actor.name, details.text, context.now});
  return finish(tx, context, work, {});
}

Result<Changed> terminate(db::Tx& tx, const Context& context, const Target& target, const Details& details) {
  auto work = TRY(begin(tx, context, target, may_decide, Step::terminate));
  TRY(check_reason(*context.pack, "terminate", details.reason));
  end_case(work.appeal, State::terminated, context.now);
  store::count(tx, work.appeal.place, "terminated", 1);
  return finish(tx, context, work, {.reason = details.reason}, {part("note", details.text)});
}

Result<Changed> pass_on(db::Tx& tx, const Context& context, const Target& target, const Details& details) {
  auto work = TRY(begin(tx, context, target, may_work, Step::pass));
  auto& appeal = work.appeal;
  if (appeal.due_rule != pass_rule) return conflict("appeals.pass.not_a_complaint");
  const auto bodies = directory::bodies(tx);
  const auto* own = bodies->find(appeal.body);
  if (!own || own->parent.empty()) return conflict("appeals.pass.nobody_above");
  const std::string above = own->parent;
  if (above == appeal.against) return conflict("appeals.redirect.complained_about");
  appeal.state = State::redirected;
  appeal.body = above;
  appeal.executor = {};
  TRY(restart_clock(context, appeal, context.pack->kind(law::AppealKind::complaint).consider_rule));
  // The file of the case goes along: the deciding body reads what the complaint is about.
  if (auto original = store::find(tx, appeal.place, appeal.about)) {
    original->also_body = above;
    if (!store::update(tx, work.permit, *original)) return conflict("appeals.changed_meanwhile");
  }
  return finish(tx, context, work, {.to = above, .reason = "pass.complaint"}, {part("sentence", details.text)});
}

Result<Changed> decide_recusal(db::Tx& tx, const Context& context, const Target& target, const Details& details) {
  auto work = TRY(begin(tx, context, target, may_decide, Step::decide_recusal));
  const bool is_granted = details.value == "granted";
  if (!is_granted && details.value != "declined") return at_field("appeals.recusal.choose", "value");
  if (!store::decide_recusal(tx, work.permit, work.appeal, is_granted, context.actor.account, context.now))
    return conflict("appeals.recusal.none");
  if (is_granted) {
    const auto next = details.executor.empty() ? AccountId{} : TRY(official_of(tx, context, work.appeal, details.executor));
    if (next && next == work.appeal.executor) return at_field("appeals.recusal.same_official", "executor");
    work.appeal.executor = next;
  }
  return finish(tx, context, work, {.val = details.value}, {part("sentence", details.text)});
}

}  // namespace jauap::appeals
