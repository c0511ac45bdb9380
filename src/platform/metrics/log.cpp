#include "platform/metrics/log.h"

#include <fmt/format.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <cerrno>
#include <iterator>

#include "base/text.h"

namespace jauap::metrics {
namespace {

constexpr std::size_t waiting_bytes_max = 1024 * 1024;

std::string_view name_of(Level level) {
  switch (level) {
    case Level::debug:
      return "debug";
    case Level::info:
      return "info";
    case Level::warning:
      return "warning";
    case Level::error:
      return "error";
  }
  return "";
}

bool is_plain(char c) {
  return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

// Boost.JSON escapes quotes and the controls of ASCII. DEL, the controls of Latin-1 (a terminal may obey them) and
// bytes that are no UTF-8 become question marks here.
std::string harmless(std::string_view text) {
  const bool is_utf8 = text::is_utf8(text);
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool is_c1 = byte == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0;
    if (byte == 0x7f || (byte >= 0x80 && !is_utf8)) {
      result += '?';
    } else if (is_c1) {
      result += '?';
      ++i;
    } else {
      result += text[i];
    }
  }
  return result;
}

void append_text(std::string& line, std::string_view text) {
  if (std::all_of(text.begin(), text.end(), is_plain)) {
    line.append("\"").append(text).append("\"");
    return;
  }
  line += boost::json::serialize(boost::json::string_view(harmless(text)));
}

// All of it, or nothing more can be done: there is no place to complain about the log but the log.
void write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    bytes.remove_prefix(std::size_t(written));
  }
}

}  // namespace

std::string log_line(Instant at, Level level, const char* event, std::initializer_list<LogField> fields) {
  auto time = rfc3339(at);
  time.pop_back();  // the Z comes after the milliseconds
  std::string line;
  line.reserve(256);
  fmt::format_to(std::back_inserter(line), R"({{"time":"{}.{:03}Z","level":"{}","event":)", time, at.ms % 1000,
                 name_of(level));
  append_text(line, event);
  for (const auto& field : fields) {
    line += ',';
    append_text(line, field.name);
    line += ':';
    if (field.is_number)
      fmt::format_to(std::back_inserter(line), "{}", field.number);
    else
      append_text(line, field.text);
  }
  line += '}';
  return line;
}

Log::Log(int descriptor, const Clock& clock, std::chrono::milliseconds pace)
    : descriptor_(descriptor), clock_(clock), pace_(pace) {
  if (pace_.count() == 0) return;
  // Signals are for the threads that wait for them.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  writer_ = std::thread([this] { write_in_pace(); });
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

Log::~Log() {
  {
    const std::lock_guard lock(mutex_);
    is_closing_ = true;
  }
  wake_.notify_one();
  if (writer_.joinable()) writer_.join();
}

void Log::write(Level level, const char* event, std::initializer_list<LogField> fields) {
  if (level < level_.load(std::memory_order_relaxed)) return;
  const auto line = log_line(clock_.now(), level, event, fields) + '\n';
  std::unique_lock lock(mutex_);
  if (waiting_.size() + line.size() > waiting_bytes_max) {
    dropped_.fetch_add(1, std::memory_order_relaxed);
    return;
  }
  const bool was_empty = waiting_.empty();
  waiting_.append(line);
  if (pace_.count() == 0 || level >= Level::warning)
    flush(lock);
  else if (was_empty)
    wake_.notify_one();
}

void Log::flush(std::unique_lock<std::mutex>& lock) {
  if (is_writing_) return;  // that thread takes these lines along
  is_writing_ = true;
  std::string batch;
  while (!waiting_.empty()) {
    batch.clear();
    batch.swap(waiting_);
    lock.unlock();
    write_all(descriptor_, batch);
    lock.lock();
  }
  is_writing_ = false;
}

void Log::write_in_pace() {
  std::unique_lock lock(mutex_);
  while (!is_closing_ || !waiting_.empty()) {
    wake_.wait(lock, [this] { return is_closing_ || !waiting_.empty(); });
    flush(lock);
    wake_.wait_for(lock, pace_, [this] { return is_closing_; });
  }
}

Log& log() {
  static const MachineClock clock;
  static Log all(STDERR_FILENO, clock, std::chrono::milliseconds(10));
  return all;
}

}  // namespace jauap::metrics
