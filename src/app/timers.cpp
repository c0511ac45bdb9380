#include "app/timers.h"

namespace jauap::app {

Timers::Timers(House& house, std::vector<Periodic> periodic, std::function<void()> beat, std::function<void()> nudge)
    : house_(house), periodic_(std::move(periodic)), beat_(std::move(beat)), nudge_(std::move(nudge)), thread_([this] { work(); }) {}

Timers::~Timers() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void Timers::add_due() {
  const auto now = house_.clock->now();
  const auto fate = house_.writer->run([&](db::Tx& tx) {
    for (const auto& one : periodic_) {
      const auto slot = now.ms / 1000 / one.every.count();
      jobs::add(tx, *house_.ids, now, 0, one.kind, "", now, one.kind + "/" + std::to_string(slot));
    }
    return true;
  });
  if (fate == db::Fate::committed) nudge_();
}

void Timers::work() {
  for (int round = 0;; ++round) {
    beat_();
    if (round % 12 == 0) add_due();
    std::unique_lock lock(mutex_);
    if (wake_.wait_for(lock, std::chrono::seconds(5), [&] { return closing_; })) return;
  }
}

}  // namespace jauap::app
