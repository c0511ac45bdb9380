#include "base/time.h"

#include <cstdio>

namespace jauap {
namespace {

// Reads exactly `digits` decimal digits at `at`; nullopt when there is anything else.
std::optional<int> number(std::string_view text, std::size_t at, std::size_t digits) {
  if (text.size() < at + digits) return std::nullopt;
  int value = 0;
  for (std::size_t i = at; i < at + digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

}  // namespace

std::optional<CivilDate> CivilDate::of(int year, unsigned month, unsigned day) {
  const std::chrono::year_month_day ymd{std::chrono::year(year), std::chrono::month(month),
                                        std::chrono::day(day)};
  if (!ymd.ok() || year < 1900 || year > 2199) return std::nullopt;
  return CivilDate(std::chrono::sys_days(ymd));
}

std::optional<CivilDate> CivilDate::parse(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = number(text, 0, 4), month = number(text, 5, 2), day = number(text, 8, 2);
  if (!year || !month || !day) return std::nullopt;
  return of(*year, unsigned(*month), unsigned(*day));
}

std::string CivilDate::iso() const {
  char buffer[16];
  std::snprintf(buffer, sizeof buffer, "%04d-%02u-%02u", year(), month(), day());
  return buffer;
}

std::optional<TimeOfDay> TimeOfDay::parse(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto hours = number(text, 0, 2), minutes = number(text, 3, 2);
  if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  return TimeOfDay{*hours * 60 + *minutes};
}

std::string TimeOfDay::iso() const {
  char buffer[16];
  std::snprintf(buffer, sizeof buffer, "%02d:%02d", minutes / 60, minutes % 60);
  return buffer;
}

std::optional<CivilTime> CivilTime::parse(std::string_view text) {
  const auto date = CivilDate::parse(text.substr(0, 10));
  if (!date) return std::nullopt;
  if (text.size() == 10) return CivilTime{*date, {}};
  if (text.size() != 16 && text.size() != 19) return std::nullopt;
  if (text[10] != 'T' && text[10] != ' ') return std::nullopt;
  if (text.size() == 19) {
    const auto seconds = number(text, 17, 2);
    if (text[16] != ':' || !seconds || *seconds > 59) return std::nullopt;
  }
  const auto time = TimeOfDay::parse(text.substr(11, 5));
  if (!time) return std::nullopt;
  return CivilTime{*date, *time};
}

std::string rfc3339(Instant at) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(std::chrono::milliseconds(at.ms));
  const std::chrono::sys_seconds moment(seconds);
  const auto day = std::chrono::floor<std::chrono::days>(moment);
  const auto left = (moment - day).count();
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%sT%02d:%02d:%02dZ", CivilDate(day).iso().c_str(), int(left / 3600),
                int(left / 60 % 60), int(left % 60));
  return buffer;
}

std::optional<Instant> parse_rfc3339(std::string_view text) {
  if (text.size() < 20 || (text[10] != 'T' && text[10] != 't')) return std::nullopt;
  const auto civil = CivilTime::parse(text.substr(0, 19));
  const auto seconds = number(text, 17, 2);
  if (!civil || !seconds) return std::nullopt;
  std::size_t at = 19;
  std::int64_t fraction_ms = 0;
  if (text[at] == '.') {
    std::int64_t scale = 100;
    for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10)
      fraction_ms += (text[at] - '0') * scale;
  }
  std::int64_t offset_minutes = 0;
  if (text.substr(at) == "Z" || text.substr(at) == "z") {
    offset_minutes = 0;
  } else if (text.size() == at + 6 && (text[at] == '+' || text[at] == '-')) {
    const auto offset = TimeOfDay::parse(text.substr(at + 1));
    if (!offset) return std::nullopt;
    offset_minutes = text[at] == '+' ? offset->minutes : -offset->minutes;
  } else {
    return std::nullopt;
  }
  const std::int64_t minutes = civil->date.days() * 1440 + civil->time.minutes - offset_minutes;
  return Instant{(minutes * 60 + *seconds) * 1000 + fraction_ms};
}

}  // namespace jauap
