// Three witnesses inside a demonstration's own process, so that one sees cosignatures at once. They prove nothing, because
// whoever runs the log runs them too; their names and a comment line of the policy say so.
#pragma once

#include <map>
#include <string>

#include "record/cosigner.h"

namespace jauap::record {

// Makes their keys and writes them into the policy of a demonstration that has no witnesses yet.
Done add_demo_witnesses(House& house);

// By the name of their key; none where it is no demonstration.
std::map<std::string, Caller> demo_callers(const House& house, const std::string& origin);

}  // namespace jauap::record
