// The threads on which this module's passwords are hashed: one set for the process, begun with the first password.
#pragma once

#include "platform/auth/passwords.h"

namespace jauap::accounts {

const auth::PasswordWorkers& passwords();

}  // namespace jauap::accounts
