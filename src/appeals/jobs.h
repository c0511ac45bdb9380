// Timers of appeals: cases whose verdict period is over are closed "not judged"; old drafts are deleted.
#pragma once

#include "platform/module/house.h"

namespace jauap::appeals {

std::vector<jobs::Handler> job_handlers(House& house);

// Closes what is due now; returns how many. A batch is one transaction a case. For the timer, tests and demonstration data.
int close_unjudged_cases(House& house);

}  // namespace jauap::appeals
