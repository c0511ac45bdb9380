// The log: one JSON line on stderr for each request and for each thing that an operator must act on. What happened to a
// case is in the journal, not here.
//
// A field is a name that stands in the source and a text or a whole number. Private values have no conversion to
// either, so a personal value in a log line does not compile. Control characters are escaped: a line stays a line.
#pragma once

#include <atomic>
#include <chrono>
#include <concepts>
#include <condition_variable>
#include <cstdint>
#include <initializer_list>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "base/clock.h"

namespace jauap::metrics {

enum class Level { debug, info, warning, error };

struct LogField {
  LogField(const char* field, std::string_view value) : name(field), text(value) {}
  LogField(const char* field, const char* value) : name(field), text(value) {}
  LogField(const char* field, const std::string& value) : name(field), text(value) {}
  template <std::integral Whole>
  requires(!std::same_as<Whole, bool>) LogField(const char* field, Whole value)
      : name(field), number(std::int64_t(value)), is_number(true) {}

  const char* name;
  std::string_view text = {};  // borrowed until the line is written
  std::int64_t number = 0;
  bool is_number = false;
};

// Thread-safe. A line is never cut or mixed with another. Without a pace a line is written at once by whoever comes
// first; what others add meanwhile goes with the next write. With a pace a thread of the log's own writes what came
// together, and only warnings and errors take the rest along at once. When nobody reads (a full pipe) one thread waits,
// the others go on, and what does not fit into a megabyte is dropped and counted.
class Log {
 public:
  // `descriptor` is not owned.
  Log(int descriptor, const Clock& clock, std::chrono::milliseconds pace = {});
  ~Log();

  // {"time":"2026-03-02T05:00:00.000Z","level":"info","event":"request",…}
  void write(Level level, const char* event, std::initializer_list<LogField> fields);
  // Lines below `level` are not written. May change at run time.
  void set_level(Level level) { level_.store(level, std::memory_order_relaxed); }
  std::uint64_t dropped() const { return dropped_.load(std::memory_order_relaxed); }

 private:
  void flush(std::unique_lock<std::mutex>& lock);
  void write_in_pace();

  const int descriptor_;
  const Clock& clock_;
  std::atomic<Level> level_{Level::info};
  std::atomic<std::uint64_t> dropped_{0};
  std::mutex mutex_;
  std::string waiting_;  // whole lines
  bool is_writing_ = false, is_closing_ = false;
  const std::chrono::milliseconds pace_;
  std::condition_variable wake_;
  std::thread writer_;  // with a pace only
};

// The log of the process: stderr and the machine's clock, at most a hundred writes a second.
Log& log();

// One line, without its line end, as Log writes it; `fields` in the order given.
std::string log_line(Instant at, Level level, const char* event, std::initializer_list<LogField> fields);

}  // namespace jauap::metrics
