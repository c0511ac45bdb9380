// Cleaning a picture in a process of its own: `jauap clean-file TYPE` reads the original on its standard input, goes
// into the sandbox, and writes the remade picture to its standard output. The server never decodes a picture itself.
#pragma once

#include <string>
#include <string_view>

#include "platform/files/child.h"
#include "platform/files/image.h"
#include "platform/files/kind.h"

namespace jauap::files {

struct Cleaned {
  enum class Outcome {
    good,
    unreadable,       // damaged, cut off, or not what its first bytes say
    too_many_pixels,  // pixels_max
    too_heavy,        // the process was ended: too much memory, too much time, or a fault in it
    unavailable,      // no process could be started, or libvips is not there: try again
  } outcome = Outcome::unavailable;
  Picture whole, small;  // when good
};

// How the cleaning process is started; the default is this program itself.
Child cleaner();

// Starts the process and waits for it. From any thread that may wait.
Cleaned clean(const Child& cleaner, Kind kind, std::string_view bytes);

// The process itself: never returns. `type` is a media type.
[[noreturn]] void run_cleaner(std::string_view type);

}  // namespace jauap::files
