#include "base/time.h"

#include <gtest/gtest.h>

#include "base/clock.h"

using namespace jauap;

TEST(CivilDate, is_read_only_in_one_form) {
  EXPECT_EQ(CivilDate::parse("2026-03-27")->iso(), "2026-03-27");
  EXPECT_EQ(CivilDate::parse("2024-02-29")->iso(), "2024-02-29");
  for (const auto* bad : {"", "2026-3-27", "2026-02-29", "2026-13-01", "2026-00-10", "27.03.2026", "2026-03-27 ",
                          "1899-12-31", "2200-01-01", "-026-03-27", "2026/03/27", "２０26-03-27"})
    EXPECT_EQ(CivilDate::parse(bad), std::nullopt) << bad;
}

TEST(CivilDate, knows_its_weekday_and_its_neighbours) {
  const auto day = *CivilDate::parse("2026-03-02");
  EXPECT_EQ(day.iso_weekday(), 1u);
  EXPECT_EQ(day.plus_days(-2).iso(), "2026-02-28");
  EXPECT_EQ(CivilDate::from_days(day.days()), day);
  EXPECT_EQ(CivilDate::from_days(0).iso(), "1970-01-01");
}

TEST(TimeOfDay, is_read_only_as_hours_and_minutes) {
  EXPECT_EQ(TimeOfDay::parse("18:30")->minutes, 1110);
  EXPECT_EQ(TimeOfDay::parse("00:00")->iso(), "00:00");
  for (const auto* bad : {"", "24:00", "18:60", "8:30", "18.30", "18:30:00"})
    EXPECT_EQ(TimeOfDay::parse(bad), std::nullopt) << bad;
}

TEST(CivilTime, takes_a_date_with_or_without_time) {
  EXPECT_EQ(CivilTime::parse("2026-03-02")->time.minutes, 0);
  EXPECT_EQ(CivilTime::parse("2026-03-02T10:00")->time.minutes, 600);
  EXPECT_EQ(CivilTime::parse("2026-03-02 10:00:59")->time.minutes, 600);
  for (const auto* bad : {"", "2026", "2026-03-02T", "2026-03-02T10", "2026-03-02x10:00", "2026-03-02T10:00:60",
                          "2026-03-02T10:00:00Z", "2026-03-02T25:00"})
    EXPECT_FALSE(CivilTime::parse(bad)) << bad;
}

TEST(Rfc3339, goes_there_and_back) {
  for (const auto* text :
       {"1970-01-01T00:00:00Z", "2026-03-02T05:00:00Z", "2199-12-31T23:59:59Z", "1969-12-31T23:59:59Z"})
    EXPECT_EQ(rfc3339(*parse_rfc3339(text)), text);
}

TEST(Rfc3339, offsets_and_fractions_are_understood) {
  EXPECT_EQ(rfc3339(*parse_rfc3339("2026-03-02T10:00:00+05:00")), "2026-03-02T05:00:00Z");
  EXPECT_EQ(rfc3339(*parse_rfc3339("2026-03-01T23:30:00-05:30")), "2026-03-02T05:00:00Z");
  EXPECT_EQ(parse_rfc3339("1970-01-01T00:00:00.250Z")->ms, 250);
  EXPECT_EQ(parse_rfc3339("1970-01-01T00:00:00.123456789Z")->ms, 123);
  for (const auto* bad : {"", "2026-03-02", "2026-03-02T05:00:00", "2026-03-02T05:00:00+5", "2026-03-02T05:00:00Zz"})
    EXPECT_EQ(parse_rfc3339(bad), std::nullopt) << bad;
}

TEST(Clock, a_fixed_clock_stands_still_until_told) {
  FixedClock clock(Instant{1000});
  EXPECT_EQ(clock.now(), Instant{1000});
  clock.set(clock.now().plus(std::chrono::seconds(2)));
  EXPECT_EQ(clock.now().ms, 3000);
  EXPECT_EQ(clock.now().minus(std::chrono::milliseconds(1)).ms, 2999);
}

TEST(Clock, monotonic_time_does_not_run_back) {
  const auto before = monotonic_ns();
  EXPECT_GE(monotonic_ns(), before);
  EXPECT_GT(MachineClock().now().ms, 1700000000000);
}
