// The record in this process: the log's name, the keys that sign, and whether they may.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "platform/module/house.h"
#include "record/anchor.h"
#include "record/store.h"

namespace jauap::record {

// What keeps the record from being signed.
enum class Trouble {
  none,
  starting,  // not looked yet
  stale,     // the database is older than what was signed before: restored from an old backup
  forked,    // the database holds another history than what was signed before
  clock,     // the clock stepped; for a while only, and nothing but signing stops
};

class Office {
 public:
  // Opens the record of the installation, or begins it: keys of the log and of receipts are made (0400, beside the other
  // keys), log.started is recorded, older events get their entries. Problems: keys that are missing or are not those of
  // the record in the database.
  static Result<std::shared_ptr<Office>> open(House& house);

  const std::string& origin() const { return origin_; }
  Anchor& anchor() { return anchor_; }

  // Promises that an entry will be in the record (transparency log, "Receipts"). `at`: when the event was recorded.
  std::string receipt(const std::string& leaf, Instant at) const;
  // The checkpoint signed by all keys that sign at `now`.
  std::string sign(const tlog::Checkpoint& checkpoint, Instant now) const;
  // Takes keys that a rotation has added since. Throws db::Failure when a seed is missing here.
  void follow_keys(db::ReadTx& tx);

  // The size that every witness of the policy vouches for (without witnesses: that is published). What lies below it changes
  // no more, so pages that show it may be kept.
  std::uint64_t settled_size() const { return settled_size_; }
  void set_settled_size(std::uint64_t size) { settled_size_ = size; }

  Trouble trouble() const;
  void set_trouble(Trouble trouble);

 private:
  struct Key {
    store::KeyRow row;
    tlog::Signer signer;
  };
  Office(std::string data, std::string origin, std::string anchor_path)
      : data_(std::move(data)), origin_(std::move(origin)), anchor_(std::move(anchor_path), origin_) {}
  Result<Key> load(const store::KeyRow& row) const;

  std::string data_, origin_;
  Anchor anchor_;
  mutable std::mutex mutex_;
  std::vector<Key> keys_;
  Trouble trouble_ = Trouble::starting;
  std::atomic<std::uint64_t> settled_size_{0};
};

// "<origin>/receipt" for receipts, the origin for the log.
std::string key_name(std::string_view origin, store::KeyKind kind);
// The file of a seed in the folder of keys, without ".key": "log", "log-2", "receipt".
std::string seed_name(store::KeyKind kind, int n);

// The object that the log itself is: KZ75-L-2026-000001.
ObjectRef log_object(db::Tx& tx, const Context& context);

}  // namespace jauap::record
