// Until when, and why just then: text first, the bar is decoration, the counting can be unfolded.
#pragma once

#include <string>
#include <vector>

#include "platform/html/components/notice/notice.h"
#include "platform/html/html.h"

namespace jauap::html {

struct DeadlineMeter {
  std::string heading;           // "Answer by"
  std::string date = {};         // "Monday 14 December 2026", large; "" when the sentence says it
  std::string sentence;          // "5 working days left of 15"
  Tone tone = Tone::info;        // warning: last days; error: overdue
  double done_share = 0;         // 0..1 of the period gone, decoration only
  std::string how_heading;       // "How this date is counted"
  std::vector<std::string> how;  // one line each, as text
  std::string link_words;        // words of `link`
  std::string due_iso;           // 2026-12-14, for machines; "" for none
  Url link = Url::local("/");    // to the article or rule; shown when link_words is not empty
};
Html deadline_meter(const DeadlineMeter& meter);

}  // namespace jauap::html
