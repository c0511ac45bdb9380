// Figures of the running server in OpenMetrics text (version 1.0.0), for the private listener.
//
// Everything is registered at start; counting afterwards takes no lock. Labels are fixed when a figure is registered,
// so that no personal value and no unbounded set can become one.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace jauap::metrics {

// Content-Type of the text.
inline constexpr std::string_view open_metrics_type = "application/openmetrics-text; version=1.0.0; charset=utf-8";

// A label whose value stands in the source, or in a table that is fixed at start (a route's pattern, a module's name).
class Label {
 public:
  consteval Label(const char* name, const char* value) : name_(name), value_(value) {}
  // For tables: `name` and `value` must outlive the registry.
  static Label from_table(const char* name, std::string_view value) { return Label(name, value, 0); }

  std::string_view name() const { return name_; }
  std::string_view value() const { return value_; }

 private:
  Label(std::string_view name, std::string_view value, int) : name_(name), value_(value) {}
  std::string_view name_;
  std::string_view value_;
};
using Labels = std::vector<Label>;

class Counter {
 public:
  void add(std::uint64_t count = 1) { value_.fetch_add(count, std::memory_order_relaxed); }
  std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

// Counts values by upper bounds. At most 24 of them, rising; what is above all is in +Inf.
class Histogram {
 public:
  explicit Histogram(std::vector<double> bounds);
  void observe(double value);

  const std::vector<double>& bounds() const { return bounds_; }
  std::uint64_t at(std::size_t bucket) const { return counts_[bucket].load(std::memory_order_relaxed); }
  double sum() const { return sum_.load(std::memory_order_relaxed); }

 private:
  static constexpr std::size_t bounds_max = 24;
  const std::vector<double> bounds_;
  std::array<std::atomic<std::uint64_t>, bounds_max + 1> counts_{};
  std::atomic<double> sum_{0};
};

// Bounds in seconds for waiting times, 0.5 ms to 10 s.
std::vector<double> seconds_bounds();

// Thread-safe. References stay good as long as the registry. Names are snake_case with their unit
// ("http_request_seconds"), without "_total"; one name has one kind, one help and different labels each time; anything
// else is a broken invariant. At most 500 series a name.
class Registry {
 public:
  Registry();
  ~Registry();
  Registry(const Registry&) = delete;
  Registry& operator=(const Registry&) = delete;

  Counter& counter(const char* name, const char* help, const Labels& labels = {});
  Histogram& histogram(const char* name, const char* help, std::vector<double> bounds, const Labels& labels = {});
  // Read each time the text is made, on that thread; must not block.
  void gauge(const char* name, const char* help, std::function<double()> read, const Labels& labels = {});
  // The same for what only grows and is counted elsewhere.
  void counter(const char* name, const char* help, std::function<double()> read, const Labels& labels = {});

  std::string open_metrics() const;

 private:
  struct Series;
  struct Family;
  Series& add(const char* name, const char* help, std::string_view kind, const Labels& labels, Series filled);

  mutable std::mutex mutex_;
  std::deque<Family> families_;
};

// Resident memory, open descriptors and their limit, threads, processor time, start time (`started`, from the clock).
// A figure that the system does not give is -1.
void add_process_figures(Registry& registry, Instant started);

}  // namespace jauap::metrics
