#include <algorithm>

#include "law/law.h"

namespace jauap::law {
namespace {

Problem about_rule(Problem::Kind kind, Key message, std::string_view rule) {
  return {.kind = kind, .message = message, .args = {{"rule", std::string(rule)}}};
}

// Adds the non-working days of (after, until] to what was skipped.
void skip(const Calendar& calendar, CivilDate after, CivilDate until, std::vector<Skipped>& skipped) {
  for (auto day = after.plus_days(1); day <= until; day = day.plus_days(1))
    if (auto why = calendar.day_off(day)) skipped.push_back({day, std::move(*why)});
}

// The same date `count` months later; the last day of the month when it has no such date.
CivilDate months_later(CivilDate day, int count) {
  const auto ymd = day.ymd();
  const auto month = ymd.year() / ymd.month() + std::chrono::months(count);
  const auto same = month / ymd.day();
  return CivilDate(std::chrono::sys_days(same.ok() ? same : std::chrono::year_month_day(month / std::chrono::last)));
}

// A period that would end on a day off ends on the next working day.
Result<CivilDate> moved_to_working(const Calendar& calendar, CivilDate day) {
  if (calendar.covers(day) && calendar.is_working(day)) return day;
  return calendar.next_working(day);
}

}  // namespace

Result<CivilDate> working_days_later(const Calendar& calendar, CivilDate day, int count) {
  for (int counted = 0; counted < count; ++counted) day = TRY(calendar.next_working(day));
  return day;
}

Result<CivilDate> counts_as_received(const Pack& pack, const CivilTime& received) {
  const auto next = pack.calendar.next_working(received.date);
  if (!pack.calendar.covers(received.date)) return next;
  // appeal.register.offhours: what comes after the working day or on a day off is registered on the next working day.
  if (pack.calendar.is_working(received.date) && received.time < pack.working_day_ends) return received.date;
  return next;
}

Result<Deadline> deadline(const Pack& pack, std::string_view rule_id, const CivilTime& received) {
  const auto starts_on = TRY(counts_as_received(pack, received));
  const auto* rule = pack.rule(rule_id, starts_on);
  if (!rule) return about_rule(Problem::Kind::not_found, Key("law.unknown_rule"), rule_id);
  if (rule->unit == Unit::other || !rule->length || rule->counts_back)
    return about_rule(Problem::Kind::invalid, Key("law.rule_is_no_period"), rule_id);

  const auto& calendar = pack.calendar;
  Deadline result{.rule = rule->id,
                  .pack = pack.version,
                  .length = *rule->length,
                  .unit = rule->unit,
                  .received_on = received.date,
                  .after_hours = starts_on != received.date,
                  .starts_on = starts_on,
                  .due_on = starts_on,
                  .skipped = {}};
  if (result.after_hours) {
    if (auto why = calendar.day_off(received.date)) result.skipped.push_back({received.date, std::move(*why)});
    skip(calendar, received.date, starts_on, result.skipped);
  }
  switch (rule->unit) {
    case Unit::working_days:
      result.due_on = TRY(working_days_later(calendar, starts_on, *rule->length));
      skip(calendar, starts_on, result.due_on, result.skipped);
      break;
    case Unit::calendar_days:
    case Unit::months: {
      const auto ends_on =
          rule->unit == Unit::months ? months_later(starts_on, *rule->length) : starts_on.plus_days(*rule->length);
      result.due_on = TRY(moved_to_working(calendar, ends_on));
      skip(calendar, ends_on.plus_days(-1), result.due_on, result.skipped);
      break;
    }
    case Unit::other:
      break;
  }
  return result;
}

}  // namespace jauap::law
