// Alarms around terms. Officials get one letter on a working morning with what is late and what ends soon, the head for the whole
// body; applicants are reminded of their own terms and told by the step itself when a body's term has passed (deemed refusal).
// Nothing here keeps time: what was done stands in rows, so that a server that stood still goes on where it stopped.
#pragma once

#include "platform/module/house.h"

namespace jauap::appeals {

// Today's digests, where they are due and not sent yet; returns how many letters. On days off and before the hour none.
int send_digests(House& house);

// Reminders of terms to judge, to repair and to object that end within the pack's days; returns how many cases.
int remind_applicants(House& house);

}  // namespace jauap::appeals
