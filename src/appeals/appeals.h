// Appeals: a person's voice is registered, answered by a lawful date, judged by that person.
//
// From outside: `module()` for the list of modules, the ids and small values below for those who link to a case. Everything
// else happens through the journal ("appeal.registered", "appeal.answered" …).
#pragma once

#include "platform/module/module.h"

namespace jauap::appeals {

Module module();

}  // namespace jauap::appeals
