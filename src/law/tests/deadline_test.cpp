#include "law/tests/support.h"

using namespace jauap;
using namespace jauap::law;

namespace {

struct Vector {
  std::string received;
  int length;
  std::string due;
};

std::string days(const std::vector<Skipped>& skipped) {
  std::string out;
  for (const auto& day : skipped) out += (out.empty() ? "" : " ") + day.day.iso().substr(5);
  return out;
}

// A rule of the pack put in for one test.
Pack kz_with(int length, Unit unit) {
  Pack pack = kz();
  Rule rule;
  rule.id = "test.rule";
  rule.length = length;
  rule.unit = unit;
  pack.rules.push_back(rule);
  return pack;
}

}  // namespace

class DeadlineVectors : public ::testing::TestWithParam<Vector> {};

TEST_P(DeadlineVectors, ends_on_the_day_counted_by_hand) {
  const auto& [received, length, due] = GetParam();
  const auto result = deadline(kz_with(length, Unit::working_days), "test.rule", at(received + "T10:00"));
  ASSERT_TRUE(result);
  EXPECT_EQ(result->due_on.iso(), due);
}

INSTANTIATE_TEST_SUITE_P(Table, DeadlineVectors,
                         ::testing::Values(Vector{"2026-03-02", 15, "2026-03-27"},
                                           Vector{"2026-03-20", 3, "2026-03-30"}, Vector{"2026-04-29", 5, "2026-05-08"},
                                           Vector{"2026-05-06", 10, "2026-05-22"},
                                           Vector{"2026-08-28", 1, "2026-08-31"}, Vector{"2026-10-23", 1, "2026-10-27"},
                                           Vector{"2026-11-23", 15, "2026-12-14"},
                                           Vector{"2026-12-14", 15, "2027-01-08"},
                                           Vector{"2026-12-30", 3, "2027-01-06"}, Vector{"2027-03-12", 1, "2027-03-16"},
                                           Vector{"2027-03-19", 3, "2027-03-29"}));

TEST(Deadline, an_application_of_2_march_2026_is_due_on_27_march_and_says_why) {
  const auto& rules = kz().kind(AppealKind::application);
  const auto result = deadline(kz(), rules.consider_rule, at("2026-03-02T10:00"));
  ASSERT_TRUE(result);
  EXPECT_EQ(result->due_on.iso(), "2026-03-27");
  EXPECT_EQ(result->rule, "appeal.consider");
  EXPECT_EQ(result->pack, "kz-2026.1");
  EXPECT_EQ(result->length, 15);
  EXPECT_FALSE(result->after_hours);
  EXPECT_EQ(days(result->skipped), "03-07 03-08 03-09 03-14 03-15 03-21 03-22 03-23 03-24 03-25");
}

TEST(Deadline, an_appeal_sent_on_friday_evening_counts_from_monday) {
  const auto result = deadline(kz(), "appeal.consider", at("2026-03-13T19:40"));
  ASSERT_TRUE(result);
  EXPECT_TRUE(result->after_hours);
  EXPECT_EQ(result->received_on.iso(), "2026-03-13");
  EXPECT_EQ(result->starts_on.iso(), "2026-03-16");
  EXPECT_EQ(days(result->skipped).substr(0, 11), "03-14 03-15");
}

TEST(Deadline, the_day_of_receipt_follows_the_working_day_of_the_pack) {
  EXPECT_EQ(counts_as_received(kz(), at("2026-03-02T00:00"))->iso(), "2026-03-02");
  EXPECT_EQ(counts_as_received(kz(), at("2026-03-02T18:29"))->iso(), "2026-03-02");
  EXPECT_EQ(counts_as_received(kz(), at("2026-03-02T18:30"))->iso(), "2026-03-03");
  EXPECT_EQ(counts_as_received(kz(), at("2026-03-06T23:59"))->iso(), "2026-03-10");
  EXPECT_EQ(counts_as_received(kz(), at("2026-03-21T10:00"))->iso(), "2026-03-26");
  EXPECT_EQ(counts_as_received(kz(), at("2025-01-05T10:00"))->iso(), "2025-01-05");
}

TEST(Deadline, an_appeal_sent_on_a_day_off_names_that_day_among_the_skipped) {
  const auto result = deadline(kz(), "appeal.redirect", at("2026-03-21T10:00"));
  EXPECT_EQ(days(result->skipped), "03-21 03-22 03-23 03-24 03-25 03-28 03-29");
  EXPECT_EQ(result->due_on.iso(), "2026-03-31");
}

TEST(Deadline, a_period_of_nothing_ends_on_the_day_of_receipt) {
  const auto result = deadline(kz(), "appeal.register", at("2026-03-02T10:00"));
  EXPECT_EQ(result->due_on, result->starts_on);
  EXPECT_TRUE(result->skipped.empty());
}

struct MonthCase {
  std::string received;
  int months;
  std::string due, moved_over;
};
class DeadlineInMonths : public ::testing::TestWithParam<MonthCase> {};

TEST_P(DeadlineInMonths, ends_on_the_same_date_or_the_working_day_after_it) {
  const auto& [received, months, due, moved_over] = GetParam();
  const auto result = deadline(kz_with(months, Unit::months), "test.rule", at(received + "T10:00"));
  ASSERT_TRUE(result);
  EXPECT_EQ(result->due_on.iso(), due);
  EXPECT_EQ(days(result->skipped), moved_over);
}

INSTANTIATE_TEST_SUITE_P(Table, DeadlineInMonths,
                         ::testing::Values(MonthCase{"2026-04-02", 2, "2026-06-02", ""},             //
                                           MonthCase{"2026-03-02", 2, "2026-05-04", "05-02 05-03"},  // Saturday
                                           MonthCase{"2026-01-30", 1, "2026-03-02", "02-28 03-01"},  // no 30 February
                                           MonthCase{"2027-01-29", 1, "2027-03-01", "02-28"},  // the last day, a Sunday
                                           MonthCase{"2026-12-31", 6, "2027-06-30", ""},       // June has 30 days
                                           MonthCase{"2026-02-20", 1, "2026-03-20", ""},       //
                                           MonthCase{"2026-02-23", 1, "2026-03-26", "03-23 03-24 03-25"},
                                           MonthCase{"2025-12-15", 12, "2026-12-15", ""}));

TEST(Deadline, calendar_days_move_off_a_day_off_too) {
  const auto result = deadline(kz_with(30, Unit::calendar_days), "test.rule", at("2026-02-20T10:00"));
  EXPECT_EQ(result->due_on.iso(), "2026-03-26");  // 22 March is Nauryz
  EXPECT_EQ(days(result->skipped), "03-22 03-23 03-24 03-25");
  EXPECT_EQ(deadline(kz(), "appeal.verdict", at("2026-04-01T10:00"))->due_on.iso(), "2026-05-04");
}

TEST(Deadline, a_rule_that_is_not_known_or_no_period_is_a_problem) {
  EXPECT_EQ(deadline(kz(), "appeal.nothing", at("2026-03-02")).problems().first().message.name(), "law.unknown_rule");
  EXPECT_EQ(deadline(kz(), "council.quorum", at("2026-03-02")).problems().first().message.name(),
            "law.rule_is_no_period");
  EXPECT_EQ(deadline(kz(), "meet.announce", at("2026-03-02")).problems().first().message.name(),
            "law.rule_is_no_period");
}

TEST(Deadline, days_beyond_the_calendar_are_a_problem_that_names_the_year) {
  for (const auto* received : {"2024-12-30T10:00", "2027-12-24T10:00", "2027-12-31T23:00", "2190-01-01"}) {
    const auto result = deadline(kz(), "appeal.consider", at(received));
    ASSERT_FALSE(result) << received;
    EXPECT_EQ(result.problems().first().message.name(), "law.calendar_does_not_cover");
    EXPECT_EQ(result.problems().first().kind, Problem::Kind::not_found);
  }
  EXPECT_FALSE(deadline(kz_with(10000, Unit::months), "test.rule", at("2026-03-02")));
  EXPECT_FALSE(deadline(kz_with(10000, Unit::working_days), "test.rule", at("2026-03-02")));
}

TEST(Deadline, the_last_day_of_the_calendar_can_still_be_the_day_of_receipt) {
  EXPECT_EQ(counts_as_received(kz(), at("2027-12-31T10:00"))->iso(), "2027-12-31");
  EXPECT_EQ(deadline(kz_with(0, Unit::calendar_days), "test.rule", at("2025-01-03T10:00"))->due_on.iso(), "2025-01-05");
}

TEST(Rules, the_rule_in_force_on_the_day_is_the_one_that_counts) {
  Pack pack = kz();
  Rule older = *pack.rule("appeal.consider", date("2026-03-02"));
  older.in_force_from = date("2012-01-01");
  older.in_force_to = date("2021-06-30");
  older.length = 10;
  pack.rules.push_back(older);
  EXPECT_EQ(pack.rule("appeal.consider", date("2021-06-30"))->length, 10);
  EXPECT_EQ(pack.rule("appeal.consider", date("2021-07-01"))->length, 15);
  EXPECT_EQ(pack.rule("appeal.consider", date("2011-12-31")), nullptr);
}

TEST(Zone, almaty_is_one_hour_nearer_to_greenwich_since_march_2024) {
  EXPECT_EQ(kz().civil(*parse_rfc3339("2026-03-02T05:00:00Z")).time.iso(), "10:00");
  EXPECT_EQ(kz().civil(*parse_rfc3339("2026-03-01T20:30:00Z")).date.iso(), "2026-03-02");
  EXPECT_EQ(kz().civil(*parse_rfc3339("2024-02-01T05:00:00Z")).time.iso(), "11:00");
  EXPECT_EQ(kz().civil(*parse_rfc3339("1960-01-01T00:00:30Z")).time.iso(), "06:00");
  EXPECT_EQ(rfc3339(kz().instant(at("2026-03-02T10:00"))), "2026-03-02T05:00:00Z");
  EXPECT_EQ(rfc3339(kz().instant(at("2024-02-01T11:00"))), "2024-02-01T05:00:00Z");
}

TEST(Zone, moments_go_there_and_back_but_for_the_hour_shown_twice) {
  const auto change = *parse_rfc3339("2024-02-29T18:00:00Z");
  for (int minutes = -300; minutes <= 300; minutes += 10) {
    const auto moment = change.plus(std::chrono::minutes(minutes));
    const bool second_time = minutes >= 0 && minutes < 60;
    const auto expected = second_time ? moment.minus(std::chrono::hours(1)) : moment;
    EXPECT_EQ(kz().instant(kz().civil(moment)), expected) << minutes;
  }
}
