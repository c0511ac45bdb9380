// What happened, newest first; what is still expected stands above it under a heading of its own.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/html/html.h"

namespace jauap::html {

struct TimelineItem {
  std::string heading, time_iso, time, by, body;  // `by`: post and body; `body`: what people read, "" for none
  bool is_current = false;
  Html more = {};  // under the body: a link
};
struct TimelineAhead {
  std::string heading;  // "Ahead"
  std::vector<TimelineItem> items;
};
// More than eight items fold into <details> with the summary `earlier_words`.
Html timeline(std::string_view heading, const std::vector<TimelineItem>& items, std::string_view earlier_words,
              const TimelineAhead& ahead = {});

}  // namespace jauap::html
