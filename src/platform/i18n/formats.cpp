// Dates, numbers and lists as people of the three languages write them.
#include <fmt/format.h>

#include <cmath>

#include "platform/i18n/i18n.h"

namespace jauap::i18n {
namespace {

constexpr const char* no_break_space = "\u00a0";

constexpr std::string_view months[3][12] = {{"қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым", "шілде", "тамыз",
                                             "қыркүйек", "қазан", "қараша", "желтоқсан"},
                                            {"января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа",
                                             "сентября", "октября", "ноября", "декабря"},
                                            {"January", "February", "March", "April", "May", "June", "July", "August",
                                             "September", "October", "November", "December"}};
constexpr std::string_view weekdays[3][7] = {
    {"дүйсенбі", "сейсенбі", "сәрсенбі", "бейсенбі", "жұма", "сенбі", "жексенбі"},
    {"понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"},
    {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}};

std::string_view month(Language language, CivilDate day) {
  return months[int(language)][day.month() - 1];
}
std::string_view weekday(Language language, CivilDate day) {
  return weekdays[int(language)][day.iso_weekday() - 1];
}

}  // namespace

std::string Words::date(CivilDate day) const {
  const auto name = month(language_, day);
  switch (language_) {
    case Language::kk:
      return fmt::format("{}{}ж. {}{}{}", day.year(), no_break_space, day.day(), no_break_space, name);
    case Language::ru:
      return fmt::format("{}{}{} {}{}г.", day.day(), no_break_space, name, day.year(), no_break_space);
    case Language::en:
      return fmt::format("{}{}{} {}", day.day(), no_break_space, name, day.year());
  }
  return "";
}

std::string Words::date_official(CivilDate day) const {
  const auto name = month(language_, day);
  switch (language_) {
    case Language::kk:
      return fmt::format("{} жылғы {}{}{}", day.year(), day.day(), no_break_space, name);
    case Language::ru:
      return fmt::format("{}{}{} {} года", day.day(), no_break_space, name, day.year());
    case Language::en:
      return date(day);
  }
  return "";
}

std::string Words::date_weekday(CivilDate day) const {
  switch (language_) {
    case Language::kk:
      return date(day) + ", " + std::string(weekday(language_, day));
    case Language::ru:
      return std::string(weekday(language_, day)) + ", " + date(day);
    case Language::en:
      return std::string(weekday(language_, day)) + " " + date(day);
  }
  return "";
}

std::string Words::date_time(CivilDate day, TimeOfDay time) const {
  return date(day) + ", " + time.iso();
}

std::string Words::number(long long value) const {
  const auto digits = std::to_string(value < 0 ? -value : value);
  const std::string_view separator = language_ == Language::en ? "," : no_break_space;
  std::string out = value < 0 ? "-" : "";
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) out += separator;
    out.push_back(digits[i]);
  }
  return out;
}

std::string Words::percent(double share) const {
  auto text = fmt::format("{:.1f}", std::round(share * 1000) / 10);
  if (language_ != Language::en) {
    const auto dot = text.find('.');
    if (dot != std::string::npos) text[dot] = ',';
  }
  return text + (language_ == Language::ru ? std::string(no_break_space) + "%" : "%");
}

std::string Words::list(const std::vector<std::string>& items) const {
  constexpr std::string_view last_joint[] = {" және ", " и ", " and "};
  std::string out;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += i + 1 == items.size() ? last_joint[int(language_)] : std::string_view(", ");
    out += items[i];
  }
  return out;
}

}  // namespace jauap::i18n
