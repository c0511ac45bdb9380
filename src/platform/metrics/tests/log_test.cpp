#include "platform/metrics/log.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/json/parse.hpp>
#include <sstream>
#include <thread>
#include <vector>

#include "base/private.h"

namespace jauap::metrics {
namespace {

static_assert(!std::is_constructible_v<LogField, const char*, Private<std::string>>,
              "private values stay out of the log");
static_assert(!std::is_constructible_v<LogField, const char*, bool>);

constexpr Instant at{1772427600'007};

TEST(LogLine, is_one_json_object_with_time_level_and_event_first) {
  EXPECT_EQ(
      log_line(at, Level::info, "request", {{"id", "00ff"}, {"status", 200}, {"bytes", std::int64_t(-5)}}),
      R"({"time":"2026-03-02T05:00:00.007Z","level":"info","event":"request","id":"00ff","status":200,"bytes":-5})");
}

TEST(LogLine, stays_one_line_of_json_whatever_a_text_holds) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += char(byte);
  for (const std::string& text : {all, std::string("a\nb\r\n{\"level\":\"error\"}"), std::string("\xc2\x9b[2J"),
                                  std::string("\x7f\x1b[31m"), std::string("Қала \"көше\" \\ 5"), std::string()}) {
    const auto line = log_line(at, Level::warning, "event", {{"text", text}});
    for (const char c : line) EXPECT_TRUE(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
    EXPECT_EQ(line.find("\xc2\x9b"), std::string::npos);
    EXPECT_TRUE(boost::json::parse(line).as_object().at("text").is_string());
  }
}

TEST(LogLine, letters_of_all_languages_stay_readable) {
  EXPECT_NE(log_line(at, Level::info, "e", {{"text", "Қазақша \"5\""}}).find(R"("text":"Қазақша \"5\"")"),
            std::string::npos);
}

// The other end of a pipe into which a log writes.
struct Pipe {
  Pipe() { EXPECT_EQ(::pipe(ends), 0); }
  ~Pipe() {
    ::close(ends[0]);
    if (ends[1] >= 0) ::close(ends[1]);
  }
  std::vector<std::string> lines() {
    ::close(ends[1]);
    ends[1] = -1;
    std::string all;
    char buffer[4096];
    for (ssize_t count; (count = ::read(ends[0], buffer, sizeof buffer)) > 0;) all.append(buffer, std::size_t(count));
    std::vector<std::string> lines;
    std::istringstream stream(all);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
  }
  int ends[2] = {-1, -1};
};

TEST(Log, writes_what_is_at_or_above_its_level) {
  const FixedClock clock(at);
  Pipe pipe;
  Log log(pipe.ends[1], clock);
  log.write(Level::debug, "unseen", {});
  log.write(Level::info, "seen", {});
  log.set_level(Level::error);
  log.write(Level::warning, "unseen", {});
  log.write(Level::error, "seen", {});
  const auto lines = pipe.lines();
  ASSERT_EQ(lines.size(), 2u);
  for (const auto& line : lines) EXPECT_EQ(boost::json::parse(line).at("event").as_string(), "seen");
}

// At once, and by a thread of the log's own.
struct PacedLog : testing::TestWithParam<std::chrono::milliseconds> {};
INSTANTIATE_TEST_SUITE_P(Paces, PacedLog, testing::Values(std::chrono::milliseconds(0), std::chrono::milliseconds(1)),
                         [](const auto& info) { return info.param.count() == 0 ? "at_once" : "in_pace"; });

TEST_P(PacedLog, lines_of_many_threads_stay_whole) {
  const FixedClock clock(at);
  Pipe pipe;
  std::vector<std::string> lines;
  {
    Log log(pipe.ends[1], clock, GetParam());
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
      threads.emplace_back([&] {
        for (int i = 0; i < 100; ++i) log.write(Level::info, "line", {{"thread", i}, {"text", "some text"}});
      });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(log.dropped(), 0u);
  }
  lines = pipe.lines();
  EXPECT_EQ(lines.size(), 400u);
  for (const auto& line : lines) EXPECT_NO_THROW(boost::json::parse(line));
}

TEST(Log, error_does_not_wait_for_the_pace) {
  const FixedClock clock(at);
  Pipe pipe;
  Log log(pipe.ends[1], clock, std::chrono::hours(1));
  log.write(Level::error, "now", {});
  const auto lines = pipe.lines();
  ASSERT_FALSE(lines.empty());
  EXPECT_EQ(boost::json::parse(lines.back()).at("event").as_string(), "now");
}

}  // namespace
}  // namespace jauap::metrics
