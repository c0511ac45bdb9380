// What must hold between the files of a pack: references lead somewhere, nothing is doubled, the calendar is whole.
#pragma once

#include "law/parts.h"

namespace jauap::law {

// Leaves out what leans on a file of which nothing is known.
void check(const Draft& draft, Faults& faults);

}  // namespace jauap::law
