// The one way to write. Commands queue up; a writer thread takes all that wait (at most `batch_max`), opens one
// transaction, runs each in a savepoint, commits once, and only then reports to all: group commit.
//
// A command is called on the writer thread with a Tx. It returns true to keep its savepoint, false to undo it
// (an expected refusal). It must have no effect but through `tx` and its own result variables, because after a
// serialisation failure the whole batch is run again, then one by one.
//
// `done` is called on the writer thread after the commit is durable (or the command failed); it must be quick and
// must not throw: it hands the answer to another thread. SQLite: one thread. PostgreSQL: `connections` threads.
// The first I/O error of the database is fatal: the process logs one line and exits with code 70 at once,
// without answering anybody, because the kernel may have dropped what it said it wrote.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

#include "base/clock.h"
#include "platform/db/db.h"

namespace jauap::db {

enum class Fate {
  committed,   // durable
  refused,     // the command returned false; nothing of it was kept
  conflicted,  // a unique key said no (after the savepoint was undone)
  failed,      // unexpected exception in the command; logged; nothing was kept
  overloaded,  // the queue was full or the writer is closing; nothing was tried
};

struct Command {
  std::function<bool(Tx&)> apply;
  std::function<void(Fate)> done;
};

struct WriterOptions {
  std::size_t queue_max = 4096;
  std::size_t batch_max = 512;
  int connections = 1;  // 1 for SQLite; a few for PostgreSQL
};

struct WriterFigures {
  std::size_t queued = 0;  // waiting now
  std::uint64_t commits = 0;
  std::uint64_t commands = 0;
  std::uint64_t retries = 0;
  std::int64_t last_commit_ns = 0;
};

class Writer {
 public:
  // Opens its own connections to `location`.
  Writer(const Location& location, const WriterOptions& options);
  ~Writer();  // close()

  // Never blocks. False when the queue is full or closing: `done` is not called then.
  bool submit(Command command);
  // Convenience for command line tools, jobs and tests: waits. Not for I/O threads.
  Fate run(std::function<bool(Tx&)> apply);
  // Takes no more, finishes what waits, joins the threads.
  void close();
  WriterFigures figures() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// A fixed set of reader threads, each with its own read-only connection. `work` gets a fresh snapshot.
class Readers {
 public:
  Readers(const Location& location, int threads, std::size_t queue_max);
  ~Readers();
  // Never blocks; false when the queue is full or closing.
  bool submit(std::function<void(ReadTx&)> work);
  // Waits; rethrows what `work` threw. Not for I/O threads.
  void run(const std::function<void(ReadTx&)>& work);
  void close();
  std::size_t queued() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace jauap::db
