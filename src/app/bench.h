// Measurements of this program against the limits of the machine it runs on.
#pragma once

#include "app/commands.h"

namespace jauap::app {

// jauap bench submit|case|list --url http://127.0.0.1:PORT [--clients N] [--seconds N] [--path PATH]: a bounded load over kept
// connections, and prints requests per second and percentiles.
int command_bench(Arguments arguments);

}  // namespace jauap::app
