// What checkpoints and their cosignatures say: one history only, and when each entry was there or not yet.
#include <algorithm>

#include "platform/tlog/monitor_parts.h"

namespace jauap::tlog {
namespace {

constexpr std::uint64_t clock_tolerance = 300, backdating_grace = 60, future_grace = 120;

std::string moment(std::uint64_t seconds) {
  return rfc3339(Instant{std::int64_t(seconds) * 1000});
}

std::vector<std::uint64_t> sorted_times(const SeenCheckpoint& seen) {
  std::vector<std::uint64_t> times;
  for (const auto& one : seen.cosignatures) times.push_back(one.time);
  std::sort(times.begin(), times.end());
  return times;
}

}  // namespace

void Timeline::add(const SeenCheckpoint& seen, const std::string& name) {
  const auto size = seen.checkpoint.size;
  heads_.emplace(size, Head{seen.checkpoint.root, name});
  const auto times = sorted_times(seen);
  if (!seen.is_witnessed || times.empty()) return;
  const auto median = times[times.size() / 2];
  for (const auto& one : seen.cosignatures) {
    const auto off = one.time > median ? one.time - median : median - one.time;
    if (off > clock_tolerance)
      clocks_.push_back("the clock of witness " + policy_.members[one.witness].name + " is " + std::to_string(off) +
                        " s off the others at size " + std::to_string(size));
  }
  auto& moments = moments_.try_emplace(size, Moments{0, 0, times.back(), times.back()}).first->second;
  if (times.back() > moments.newest_round) moments.newest_round = times.back(), moments.not_before = times.front();
  if (times.back() < moments.oldest_round) moments.oldest_round = moments.not_after = times.back();
}

void Timeline::compare(std::uint64_t size, const Hash& root, Breaches& breaches) const {
  const auto [begin, end] = heads_.equal_range(size);
  for (auto it = begin; it != end; ++it)
    if (it->second.root != root)
      breaches.push_back({"M01", -1,
                          it->second.name + ": the root of size " + std::to_string(size) +
                              " is not the one of this log: history was forked or rewritten"});
}

void Timeline::larger_than_newest(Breaches& breaches) const {
  for (auto it = heads_.upper_bound(newest_.checkpoint.size); it != heads_.end(); ++it)
    breaches.push_back({"M01", -1,
                        it->second.name + ": a checkpoint of size " + std::to_string(it->first) +
                            " was signed, the newest one of the log has only " +
                            std::to_string(newest_.checkpoint.size)});
}

void Timeline::judge(std::uint64_t index, std::uint64_t at, std::uint64_t mmd_seconds, Breaches& breaches) {
  // Checkpoints that do not hold the entry: of none of them it may be older than a promise allows.
  for (auto it = has_passed_ ? moments_.upper_bound(passed_size_) : moments_.begin();
       it != moments_.end() && it->first <= index; ++it) {
    bound_ = std::max(bound_.value_or(0), it->second.not_before);
    passed_size_ = it->first, has_passed_ = true;
  }
  if (bound_ && at + mmd_seconds + backdating_grace < *bound_)
    breaches.push_back({"M07", std::int64_t(index),
                        "back-dated: says " + moment(at) + ", but at " + moment(*bound_) +
                            " witnesses saw a log of size " + std::to_string(passed_size_) + " without it"});
  const auto holder = moments_.upper_bound(index);
  if (holder != moments_.end() && at > holder->second.not_after + future_grace)
    breaches.push_back(
        {"M08", std::int64_t(index),
         "from the future: says " + moment(at) + ", but was cosigned at " + moment(holder->second.not_after)});
}

std::vector<std::string> Timeline::notices() const {
  auto notices = clocks_;
  if (moments_.empty() || moments_.begin()->first >= newest_.checkpoint.size)
    notices.push_back("M07 was not judged: there is no older checkpoint with a quorum of cosignatures");
  if (moments_.empty()) notices.push_back("M08 was not judged: no checkpoint has a quorum of cosignatures");
  return notices;
}

}  // namespace jauap::tlog
