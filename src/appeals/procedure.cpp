#include "appeals/procedure.h"

#include <algorithm>

namespace jauap::appeals::procedure {
namespace {

using enum State;
constexpr State at_a_body[] = {registered, in_work, redirected};
constexpr State waiting[] = {registered, redirected};
constexpr State at_work[] = {registered, in_work, redirected, needs_repair, hearing};
constexpr State answerable[] = {registered, in_work, redirected, hearing, refused};
constexpr State at_hand[] = {registered, in_work, redirected, needs_repair, suspended, hearing, refused};
constexpr State open_states[] = {registered, in_work, redirected, needs_repair, suspended, hearing, disputed, refused};
constexpr State running[] = {registered, in_work, redirected, needs_repair, hearing, disputed};
constexpr State silent[] = {registered, in_work, redirected, needs_repair, hearing, disputed};
constexpr State judgeable[] = {answered, solved, partly, not_solved};
constexpr State verdicts[] = {solved, partly, not_solved};
constexpr State unjudged[] = {answered};
constexpr State listening[] = {registered, in_work,  redirected, needs_repair, suspended, hearing,
                               disputed,   refused,  answered,   solved,       partly,    not_solved};
constexpr State unsatisfied[] = {partly, not_solved};
constexpr State amendable[] = {answered, partly, not_solved};
constexpr State challengeable[] = {answered, partly, not_solved, closed, refused, returned, terminated};
// What was written cannot be erased while a body still owes an answer to it.
constexpr State owed_nothing[] = {answered, solved, partly, not_solved, closed, withdrawn, returned, terminated};
constexpr State ends_in_answer[] = {answered}, ends_in_work[] = {in_work}, ends_moved[] = {redirected, disputed};
constexpr State ends_closed[] = {closed}, ends_withdrawn[] = {withdrawn}, to_repair[] = {needs_repair};
constexpr State to_suspended[] = {suspended}, to_hearing[] = {hearing}, to_disputed[] = {disputed};
constexpr State to_refused[] = {refused}, to_returned[] = {returned}, to_terminated[] = {terminated};
constexpr State settled[] = {redirected};
constexpr State not_gone[] = {registered, in_work,   redirected, answered, solved,  partly,   not_solved, closed,
                              needs_repair, suspended, hearing,  disputed, refused, returned, terminated};
constexpr std::span<const State> stays{};
constexpr std::span<const State> any_state{all_states};

// Who may take a step is in module.cpp (permissions); in which state, here; by which period, in the pack.
constexpr Rule table[] = {
    // step                 name             from           to              effect            event
    {Step::accept,         "accept",         waiting,       ends_in_work,   Effect::none,     "appeal.accepted"},
    {Step::assign,         "assign",         at_hand,       stays,          Effect::none,     "appeal.assigned"},
    {Step::qualify,        "qualify",        at_a_body,     stays,          Effect::recounts, "appeal.qualified"},
    {Step::redirect,       "redirect",       at_a_body,     ends_moved,     Effect::restarts, "appeal.redirected"},   // Art. 65
    {Step::arbitrate,      "arbitrate",      to_disputed,   settled,        Effect::restarts, "appeal.arbitrated"},
    {Step::split,          "split",          at_a_body,     stays,          Effect::none,     "appeal.split"},        // Art. 65
    {Step::join,           "join",           at_a_body,     stays,          Effect::none,     "appeal.joined"},
    {Step::ask_repair,     "ask-repair",     at_a_body,     to_repair,      Effect::none,     "appeal.repair_asked"}, // Art. 64
    {Step::give_back,      "give-back",      to_repair,     to_returned,    Effect::none,     "appeal.returned"},     // Art. 64
    {Step::extend,         "extend",         at_work,       stays,          Effect::puts_off, "appeal.extended"},     // Art. 76
    {Step::pause,          "pause",          at_work,       to_suspended,   Effect::none,     "appeal.paused"},
    {Step::resume,         "resume",         to_suspended,  ends_in_work,   Effect::moves_on, "appeal.resumed"},
    {Step::hear,           "hearing",        at_a_body,     to_hearing,     Effect::none,     "appeal.hearing"},      // Art. 73
    {Step::minutes,        "minutes",        to_hearing,    ends_in_work,   Effect::none,     "appeal.heard"},        // Art. 74
    {Step::answer,         "answer",         answerable,    ends_in_answer, Effect::none,     "appeal.answered"},     // Art. 76, 80
    {Step::amend,          "amend",          amendable,     ends_in_answer, Effect::none,     "appeal.answer_amended"},
    {Step::terminate,      "terminate",      at_hand,       to_terminated,  Effect::none,     "appeal.left_unconsidered"},  // Art. 70
    {Step::pass,           "pass",           at_a_body,     settled,        Effect::restarts, "appeal.passed"},       // Art. 91(4)
    {Step::decide_recusal, "decide-recusal", open_states,   stays,          Effect::none,     "appeal.recusal_decided"},
    {Step::judge,          "verdict",        judgeable,     verdicts,       Effect::none,     "appeal.verdict"},
    {Step::withdraw,       "withdraw",       open_states,   ends_withdrawn, Effect::none,     "appeal.withdrawn"},    // Art. 64, 70
    {Step::publish,        "publish",        not_gone,      stays,          Effect::none,     "appeal.show_asked"},
    {Step::unpublish,      "unpublish",      not_gone,      stays,          Effect::none,     "appeal.hidden"},
    {Step::repair,         "repair",         to_repair,     ends_in_work,   Effect::none,     "appeal.repaired"},     // Art. 64
    {Step::object,         "object",         to_hearing,    stays,          Effect::none,     "appeal.objected"},     // Art. 73
    {Step::message,        "message",        listening,     stays,          Effect::none,     "appeal.message"},
    {Step::complain,       "complain",       challengeable, stays,          Effect::none,     "appeal.complained"},   // Art. 91
    {Step::recuse,         "recuse",         at_hand,       stays,          Effect::none,     "appeal.recusal_asked"},
    {Step::reopen,         "reopen",         unsatisfied,   ends_in_work,   Effect::restarts, "appeal.reopened"},
    {Step::attach,         "attach",         open_states,   stays,          Effect::none,     "appeal.files_added"},
    {Step::detach,         "detach",         open_states,   stays,          Effect::none,     "appeal.file_removed"},
    {Step::attach_to_answer, "attach-to-answer", amendable, stays,          Effect::none,     "appeal.answer_files_added"},
    {Step::show_file,      "show-file",      not_gone,      stays,          Effect::none,     "appeal.file_shown"},
    {Step::hide_file,      "hide-file",      not_gone,      stays,          Effect::none,     "appeal.file_hidden"},
    {Step::clear,          "clear",          any_state,     stays,          Effect::none,     "appeal.shown"},
    {Step::clear_answer,   "clear-answer",   any_state,     stays,          Effect::none,     "appeal.answer_shown"},
    {Step::keep_private,   "keep-private",   any_state,     stays,          Effect::none,     "appeal.kept_private"},
    {Step::redact,         "redact",         any_state,     stays,          Effect::none,     "appeal.redacted"},
    {Step::restrict_display,    "restrict",         any_state, stays,       Effect::none,     "appeal.restricted"},
    {Step::confirm_restriction, "confirm-restrict", any_state, stays,       Effect::none,     "appeal.restriction_confirmed"},
    {Step::erase,          "erase",          owed_nothing,  stays,          Effect::none,     "appeal.erased"},
    {Step::close,          "close",          unjudged,      ends_closed,    Effect::none,     "appeal.closed"},
    {Step::recount,        "recount",        running,        stays,          Effect::recounts, "appeal.recounted"},    // another pack is in force
    {Step::tell_loss,      "tell-loss",      any_state,     stays,          Effect::none,     "appeal.content_lost"},
    {Step::refuse,         "refuse",         silent,        to_refused,     Effect::none,     "appeal.refused"},      // Art. 91(2)
};

Problem conflict(Key message, std::vector<Arg> args = {}) {
  return {.kind = Problem::Kind::conflict, .message = message, .args = std::move(args)};
}

bool is_among(std::span<const State> states, State state) {
  return std::find(states.begin(), states.end(), state) != states.end();
}

}  // namespace

std::span<const Rule> steps() { return table; }

const Rule& rule_of(Step step) {
  for (const auto& row : table)
    if (row.step == step) return row;
  throw BrokenInvariant("a step without a row");
}

std::optional<Step> step_of(std::string_view name) {
  for (const auto& row : table)
    if (row.name == name) return row.step;
  return std::nullopt;
}

bool is_allowed(Step step, State state) { return is_among(rule_of(step).from, state); }

Key words_of(Step step) {
  switch (step) {
    case Step::accept: return "appeals.step.accept";
    case Step::assign: return "appeals.step.assign";
    case Step::qualify: return "appeals.step.qualify";
    case Step::redirect: return "appeals.step.redirect";
    case Step::arbitrate: return "appeals.step.arbitrate";
    case Step::split: return "appeals.step.split";
    case Step::join: return "appeals.step.join";
    case Step::ask_repair: return "appeals.step.ask_repair";
    case Step::give_back: return "appeals.step.give_back";
    case Step::extend: return "appeals.step.extend";
    case Step::pause: return "appeals.step.pause";
    case Step::resume: return "appeals.step.resume";
    case Step::hear: return "appeals.step.hear";
    case Step::minutes: return "appeals.step.minutes";
    case Step::answer: return "appeals.step.answer";
    case Step::amend: return "appeals.step.amend";
    case Step::terminate: return "appeals.step.terminate";
    case Step::pass: return "appeals.step.pass";
    case Step::decide_recusal: return "appeals.step.decide_recusal";
    case Step::judge: return "appeals.step.judge";
    case Step::withdraw: return "appeals.step.withdraw";
    case Step::publish: return "appeals.step.publish";
    case Step::unpublish: return "appeals.step.unpublish";
    case Step::repair: return "appeals.step.repair";
    case Step::object: return "appeals.step.object";
    case Step::message: return "appeals.step.message";
    case Step::complain: return "appeals.step.complain";
    case Step::recuse: return "appeals.step.recuse";
    case Step::reopen: return "appeals.step.reopen";
    case Step::attach: return "appeals.step.attach";
    case Step::detach: return "appeals.step.detach";
    case Step::attach_to_answer: return "appeals.step.attach_to_answer";
    case Step::show_file: return "appeals.step.show_file";
    case Step::hide_file: return "appeals.step.hide_file";
    case Step::clear: return "appeals.step.clear";
    case Step::clear_answer: return "appeals.step.clear_answer";
    case Step::keep_private: return "appeals.step.keep_private";
    case Step::redact: return "appeals.step.redact";
    case Step::restrict_display: return "appeals.step.restrict";
    case Step::confirm_restriction: return "appeals.step.confirm_restrict";
    case Step::erase: return "appeals.step.erase";
    case Step::close: return "appeals.step.close";
    case Step::recount: return "appeals.step.recount";
    case Step::tell_loss: return "appeals.step.tell_loss";
    case Step::refuse: return "appeals.step.refuse";
  }
  throw BrokenInvariant("a step without words");
}

Done check(Step step, const Appeal& appeal) {
  // What was joined to another case gets its answer there; until then only its applicant may end it.
  const bool is_led = !appeal.joined_to.empty() && is_open(appeal.state);
  const bool is_bodys = step < Step::judge && step != Step::answer;
  if (is_led && is_bodys) return conflict("appeals.join.is_joined", {{"number", appeal.joined_to}});
  if (is_allowed(step, appeal.state)) return done();
  return conflict("appeals.wrong_state", {word_arg("state", appeals::words_of(appeal.state))});
}

bool keeps_table(Step step, const Appeal& before, const Appeal& after) {
  const auto& row = rule_of(step);
  if (!is_among(row.from, before.state)) return false;
  if (row.to.empty() ? after.state != before.state : !is_among(row.to, after.state)) return false;
  if (after.first_received_on != before.first_received_on || after.first_due_on != before.first_due_on) return false;
  switch (row.effect) {
    case Effect::none: return after.due_on == before.due_on && after.received_on == before.received_on;
    case Effect::restarts: return after.received_on >= before.received_on && after.due_on > after.received_on;
    case Effect::recounts: return after.received_on == before.received_on;
    case Effect::puts_off: return after.due_on > before.due_on && after.received_on == before.received_on;
    case Effect::moves_on: return after.due_on >= before.due_on && after.received_on == before.received_on;
  }
  return false;
}

Result<Terms> terms(const law::Pack& pack, law::AppealKind kind, const CivilTime& received) {
  const auto& rules = pack.kind(kind);
  Terms terms{.answer = TRY(law::deadline(pack, rules.consider_rule, received)), .redirect = std::nullopt};
  if (!rules.redirect_rule.empty()) terms.redirect = TRY(law::deadline(pack, rules.redirect_rule, received));
  return terms;
}

Done check_redirect(const law::Pack& pack, const Appeal& appeal, std::string_view to, CivilDate today) {
  TRY(check(Step::redirect, appeal));
  // Art. 65 does not list complaints: they are passed to the higher body (Art. 91), never redirected.
  if (appeal.is_final) return conflict("appeals.redirect.is_final");
  if (!appeal.redirect_until) return conflict("appeals.redirect.not_this_kind");
  if (*appeal.redirect_until < today) {
    const auto* rule = pack.rule(pack.kind(appeal.kind).redirect_rule, today);
    return conflict("appeals.redirect.too_late",
                    {date_arg("date", *appeal.redirect_until), {"article", rule ? rule->article : ""}});
  }
  if (to == appeal.body) return Problem{.message = "appeals.redirect.same_body", .field = "to"};
  if (!to.empty() && to == appeal.against) return Problem{.message = "appeals.redirect.complained_about", .field = "to"};
  return done();
}

bool is_possible(Step step, const law::Pack& pack, const Appeal& appeal, CivilDate today) {
  switch (step) {
    case Step::redirect:
    case Step::split: return check(step, appeal) && check_redirect(pack, appeal, "", today);
    case Step::extend: return bool(check_extend(pack, appeal, today));
    case Step::qualify: return check(step, appeal) && appeal.extensions == 0 && appeal.against.empty();
    case Step::give_back: return check(step, appeal) && appeal.wait_until && *appeal.wait_until < today;
    default: return bool(check(step, appeal));
  }
}

Hop next_hop(const Appeal& appeal) {
  return appeal.redirects == 0 ? Hop::first : appeal.redirects == 1 ? Hop::needs_head : Hop::needs_arbiter;
}

Result<law::Deadline> check_extend(const law::Pack& pack, const Appeal& appeal, CivilDate today) {
  TRY(check(Step::extend, appeal));
  const auto& rule = pack.kind(appeal.kind).extend_rule;
  if (rule.empty() || appeal.due_rule != pack.kind(appeal.kind).consider_rule) return conflict("appeals.extend.not_this_kind");
  if (appeal.extensions > 0) return conflict("appeals.extend.once");
  if (appeal.due_on < today) return conflict("appeals.extend.too_late", {date_arg("date", appeal.due_on)});
  return law::deadline(pack, rule, {appeal.received_on, pack.working_day_begins});
}

Result<CivilDate> due_after_pause(const law::Pack& pack, const Appeal& appeal, CivilDate today) {
  invariant(appeal.paused_on.has_value(), "a suspended case knows since when");
  if (*appeal.paused_on >= appeal.due_on) return std::max(appeal.due_on, today);
  const auto left = TRY(pack.calendar.working_days_between(*appeal.paused_on, appeal.due_on));
  return std::max(appeal.due_on, TRY(law::working_days_later(pack.calendar, today, left)));
}

Done check_answer(const Appeal& appeal, CivilDate today) {
  TRY(check(Step::answer, appeal));
  if (!appeal.joined_to.empty()) return conflict("appeals.join.is_joined", {{"number", appeal.joined_to}});
  if (appeal.state == hearing && appeal.wait_until && *appeal.wait_until >= today)
    return conflict("appeals.hear.still_waiting", {date_arg("date", *appeal.wait_until)});
  return done();
}

bool is_refused_by_silence(const Appeal& appeal, CivilDate today) {
  return is_allowed(Step::refuse, appeal.state) && appeal.due_on < today;
}

int days_left(const law::Pack& pack, const Appeal& appeal, CivilDate today) {
  const auto left = pack.calendar.working_days_between(std::max(today, appeal.received_on), appeal.due_on);
  return left ? *left : 0;
}

Done check_verdict(const Appeal& appeal, CivilDate today) {
  TRY(check(Step::judge, appeal));
  if (appeal.verdict_until && *appeal.verdict_until < today)
    return Problem{.kind = Problem::Kind::conflict,
                   .message = "appeals.verdict.too_late",
                   .args = {date_arg("date", *appeal.verdict_until)}};
  return done();
}

State after(Verdict verdict) {
  switch (verdict) {
    case Verdict::solved: return State::solved;
    case Verdict::partly: return State::partly;
    case Verdict::not_solved: return State::not_solved;
  }
  throw BrokenInvariant("a verdict without a state");
}

Result<law::Deadline> verdict_term(const law::Pack& pack, const CivilTime& answered) {
  return law::deadline(pack, "appeal.verdict", answered);
}

}  // namespace jauap::appeals::procedure
