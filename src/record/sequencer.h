// Steps 2 to 5 of appending: pending leaves into the tree, the anchor, the signature, the publication. One sequencer of all
// servers on a database leads; the lease and its epoch see to it, so that a paused old leader cannot append.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "base/clock.h"
#include "record/append.h"
#include "record/office.h"

namespace jauap::record {

// Checkpoints that others hold of this log: of witnesses and mirrors. What cannot be reached is left out.
using Remembered = std::function<std::vector<tlog::Checkpoint>(db::ReadTx&)>;

// Where a test may stop the sequencer, by throwing.
enum class Step { lead, append, anchor, sign, publish };

struct SequencerParts {
  Remembered remembered = {};
  std::function<void(Step)> before = {};
  std::function<std::int64_t()> steady_ms = [] { return monotonic_ns() / 1'000'000; };  // of a clock that nobody sets
};

class Sequencer {
 public:
  Sequencer(House& house, std::shared_ptr<Office> office, SequencerParts parts = {});

  struct Round {
    bool leads = false;
    int appended = 0;
    std::uint64_t published = 0;  // size of the checkpoint that this round published; 0: none
  };
  // Before the first change is taken: the database against the anchor and its own checkpoints, at once. Where the anchor is
  // lost it stays Trouble::starting until witnesses were asked.
  void first_look();
  // Everything that waits, once. Throws db::Failure when something is wrong with the database; nothing was signed then.
  Round round();
  // Lets another server lead at once.
  void resign();

 private:
  bool lead(Instant now);
  bool may_sign(Instant now);
  Trouble look(bool asks_witnesses = true);
  bool clock_is_steady(Instant now);
  bool append_all(Round& round, store::Head& head);
  void raise_anchor(const store::Head& head);
  void pass(Step step) const;
  House& house_;
  std::shared_ptr<Office> office_;
  SequencerParts parts_;
  std::int64_t epoch_ = -1;
  Instant renew_at_, look_at_;
  bool looked_ = false;
  std::optional<std::int64_t> wall_minus_steady_ms_;
  std::int64_t steady_since_ms_ = 0;
};

// Whether the tree in the database contains what was signed, and continues it.
Trouble compare(db::ReadTx& tx, const store::Head& head, const std::vector<tlog::Checkpoint>& others);

// Runs rounds on a thread of its own, one a second, at once while there is more.
class SequencerThread {
 public:
  // `published` is told of each checkpoint.
  SequencerThread(Sequencer& sequencer, std::function<void()> published);
  ~SequencerThread();

 private:
  void work();
  Sequencer& sequencer_;
  std::function<void()> published_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool closing_ = false;
  std::thread thread_;
};

}  // namespace jauap::record
