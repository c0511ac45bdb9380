#include "record/office.h"

#include <algorithm>
#include <filesystem>

#include "platform/config/config.h"
#include "platform/secrets/secrets.h"
#include "record/leaves.h"

namespace jauap::record {
namespace {

Problem wrong_key(const std::string& file) {
  return {.kind = Problem::Kind::unavailable, .message = "record.wrong_key", .args = {{"file", file}}};
}

// The log's name is its address when it began, and stays when the address changes.
std::string origin_of(const Settings& settings) {
  if (!settings.record_origin.empty()) return settings.record_origin;
  const auto scheme = settings.origin.find("://");
  return (scheme == std::string::npos ? settings.origin : settings.origin.substr(scheme + 3)) + "/log";
}

std::vector<std::int64_t> places_of(const law::Pack& pack) {
  std::vector<std::int64_t> places{0};
  for (const auto& place : pack.places) places.push_back(place.id);
  return places;
}

void begin(db::Tx& tx, const House& house, const std::string& origin, const std::vector<store::KeyRow>& keys) {
  store::begin_head(tx, origin);
  for (const auto& key : keys) store::add_key(tx, key);
  const auto context = house.context(Actor::system());
  journal::record(tx, context.speaker(), log_object(tx, context), {.type = "log.started", .val = keys.front().vkey});
  adopt_older_events(tx, places_of(*context.pack));
}

}  // namespace

std::string key_name(std::string_view origin, store::KeyKind kind) {
  return std::string(origin) + (kind == store::KeyKind::receipt ? "/receipt" : "");
}

std::string seed_name(store::KeyKind kind, int n) {
  const std::string name = kind == store::KeyKind::log ? "log" : "receipt";
  return n == 1 ? name : name + "-" + std::to_string(n);
}

ObjectRef log_object(db::Tx& tx, const Context& context) {
  const auto* place = context.pack->place(context.settings->place);
  invariant(place != nullptr, "the place of the settings is in the pack");
  return journal::log_object(tx, place->id, place->code, context.today.date.year());
}

Result<Office::Key> Office::load(const store::KeyRow& row) const {
  // A key that was lost must not be made anew in silence: what it would sign is not what readers were told to believe.
  const auto file = data_ + "/keys/" + seed_name(row.kind, row.n) + ".key";
  if (!row.vkey.empty() && !std::filesystem::exists(file)) return wrong_key(file);
  const auto seed = TRY(secrets::seed_file(file));
  tlog::Signer signer(key_name(origin_, row.kind), tlog::KeyType::ed25519, seed);
  if (!row.vkey.empty() && signer.key().text() != row.vkey) return wrong_key(file);
  auto known = row;
  known.vkey = signer.key().text();
  return Key{known, std::move(signer)};
}

Result<std::shared_ptr<Office>> Office::open(House& house) {
  const auto& settings = *house.settings;
  std::optional<store::Head> head;
  std::vector<store::KeyRow> rows;
  house.readers->run([&](db::ReadTx& tx) {
    head = store::head(tx);
    rows = store::keys(tx);
  });
  const auto anchor = settings.anchor.empty() ? settings.data + "/anchor/log" : settings.anchor;
  auto office = std::shared_ptr<Office>(new Office(settings.data, head ? head->origin : origin_of(settings), anchor));
  if (!head)
    rows = {{.kind = store::KeyKind::log, .since = house.clock->now()}, {.kind = store::KeyKind::receipt, .since = house.clock->now()}};
  for (auto& row : rows) {
    office->keys_.push_back(TRY(office->load(row)));
    row = office->keys_.back().row;
  }
  if (head) return office;
  const auto fate = house.writer->run([&](db::Tx& tx) {
    if (!store::head(tx)) begin(tx, house, office->origin_, rows);
    return true;
  });
  if (fate != db::Fate::committed) return Problem{.kind = Problem::Kind::unavailable, .message = "platform.db.cannot_write"};
  return office;
}

std::string Office::receipt(const std::string& leaf, Instant at) const {
  const auto read = tlog::read_leaf(leaf);
  invariant(bool(read), "a promise is about an entry");
  const tlog::Receipt receipt{origin_, read->object, leaf, std::uint64_t(at.ms / 1000) + tlog::promise_seconds};
  const std::lock_guard lock(mutex_);
  const Key* newest = nullptr;
  for (const auto& key : keys_)
    if (key.row.kind == store::KeyKind::receipt && !key.row.is_withdrawn) newest = &key;
  invariant(newest != nullptr, "there is a key of receipts");
  return tlog::sign_receipt(receipt, newest->signer);
}

std::string Office::sign(const tlog::Checkpoint& checkpoint, Instant now) const {
  const auto text = checkpoint.text();
  std::string lines;
  const std::lock_guard lock(mutex_);
  for (const auto& key : keys_)
    if (key.row.kind == store::KeyKind::log && !key.row.is_withdrawn && (!key.row.signs_until || now < *key.row.signs_until))
      lines += key.signer.sign(text);
  return text + "\n" + lines;
}

void Office::follow_keys(db::ReadTx& tx) {
  const auto rows = store::keys(tx);
  {
    const std::lock_guard lock(mutex_);
    if (std::equal(rows.begin(), rows.end(), keys_.begin(), keys_.end(), [](const auto& row, const Key& key) { return row == key.row; })) return;
  }
  std::vector<Key> keys;
  for (const auto& row : rows) {
    auto key = load(row);
    if (!key) throw db::Failure("a key of the record is missing in the folder of keys: " + seed_name(row.kind, row.n));
    keys.push_back(key.take());
  }
  const std::lock_guard lock(mutex_);
  keys_ = std::move(keys);
}

Trouble Office::trouble() const {
  const std::lock_guard lock(mutex_);
  return trouble_;
}

void Office::set_trouble(Trouble trouble) {
  const std::lock_guard lock(mutex_);
  trouble_ = trouble;
}

}  // namespace jauap::record
