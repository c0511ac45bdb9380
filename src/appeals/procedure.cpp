#include "appeals/procedure.h"

namespace jauap::appeals::procedure {
namespace {

using enum State;
constexpr State at_a_body[] = {registered, in_work, redirected};
constexpr State waiting[] = {registered, redirected};
constexpr State judgeable[] = {answered, solved, partly, not_solved};
constexpr State unjudged[] = {answered};
constexpr State not_gone[] = {registered, in_work, redirected, answered, solved, partly, not_solved, closed};

// Who may take a step is in module.cpp (permissions); in which state, here; by which period, in the pack.
constexpr Rule table[] = {
    // step            from         event
    {Step::accept,     waiting,     "appeal.accepted"},
    {Step::redirect,   at_a_body,   "appeal.redirected"},  // period: redirect_rule of the kind (Art. 65)
    {Step::answer,     at_a_body,   "appeal.answered"},    // period: consider_rule of the kind (Art. 76)
    {Step::judge,      judgeable,   "appeal.verdict"},     // period: appeal.verdict, a rule of the platform
    {Step::withdraw,   at_a_body,   "appeal.withdrawn"},   // any time before the decision (Art. 64, 70)
    {Step::publish,    not_gone,    "appeal.shown"},
    {Step::unpublish,  not_gone,    "appeal.hidden"},
    {Step::close,      unjudged,    "appeal.closed"},
};

}  // namespace

std::span<const Rule> steps() { return table; }

const Rule& rule_of(Step step) {
  for (const auto& row : table)
    if (row.step == step) return row;
  throw BrokenInvariant("a step without a row");
}

bool is_allowed(Step step, State state) {
  for (const auto from : rule_of(step).from)
    if (from == state) return true;
  return false;
}

Key words_of(Step step) {
  switch (step) {
    case Step::accept: return "appeals.step.accept";
    case Step::redirect: return "appeals.step.redirect";
    case Step::answer: return "appeals.step.answer";
    case Step::judge: return "appeals.step.judge";
    case Step::withdraw: return "appeals.step.withdraw";
    case Step::publish: return "appeals.step.publish";
    case Step::unpublish: return "appeals.step.unpublish";
    case Step::close: return "appeals.step.close";
  }
  throw BrokenInvariant("a step without words");
}

Done check(Step step, const Appeal& appeal) {
  if (is_allowed(step, appeal.state)) return done();
  return Problem{.kind = Problem::Kind::conflict,
                 .message = "appeals.wrong_state",
                 .args = {word_arg("state", appeals::words_of(appeal.state))}};
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
  if (!appeal.redirect_until)
    return Problem{.kind = Problem::Kind::conflict, .message = "appeals.redirect.not_this_kind"};
  if (*appeal.redirect_until < today) {
    const auto* rule = pack.rule(pack.kind(appeal.kind).redirect_rule, today);
    return Problem{.kind = Problem::Kind::conflict,
                   .message = "appeals.redirect.too_late",
                   .args = {date_arg("date", *appeal.redirect_until), {"article", rule ? rule->article : ""}}};
  }
  if (to == appeal.body) return Problem{.message = "appeals.redirect.same_body", .field = "to"};
  return done();
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
