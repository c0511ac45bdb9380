#include "platform/health/store.h"

namespace jauap::health {
namespace {
const db::Statement beat{"health.beat", R"sql(
  insert into heartbeat (place_id, node, at) values ($1, $2, $3)
  on conflict (place_id, node) do update set at = excluded.at)sql"};
const db::Statement read_mark{"health.read_mark", "select mark from key_mark where place_id = $1"};
const db::Statement write_mark{"health.write_mark", "insert into key_mark (place_id, mark) values ($1, $2)"};
}  // namespace

void write_heartbeat(db::Tx& tx, int node, Instant now) { tx.execute(beat, {0, node, now}); }

std::optional<std::string> key_mark(db::ReadTx& tx) {
  std::optional<std::string> mark;
  tx.first(read_mark, {0}, [&](const db::Row& row) { mark = row.text(0); });
  return mark;
}

void write_key_mark(db::Tx& tx, const std::string& mark) { tx.execute(write_mark, {0, db::Blob{mark}}); }

}  // namespace jauap::health
