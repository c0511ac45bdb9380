#include "platform/calendar/calendar.h"

#include <gtest/gtest.h>
#include <libical/ical.h>

#include <memory>

namespace jauap::calendar {
namespace {

using File = std::unique_ptr<icalcomponent, decltype(&icalcomponent_free)>;

File parsed(const std::string& text) { return {icalparser_parse_string(text.c_str()), icalcomponent_free}; }

Entry an_entry() {
  return {.uid = "KZ75-A-2026-000284-due@jauap", .day = *CivilDate::parse("2026-12-31"), .summary = "Жауап беру мерзімі; №1, ұзақ сөз: " + std::string(200, 'a') + "\nекінші жол",
          .url = "https://jauap.example/kk/appeals/KZ75-A-2026-000284", .changed_at = {1'795'000'000'000}, .sequence = 4, .reminds = true};
}

}  // namespace

TEST(Calendar, what_is_written_is_read_back_whole_in_kazakh_and_with_long_lines) {
  const auto text = write("Менің мерзімдерім", {an_entry()});
  const auto file = parsed(text);
  ASSERT_TRUE(file);
  auto* event = icalcomponent_get_first_component(file.get(), ICAL_VEVENT_COMPONENT);
  ASSERT_TRUE(event);
  EXPECT_EQ(icalcomponent_get_uid(event), an_entry().uid);
  EXPECT_EQ(icalcomponent_get_summary(event), an_entry().summary);
  EXPECT_EQ(icalcomponent_get_sequence(event), 4);
  const auto start = icalcomponent_get_dtstart(event), end = icalcomponent_get_dtend(event);
  EXPECT_TRUE(start.is_date);
  EXPECT_EQ(icaltime_as_ical_string(start), std::string("20261231"));
  EXPECT_EQ(icaltime_as_ical_string(end), std::string("20270101")) << "the end of a whole day is the next one";
  EXPECT_TRUE(icalcomponent_get_first_component(event, ICAL_VALARM_COMPONENT));
  for (std::size_t at = 0, end_of_line; (end_of_line = text.find("\r\n", at)) != std::string::npos; at = end_of_line + 2)
    EXPECT_LE(end_of_line - at, 75u) << "a line is folded";
  EXPECT_EQ(text.find("X-LIC"), std::string::npos);
}

TEST(Calendar, an_empty_calendar_is_a_calendar) {
  const auto file = parsed(write("Terms", {}));
  ASSERT_TRUE(file);
  EXPECT_EQ(icalcomponent_count_components(file.get(), ICAL_VEVENT_COMPONENT), 0);
}

}  // namespace jauap::calendar
