// Demonstration appeals: invented people, real places, bodies, topics and rules, all states. Deterministic for a seed.
#pragma once

#include "platform/module/house.h"

namespace jauap::appeals::demo {

// Fills an empty place with `options.appeals` cases spread over the months before now. Progress on standard output.
void fill(House& house, const DemoOptions& options);

}  // namespace jauap::appeals::demo
