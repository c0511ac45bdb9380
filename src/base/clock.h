// The only door to the machine's clock. Everything else is handed an Instant.
#pragma once

#include "base/time.h"

namespace jauap {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};

// The wall clock. Thread-safe.
class MachineClock final : public Clock {
 public:
  Instant now() const override;
};

// Stands still until told; for tests and for demonstration data.
class FixedClock final : public Clock {
 public:
  explicit FixedClock(Instant at) : at_(at) {}
  Instant now() const override { return at_; }
  void set(Instant at) { at_ = at; }

 private:
  Instant at_;
};

// Monotonic nanoseconds, for durations only.
std::int64_t monotonic_ns();

}  // namespace jauap
