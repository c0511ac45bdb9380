#include "app/indexer.h"

#include <unordered_set>

#include "platform/config/config.h"
#include "platform/metrics/log.h"

namespace jauap::app {
namespace {

constexpr int events_a_commit = 2000;
// Several writers may commit out of the order of their ids: what is younger than this is looked at once more.
constexpr std::int64_t overlap = std::int64_t(10'000) << 22;  // ten seconds, in ids

}  // namespace

Indexer::Indexer(House& house, std::vector<Module> modules, std::shared_ptr<search::Index> index)
    : house_(house), modules_(std::move(modules)), index_(std::move(index)), thread_([this] { work(); }) {}

Indexer::~Indexer() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

bool Indexer::feed() {
  std::vector<search::Change> changes;
  auto reached = index_->position();
  bool is_full = false;
  const auto* place = house_.pack->place(house_.settings->place);
  invariant(place != nullptr, "the place of the settings is in the pack");
  house_.readers->run([&](db::ReadTx& tx) {
    const auto last = journal::last(tx, place->id).value;
    if (last == reached) return;
    const auto from = last - reached < overlap ? std::max<std::int64_t>(reached - overlap, 0) : reached;
    const auto entries = journal::read_after(tx, place->id, EventId{from}, events_a_commit);
    std::unordered_set<std::string> seen;
    for (const auto& entry : entries) {
      reached = std::max(reached, entry.id.value);
      if (!seen.insert(entry.object.number).second) continue;
      for (const auto& module : modules_)
        if (module.document && module.letter == entry.object.letter)
          changes.push_back({entry.object.number, module.document(tx, *house_.pack, entry.object)});
    }
    is_full = int(entries.size()) == events_a_commit && reached > index_->position();
  });
  if (!changes.empty()) index_->apply(changes, reached);
  return is_full;
}

void Indexer::work() {
  for (;;) {
    bool is_more = false;
    try {
      is_more = feed();
    } catch (const std::exception& error) {
      metrics::log().write(metrics::Level::error, "search.index", {{"what", std::string_view(error.what())}});
    }
    std::unique_lock lock(mutex_);
    if (wake_.wait_for(lock, is_more ? std::chrono::milliseconds(0) : std::chrono::milliseconds(500), [&] { return closing_; })) return;
  }
}

}  // namespace jauap::app
