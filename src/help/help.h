// Plain pages that every site owes its people: rights, privacy, data, how it works. One topic each, no database.
#pragma once

#include "platform/module/module.h"

namespace jauap::help {

Module module();

}  // namespace jauap::help
