// Internal ids: 64 bit, time-ordered, made by the program (41 bits of milliseconds since 2025-01-01 UTC,
// 10 of node, 12 of counter). They never leave the program; public numbers and pack codes do.
#pragma once

#include <atomic>
#include <compare>
#include <cstdint>

#include "base/time.h"

namespace jauap {

template <class Tag>
struct Id {
  std::int64_t value = 0;
  auto operator<=>(const Id&) const = default;
  explicit operator bool() const { return value != 0; }
};

// Thread-safe. Two makers with different nodes (0..1023) never make the same id; one maker stays
// monotonic even when the wall clock steps back.
class IdMaker {
 public:
  explicit IdMaker(int node) : node_(node & 1023) {}

  template <class IdType>
  IdType next(Instant now) {
    return IdType{next_value(now)};
  }

 private:
  static constexpr std::int64_t epoch_ms = 1735689600000;  // 2025-01-01T00:00:00Z

  std::int64_t next_value(Instant now) {
    const std::int64_t at_least = (now.ms - epoch_ms) << 12;
    std::int64_t last = last_.load(std::memory_order_relaxed);
    std::int64_t mine;
    do {
      mine = last + 1 > at_least ? last + 1 : at_least;
    } while (!last_.compare_exchange_weak(last, mine, std::memory_order_relaxed));
    return ((mine >> 12) << 22) | (std::int64_t(node_) << 12) | (mine & 0xfff);
  }

  int node_;
  std::atomic<std::int64_t> last_{0};
};

}  // namespace jauap
