// The rules of the case: one table of steps, and pure functions of (appeal, step, pack, now). Periods and articles are
// the pack's; here is only the order of things.
#pragma once

#include <span>

#include "appeals/appeal.h"
#include "base/time.h"
#include "law/law.h"

namespace jauap::appeals::procedure {

enum class Step { accept, redirect, answer, judge, withdraw, publish, unpublish, close };

struct Rule {
  Step step;
  std::span<const State> from;
  const char* event;  // type of the journal's event
};
// The one table. A step from a state that its row does not list is a conflict.
std::span<const Rule> steps();
const Rule& rule_of(Step step);
bool is_allowed(Step step, State state);
Key words_of(Step step);
// Problem (conflict) that names the present state, when the step is not allowed in it.
Done check(Step step, const Appeal& appeal);

// Terms fixed at registration or at receipt by the next body.
struct Terms {
  law::Deadline answer;
  std::optional<law::Deadline> redirect;  // none when the kind may not be redirected
};
Result<Terms> terms(const law::Pack& pack, law::AppealKind kind, const CivilTime& received);

// Whether the redirect window is open on `today` and the target is another body; else a Problem that says why.
Done check_redirect(const law::Pack& pack, const Appeal& appeal, std::string_view to, CivilDate today);

// Whether a verdict may be given or changed today.
Done check_verdict(const Appeal& appeal, CivilDate today);

State after(Verdict verdict);

// The last day on which the applicant may judge (rule "appeal.verdict").
Result<law::Deadline> verdict_term(const law::Pack& pack, const CivilTime& answered);

}  // namespace jauap::appeals::procedure
