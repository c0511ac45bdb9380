// SQL of mail, and letters as sealed payloads of jobs.
#pragma once

#include <optional>
#include <string>

#include "platform/mail/mail.h"

namespace jauap::mail {

std::string packed(const Letter& letter);
Letter unpacked(std::string_view text);
std::optional<Letter> letter_of(const secrets::Keys& keys, const jobs::Job& job);
void keep(db::Tx& tx, const secrets::Keys& keys, JobId id, Instant now, const Letter& letter);

}  // namespace jauap::mail
