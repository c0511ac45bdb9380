// An appeal on its way through the pages: kept sealed under a token that only its address holds, for 30 days.
#pragma once

#include <optional>
#include <string>

#include "appeals/input.h"
#include "platform/module/module.h"

namespace jauap::appeals::drafts {

std::string new_token();
std::string hash_of(const Visit& visit, std::string_view token);
std::optional<SubmitInput> load(const Visit& visit, std::string_view token);
void save(db::Tx& tx, const Visit& visit, std::string_view token, const SubmitInput& input);

}  // namespace jauap::appeals::drafts
