#pragma once

#include <optional>
#include <string>

#include "platform/db/db.h"

namespace jauap::health {
void write_heartbeat(db::Tx& tx, int node, Instant now);
std::optional<std::string> key_mark(db::ReadTx& tx);
void write_key_mark(db::Tx& tx, const std::string& mark);
}  // namespace jauap::health
