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

// An answer that an official has not sent yet: one for each case and official, for as long as other drafts. Files are not kept.
struct AnswerDraft {
  http::Pairs form;
  Instant saved_at;
};
std::optional<AnswerDraft> load_answer(const Visit& visit, const std::string& number);
void save_answer(db::Tx& tx, const Visit& visit, const std::string& number, const http::Pairs& form);
void drop_answer(db::Tx& tx, const Visit& visit, const std::string& number);

}  // namespace jauap::appeals::drafts
