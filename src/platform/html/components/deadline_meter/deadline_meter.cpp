#include "platform/html/components/deadline_meter/deadline_meter.h"

#include <algorithm>
#include <cmath>

namespace jauap::html {
namespace {
using namespace tags;

// The width is a class and not a style: the policy of the pages allows no inline styles.
Html bar(double done_share) {
  const auto twentieths = std::clamp(int(std::lround(done_share * 20)), 0, 20);
  return div({cls("bar"), attr("aria-hidden", "true"), div({cls("p" + std::to_string(twentieths))})});
}

Html date_of(const DeadlineMeter& meter) {
  if (meter.date.empty()) return {};
  if (meter.due_iso.empty()) return p({cls("date"), meter.date});
  return p({cls("date"), time_({attr("datetime", meter.due_iso), meter.date})});
}

}  // namespace

Html deadline_meter(const DeadlineMeter& meter) {
  std::vector<Html> lines;
  for (const auto& line : meter.how) lines.push_back(li({line}));
  const auto link = when(!meter.link_words.empty(), p({a({href(meter.link), meter.link_words})}));
  return section({cls("deadline " + std::string(tone_class(meter.tone))), h2({meter.heading}), date_of(meter),
                  p({cls("when"), meter.sentence}), bar(meter.done_share),
                  when(!lines.empty(), details({summary({meter.how_heading}), ul({join(lines)}), link}))});
}

}  // namespace jauap::html
