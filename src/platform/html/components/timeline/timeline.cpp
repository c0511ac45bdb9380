#include "platform/html/components/timeline/timeline.h"

#include <algorithm>

namespace jauap::html {
namespace {
using namespace tags;

constexpr std::size_t shown_max = 8;

Html item_markup(const TimelineItem& item) {
  auto current = attr("aria-current", "step");
  current.present = item.is_current;
  auto when_iso = attr("datetime", item.time_iso);
  when_iso.present = !item.time_iso.empty();
  return li({current, h3({item.heading}),
             when(!item.time.empty() || !item.by.empty(),
                  p({cls("by"), when(!item.time.empty(), time_({when_iso, item.time})),
                     when(!item.time.empty() && !item.by.empty(), text(" · ")), item.by})),
             when(!item.body.empty(), p({cls("kept"), item.body})), item.more});
}

Html items_markup(const std::vector<TimelineItem>& items, std::size_t from, std::size_t to, std::string_view classes) {
  std::vector<Html> out;
  for (std::size_t i = from; i < to; ++i) out.push_back(item_markup(items[i]));
  return ol({cls(classes), join(out)});
}

}  // namespace

Html timeline(std::string_view heading, const std::vector<TimelineItem>& items, std::string_view earlier_words,
              const TimelineAhead& ahead) {
  const auto shown = std::min(items.size(), shown_max);
  Html expected, earlier;
  if (!ahead.items.empty())
    expected =
        join({h3({cls("ahead"), ahead.heading}), items_markup(ahead.items, 0, ahead.items.size(), "timeline ahead")});
  if (items.size() > shown)
    earlier = details({summary({earlier_words}), items_markup(items, shown, items.size(), "timeline")});
  return section({cls("history"), h2({heading}), expected, items_markup(items, 0, shown, "timeline"), earlier});
}

}  // namespace jauap::html
