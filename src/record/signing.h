// Who holds the keys of the record, and with them the anchor: this process, or a signer of its own user behind a local
// socket (signer.h). Whoever asks can have receipts for entries, and checkpoints that continue the anchor; nothing
// else.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "base/result.h"
#include "platform/tlog/tlog.h"
#include "record/anchor.h"
#include "record/store.h"

namespace jauap::record {

// Thread-safe. Every call may fail with `unavailable`: a key, the anchor or the signer is not there.
class Signing {
 public:
  virtual ~Signing() = default;
  // The verifier key of seed `n` of a kind; made where there is none and `may_make`.
  virtual Result<std::string> key(store::KeyKind kind, int n, bool may_make) = 0;
  // The promise of an entry, by receipt key `n`. `invalid` when the bytes are no entry.
  virtual Result<std::string> promise(int n, const std::string& leaf) = 0;
  virtual Result<Anchored> anchored() = 0;
  // Raises the anchor, on stable storage when it returns. `proof`: consistency from anchored().size to `to.size`, empty
  // when the anchor is empty or of that size. `invalid` when `to` does not continue it.
  virtual Done extend(const Anchored& to, const tlog::Hashes& proof) = 0;
  // The line of log key `n` under the checkpoint that the anchor holds; `invalid` for any other.
  virtual Result<std::string> sign(int n, const Anchored& head) = 0;
  // Where the anchor lies, for messages.
  virtual std::string where() const = 0;
};

// Keys as files of a folder, the anchor as a file.
class OwnKeys final : public Signing {
 public:
  // `folder`: of the seeds, made when missing. `origin`: name of the log.
  OwnKeys(std::string folder, std::string origin, std::string anchor);
  Result<std::string> key(store::KeyKind kind, int n, bool may_make) override;
  Result<std::string> promise(int n, const std::string& leaf) override;
  Result<Anchored> anchored() override;
  Done extend(const Anchored& to, const tlog::Hashes& proof) override;
  Result<std::string> sign(int n, const Anchored& head) override;
  std::string where() const override { return anchor_.path(); }
  const std::string& origin() const { return origin_; }

 private:
  Result<std::shared_ptr<const tlog::Signer>> signer(store::KeyKind kind, int n, bool may_make);

  const std::string folder_, origin_;
  Anchor anchor_;
  std::mutex mutex_;
  std::map<std::pair<store::KeyKind, int>, std::shared_ptr<const tlog::Signer>> signers_;
};

// What a problem of these says, in a line for the operator's log.
std::string words(const Problems& problems);

// "<origin>/receipt" for receipts, the origin for the log.
std::string key_name(std::string_view origin, store::KeyKind kind);
// The file of a seed in the folder of keys, without ".key": "log", "log-2", "receipt".
std::string seed_name(store::KeyKind kind, int n);

}  // namespace jauap::record
