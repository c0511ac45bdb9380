#include "platform/calendar/calendar.h"

#include <libical/ical.h>

#include <memory>

#include "base/result.h"

namespace jauap::calendar {
namespace {

icaltimetype day_of(CivilDate day) {
  auto time = icaltime_null_date();
  time.year = day.year();
  time.month = int(day.month());
  time.day = int(day.day());
  return time;
}

icaltimetype utc(Instant at) { return icaltime_from_timet_with_zone(time_t(at.ms / 1000), 0, icaltimezone_get_utc_timezone()); }

// A sound on the day before, at the beginning of the working day there: nine hours after midnight.
icalcomponent* reminder(const Entry& entry) {
  icaltriggertype trigger{};
  trigger.time = icaltime_null_time();
  trigger.duration = icaldurationtype_from_int(-15 * 3600);
  return icalcomponent_vanew(ICAL_VALARM_COMPONENT, icalproperty_new_action(ICAL_ACTION_DISPLAY), icalproperty_new_trigger(trigger),
                             icalproperty_new_description(entry.summary.c_str()), nullptr);
}

icalcomponent* event_of(const Entry& entry) {
  auto* event = icalcomponent_vanew(ICAL_VEVENT_COMPONENT, icalproperty_new_uid(entry.uid.c_str()), icalproperty_new_dtstamp(utc(entry.changed_at)),
                                    icalproperty_new_lastmodified(utc(entry.changed_at)), icalproperty_new_sequence(entry.sequence),
                                    icalproperty_new_dtstart(day_of(entry.day)), icalproperty_new_dtend(day_of(entry.day.plus_days(1))),
                                    icalproperty_new_summary(entry.summary.c_str()), icalproperty_new_url(entry.url.c_str()),
                                    icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT), nullptr);
  if (entry.reminds) icalcomponent_add_component(event, reminder(entry));
  return event;
}

}  // namespace

std::string write(const std::string& name, const std::vector<Entry>& entries) {
  const std::unique_ptr<icalcomponent, decltype(&icalcomponent_free)> file(
      icalcomponent_vanew(ICAL_VCALENDAR_COMPONENT, icalproperty_new_version("2.0"), icalproperty_new_prodid("-//Jauap//Terms//EN"),
                          icalproperty_new_method(ICAL_METHOD_PUBLISH), icalproperty_new_name(name.c_str()), nullptr),
      icalcomponent_free);
  for (const auto& entry : entries) icalcomponent_add_component(file.get(), event_of(entry));
  const std::unique_ptr<char, decltype(&free)> text(icalcomponent_as_ical_string_r(file.get()), free);
  invariant(text != nullptr, "a calendar can be written");
  return text.get();
}

}  // namespace jauap::calendar
