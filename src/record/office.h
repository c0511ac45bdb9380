// The record in this process: the log's name, the keys that sign, and whether they may.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "platform/module/house.h"
#include "record/signing.h"
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
  Signing& signing() const { return *signing_; }

  // Promises that an entry will be in the record (transparency log, "Receipts"). `unavailable` while the signer is away.
  Result<std::string> receipt(const std::string& leaf) const;
  // The checkpoint of what the anchor holds, signed by all keys that sign at `now`. Throws db::Failure when one cannot.
  std::string sign(const Anchored& head, Instant now) const;
  // Takes keys that a rotation has added since. Throws db::Failure when a seed is missing here.
  void follow_keys(db::ReadTx& tx);

  // The size that every witness of the policy vouches for (without witnesses: that is published). What lies below it changes
  // no more, so pages that show it may be kept.
  std::uint64_t settled_size() const { return settled_size_; }
  void set_settled_size(std::uint64_t size) { settled_size_ = size; }

  Trouble trouble() const;
  void set_trouble(Trouble trouble);

 private:
  Office(std::string origin, std::unique_ptr<Signing> signing) : origin_(std::move(origin)), signing_(std::move(signing)) {}
  // The row with its verifier key, when whoever signs has that key.
  Result<store::KeyRow> checked(const store::KeyRow& row) const;

  std::string origin_;
  std::unique_ptr<Signing> signing_;
  mutable std::mutex mutex_;
  std::vector<store::KeyRow> keys_;
  Trouble trouble_ = Trouble::starting;
  std::atomic<std::uint64_t> settled_size_{0};
};

// The file of the anchor where the server signs by itself.
std::string anchor_path(const Settings& settings);
// By the settings: a signer behind its socket, or the keys of the data folder.
std::unique_ptr<Signing> signing_of(const Settings& settings, const std::string& origin);

// The object that the log itself is: KZ75-L-2026-000001.
ObjectRef log_object(db::Tx& tx, const Context& context);

}  // namespace jauap::record
