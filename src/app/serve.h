// The server: listeners, dispatcher, jobs, timers, until a signal ends it.
#pragma once

#include "app/program.h"

namespace jauap::app {

// Returns the exit code. Prints one line with the address when it listens.
int serve(Program& program);

}  // namespace jauap::app
