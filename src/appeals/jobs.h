// Timers of appeals: cases whose verdict period is over are closed "not judged"; old drafts are deleted.
#pragma once

#include "platform/module/house.h"

namespace jauap::appeals {

std::vector<jobs::Handler> job_handlers(House& house);

// Closes what is due now; returns how many. A batch is one transaction a case. For the timer, tests and demonstration data.
int close_unjudged_cases(House& house);
// The same for periods that ended without an answer: deemed a refusal from the next day on (Art. 91(2)).
int refuse_unanswered_cases(House& house);

}  // namespace jauap::appeals
