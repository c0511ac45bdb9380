// The rules of the case: one table of steps, and pure functions of (appeal, step, pack, now). Periods and articles are
// the pack's; here is only the order of things.
#pragma once

#include <span>

#include "appeals/appeal.h"
#include "base/time.h"
#include "law/law.h"

namespace jauap::appeals::procedure {

enum class Step {
  // the body
  accept, assign, qualify, redirect, arbitrate, split, join, ask_repair, give_back, extend, pause, resume, hear, minutes,
  answer, amend, terminate, pass, decide_recusal,
  // the applicant
  judge, withdraw, publish, unpublish, repair, object, message, complain, recuse, reopen, attach, detach,
  // files: beside an answer, and whether others may see them
  attach_to_answer, show_file, hide_file,
  // a moderator: what others may read
  clear, clear_answer, keep_private, redact, restrict_display, confirm_restriction,
  // an administrator with an auditor
  erase,
  // the clock
  close, refuse, recount,
  // whoever brings back an old backup
  tell_loss,
};

// What a step may do with the day of answer.
enum class Effect {
  none,       // stays as it is
  restarts,   // counted anew: another body, or the person was not satisfied
  recounts,   // another rule from the same receipt; the clock never starts anew
  puts_off,   // later, at most to the limit of the kind's extend_rule
  moves_on,   // later by the working days for which the clock stood still
};

struct Rule {
  Step step;
  const char* name;             // in addresses and the API: "ask-repair"
  std::span<const State> from;
  std::span<const State> to;    // empty: the state stays
  Effect effect;
  const char* event;            // type of the journal's event
};
// The one table. A step from a state that its row does not list is a conflict.
std::span<const Rule> steps();
const Rule& rule_of(Step step);
std::optional<Step> step_of(std::string_view name);
bool is_allowed(Step step, State state);
Key words_of(Step step);
// Problem (conflict) that names the present state, when the step is not allowed in it.
Done check(Step step, const Appeal& appeal);
// Whether the step may be taken now, by state and by days, whatever will be typed.
bool is_possible(Step step, const law::Pack& pack, const Appeal& appeal, CivilDate today);
// Whether `after` is what the row of `step` allows to come out of `before`; commands hold it as an invariant.
bool keeps_table(Step step, const Appeal& before, const Appeal& after);

// Terms fixed at registration or at receipt by the next body.
struct Terms {
  law::Deadline answer;
  std::optional<law::Deadline> redirect;  // none when the kind may not be redirected
};
Result<Terms> terms(const law::Pack& pack, law::AppealKind kind, const CivilTime& received);

// Whether the redirect window is open on `today` and the target may have the case; else a Problem that says why.
Done check_redirect(const law::Pack& pack, const Appeal& appeal, std::string_view to, CivilDate today);

// The second redirect needs the head, a third goes to the arbiter.
enum class Hop { first, needs_head, needs_arbiter };
Hop next_hop(const Appeal& appeal);

// The furthest day to which the answer may be put off; a Problem when it may not: too late, once already, not this kind.
Result<law::Deadline> check_extend(const law::Pack& pack, const Appeal& appeal, CivilDate today);
// The day of answer after a pause that ends today: the working days that were left.
Result<CivilDate> due_after_pause(const law::Pack& pack, const Appeal& appeal, CivilDate today);

// A preliminary decision waits for the applicant until the objection came or its term is over (Art. 73).
Done check_answer(const Appeal& appeal, CivilDate today);

// Which cases of this kind may be declared a refusal by the clock on `today`.
bool is_refused_by_silence(const Appeal& appeal, CivilDate today);

// Working days until the day of answer; all of them before the term has begun (what came on a weekend). 0 outside the calendar.
int days_left(const law::Pack& pack, const Appeal& appeal, CivilDate today);

// Whether a verdict may be given or changed today.
Done check_verdict(const Appeal& appeal, CivilDate today);

State after(Verdict verdict);

// The last day on which the applicant may judge (rule "appeal.verdict").
Result<law::Deadline> verdict_term(const law::Pack& pack, const CivilTime& answered);

}  // namespace jauap::appeals::procedure
