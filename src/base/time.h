// Time as the house uses it: `Instant` is a moment (UTC milliseconds, the integer in the database),
// `CivilDate` a day in the civil zone of a place. Working days and calendar days are different types.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace jauap {

struct Instant {
  std::int64_t ms = 0;  // since 1970-01-01T00:00:00Z
  auto operator<=>(const Instant&) const = default;
  Instant plus(std::chrono::milliseconds span) const { return {ms + span.count()}; }
  Instant minus(std::chrono::milliseconds span) const { return {ms - span.count()}; }
};

class CivilDate {
 public:
  CivilDate() = default;
  explicit CivilDate(std::chrono::sys_days day) : day_(day) {}
  static CivilDate from_days(std::int64_t days) {
    return CivilDate(std::chrono::sys_days(std::chrono::days(days)));
  }
  static std::optional<CivilDate> of(int year, unsigned month, unsigned day);
  // Only "YYYY-MM-DD", years 1900..2199; nullopt otherwise.
  static std::optional<CivilDate> parse(std::string_view text);

  std::int64_t days() const { return day_.time_since_epoch().count(); }  // since 1970-01-01; the integer in the database
  std::chrono::sys_days sys() const { return day_; }
  std::chrono::year_month_day ymd() const { return std::chrono::year_month_day(day_); }
  int year() const { return int(ymd().year()); }
  unsigned month() const { return unsigned(ymd().month()); }
  unsigned day() const { return unsigned(ymd().day()); }
  unsigned iso_weekday() const { return std::chrono::weekday(day_).iso_encoding(); }  // 1 Monday .. 7 Sunday
  CivilDate plus_days(std::int64_t n) const { return CivilDate(day_ + std::chrono::days(n)); }
  std::string iso() const;  // 2026-03-27

  auto operator<=>(const CivilDate&) const = default;

 private:
  std::chrono::sys_days day_{};
};

struct TimeOfDay {
  int minutes = 0;  // 0..1439
  auto operator<=>(const TimeOfDay&) const = default;
  static std::optional<TimeOfDay> parse(std::string_view text);  // "HH:MM"
  std::string iso() const;                                       // HH:MM
};

struct WorkingDays {
  int count = 0;
  auto operator<=>(const WorkingDays&) const = default;
};

struct CalendarDays {
  int count = 0;
  auto operator<=>(const CalendarDays&) const = default;
};

struct CivilTime {
  CivilDate date;
  TimeOfDay time;
  // "YYYY-MM-DD", "YYYY-MM-DDTHH:MM" or with seconds; a date alone is 00:00.
  static std::optional<CivilTime> parse(std::string_view text);
};

// A fixed offset from UTC from a given moment on. The pack of a country lists its zone changes.
struct ZonePeriod {
  Instant from;
  std::chrono::minutes offset;
};

// RFC 3339 in UTC with whole seconds: 2026-03-02T05:00:00Z.
std::string rfc3339(Instant at);
std::optional<Instant> parse_rfc3339(std::string_view text);

}  // namespace jauap
