#include "platform/auth/limits.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace jauap::auth {

int Limiter::wait_seconds(const std::string& key, Rate rate, Instant now) {
  const std::lock_guard lock(mutex_);
  if (buckets_.size() >= clients_max_) make_room();
  auto& bucket = buckets_.try_emplace(key, Bucket{double(rate.burst), now.ms}).first->second;
  const double per_ms = rate.per_minute / 60'000.0;
  bucket.tokens =
      std::min<double>(rate.burst, bucket.tokens + double(std::max<std::int64_t>(0, now.ms - bucket.at_ms)) * per_ms);
  bucket.at_ms = now.ms;
  constexpr double rounding = 1e-6;  // of sums of small shares: a client is not held back a second for it
  if (bucket.tokens >= 1 - rounding) {
    bucket.tokens -= 1;
    return 0;
  }
  return std::max(1, int(std::ceil((1 - rounding - bucket.tokens) / per_ms / 1000)));
}

// The longest untouched half goes: those who are being held back now are not let loose by strangers who fill the table.
void Limiter::make_room() {
  std::vector<std::int64_t> times;
  times.reserve(buckets_.size());
  for (const auto& entry : buckets_) times.push_back(entry.second.at_ms);
  const auto middle = times.begin() + std::ptrdiff_t(times.size() / 2);
  std::nth_element(times.begin(), middle, times.end());
  std::erase_if(buckets_, [&](const auto& entry) { return entry.second.at_ms <= *middle; });
}

std::shared_ptr<const void> AtOnce::enter(const std::string& address) const {
  const auto client = client_prefix(address);
  const std::lock_guard lock(state_->mutex);
  auto& running = state_->running[client];
  if (running >= state_->most) return nullptr;
  ++running;
  return std::shared_ptr<const void>(state_.get(), [state = state_, client](const void*) {
    const std::lock_guard leaving(state->mutex);
    if (const auto found = state->running.find(client); --found->second == 0) state->running.erase(found);
  });
}

std::string client_prefix(const std::string& address) {
  in6_addr bytes{};
  if (inet_pton(AF_INET6, address.c_str(), &bytes) != 1) return address;
  char shown[INET6_ADDRSTRLEN] = {};
  if (IN6_IS_ADDR_V4MAPPED(&bytes)) {
    inet_ntop(AF_INET, bytes.s6_addr + 12, shown, sizeof shown);
    return shown;
  }
  std::fill(bytes.s6_addr + 8, bytes.s6_addr + 16, std::uint8_t{0});
  inet_ntop(AF_INET6, &bytes, shown, sizeof shown);
  return std::string(shown) + "/64";
}

Rate rate_of(Limit limit) {
  switch (limit) {
    case Limit::page:
      return {300, 600};
    case Limit::dear:
      return {60, 120};
    case Limit::login:
      return {10, 20};
    case Limit::submit:
    case Limit::letter:
      return {0.5, 60};
    case Limit::flood:
      return {5, 600};
    case Limit::files:
      return {6000, 12'000};
  }
  return {};
}

int Limiter::wait_seconds(Limit limit, const std::string& address, Instant now) {
  return wait_seconds(std::to_string(int(limit)) + client_prefix(address), rate_of(limit), now);
}

}  // namespace jauap::auth
