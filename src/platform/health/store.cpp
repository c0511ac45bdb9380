#include "platform/health/store.h"

namespace jauap::health {
namespace {
const db::Statement beat{"health.beat", R"sql(
  insert into heartbeat (place_id, node, at) values ($1, $2, $3)
  on conflict (place_id, node) do update set at = excluded.at)sql"};
}  // namespace

void write_heartbeat(db::Tx& tx, int node, Instant now) { tx.execute(beat, {0, node, now}); }

}  // namespace jauap::health
