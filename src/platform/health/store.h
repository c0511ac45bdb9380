#pragma once

#include "platform/db/db.h"

namespace jauap::health {
void write_heartbeat(db::Tx& tx, int node, Instant now);
}  // namespace jauap::health
