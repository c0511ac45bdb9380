// The list of modules: the one place that knows them all.
#pragma once

#include <vector>

#include "platform/module/module.h"

namespace jauap::app {

std::vector<Module> modules();

}  // namespace jauap::app
