// The law of a monitor out of jurisdiction packs: the same rules and calendars by which the platform computes
// deadlines. Not in the static verifier.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "platform/tlog/lawbook.h"

namespace jauap::tlog {

// Folders of packs (packs/kz), one for each version. A Stop with Exit::unreadable names the folder that cannot be
// loaded.
std::unique_ptr<LawBook> law_of_packs(const std::vector<std::string>& folders);

}  // namespace jauap::tlog
