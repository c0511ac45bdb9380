// Work that happens after the commit or at a time: rows of table `job`, made in the command's transaction (the outbox).
// Workers claim rows with a lease and a fencing number, at least once; back-off 1 s to 6 h with jitter; dead after 72 h
// and visible. Timers are rows too, so a stopped server misses nothing.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "platform/db/writer.h"

namespace jauap {

using JobId = Id<struct JobTag>;

namespace jobs {

struct Job {
  JobId id;
  std::int64_t place = 0;
  std::string kind;      // "mail.send"
  std::string payload;   // JSON, or sealed bytes where private; never logged
  int attempts = 0;
  Instant due_at;
  Instant created_at;
};

// Adds a job in this transaction. `unique_key` ("" for none) makes a second add with the same key a no-op.
JobId add(db::Tx& tx, IdMaker& ids, Instant now, std::int64_t place, std::string_view kind, std::string_view payload,
          Instant due_at, std::string_view unique_key = "");

// Deletes all jobs of a kind whose unique key begins with `key`, done or not; `key` ends with a slash. For erasure.
int drop_by_key(db::Tx& tx, std::int64_t place, std::string_view kind, std::string_view key);

struct Finished {
  bool good = true;
  std::string reason = {};  // when not good: for the operator, without personal data; tried again later
  bool hopeless = false;    // never try again: dead letter
};
// Runs on a jobs thread, outside any transaction; may be called again for the same job after a crash, so its effect
// outside must be recognisable (Message-ID from the job's id).
using Work = std::function<Finished(const Job&)>;

struct Handler {
  std::string kind;
  Work work;
};

struct Figures {
  std::int64_t waiting = 0, dead = 0;
  Instant oldest_due;  // of those overdue, 0 when none
};
Figures figures(db::ReadTx& tx);

// Deletes finished jobs that were due before `moment`, at most `limit`; returns how many.
int drop_done_before(db::Tx& tx, Instant moment, int limit);

struct DeadJob {
  JobId id;
  std::string kind, reason;
  Instant created_at;
  int attempts = 0;
};
std::vector<DeadJob> dead(db::ReadTx& tx, int limit);

// Claims and runs due jobs until destroyed. Polls each `poll_ms` and at once after `nudge()`.
class Runner {
 public:
  // `may_run`: while it is false nothing is claimed, what is due waits; nothing: always.
  Runner(db::Writer& writer, const Clock& clock, std::vector<Handler> handlers, int threads, int poll_ms,
         std::function<bool()> may_run = {});
  ~Runner();
  void nudge();
  // Runs what is due now, on this thread, until nothing is due; returns how many ran. For tests and command line tools.
  int run_due();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace jobs
}  // namespace jauap
