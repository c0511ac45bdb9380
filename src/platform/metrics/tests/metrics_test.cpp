#include "platform/metrics/metrics.h"

#include <gtest/gtest.h>

#include <limits>
#include <thread>

#include "base/invariant.h"

namespace jauap::metrics {
namespace {

TEST(Metrics, the_text_is_open_metrics) {
  Registry registry;
  registry.counter("http_requests", "Requests.", {{"class", "page"}, {"status", "2xx"}}).add(3);
  registry.counter("http_requests", "Requests.", {{"class", "page"}, {"status", "5xx"}});
  registry.gauge("queue_depth", "Waiting.", [] { return 2.5; });
  auto& seconds = registry.histogram("fsync_seconds", "Time of fsync.", {0.1, 1});
  for (const double value : {0.05, 0.1, 0.5, 7.0}) seconds.observe(value);
  EXPECT_EQ(registry.open_metrics(),
            "# TYPE http_requests counter\n"
            "# HELP http_requests Requests.\n"
            "http_requests_total{class=\"page\",status=\"2xx\"} 3\n"
            "http_requests_total{class=\"page\",status=\"5xx\"} 0\n"
            "# TYPE queue_depth gauge\n"
            "# HELP queue_depth Waiting.\n"
            "queue_depth 2.5\n"
            "# TYPE fsync_seconds histogram\n"
            "# HELP fsync_seconds Time of fsync.\n"
            "fsync_seconds_bucket{le=\"0.1\"} 2\n"
            "fsync_seconds_bucket{le=\"1\"} 3\n"
            "fsync_seconds_bucket{le=\"+Inf\"} 4\n"
            "fsync_seconds_count 4\n"
            "fsync_seconds_sum 7.65\n"
            "# EOF\n");
}

TEST(Metrics, a_label_cannot_break_its_line) {
  Registry registry;
  registry.gauge("a", "b", [] { return 1; }, {Label::from_table("route", "a\"b\\c\nd")});
  EXPECT_NE(registry.open_metrics().find("a{route=\"a\\\"b\\\\c\\nd\"} 1\n"), std::string::npos);
}

TEST(Metrics, what_is_no_number_is_said_so) {
  Registry registry;
  registry.gauge("nan", "n", [] { return std::numeric_limits<double>::quiet_NaN(); });
  registry.gauge("inf", "i", [] { return std::numeric_limits<double>::infinity(); });
  EXPECT_NE(registry.open_metrics().find("nan NaN\n"), std::string::npos);
  EXPECT_NE(registry.open_metrics().find("inf +Inf\n"), std::string::npos);
}

TEST(Metrics, a_figure_is_registered_once_with_one_kind_and_a_proper_name) {
  Registry registry;
  registry.counter("a", "help");
  EXPECT_THROW(registry.counter("a", "help"), BrokenInvariant);
  EXPECT_THROW(registry.counter("a", "other help", {{"b", "c"}}), BrokenInvariant);
  EXPECT_THROW(registry.gauge("a", "help", [] { return 0; }), BrokenInvariant);
  for (const auto* name : {"", "A", "a-b", "1a", "a_total", "a b"})
    EXPECT_THROW(registry.counter(name, "help"), BrokenInvariant) << name;
  EXPECT_THROW(registry.histogram("h", "help", {}), BrokenInvariant);
  EXPECT_THROW(registry.histogram("h", "help", {1, 1}), BrokenInvariant);
}

TEST(Metrics, nothing_is_lost_between_threads) {
  Registry registry;
  auto& counter = registry.counter("a", "help");
  auto& histogram = registry.histogram("b", "help", {1, 2});
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 10'000; ++i) {
        counter.add();
        histogram.observe(1.5);
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(counter.value(), 40'000u);
  EXPECT_EQ(histogram.at(1), 40'000u);
  EXPECT_DOUBLE_EQ(histogram.sum(), 60'000);
}

TEST(Metrics, the_process_tells_of_itself) {
  Registry registry;
  add_process_figures(registry, Instant{1'700'000'000'500});
  const auto text = registry.open_metrics();
  for (const auto* name : {"process_resident_memory_bytes ", "process_open_fds ", "process_max_fds ",
                           "process_threads ", "process_cpu_seconds_total "}) {
    const auto at = text.find(std::string("\n") + name);
    ASSERT_NE(at, std::string::npos) << name;
    EXPECT_GE(std::strtod(text.c_str() + at + 1 + std::string(name).size(), nullptr), 0) << name;
  }
  EXPECT_NE(text.find("process_start_time_seconds 1700000000.5\n"), std::string::npos);
}

}  // namespace
}  // namespace jauap::metrics
