// Calendar files (iCalendar, RFC 5545) of days to be met, for the calendar of a person's telephone or office.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/time.h"

namespace jauap::calendar {

// One whole day. Nothing personal belongs here: calendars are shown on locked screens and kept by strangers.
struct Entry {
  std::string uid;           // stays the same when the day moves
  CivilDate day;
  std::string summary, url;  // plain text; an absolute address
  Instant changed_at;        // of what the entry says
  int sequence = 0;          // grows with each change, so that programs take the newer one
  bool reminds = false;      // a sound on the day before
};

// The file: UTF-8, lines folded, ends with CRLF. `name` is shown as the calendar's own.
std::string write(const std::string& name, const std::vector<Entry>& entries);

}  // namespace jauap::calendar
