#include <array>
#include <numeric>

#include "law/tests/support.h"

using namespace jauap;
using namespace jauap::law;

namespace {

// The slow count: the holidays of Kazakhstan and their moving written down a second time, straight from the Labour Code
// (Art. 84, 85) and the Law on holidays. It asks nothing of Calendar.
struct Feast {
  unsigned month, day;
};
constexpr Feast fixed_feasts[] = {{1, 1}, {1, 2}, {3, 8}, {3, 21}, {3, 22},  {3, 23},
                                  {5, 1}, {5, 7}, {5, 9}, {7, 6},  {10, 25}, {12, 16}};

bool is_feast(CivilDate day) {
  for (const auto feast : fixed_feasts)
    if (feast.month == day.month() && feast.day == day.day()) return true;
  // Constitution Day: 30 August for the last time in 2025, 15 March for the first time in 2027.
  return day == date("2025-08-30") || day == date("2027-03-15");
}

// 7 January and the first day of Kurban Ait are never moved.
bool is_unmoved_feast(CivilDate day) {
  return (day.month() == 1 && day.day() == 7) || day == date("2025-06-06") || day == date("2026-05-27") ||
         day == date("2027-05-16");
}

bool falls_on_weekend(CivilDate day) {
  return day.iso_weekday() >= 6;
}

// A feast on a weekend gives away the first working day after it that no earlier one has taken.
bool is_given_for_a_feast(CivilDate day) {
  int owed = 0;
  for (auto before = day.plus_days(-12); before <= day; before = before.plus_days(1)) {
    if (is_feast(before) && falls_on_weekend(before)) ++owed;
    const bool free = falls_on_weekend(before) || is_feast(before) || is_unmoved_feast(before);
    if (free || owed == 0) continue;
    --owed;
    if (before == day) return true;
  }
  return false;
}

bool worked_by_the_law(CivilDate day) {
  if (day == date("2025-01-05")) return true;   // worked Sunday
  if (day == date("2025-01-03")) return false;  // in exchange for it
  return !falls_on_weekend(day) && !is_feast(day) && !is_unmoved_feast(day) && !is_given_for_a_feast(day);
}

bool worked(CivilDate day) {
  static std::map<CivilDate, bool> known;
  const auto found = known.find(day);
  return found != known.end() ? found->second : known.emplace(day, worked_by_the_law(day)).first->second;
}

CivilDate slow_end(CivilDate received, int length) {
  auto day = received;
  while (length > 0) {
    day = day.plus_days(1);
    if (worked(day)) --length;
  }
  return day;
}

}  // namespace

TEST(KazakhCalendar, every_day_of_three_years_agrees_with_the_slow_count) {
  for (auto day = date("2025-01-01"); day <= date("2027-12-31"); day = day.plus_days(1))
    EXPECT_EQ(kz().calendar.is_working(day), worked(day)) << day.iso();
}

TEST(KazakhCalendar, every_deadline_of_three_years_agrees_with_the_slow_count) {
  int compared = 0;
  for (const int length : {1, 3, 5, 10, 15, 20}) {
    auto files = kz_files();
    auto& rules = files.at("rules.json");
    const std::string id = "\"id\": \"appeal.consider\",";
    const auto length_at = rules.find("\"length\": 15", rules.find(id));
    rules.replace(length_at, 12, "\"length\": " + std::to_string(length));
    const auto rule_from = rules.find("\"in_force_from\"", length_at);
    ASSERT_LT(rule_from, rules.find("\"id\"", length_at));
    const auto pack = load_files(files).take();
    for (auto day = date("2025-01-01"); slow_end(day.plus_days(10), length) <= date("2027-12-31");
         day = day.plus_days(1)) {
      const auto result = deadline(*pack, "appeal.consider", {day, pack->working_day_begins});
      const auto starts_on = worked(day) ? day : slow_end(day, 1);
      ASSERT_TRUE(result) << day.iso();
      ASSERT_EQ(result->starts_on, starts_on) << day.iso();
      ASSERT_EQ(result->due_on, slow_end(starts_on, length)) << day.iso() << " + " << length;
      ++compared;
    }
  }
  EXPECT_GT(compared, 6 * 1000);
}

TEST(KazakhCalendar, the_months_have_as_many_working_days_as_was_counted_by_hand) {
  constexpr std::array<std::array<int, 12>, 3> months{{{20, 20, 17, 22, 19, 20, 22, 21, 21, 22, 20, 22},
                                                       {19, 20, 18, 22, 17, 22, 22, 21, 22, 21, 21, 22},
                                                       {18, 20, 18, 22, 18, 22, 21, 22, 22, 20, 22, 22}}};
  constexpr std::array totals{246, 247, 247};
  for (int year = 2025; year <= 2027; ++year) {
    std::array<int, 12> counted{};
    for (auto day = *CivilDate::of(year, 1, 1); day.year() == year; day = day.plus_days(1))
      counted[day.month() - 1] += kz().calendar.is_working(day);
    EXPECT_EQ(counted, months[std::size_t(year - 2025)]) << year;
    EXPECT_EQ(std::accumulate(counted.begin(), counted.end(), 0), totals[std::size_t(year - 2025)]) << year;
  }
}

TEST(KazakhCalendar, says_why_a_day_is_not_worked) {
  const auto& calendar = kz().calendar;
  EXPECT_EQ(calendar.day_off(date("2026-03-07"))->kind, DayOff::Kind::weekend);
  EXPECT_EQ(calendar.day_off(date("2026-03-08"))->kind, DayOff::Kind::holiday);
  const auto moved = calendar.day_off(date("2026-03-09"));
  EXPECT_EQ(moved->kind, DayOff::Kind::moved);
  EXPECT_EQ(moved->moved_from, date("2026-03-08"));
  EXPECT_EQ(moved->name.ru, "Международный женский день");
  EXPECT_EQ(calendar.day_off(date("2025-01-03"))->kind, DayOff::Kind::government);
  EXPECT_EQ(calendar.day_off(date("2025-01-05")), std::nullopt);
  EXPECT_EQ(calendar.day_off(date("2026-08-31")), std::nullopt);
  EXPECT_EQ(calendar.day_off(date("2027-05-16"))->status, "uncertain");
}

TEST(KazakhCalendar, counts_between_two_days_without_the_first_and_with_the_last) {
  const auto& calendar = kz().calendar;
  EXPECT_EQ(*calendar.working_days_between(date("2026-03-02"), date("2026-03-27")), 15);
  EXPECT_EQ(*calendar.working_days_between(date("2026-03-06"), date("2026-03-09")), 0);
  EXPECT_EQ(*calendar.working_days_between(date("2026-03-27"), date("2026-03-02")), 0);
}

TEST(KazakhCalendar, never_guesses_about_a_year_it_does_not_know) {
  const auto& calendar = kz().calendar;
  const auto beyond = calendar.next_working(date("2027-12-31"));
  ASSERT_FALSE(beyond);
  EXPECT_EQ(beyond.problems().first().kind, Problem::Kind::not_found);
  EXPECT_EQ(beyond.problems().first().args.front().value, "2028");
  EXPECT_FALSE(calendar.working_days_between(date("2024-12-31"), date("2025-01-10")));
  EXPECT_THROW((void)calendar.is_working(date("2028-01-03")), BrokenInvariant);
  EXPECT_THROW((void)calendar.day_off(date("2024-12-31")), BrokenInvariant);
}
