#include "record/office.h"

#include <algorithm>

#include "platform/config/config.h"
#include "record/leaves.h"
#include "record/signer.h"

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

std::string anchor_path(const Settings& settings) { return settings.anchor.empty() ? settings.data + "/anchor/log" : settings.anchor; }

std::unique_ptr<Signing> signing_of(const Settings& settings, const std::string& origin) {
  if (!settings.signer.empty()) return std::make_unique<SignerClient>(settings.signer, origin);
  return std::make_unique<OwnKeys>(settings.data + "/keys", origin, anchor_path(settings));
}

ObjectRef log_object(db::Tx& tx, const Context& context) {
  const auto* place = context.pack->place(context.settings->place);
  invariant(place != nullptr, "the place of the settings is in the pack");
  return journal::log_object(tx, place->id, place->code, context.today.date.year());
}

Result<store::KeyRow> Office::checked(const store::KeyRow& row) const {
  auto known = row;
  known.vkey = TRY(signing_->key(row.kind, row.n, row.vkey.empty()));
  if (!row.vkey.empty() && known.vkey != row.vkey) return wrong_key(seed_name(row.kind, row.n) + ".key");
  return known;
}

Result<std::shared_ptr<Office>> Office::open(House& house) {
  const auto& settings = *house.settings;
  std::optional<store::Head> head;
  std::vector<store::KeyRow> rows;
  house.readers->run([&](db::ReadTx& tx) {
    head = store::head(tx);
    rows = store::keys(tx);
  });
  const auto origin = head ? head->origin : origin_of(settings);
  auto office = std::shared_ptr<Office>(new Office(origin, signing_of(settings, origin)));
  if (!head)
    rows = {{.kind = store::KeyKind::log, .since = house.clock->now()}, {.kind = store::KeyKind::receipt, .since = house.clock->now()}};
  for (auto& row : rows) row = TRY(office->checked(row));
  office->keys_ = rows;
  if (head) return office;
  const auto fate = house.writer->run([&](db::Tx& tx) {
    if (!store::head(tx)) begin(tx, house, office->origin_, rows);
    return true;
  });
  if (fate != db::Fate::committed) return Problem{.kind = Problem::Kind::unavailable, .message = "platform.db.cannot_write"};
  return office;
}

Result<std::string> Office::receipt(const std::string& leaf) const {
  int newest = 0;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& key : keys_)
      if (key.kind == store::KeyKind::receipt && !key.is_withdrawn) newest = key.n;
  }
  invariant(newest != 0, "there is a key of receipts");
  return signing_->promise(newest, leaf);
}

std::string Office::sign(const Anchored& head, Instant now) const {
  std::vector<int> signing;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& key : keys_)
      if (key.kind == store::KeyKind::log && !key.is_withdrawn && (!key.signs_until || now < *key.signs_until)) signing.push_back(key.n);
  }
  auto note = tlog::Checkpoint{origin_, head.size, head.root}.text() + "\n";
  for (const int n : signing) {
    const auto line = signing_->sign(n, head);
    if (!line) throw db::Failure("the record is not signed: " + words(line.problems()));
    note += *line;
  }
  return note;
}

void Office::follow_keys(db::ReadTx& tx) {
  const auto rows = store::keys(tx);
  {
    const std::lock_guard lock(mutex_);
    if (rows == keys_) return;
  }
  for (const auto& row : rows)
    if (const auto known = checked(row); !known) throw db::Failure("a key of the record is not here: " + words(known.problems()));
  const std::lock_guard lock(mutex_);
  keys_ = rows;
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
