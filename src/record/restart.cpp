#include "record/restart.h"

#include <filesystem>

#include "base/durable.h"
#include "platform/config/config.h"
#include "platform/secrets/secrets.h"
#include "record/append.h"
#include "record/files.h"
#include "record/policy.h"

namespace jauap::record {
namespace {

namespace fs = std::filesystem;

Problem refused(std::string why) {
  return {.kind = Problem::Kind::conflict, .message = "record.restart.refused", .args = {{"why", std::move(why)}}};
}

void write_file(db::ReadTx& tx, const std::string& folder, const std::string& path) {
  const auto bytes = log_file(tx, path);
  if (!bytes) throw db::Failure("the log has no file " + path);
  const auto file = fs::path(folder) / path;
  fs::create_directories(file.parent_path());
  if (write_durably(file.string(), *bytes, 0644) != Kept::yes) throw db::Failure("cannot write " + file.string());
}

// Full tiles of a level and the partial one at its end.
void write_tiles(db::ReadTx& tx, const std::string& folder, bool is_entries, unsigned level, std::uint64_t hashes) {
  for (std::uint64_t index = 0; index * tlog::tile_width < hashes; ++index)
    write_file(tx, folder,
               tlog::tile_path(
                   {.is_entries = is_entries,
                    .level = level,
                    .index = index,
                    .width = unsigned(std::min<std::uint64_t>(tlog::tile_width, hashes - index * tlog::tile_width))}));
}

// Entries behind the tree, as many at a time as an append takes.
void append_all(db::Tx& tx, const std::vector<store::Pending>& leaves) {
  for (std::size_t done = 0; done < leaves.size(); done += append_max) {
    const auto end = std::min(leaves.size(), done + append_max);
    const auto appended =
        append(tx, *store::head(tx), {leaves.begin() + std::ptrdiff_t(done), leaves.begin() + std::ptrdiff_t(end)});
    invariant(appended.leads, "nobody else appends within this transaction");
  }
}

std::vector<store::Pending> all_entries(db::ReadTx& tx, std::uint64_t size) {
  std::vector<store::Pending> all;
  for (std::uint64_t from = 0; from < size; from += append_max)
    for (auto& entry : store::entries(tx, from, append_max)) all.push_back({entry.id, std::move(entry.leaf)});
  return all;
}

Result<std::string> new_key(db::Tx& tx, const House& house, Signing& signing, store::KeyKind kind, int n) {
  auto vkey = TRY(signing.key(kind, n, true));
  store::add_key(tx, {.kind = kind, .n = n, .vkey = vkey, .since = house.clock->now()});
  return vkey;
}

}  // namespace

std::string next_origin(const std::string& origin) {
  const auto slash = origin.rfind('/');
  const auto number = slash == std::string::npos ? std::nullopt : tlog::strict_decimal(origin.substr(slash + 1));
  return number ? origin.substr(0, slash + 1) + std::to_string(*number + 1) : origin + "/2";
}

void write_log(db::ReadTx& tx, const std::string& folder) {
  if (fs::exists(folder) && !fs::is_empty(folder)) throw db::Failure(folder + " is not empty");
  const auto newest = store::newest_checkpoint(tx);
  const auto size = newest ? newest->size : 0;
  write_tiles(tx, folder, true, 0, size);
  for (unsigned level = 0; tlog::hashes_at(level, size) > 0; ++level)
    write_tiles(tx, folder, false, level, tlog::hashes_at(level, size));
  for (const auto signed_size : store::signed_sizes(tx))
    write_file(tx, folder, "checkpoints/" + std::to_string(signed_size));
  write_file(tx, folder, "policy");
  if (newest) write_file(tx, folder, "checkpoint");
}

Done restart(db::Tx& tx, const House& house, Signing& signing, std::uint64_t last_good, const std::string& statement) {
  const auto now = house.clock->now();
  if (!store::take_lease(tx, house.settings->node, -1, now, now.plus(std::chrono::seconds(15))))
    return refused("a server leads the record: stop it first");
  const auto old = *store::head(tx);
  const auto good = store::checkpoint(tx, last_good);
  if (!good) return refused("no checkpoint of " + std::to_string(last_good) + " entries was signed here");
  const auto entries = all_entries(tx, old.size);
  int n = 0;
  for (const auto& key : store::keys(tx)) n = std::max(n, key.n);

  store::begin_again(tx, next_origin(old.origin));
  const auto vkey = TRY(new_key(tx, house, signing, store::KeyKind::log, n + 1));
  TRY(new_key(tx, house, signing, store::KeyKind::receipt, n + 1));
  const auto context = house.context(Actor::system());
  const auto* place = context.pack->place(context.settings->place);
  const auto log = journal::next_log_object(tx, place->id, place->code, context.today.date.year());
  const auto started = journal::record(
      tx, context.speaker(), log,
      {.type = "log.started", .val = vkey, .ref = std::to_string(good->size) + "/" + tlog::hex(good->root)});
  const auto first = store::pending_of(tx, *store::leaf_hash(tx, log.place, log.id, started.n));
  invariant(first.has_value(), "an event leaves its leaf");
  store::drop_pending(tx, first->id);
  append_all(tx, {*first});
  append_all(tx, entries);
  TRY(record_incident(tx, context, statement));
  if (store::policy(tx)) record_policy(tx, context);
  store::free_lease(tx, house.settings->node, store::head(tx)->epoch);
  return done();
}

}  // namespace jauap::record
