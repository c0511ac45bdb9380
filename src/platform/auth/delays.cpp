#include "platform/auth/delays.h"

#include <algorithm>
#include <array>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "platform/auth/limits.h"
#include "platform/secrets/secrets.h"

namespace jauap::auth {
namespace {

constexpr std::int64_t forget_ms = 60 * 60 * 1000;

struct Failures {
  int count = 0;
  std::int64_t last_ms = 0;
};

int delay_seconds(int failures, int most) {
  if (failures <= 3) return 0;
  return failures > 13 ? most : std::min(most, 1 << (failures - 4));
}

struct Watched {
  std::string key;
  int most_seconds;
};

// What is watched for one try. Logins are hashed: they may be as long as a client likes.
std::array<Watched, 3> watched(std::string_view account, const std::string& address) {
  const auto who = secrets::sha256(account).substr(0, 16);
  const auto where = client_prefix(address);
  return {{{"b" + who + where, 15 * 60}, {"c" + where, 60}, {"a" + who, 30}}};
}

}  // namespace

struct Delays::State {
  std::size_t entries_max;
  mutable std::mutex mutex;
  std::unordered_map<std::string, Failures> failures;

  // Room for more: what is forgotten anyway first, then the longest untouched half.
  void make_room(std::int64_t now_ms) {
    if (failures.size() < entries_max) return;
    std::erase_if(failures, [&](const auto& entry) { return now_ms - entry.second.last_ms > forget_ms; });
    if (failures.size() < entries_max) return;
    std::vector<std::int64_t> times;
    for (const auto& entry : failures) times.push_back(entry.second.last_ms);
    std::nth_element(times.begin(), times.begin() + std::ptrdiff_t(times.size() / 2), times.end());
    const auto middle = times[times.size() / 2];
    std::erase_if(failures, [&](const auto& entry) { return entry.second.last_ms <= middle; });
  }
};

Delays::Delays(std::size_t entries_max) : state_(std::make_unique<State>()) {
  state_->entries_max = entries_max;
}
Delays::~Delays() = default;

int Delays::wait_seconds(std::string_view account, const std::string& address, Instant now) const {
  const std::lock_guard lock(state_->mutex);
  std::int64_t longest = 0;
  for (const auto& one : watched(account, address)) {
    const auto found = state_->failures.find(one.key);
    if (found == state_->failures.end() || now.ms - found->second.last_ms > forget_ms) continue;
    const std::int64_t until =
        found->second.last_ms + std::int64_t{1000} * delay_seconds(found->second.count, one.most_seconds);
    longest = std::max(longest, until - now.ms);
  }
  return int((longest + 999) / 1000);
}

void Delays::failed(std::string_view account, const std::string& address, Instant now) {
  const std::lock_guard lock(state_->mutex);
  for (const auto& one : watched(account, address)) {
    state_->make_room(now.ms);
    auto& failures = state_->failures[one.key];
    if (now.ms - failures.last_ms > forget_ms) failures.count = 0;
    failures.count = std::min(failures.count + 1, 1000);
    failures.last_ms = now.ms;
  }
}

void Delays::succeeded(std::string_view account, const std::string& address) {
  const std::lock_guard lock(state_->mutex);
  const auto all = watched(account, address);
  state_->failures.erase(all[0].key);
  state_->failures.erase(all[2].key);
}

}  // namespace jauap::auth
