// Look-ups in a loaded pack, and its zone.
#include <algorithm>

#include "law/law.h"

namespace jauap::law {
namespace {

template <class List>
auto* by_code(const List& list, std::string_view code) {
  const auto found = std::ranges::find_if(list, [&](const auto& entry) { return entry.code == code; });
  return found == list.end() ? nullptr : &*found;
}

constexpr std::pair<AppealKind, std::string_view> kind_codes[] = {
    {AppealKind::application, "application"}, {AppealKind::complaint, "complaint"}, {AppealKind::message, "message"},
    {AppealKind::proposal, "proposal"},       {AppealKind::response, "response"},   {AppealKind::request, "request"},
};

constexpr std::int64_t minute_ms = 60'000;

std::int64_t floor_div(std::int64_t value, std::int64_t by) {
  return value / by - (value % by < 0 ? 1 : 0);
}

}  // namespace

std::string_view code(AppealKind kind) {
  for (const auto& [one, text] : kind_codes)
    if (one == kind) return text;
  throw BrokenInvariant("a kind without a code");
}

std::optional<AppealKind> kind_of(std::string_view code_text) {
  for (const auto& [kind, text] : kind_codes)
    if (text == code_text) return kind;
  return std::nullopt;
}

const Rule* Pack::rule(std::string_view rule_id, CivilDate on) const {
  for (const auto& rule : rules) {
    const bool begun = !rule.in_force_from || *rule.in_force_from <= on;
    const bool ended = rule.in_force_to && *rule.in_force_to < on;
    if (rule.id == rule_id && begun && !ended) return &rule;
  }
  return nullptr;
}

const KindRules& Pack::kind(AppealKind wanted) const {
  for (const auto& rules_of_kind : kinds)
    if (rules_of_kind.kind == wanted) return rules_of_kind;
  throw BrokenInvariant("a loaded pack has all kinds");
}

const Topic* Pack::topic(std::string_view code_text) const {
  return by_code(topics, code_text);
}
const District* Pack::district(std::string_view code_text) const {
  return by_code(districts, code_text);
}
const BodyEntry* Pack::body(std::string_view code_text) const {
  return by_code(bodies, code_text);
}
const Place* Pack::place(std::string_view code_text) const {
  return by_code(places, code_text);
}
const Reason* Pack::reason(std::string_view code_text) const {
  return by_code(reasons, code_text);
}

CivilTime Pack::civil(Instant at) const {
  invariant(!zone.empty(), "a loaded pack has a zone");
  auto offset = zone.front().offset;
  for (const auto& period : zone)
    if (period.from <= at) offset = period.offset;
  const auto minutes = floor_div(at.ms, minute_ms) + offset.count();
  const auto days = floor_div(minutes, 1440);
  return {CivilDate::from_days(days), TimeOfDay{int(minutes - days * 1440)}};
}

// Of an hour that the clocks show twice, the first; a time that they leap over is taken by the offset after the leap.
Instant Pack::instant(const CivilTime& civil_time) const {
  invariant(!zone.empty(), "a loaded pack has a zone");
  const auto minutes = civil_time.date.days() * 1440 + civil_time.time.minutes;
  for (std::size_t i = 0; i < zone.size(); ++i) {
    const Instant moment{(minutes - zone[i].offset.count()) * minute_ms};
    if (i + 1 == zone.size() || moment < zone[i + 1].from) return moment;
  }
  throw BrokenInvariant("the last period of a zone has no end");
}

}  // namespace jauap::law
