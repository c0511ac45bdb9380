// The applicant's steps beside the verdict: repairing, objecting, complaining, recusing, reopening; and the clock's refusal.
#include "appeals/commands_shared.h"
#include "appeals/store.h"

namespace jauap::appeals {
namespace {

using procedure::Step;

void add(db::Tx& tx, const Context& context, const Work& work, store::NoteKind kind, const std::string& text) {
  store::add_note(tx, work.permit, *context.keys, work.appeal, {kind, work.appeal.body, "", text, context.now});
}

}  // namespace

Result<Changed> repair(db::Tx& tx, const Context& context, const Target& target, const Details& details) {
  auto work = TRY(begin(tx, context, target, may_take_part, Step::repair));
  work.appeal.state = State::in_work;
  work.appeal.wait_until = std::nullopt;
  add(tx, context, work, store::NoteKind::addition, details.text);
  return finish(tx, context, work, {}, {part("text", details.text)});
}

Result<Changed> object_to(db::Tx& tx, const Context& context, const Target& target, const Details& details) {
  auto work = TRY(begin(tx, context, target, may_take_part, Step::object));
  if (work.appeal.wait_until && *work.appeal.wait_until < context.today.date)
    return Problem{.kind = Problem::Kind::conflict, .message = "appeals.hear.too_late", .args = {date_arg("date", *work.appeal.wait_until)}};
  work.appeal.wait_until = std::nullopt;
  add(tx, context, work, store::NoteKind::objection, details.text);
  return finish(tx, context, work, {}, {part("text", details.text)});
}

Result<Changed> write_message(db::Tx& tx, const Context& context, const Target& target, const Details& details) {
  auto work = TRY(begin(tx, context, target, may_take_part, Step::message));
  add(tx, context, work, store::NoteKind::message, details.text);
  return finish(tx, context, work, {}, {part("text", details.text)});
}

Result<Changed> complain(db::Tx& tx, const Context& context, const Target& target, const Details& details) {
  auto work = TRY(begin(tx, context, target, may_take_part, Step::complain));
  const auto complaint = TRY(bring_forth(tx, context, work,
                                         {.kind = law::AppealKind::complaint,
                                          .text = details.text,
                                          .body = work.appeal.body,
                                          .against = work.appeal.body,
                                          .rule = pass_rule},
                                         secrets::new_code()));
  store::count(tx, work.appeal.place, "complaints", 1);
  auto changed = TRY(finish(tx, context, work, {.ref = complaint.appeal.number}));
  changed.created = complaint.appeal.number;
  return changed;
}

Result<Changed> recuse(db::Tx& tx, const Context& context, const Target& target, const Details& details) {
  auto work = TRY(begin(tx, context, target, may_take_part, Step::recuse));
  TRY(check_reason(*context.pack, "recusal", details.reason));
  const auto term = TRY(law::deadline(*context.pack, "appeal.recusal", context.today));
  const bool is_new = store::add_proposal(tx, work.permit, *context.keys, work.appeal,
                                          {.step = procedure::rule_of(Step::decide_recusal).name,
                                           .details = details.text,
                                           .proposed_at = context.now,
                                           .due_on = term.due_on});
  if (!is_new) return Problem{.kind = Problem::Kind::conflict, .message = "appeals.proposal.waits_already"};
  return finish(tx, context, work, {.reason = details.reason}, {part("text", details.text)});
}

Result<Changed> reopen(db::Tx& tx, const Context& context, const Target& target, const Details& details) {
  auto work = TRY(begin(tx, context, target, may_take_part, Step::reopen));
  auto& appeal = work.appeal;
  TRY(procedure::check_verdict(appeal, context.today.date));
  appeal.state = State::in_work;
  appeal.reopened += 1;
  appeal.verdict_until = std::nullopt;
  // A complaint that the body complained about granted and did not carry out has to be passed on after all.
  const bool is_own_judge = appeal.body == appeal.against;
  TRY(restart_clock(context, appeal, is_own_judge ? pass_rule : context.pack->kind(appeal.kind).consider_rule));
  appeal.redirect_until = std::nullopt;  // who answered is competent
  store::count(tx, appeal.place, "reopened", 1);
  add(tx, context, work, store::NoteKind::addition, details.text);
  return finish(tx, context, work, {.reason = "reopen.not_solved"}, {part("text", details.text)});
}

Result<Changed> refuse_by_silence(db::Tx& tx, const Context& context, const std::string& number) {
  auto work = TRY(begin(tx, context, {.number = number, .code = ""}, may_close, Step::refuse));
  if (!procedure::is_refused_by_silence(work.appeal, context.today.date))
    return Problem{.kind = Problem::Kind::conflict, .message = "appeals.refuse.not_yet"};
  work.appeal.state = State::refused;
  work.appeal.wait_until = std::nullopt;
  store::count(tx, work.appeal.place, "refused_by_silence", 1);
  return finish(tx, context, work, {.rule = "appeal.deemed_refusal"});
}

}  // namespace jauap::appeals
