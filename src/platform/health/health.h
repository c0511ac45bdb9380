// Whether this server may be sent requests: it can commit (a real tiny write each few seconds), the schema fits, the disk
// has room. /healthz says only that the process lives; /readyz asks here; writes are refused early when the disk is nearly full.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>

#include "base/clock.h"
#include "platform/db/writer.h"
#include "platform/secrets/secrets.h"

namespace jauap::health {

// Free space below which writes are refused: 5 % or 1 GiB, whichever is less, but at least 64 MiB.
bool disk_is_low(const std::string& folder);

// Whether what this database holds was sealed under these keys. A database that has no mark yet gets one.
bool keys_fit(db::Tx& tx, const secrets::Keys& keys);

class Health {
 public:
  Health(db::Writer& writer, const Clock& clock, std::string folder, int node)
      : writer_(writer), clock_(clock), folder_(std::move(folder)), node_(node) {}
  // Looks again: writes the heartbeat and measures the disk. Called each few seconds by the timers' thread.
  void check();
  // "" when ready, else what is missing as a short code.
  std::string missing() const;
  // "" when writing is possible; cheap, for every request.
  std::string refuse_writes() const { return low_.load() ? "disk is nearly full" : ""; }

 private:
  db::Writer& writer_;
  const Clock& clock_;
  std::string folder_;
  int node_;
  std::atomic<bool> low_{false};
  mutable std::mutex mutex_;
  std::string missing_ = "starting";
};

}  // namespace jauap::health
