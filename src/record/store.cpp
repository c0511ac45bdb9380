#include "record/store.h"

#include "base/invariant.h"

namespace jauap::record::store {
namespace {

const db::Statement insert_event_leaf{"record.add_event_leaf",
                                      "insert into event_leaf (place_id, object_id, n, id, hash) values ($1, $2, $3, $4, $5)"};
const db::Statement insert_pending{"record.add_pending", "insert into log_pending (id, leaf) values ($1, $2)"};
const db::Statement select_event_leaf{"record.event_leaf",
                                      "select hash from event_leaf where place_id = $1 and object_id = $2 and n = $3"};
const db::Statement select_head{"record.head",
                                "select origin, size, root, epoch, holder, lease_until from log_head where id = 1"};
const db::Statement insert_head{"record.begin_head", R"sql(
  insert into log_head (id, origin, size, root, epoch, holder, lease_until) values (1, $1, 0, $2, 0, -1, 0))sql"};
const db::Statement renew{"record.renew_lease",
                          "update log_head set lease_until = $3 where id = 1 and holder = $1 and epoch = $2"};
const db::Statement take_over{"record.take_lease", R"sql(
  update log_head set epoch = epoch + 1, holder = $1, lease_until = $3
   where id = 1 and (holder = $1 or lease_until < $2))sql"};
const db::Statement let_go{"record.free_lease",
                           "update log_head set lease_until = 0 where id = 1 and holder = $1 and epoch = $2"};
const db::Statement no_entries{"record.no_entries", "delete from log_leaf"};
const db::Statement no_tiles{"record.no_tiles", "delete from log_tile"};
const db::Statement no_checkpoints{"record.no_checkpoints", "delete from log_checkpoint"};
const db::Statement no_cosignatures{"record.no_cosignatures", "delete from log_cosignature"};
const db::Statement no_keys{"record.no_keys", "delete from log_key"};
const db::Statement rename_head{"record.rename_head", "update log_head set origin = $1, size = 0, root = $2, epoch = epoch + 1 where id = 1"};
const db::Statement select_sizes{"record.signed_sizes", "select size from log_checkpoint order by size"};
const db::Statement select_pending{"record.pending", "select id, leaf from log_pending order by id limit $1"};
const db::Statement count_pending{"record.count_pending", "select count(*) from log_pending"};
const db::Statement select_pending_of{"record.pending_of", R"sql(
  select p.id, p.leaf from event_leaf e join log_pending p on p.id = e.id where e.hash = $1)sql"};
const db::Statement delete_pending_to{"record.drop_pending_to", "delete from log_pending where id <= $1"};
const db::Statement delete_pending{"record.drop_pending", "delete from log_pending where id = $1"};
const db::Statement insert_entry{"record.add_entry",
                                 "insert into log_leaf (idx, id, leaf, hash) values ($1, $2, $3, $4)"};
const db::Statement select_entry{"record.entry", "select idx, id, leaf, hash from log_leaf where idx = $1"};
const db::Statement select_entry_of{"record.entry_of", R"sql(
  select l.idx, l.id, l.leaf, l.hash from event_leaf e join log_leaf l on l.id = e.id where e.hash = $1)sql"};
const db::Statement select_entries{"record.entries",
                                   "select idx, id, leaf, hash from log_leaf where idx >= $1 order by idx limit $2"};
const db::Statement select_entries_before{
    "record.entries_before", "select idx, id, leaf, hash from log_leaf where idx < $1 order by idx desc limit $2"};
const db::Statement select_tile{"record.tile", "select hashes from log_tile where level = $1 and idx = $2"};
const db::Statement upsert_tile{"record.put_tile", R"sql(
  insert into log_tile (level, idx, hashes) values ($1, $2, $3)
  on conflict (level, idx) do update set hashes = excluded.hashes)sql"};
const db::Statement update_head{
    "record.grow", "update log_head set size = $3, root = $4 where id = 1 and size = $1 and epoch = $2"};
const db::Statement insert_checkpoint{"record.add_checkpoint", R"sql(
  insert into log_checkpoint (size, root, note, at) values ($1, $2, $3, $4) on conflict (size) do nothing)sql"};
const db::Statement select_checkpoint{"record.checkpoint",
                                      "select size, root, note, at from log_checkpoint where size = $1"};
const db::Statement select_newest_checkpoint{
    "record.newest_checkpoint", "select size, root, note, at from log_checkpoint order by size desc limit 1"};
const db::Statement upsert_cosignature{"record.put_cosignature", R"sql(
  insert into log_cosignature (size, witness, at, line) values ($1, $2, $3, $4)
  on conflict (size, witness) do update set at = excluded.at, line = excluded.line where log_cosignature.at < excluded.at)sql"};
const db::Statement select_cosignatures{
    "record.cosignatures", "select size, witness, at, line from log_cosignature where size = $1 order by witness"};
const db::Statement select_cosigned_sizes{
    "record.cosigned_sizes", "select distinct size from log_cosignature where size > $1 order by size desc limit $2"};
const db::Statement select_newest_of{"record.newest_of", R"sql(
  select size, witness, at, line from log_cosignature where witness = $1 order by size desc limit 1)sql"};
const db::Statement select_policy{"record.policy",
                                  "select version, witnesses, at from log_policy order by version desc limit 1"};
const db::Statement insert_policy{"record.add_policy",
                                  "insert into log_policy (version, witnesses, at) values ($1, $2, $3)"};
const db::Statement select_keys{
    "record.keys", "select kind, n, vkey, since, signs_until, is_withdrawn from log_key order by kind, n"};
const db::Statement insert_key{"record.add_key", R"sql(
  insert into log_key (kind, n, vkey, since, signs_until, is_withdrawn) values ($1, $2, $3, $4, null, 0))sql"};
const db::Statement update_key{
    "record.end_key", "update log_key set signs_until = $3, is_withdrawn = $4 where kind = $1 and n = $2"};
const db::Statement select_of_object{"record.of_object", R"sql(
  select e.n, e.hash, l.idx from event_leaf e left join log_leaf l on l.id = e.id
   where e.place_id = $1 and e.object_id = $2 order by e.n)sql"};
const db::Statement select_last_index{"record.last_index", R"sql(
  select l.idx from event_leaf e left join log_leaf l on l.id = e.id
   where e.place_id = $1 and e.object_id = $2 order by e.n desc limit 1)sql"};
const db::Statement count_unlogged{"record.events_without_leaf", R"sql(
  select count(*) from event e where not exists (
    select 1 from event_leaf l where l.place_id = e.place_id and l.object_id = e.object_id and l.n = e.n))sql"};
const db::Statement count_eventless{"record.leaves_without_event", R"sql(
  select count(*) from event_leaf l where not exists (
    select 1 from event e where e.place_id = l.place_id and e.object_id = l.object_id and e.n = l.n))sql"};
const db::Statement count_events{"record.event_count", "select count(*) from event"};
const db::Statement count_leaves{"record.leaf_count",
                                 "select (select count(*) from log_leaf) + (select count(*) from log_pending)"};

db::Blob blob(const tlog::Hash& hash) { return {std::string(tlog::bytes_of(hash))}; }

tlog::Hash hash_at(const db::Row& row, int column) {
  const auto hash = tlog::hash_of_bytes(row.text(column));
  if (!hash) throw db::Failure("a hash of the record has not 32 bytes");
  return *hash;
}

Entry entry_from(const db::Row& row) {
  return {std::uint64_t(row.integer(0)), row.id<EventId>(1), row.string(2), hash_at(row, 3)};
}

Signed signed_from(const db::Row& row) {
  return {std::uint64_t(row.integer(0)), hash_at(row, 1), row.string(2), row.instant(3)};
}

Cosigned cosigned_from(const db::Row& row) {
  return {std::uint64_t(row.integer(0)), row.string(1), std::uint64_t(row.integer(2)), row.string(3)};
}

std::int64_t number(db::ReadTx& tx, const db::Statement& statement) {
  std::int64_t value = 0;
  tx.first(statement, {}, [&](const db::Row& row) { value = row.integer(0); });
  return value;
}

}  // namespace

void add_leaf(db::Tx& tx, EventId id, const ObjectRef& object, int n, const std::string& leaf, const tlog::Hash& hash) {
  add_event_leaf(tx, id, object, n, hash);
  tx.execute(insert_pending, {id, leaf});
}

void add_event_leaf(db::Tx& tx, EventId id, const ObjectRef& object, int n, const tlog::Hash& hash) {
  tx.execute(insert_event_leaf, {object.place, object.id, n, id, blob(hash)});
}

std::optional<tlog::Hash> leaf_hash(db::ReadTx& tx, std::int64_t place, std::int64_t object, int n) {
  std::optional<tlog::Hash> hash;
  tx.first(select_event_leaf, {place, object, n}, [&](const db::Row& row) { hash = hash_at(row, 0); });
  return hash;
}

std::optional<Head> head(db::ReadTx& tx) {
  std::optional<Head> head;
  tx.first(select_head, {}, [&](const db::Row& row) {
    head = Head{row.string(0), std::uint64_t(row.integer(1)), hash_at(row, 2), row.integer(3), int(row.integer(4)),
                row.instant(5)};
  });
  return head;
}

void begin_head(db::Tx& tx, const std::string& origin) { tx.execute(insert_head, {origin, blob(tlog::empty_root())}); }

void begin_again(db::Tx& tx, const std::string& origin) {
  for (const auto* statement : {&no_entries, &no_tiles, &no_checkpoints, &no_cosignatures, &no_keys}) tx.execute(*statement, {});
  tx.execute(rename_head, {origin, blob(tlog::empty_root())});
}

std::vector<std::uint64_t> signed_sizes(db::ReadTx& tx) {
  std::vector<std::uint64_t> sizes;
  tx.each(select_sizes, {}, [&](const db::Row& row) { sizes.push_back(std::uint64_t(row.integer(0))); });
  return sizes;
}

bool take_lease(db::Tx& tx, int node, std::int64_t epoch, Instant now, Instant until) {
  return tx.execute(renew, {node, epoch, until}) > 0 || tx.execute(take_over, {node, now, until}) > 0;
}

void free_lease(db::Tx& tx, int node, std::int64_t epoch) { tx.execute(let_go, {node, epoch}); }

std::vector<Pending> pending(db::ReadTx& tx, int limit) {
  std::vector<Pending> all;
  tx.each(select_pending, {limit}, [&](const db::Row& row) { all.push_back({row.id<EventId>(0), row.string(1)}); });
  return all;
}

std::int64_t pending_count(db::ReadTx& tx) { return number(tx, count_pending); }

std::optional<Pending> pending_of(db::ReadTx& tx, const tlog::Hash& hash) {
  std::optional<Pending> found;
  tx.first(select_pending_of, {blob(hash)}, [&](const db::Row& row) { found = Pending{row.id<EventId>(0), row.string(1)}; });
  return found;
}

void drop_pending_to(db::Tx& tx, EventId last) { tx.execute(delete_pending_to, {last}); }
void drop_pending(db::Tx& tx, EventId id) { tx.execute(delete_pending, {id}); }

void add_entry(db::Tx& tx, const Entry& entry) {
  tx.execute(insert_entry, {std::int64_t(entry.index), entry.id, entry.leaf, blob(entry.hash)});
}

std::optional<Entry> entry(db::ReadTx& tx, std::uint64_t index) {
  std::optional<Entry> found;
  tx.first(select_entry, {std::int64_t(index)}, [&](const db::Row& row) { found = entry_from(row); });
  return found;
}

std::optional<Entry> entry_of(db::ReadTx& tx, const tlog::Hash& hash) {
  std::optional<Entry> found;
  tx.first(select_entry_of, {blob(hash)}, [&](const db::Row& row) { found = entry_from(row); });
  return found;
}

std::vector<Entry> entries(db::ReadTx& tx, std::uint64_t from, int limit) {
  std::vector<Entry> all;
  tx.each(select_entries, {std::int64_t(from), limit}, [&](const db::Row& row) { all.push_back(entry_from(row)); });
  return all;
}

std::vector<Entry> entries_before(db::ReadTx& tx, std::uint64_t before, int limit) {
  std::vector<Entry> all;
  tx.each(select_entries_before, {std::int64_t(before), limit},
          [&](const db::Row& row) { all.push_back(entry_from(row)); });
  return all;
}

std::optional<std::string> tile(db::ReadTx& tx, unsigned level, std::uint64_t index) {
  std::optional<std::string> hashes;
  tx.first(select_tile, {level, std::int64_t(index)}, [&](const db::Row& row) { hashes = row.string(0); });
  return hashes;
}

void put_tile(db::Tx& tx, unsigned level, std::uint64_t index, const std::string& hashes) {
  tx.execute(upsert_tile, {level, std::int64_t(index), db::Blob{hashes}});
}

bool grow(db::Tx& tx, std::uint64_t old_size, std::int64_t epoch, std::uint64_t size, const tlog::Hash& root) {
  return tx.execute(update_head, {std::int64_t(old_size), epoch, std::int64_t(size), blob(root)}) == 1;
}

bool add_checkpoint(db::Tx& tx, const Signed& checkpoint) {
  return tx.execute(insert_checkpoint,
                    {std::int64_t(checkpoint.size), blob(checkpoint.root), checkpoint.note, checkpoint.at}) == 1;
}

std::optional<Signed> checkpoint(db::ReadTx& tx, std::uint64_t size) {
  std::optional<Signed> found;
  tx.first(select_checkpoint, {std::int64_t(size)}, [&](const db::Row& row) { found = signed_from(row); });
  return found;
}

std::optional<Signed> newest_checkpoint(db::ReadTx& tx) {
  std::optional<Signed> found;
  tx.first(select_newest_checkpoint, {}, [&](const db::Row& row) { found = signed_from(row); });
  return found;
}

std::vector<std::uint64_t> cosigned_sizes(db::ReadTx& tx, std::uint64_t above, int limit) {
  std::vector<std::uint64_t> all;
  tx.each(select_cosigned_sizes, {std::int64_t(above), limit},
          [&](const db::Row& row) { all.push_back(std::uint64_t(row.integer(0))); });
  return all;
}

void put_cosignature(db::Tx& tx, const Cosigned& cosigned) {
  tx.execute(upsert_cosignature,
             {std::int64_t(cosigned.size), cosigned.witness, std::int64_t(cosigned.at), cosigned.line});
}

std::vector<Cosigned> cosignatures(db::ReadTx& tx, std::uint64_t size) {
  std::vector<Cosigned> all;
  tx.each(select_cosignatures, {std::int64_t(size)}, [&](const db::Row& row) { all.push_back(cosigned_from(row)); });
  return all;
}

std::optional<Cosigned> newest_of(db::ReadTx& tx, const std::string& witness) {
  std::optional<Cosigned> found;
  tx.first(select_newest_of, {witness}, [&](const db::Row& row) { found = cosigned_from(row); });
  return found;
}

std::optional<WitnessPolicy> policy(db::ReadTx& tx) {
  std::optional<WitnessPolicy> found;
  tx.first(select_policy, {},
           [&](const db::Row& row) { found = WitnessPolicy{int(row.integer(0)), row.string(1), row.instant(2)}; });
  return found;
}

void add_policy(db::Tx& tx, const WitnessPolicy& policy) {
  tx.execute(insert_policy, {policy.version, policy.witnesses, policy.at});
}

std::vector<KeyRow> keys(db::ReadTx& tx) {
  std::vector<KeyRow> all;
  tx.each(select_keys, {}, [&](const db::Row& row) {
    KeyRow key{row.enumerated<KeyKind>(0), int(row.integer(1)), row.string(2), row.instant(3), std::nullopt,
               row.integer(5) != 0};
    if (!row.is_null(4)) key.signs_until = row.instant(4);
    all.push_back(std::move(key));
  });
  return all;
}

void add_key(db::Tx& tx, const KeyRow& key) { tx.execute(insert_key, {key.kind, key.n, key.vkey, key.since}); }

void end_key(db::Tx& tx, KeyKind kind, int n, Instant signs_until, bool is_withdrawn) {
  tx.execute(update_key, {kind, n, signs_until, int(is_withdrawn)});
}

std::vector<EventPlace> of_object(db::ReadTx& tx, std::int64_t place, std::int64_t object) {
  std::vector<EventPlace> all;
  tx.each(select_of_object, {place, object}, [&](const db::Row& row) {
    all.push_back({int(row.integer(0)), hash_at(row, 1),
                   row.is_null(2) ? std::nullopt : std::optional<std::uint64_t>(row.integer(2))});
  });
  return all;
}

std::optional<std::uint64_t> last_index(db::ReadTx& tx, std::int64_t place, std::int64_t object) {
  std::optional<std::uint64_t> index;
  tx.first(select_last_index, {place, object}, [&](const db::Row& row) {
    if (!row.is_null(0)) index = std::uint64_t(row.integer(0));
  });
  return index;
}

std::int64_t events_without_leaf(db::ReadTx& tx) { return number(tx, count_unlogged); }
std::int64_t leaves_without_event(db::ReadTx& tx) { return number(tx, count_eventless); }
std::int64_t event_count(db::ReadTx& tx) { return number(tx, count_events); }
std::int64_t leaf_count(db::ReadTx& tx) { return number(tx, count_leaves); }

}  // namespace jauap::record::store
