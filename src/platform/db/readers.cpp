#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <thread>

#include "base/invariant.h"
#include "platform/db/drivers.h"
#include "platform/db/writer.h"

namespace jauap::db {

namespace {
constexpr int patience = 8;  // times that a reader looks again before it sleeps
}

struct Readers::State {
  State(const Location& where, int thread_count, std::size_t most) : queue_max(most) {
    invariant(thread_count >= 1, "readers have a thread");
    for (int i = 0; i < thread_count; ++i) connections.push_back(open(where, Mode::read_only));
    for (auto& connection : connections) threads.emplace_back([this, &connection] { read_all(*connection); });
  }

  void read_all(Connection& connection);

  const std::size_t queue_max;
  std::vector<std::unique_ptr<Connection>> connections;
  mutable std::mutex mutex;
  std::condition_variable wake;
  std::deque<std::function<void(ReadTx&)>> queue;  // guarded by mutex, as is the next
  bool closing = false;
  std::vector<std::thread> threads;
};

void Readers::State::read_all(Connection& connection) {
  for (;;) {
    std::function<void(ReadTx&)> work;
    {
      std::unique_lock lock(mutex);
      // Under load the next request is there in a moment: stepping aside is cheaper than sleeping and being woken.
      for (int i = 0; i < patience && queue.empty() && !closing; ++i) {
        lock.unlock();
        std::this_thread::yield();
        lock.lock();
      }
      wake.wait(lock, [this] { return !queue.empty() || closing; });
      if (queue.empty()) return;
      work = std::move(queue.front());
      queue.pop_front();
    }
    try {
      work(*connection.read());
    } catch (const std::exception& error) {
      log_line("read.failed", "db.readers", error.what());
    }
  }
}

Readers::Readers(const Location& location, int threads, std::size_t queue_max)
    : state_(std::make_unique<State>(location, threads, queue_max)) {}

Readers::~Readers() {
  close();
}

bool Readers::submit(std::function<void(ReadTx&)> work) {
  {
    const std::lock_guard lock(state_->mutex);
    if (state_->closing || state_->queue.size() >= state_->queue_max) return false;
    state_->queue.push_back(std::move(work));
  }
  state_->wake.notify_one();
  return true;
}

void Readers::run(const std::function<void(ReadTx&)>& work) {
  std::promise<void> promise;
  auto done = promise.get_future();
  const bool taken = submit([&](ReadTx& tx) {
    try {
      work(tx);
      promise.set_value();
    } catch (...) {
      promise.set_exception(std::current_exception());
    }
  });
  if (!taken) throw Failure("the readers' queue is full or closing");
  done.get();
}

void Readers::close() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->closing = true;
  }
  state_->wake.notify_all();
  for (auto& thread : state_->threads)
    if (thread.joinable()) thread.join();
}

std::size_t Readers::queued() const {
  const std::lock_guard lock(state_->mutex);
  return state_->queue.size();
}

}  // namespace jauap::db
