#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "platform/jobs/store.h"
#include "platform/secrets/secrets.h"

namespace jauap::jobs {
namespace {

constexpr auto lease = std::chrono::minutes(2);
constexpr auto give_up_after = std::chrono::hours(72);
constexpr int batch = 20;

// 1 s, 2 s, 4 s … 6 h, with up to a quarter of jitter, so that a recovered server is not met by all at once.
std::chrono::milliseconds back_off(int attempts) {
  const std::int64_t longest = std::chrono::milliseconds(std::chrono::hours(6)).count();
  const std::int64_t plain = attempts > 20 ? longest : std::min<std::int64_t>(1000ll << std::max(0, attempts - 1), longest);
  const auto dice = secrets::random_bytes(1);
  return std::chrono::milliseconds(plain + plain / 4 * static_cast<unsigned char>(dice[0]) / 255);
}

}  // namespace

struct Runner::State {
  db::Writer& writer;
  const Clock& clock;
  std::vector<Handler> handlers;
  int poll_ms;
  std::function<bool()> may_run;
  std::mutex mutex;
  std::condition_variable wake;
  bool closing = false, nudged = false;
  std::vector<std::thread> threads;

  const Handler* handler_of(const std::string& kind) const {
    for (const auto& handler : handlers)
      if (handler.kind == kind) return &handler;
    return nullptr;
  }

  Finished run(const Job& job) const {
    const auto* handler = handler_of(job.kind);
    if (!handler) return {.good = false, .reason = "no handler of this kind in this program"};
    try {
      return handler->work(job);
    } catch (const std::exception& error) {
      return {.good = false, .reason = error.what()};
    }
  }

  void settle(const store::Claimed& claimed, const Finished& finished) const {
    const auto now = clock.now();
    writer.run([&](db::Tx& tx) {
      if (finished.good) return store::finish(tx, claimed);
      const bool too_old = claimed.job.created_at.plus(give_up_after) < now;
      if (finished.hopeless || too_old) return store::bury(tx, claimed, finished.reason);
      return store::postpone(tx, claimed, now.plus(back_off(claimed.job.attempts)), finished.reason);
    });
  }

  int run_batch() const {
    if (may_run && !may_run()) return 0;
    std::vector<store::Claimed> claimed;
    const auto now = clock.now();
    const auto fate = writer.run([&](db::Tx& tx) {
      claimed = store::claim(tx, now, now.plus(lease), batch);
      return !claimed.empty();
    });
    if (fate != db::Fate::committed) return 0;
    for (const auto& one : claimed) settle(one, run(one.job));
    return int(claimed.size());
  }

  void work() {
    for (;;) {
      while (run_batch() > 0)
        if (is_closing()) return;
      std::unique_lock lock(mutex);
      wake.wait_for(lock, std::chrono::milliseconds(poll_ms), [&] { return closing || nudged; });
      nudged = false;
      if (closing) return;
    }
  }

  bool is_closing() {
    const std::lock_guard lock(mutex);
    return closing;
  }
};

Runner::Runner(db::Writer& writer, const Clock& clock, std::vector<Handler> handlers, int threads, int poll_ms,
               std::function<bool()> may_run)
    : state_(new State{.writer = writer, .clock = clock, .handlers = std::move(handlers), .poll_ms = poll_ms,
                       .may_run = std::move(may_run)}) {
  for (int i = 0; i < threads; ++i) state_->threads.emplace_back([state = state_.get()] { state->work(); });
}

Runner::~Runner() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->closing = true;
  }
  state_->wake.notify_all();
  for (auto& thread : state_->threads) thread.join();
}

void Runner::nudge() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->nudged = true;
  }
  state_->wake.notify_one();
}

int Runner::run_due() {
  int all = 0;
  while (const int ran = state_->run_batch()) all += ran;
  return all;
}

}  // namespace jauap::jobs
