#include "platform/auth/limits.h"

#include <gtest/gtest.h>

#include "platform/auth/delays.h"

namespace jauap::auth {
namespace {
constexpr Instant start{1'770'000'000'000};
Instant after(int seconds) {
  return start.plus(std::chrono::seconds(seconds));
}
}  // namespace

TEST(Limits, a_burst_passes_and_then_the_rate_holds) {
  Limiter limiter;
  for (int i = 0; i < 20; ++i) EXPECT_EQ(limiter.wait_seconds(Limit::login, "203.0.113.7", start), 0) << i;
  EXPECT_EQ(limiter.wait_seconds(Limit::login, "203.0.113.7", start), 6);
  EXPECT_EQ(limiter.wait_seconds(Limit::login, "203.0.113.7", after(5)), 1);
  EXPECT_EQ(limiter.wait_seconds(Limit::login, "203.0.113.7", after(6)), 0);
  EXPECT_GT(limiter.wait_seconds(Limit::login, "203.0.113.7", after(6)), 0);
}

TEST(Limits, classes_and_clients_do_not_share) {
  Limiter limiter;
  for (int i = 0; i < 30; ++i) limiter.wait_seconds(Limit::login, "203.0.113.7", start);
  EXPECT_GT(limiter.wait_seconds(Limit::login, "203.0.113.7", start), 0);
  EXPECT_EQ(limiter.wait_seconds(Limit::page, "203.0.113.7", start), 0);
  EXPECT_EQ(limiter.wait_seconds(Limit::login, "203.0.113.8", start), 0);
}

TEST(Limits, submissions_are_counted_by_the_hour) {
  Limiter limiter;
  for (int i = 0; i < 60; ++i) EXPECT_EQ(limiter.wait_seconds(Limit::submit, "203.0.113.7", start), 0);
  EXPECT_EQ(limiter.wait_seconds(Limit::submit, "203.0.113.7", start), 120);
  int passed = 0;
  for (int second = 1; second <= 3600; ++second)
    passed += limiter.wait_seconds(Limit::submit, "203.0.113.7", after(second)) == 0 ? 1 : 0;
  EXPECT_EQ(passed, 30);
}

TEST(Limits, a_clock_that_steps_back_gives_nothing_away) {
  Limiter limiter;
  for (int i = 0; i < 20; ++i) limiter.wait_seconds(Limit::login, "203.0.113.7", start);
  EXPECT_GT(limiter.wait_seconds(Limit::login, "203.0.113.7", after(-3600)), 0);
}

TEST(Limits, a_household_of_ipv6_addresses_is_one_client_however_they_are_written) {
  const auto prefix = client_prefix("2001:db8:1:2:3:4:5:6");
  EXPECT_EQ(prefix, "2001:db8:1:2::/64");
  EXPECT_EQ(client_prefix("2001:0DB8:0001:0002::1"), prefix);
  EXPECT_EQ(client_prefix("2001:db8::1"), "2001:db8::/64");
  EXPECT_EQ(client_prefix("2001:db8::ffff:1"), "2001:db8::/64");
  EXPECT_NE(client_prefix("2001:db8:1:3::1"), prefix);
  EXPECT_EQ(client_prefix("::ffff:203.0.113.7"), "203.0.113.7");
  EXPECT_EQ(client_prefix("203.0.113.7"), "203.0.113.7");
  EXPECT_EQ(client_prefix("unknown"), "unknown");
}

TEST(Limits, a_flood_of_strangers_does_not_let_the_held_back_go) {
  Limiter limiter(1000);
  for (int i = 0; i < 20; ++i) limiter.wait_seconds(Limit::login, "203.0.113.7", start);
  for (int i = 0; i < 5000; ++i) {
    limiter.wait_seconds(Limit::login, "10.0." + std::to_string(i / 250) + "." + std::to_string(i % 250),
                         start.plus(std::chrono::milliseconds(i)));
    const bool look = i % 100 == 0;
    EXPECT_TRUE(!look ||
                limiter.wait_seconds(Limit::login, "203.0.113.7", start.plus(std::chrono::milliseconds(i))) > 0)
        << i;
  }
}

TEST(Delays, three_mistakes_cost_nothing_and_then_the_wait_doubles) {
  Delays delays;
  int waited[12] = {};
  auto now = start;
  for (int i = 0; i < 12; ++i) {
    delays.failed("clerk", "203.0.113.7", now);
    waited[i] = delays.wait_seconds("clerk", "203.0.113.7", now);
    now = now.plus(std::chrono::seconds(waited[i]));
    EXPECT_EQ(delays.wait_seconds("clerk", "203.0.113.7", now), 0);
  }
  EXPECT_EQ(waited[2], 0);
  EXPECT_EQ(waited[3], 1);
  EXPECT_EQ(waited[4], 2);
  EXPECT_EQ(waited[11], 256);
}

TEST(Delays, a_stranger_keeps_nobody_out_for_longer_than_half_a_minute) {
  Delays delays;
  for (int i = 0; i < 500; ++i) delays.failed("clerk", "198.51.100." + std::to_string(i % 250), start);
  EXPECT_EQ(delays.wait_seconds("clerk", "203.0.113.7", start), 30);
  EXPECT_EQ(delays.wait_seconds("clerk", "203.0.113.7", after(30)), 0);
  EXPECT_EQ(delays.wait_seconds("head", "203.0.113.7", start), 0);
}

TEST(Delays, one_client_that_tries_many_logins_waits_too) {
  Delays delays;
  for (int i = 0; i < 50; ++i) delays.failed("login" + std::to_string(i), "203.0.113.7", start);
  EXPECT_EQ(delays.wait_seconds("another", "203.0.113.7", start), 60);
}

TEST(Delays, success_and_an_hour_forget) {
  Delays delays;
  for (int i = 0; i < 10; ++i) delays.failed("clerk", "203.0.113.7", start);
  delays.succeeded("clerk", "203.0.113.7");
  EXPECT_LE(delays.wait_seconds("clerk", "203.0.113.8", start), 0);
  for (int i = 0; i < 30; ++i) delays.failed("head", "203.0.113.9", start);
  EXPECT_EQ(delays.wait_seconds("head", "203.0.113.9", start), 900);
  EXPECT_EQ(delays.wait_seconds("head", "203.0.113.9", after(3601)), 0);
}

TEST(Delays, memory_is_bounded_and_the_newest_failures_stay) {
  Delays delays(100);
  for (int i = 0; i < 5000; ++i)
    delays.failed("login" + std::to_string(i), "10.0." + std::to_string(i / 250) + "." + std::to_string(i % 250),
                  start);
  for (int i = 0; i < 10; ++i) delays.failed("clerk", "203.0.113.7", after(1));
  EXPECT_GT(delays.wait_seconds("clerk", "203.0.113.7", after(1)), 0);
}

}  // namespace jauap::auth
