#include "platform/db/writer.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

#include "base/invariant.h"
#include "platform/db/drivers.h"

namespace jauap::db {
namespace {

constexpr int batch_tries_max = 4;  // the first and three more
constexpr int single_tries_max = 10;
constexpr auto quiet_before_tidying = std::chrono::milliseconds(200);

// A turn at the database; a lock that cannot be given back ends with the session.
class Turn {
 public:
  explicit Turn(Connection& connection) : connection_(connection) {}
  void take(bool alone) {
    connection_.enter(alone);
    taken_ = true;
  }
  ~Turn() {
    try {
      if (taken_) connection_.leave();
    } catch (const std::exception& error) {
      log_line("database.turn_not_ended", "db.writer", error.what());
    }
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  Connection& connection_;
  bool taken_ = false;
};

// Runs one command in its savepoint. A Retry, and whatever ends the whole transaction, goes to the caller.
Fate run_in_savepoint(Connection& connection, const Command& command) {
  Fate fate = Fate::refused;
  connection.savepoint();
  try {
    if (command.apply(connection.tx())) {
      connection.release();
      return Fate::committed;
    }
  } catch (const Retry&) {
    throw;
  } catch (const Conflict&) {
    fate = Fate::conflicted;
  } catch (const std::exception& error) {
    log_line("command.failed", "db.writer", error.what());
    fate = Fate::failed;
  } catch (...) {
    log_line("command.failed", "db.writer", "an exception of unknown type");
    fate = Fate::failed;
  }
  connection.rollback_to_savepoint();
  return fate;
}

void answer(const Command& command, Fate fate) {
  if (!command.done) return;
  try {
    command.done(fate);
  } catch (const std::exception& error) {
    log_line("command.answer_failed", "db.writer", error.what());
  }
}

}  // namespace

struct Writer::State {
  State(const Location& where, const WriterOptions& with) : options(with) {
    invariant(options.connections >= 1 && options.batch_max >= 1, "a writer has a connection and a batch");
    invariant(where.kind() == Kind::postgresql || options.connections == 1, "SQLite has one writer");
    for (int i = 0; i < options.connections; ++i) connections.push_back(open(where, Mode::read_write));
    for (auto& connection : connections) threads.emplace_back([this, &connection] { work(*connection); });
  }

  void work(Connection& connection);
  std::vector<Command> take(Connection& connection);
  bool try_batch(Connection& connection, std::span<const Command> batch, std::vector<Fate>& fates, int tries_max);
  void run_batch(Connection& connection, std::span<const Command> batch);
  void tidy(Connection& connection, bool idle);

  const WriterOptions options;
  std::vector<std::unique_ptr<Connection>> connections;

  mutable std::mutex mutex;
  std::condition_variable wake;
  std::deque<Command> queue;  // guarded by mutex, as are the next three
  int sleeping = 0;
  bool closing = false;
  bool untidy = false;  // something is left for an idle moment

  std::atomic<std::uint64_t> commits{0}, commands{0}, retries{0};
  std::atomic<std::int64_t> last_commit_ns{0};
  std::vector<std::thread> threads;
};

// What waits, at most a batch; empty when the writer closes and nothing is left.
std::vector<Command> Writer::State::take(Connection& connection) {
  std::unique_lock lock(mutex);
  const auto something = [this] { return !queue.empty() || closing; };
  while (!something()) {
    ++sleeping;
    const bool woken =
        untidy ? wake.wait_for(lock, quiet_before_tidying, something) : (wake.wait(lock, something), true);
    --sleeping;
    if (woken) break;
    lock.unlock();
    tidy(connection, true);
    lock.lock();
  }
  const auto count = std::min(queue.size(), options.batch_max);
  const auto end = queue.begin() + std::ptrdiff_t(count);
  std::vector<Command> batch(std::make_move_iterator(queue.begin()), std::make_move_iterator(end));
  queue.erase(queue.begin(), end);
  return batch;
}

void Writer::State::tidy(Connection& connection, bool idle) {
  bool left = false;
  try {
    left = connection.tidy(idle);
  } catch (const Failure& error) {
    log_line("database.tidy_failed", "db.writer", error.what());
  }
  const std::lock_guard lock(mutex);
  untidy = left;
}

// False when the batch kept being told to run again. Then nothing of it was kept.
bool Writer::State::try_batch(Connection& connection, std::span<const Command> batch, std::vector<Fate>& fates,
                              int tries_max) {
  for (int tried = 0; tried < tries_max; ++tried) {
    Turn turn(connection);  // ends after the commit or the rollback below
    try {
      turn.take(tried > 0);
      connection.begin();
      for (std::size_t i = 0; i < batch.size(); ++i) fates[i] = run_in_savepoint(connection, batch[i]);
      const auto before = monotonic_ns();
      connection.commit();
      last_commit_ns = monotonic_ns() - before;
      ++commits;
      return true;
    } catch (const Retry& again) {
      ++retries;
      connection.rollback();
      if (batch.size() == 1 && tried + 1 == tries_max) log_line("command.failed", "db.writer", again.what());
    } catch (const std::exception& error) {
      // The transaction was lost, or nobody knows whether it was committed: nothing may be promised and nothing may
      // be run again. The client repeats with its key and is told the truth by the idempotency row.
      log_line("batch.failed", "db.writer", error.what());
      connection.rollback();
      std::fill(fates.begin(), fates.end(), Fate::failed);
      return true;
    }
  }
  return false;
}

void Writer::State::run_batch(Connection& connection, std::span<const Command> batch) {
  std::vector<Fate> fates(batch.size(), Fate::failed);
  if (try_batch(connection, batch, fates, batch_tries_max)) {
    for (std::size_t i = 0; i < batch.size(); ++i) answer(batch[i], fates[i]);
  } else {
    // Together they cannot pass; alone each has the best chance, and one that never passes harms no other.
    for (const auto& command : batch) {
      std::vector<Fate> fate(1, Fate::failed);
      if (!try_batch(connection, {&command, 1}, fate, single_tries_max)) fate[0] = Fate::failed;
      answer(command, fate[0]);
    }
  }
  commands += batch.size();
}

void Writer::State::work(Connection& connection) {
  for (;;) {
    const auto batch = take(connection);
    if (batch.empty()) return;
    run_batch(connection, batch);
    tidy(connection, false);
  }
}

Writer::Writer(const Location& location, const WriterOptions& options)
    : state_(std::make_unique<State>(location, options)) {}

Writer::~Writer() {
  close();
}

bool Writer::submit(Command command) {
  State& state = *state_;
  const std::lock_guard lock(state.mutex);
  if (state.closing || state.queue.size() >= state.options.queue_max) return false;
  state.queue.push_back(std::move(command));
  if (state.sleeping > 0) state.wake.notify_one();
  return true;
}

Fate Writer::run(std::function<bool(Tx&)> apply) {
  std::promise<Fate> promise;
  auto fate = promise.get_future();
  if (!submit({std::move(apply), [&promise](Fate reached) { promise.set_value(reached); }})) return Fate::overloaded;
  return fate.get();
}

void Writer::close() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->closing = true;
  }
  state_->wake.notify_all();
  for (auto& thread : state_->threads)
    if (thread.joinable()) thread.join();
}

WriterFigures Writer::figures() const {
  WriterFigures figures;
  figures.commits = state_->commits;
  figures.commands = state_->commands;
  figures.retries = state_->retries;
  figures.last_commit_ns = state_->last_commit_ns;
  const std::lock_guard lock(state_->mutex);
  figures.queued = state_->queue.size();
  return figures;
}

}  // namespace jauap::db
