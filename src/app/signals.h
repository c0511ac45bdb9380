// Ending by SIGTERM or SIGINT.
#pragma once

#include <csignal>

namespace jauap::app {

// Blocks the signals that end a server, for sigwait. To be called before the first thread: all inherit the mask.
sigset_t block_end_signals();

}  // namespace jauap::app
