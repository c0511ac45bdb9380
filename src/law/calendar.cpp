#include <algorithm>

#include "law/law.h"

namespace jauap::law {
namespace {

Problem not_covered(CivilDate day) {
  return {.kind = Problem::Kind::not_found,
          .message = Key("law.calendar_does_not_cover"),
          .args = {{"year", std::to_string(day.year())}}};
}

}  // namespace

bool Calendar::is_working(CivilDate day) const {
  return !day_off(day);
}

std::optional<DayOff> Calendar::day_off(CivilDate day) const {
  invariant(covers(day), "the calendar covers the day asked for");
  if (working_weekends.contains(day)) return std::nullopt;
  if (const auto named = days_off.find(day); named != days_off.end()) return named->second;
  if (std::ranges::count(weekend, int(day.iso_weekday())) != 0) return DayOff{};
  return std::nullopt;
}

Result<CivilDate> Calendar::next_working(CivilDate day) const {
  if (!covers(day)) return not_covered(day);
  do {
    day = day.plus_days(1);
    if (!covers(day)) return not_covered(day);
  } while (!is_working(day));
  return day;
}

Result<int> Calendar::working_days_between(CivilDate after, CivilDate until) const {
  for (const auto day : {after, until})
    if (!covers(day)) return not_covered(day);
  int count = 0;
  for (auto day = after.plus_days(1); day <= until; day = day.plus_days(1)) count += is_working(day);
  return count;
}

}  // namespace jauap::law
