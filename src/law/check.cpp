#include "law/check.h"

#include <algorithm>
#include <map>
#include <set>

namespace jauap::law {
namespace {

// Rules and steps of reasons that the program asks for by name.
constexpr std::string_view rules_needed[] = {"appeal.verdict", "appeal.repair", "appeal.hearing.objection", "appeal.recusal", "complaint.pass"};
constexpr std::string_view steps_needed[] = {"redirect", "not_solved", "requalify", "arbitrate", "join",   "repair",
                                             "extend",   "pause",      "resume",    "terminate", "recusal", "hide_file", "withhold"};

// The codes that others may name.
struct Known {
  std::set<std::string_view> places, districts, bodies, district_bodies, groups;

  explicit Known(const Pack& pack) {
    for (const auto& place : pack.places) places.insert(place.code);
    for (const auto& district : pack.districts) districts.insert(district.code);
    for (const auto& group : pack.topic_groups) groups.insert(group.code);
    for (const auto& body : pack.bodies) {
      bodies.insert(body.code);
      if (!body.district.empty()) district_bodies.insert(body.code);
    }
  }

  // A body's code, or "almaty.akimat.*" when a body of a district stands under that stem.
  bool has_addressee(std::string_view addressee) const {
    if (!addressee.ends_with(".*")) return bodies.contains(addressee);
    const auto stem = addressee.substr(0, addressee.size() - 1);
    const auto first = district_bodies.lower_bound(stem);
    return first != district_bodies.end() && first->starts_with(stem);
  }
};

// Faults a list whose elements have the same value of `of` twice.
template <class List, class Of>
void refuse_doubles(const List& list, const Spot& spot, std::string_view key, Of of) {
  std::set<std::string> seen;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string value = of(list[i]);
    if (!value.empty() && !seen.insert(value).second) spot.at(i).at(key).fault(fault::duplicate, value);
  }
}

bool overlap(const Rule& one, const Rule& other) {
  const bool one_first = one.in_force_to && other.in_force_from && *one.in_force_to < *other.in_force_from;
  const bool other_first = other.in_force_to && one.in_force_from && *other.in_force_to < *one.in_force_from;
  return !one_first && !other_first;
}

void check_rules(const Pack& pack, const Spot& file) {
  const auto list = file.at("rules");
  std::multimap<std::string_view, std::size_t> seen;
  for (std::size_t i = 0; i < pack.rules.size(); ++i) {
    const auto& rule = pack.rules[i];
    const auto spot = list.at(i);
    if (!rule.act.empty() && !pack.acts.contains(rule.act)) spot.at("act").fault(fault::unknown_act, rule.act);
    // Whoever says "by law" must be able to name the article.
    if (rule.confidence == Confidence::seen && (rule.act.empty() || rule.article.empty()))
      spot.at(rule.act.empty() ? "act" : "article").fault(fault::no_ground);
    const auto [begin, end] = seen.equal_range(rule.id);
    if (!rule.id.empty() &&
        std::any_of(begin, end, [&](const auto& earlier) { return overlap(pack.rules[earlier.second], rule); }))
      spot.at("id").fault(fault::duplicate, rule.id);
    seen.emplace(rule.id, i);
  }
  for (const auto needed : rules_needed)
    if (!seen.contains(needed)) list.fault(fault::missing_rule, needed);
}

// A rule that an appeal's clock hangs on: known, and a number of days or months after the receipt.
void check_clock(const Pack& pack, const std::string& id, const Spot& spot) {
  if (id.empty()) return;
  const auto is_it = [&](const Rule& rule) { return rule.id == id; };
  if (std::ranges::none_of(pack.rules, is_it)) return spot.fault(fault::unknown_rule, id);
  for (const auto& rule : pack.rules)
    if (is_it(rule) && (rule.unit == Unit::other || rule.counts_back)) return spot.fault(fault::not_a_period, id);
}

void check_kinds(const Draft& draft, const Spot& file) {
  const auto& pack = draft.pack;
  const auto list = file.at("kinds");
  for (std::size_t i = 0; i < pack.kinds.size(); ++i) {
    check_clock(pack, pack.kinds[i].consider_rule, draft.kinds_at[i].at("consider_rule"));
    check_clock(pack, pack.kinds[i].redirect_rule, draft.kinds_at[i].at("redirect_rule"));
    check_clock(pack, pack.kinds[i].extend_rule, draft.kinds_at[i].at("extend_rule"));
  }
  for (const auto kind : all_kinds)
    if (std::ranges::none_of(pack.kinds, [&](const KindRules& rules) { return rules.kind == kind; }))
      list.fault(fault::missing_kind, code(kind));
}

bool is_weekend(const Calendar& calendar, CivilDate day) {
  return std::ranges::count(calendar.weekend, int(day.iso_weekday())) != 0;
}

void check_days_off(const Draft& draft) {
  const auto& calendar = draft.pack.calendar;
  for (const auto& [date, day] : calendar.days_off) {
    const auto spot = draft.days_off_at.at(date);
    if (!calendar.covers(date)) spot.at("date").fault(fault::outside_calendar, date.iso());
    if (day.kind == DayOff::Kind::holiday) continue;
    if (is_weekend(calendar, date)) spot.at("date").fault(fault::already_weekend, date.iso());
    if (!day.moved_from) continue;
    const auto from = calendar.days_off.find(*day.moved_from);
    const bool from_holiday = from != calendar.days_off.end() && from->second.kind == DayOff::Kind::holiday;
    const bool moved_well = day.kind == DayOff::Kind::moved
                                ? from_holiday && *day.moved_from < date && is_weekend(calendar, *day.moved_from)
                                : calendar.working_weekends.contains(*day.moved_from);
    if (!moved_well) spot.at("moved_from").fault(fault::moved_from_nothing, day.moved_from->iso());
  }
}

void check_calendar(const Draft& draft, const Spot& file) {
  const auto& calendar = draft.pack.calendar;
  if (calendar.last_day < calendar.first_day)
    return file.at("last_day").fault(fault::wrong_order, calendar.last_day.iso());
  if (calendar.first_day.month() != 1 || calendar.first_day.day() != 1)
    file.at("first_day").fault(fault::not_whole_years, calendar.first_day.iso());
  if (calendar.last_day.month() != 12 || calendar.last_day.day() != 31)
    file.at("last_day").fault(fault::not_whole_years, calendar.last_day.iso());
  check_days_off(draft);
  for (const auto& [date, status] : calendar.working_weekends) {
    const auto spot = draft.working_weekends_at.at(date);
    if (!calendar.covers(date)) spot.at("date").fault(fault::outside_calendar, date.iso());
    if (!is_weekend(calendar, date)) spot.at("date").fault(fault::not_a_weekend, date.iso());
    if (calendar.days_off.contains(date)) spot.at("date").fault(fault::duplicate, date.iso());
  }
  // A year without a holiday is a year that nobody has entered yet.
  for (int year = calendar.first_day.year(); year <= calendar.last_day.year(); ++year)
    if (std::ranges::none_of(calendar.days_off, [&](const auto& day) { return day.first.year() == year; }))
      file.at("days_off").fault(fault::year_without_holidays, std::to_string(year));
}

void check_places(const Pack& pack, const Known& known, const Spot& file) {
  const auto places = file.at("places"), districts = file.at("districts");
  refuse_doubles(pack.places, places, "id", [](const Place& p) { return p.id ? std::to_string(p.id) : std::string(); });
  refuse_doubles(pack.places, places, "code", [](const Place& p) { return p.code; });
  refuse_doubles(pack.places, places, "kato", [](const Place& p) { return p.kato; });
  refuse_doubles(pack.districts, districts, "code", [](const District& d) { return d.code; });
  refuse_doubles(pack.districts, districts, "kato", [](const District& d) { return d.kato; });
  for (std::size_t i = 0; i < pack.districts.size(); ++i)
    if (const auto& place = pack.districts[i].place; !place.empty() && !known.places.contains(place))
      districts.at(i).at("place").fault(fault::unknown_place, place);
}

// Bodies whose parents lead back to themselves. Each body is walked over once: a walk stops where an earlier one was.
std::set<std::string_view> in_circles(const Pack& pack) {
  std::map<std::string_view, std::string_view> parent_of;
  for (const auto& body : pack.bodies) parent_of.emplace(body.code, body.parent);
  std::map<std::string_view, std::size_t> walked;
  std::set<std::string_view> found;
  for (std::size_t walk = 0; walk < pack.bodies.size(); ++walk) {
    std::string_view at = pack.bodies[walk].code;
    for (auto body = parent_of.find(at); body != parent_of.end() && !walked.contains(at); body = parent_of.find(at)) {
      walked.emplace(at, walk);
      at = body->second;
    }
    const auto met = walked.find(at);
    if (met == walked.end() || met->second != walk) continue;
    while (found.insert(at).second) at = parent_of.at(at);
  }
  return found;
}

void check_bodies(const Pack& pack, const Known& known, const Spot& file) {
  const auto list = file.at("bodies");
  refuse_doubles(pack.bodies, list, "code", [](const BodyEntry& body) { return body.code; });
  const auto circles = in_circles(pack);
  for (std::size_t i = 0; i < pack.bodies.size(); ++i) {
    const auto& body = pack.bodies[i];
    const auto spot = list.at(i);
    const auto refer = [&](const char* key, const std::string& code, const std::set<std::string_view>& codes,
                           Key reason) {
      if (!code.empty() && !codes.contains(code)) spot.at(key).fault(reason, code);
    };
    refer("parent", body.parent, known.bodies, fault::unknown_body);
    refer("place", body.place, known.places, fault::unknown_place);
    refer("district", body.district, known.districts, fault::unknown_district);
    if (circles.contains(body.code)) spot.at("parent").fault(fault::circle, body.parent);
    if (body.kind == "district_akimat" && body.district.empty()) spot.at("district").fault(fault::missing_key);
  }
}

void check_topics(const Pack& pack, const Known& known, const Spot& file) {
  const auto groups = file.at("groups"), topics = file.at("topics");
  refuse_doubles(pack.topic_groups, groups, "code", [](const TopicGroup& group) { return group.code; });
  refuse_doubles(pack.topics, topics, "code", [](const Topic& topic) { return topic.code; });
  for (std::size_t i = 0; i < pack.topics.size(); ++i) {
    const auto& topic = pack.topics[i];
    if (!topic.group.empty() && !known.groups.contains(topic.group))
      topics.at(i).at("group").fault(fault::unknown_group, topic.group);
  }
}

void check_addressees(const Pack& pack, const Known& known, const Spot& file) {
  for (std::size_t i = 0; i < pack.topics.size(); ++i) {
    const auto& topic = pack.topics[i];
    const auto spot = file.at("topics").at(i);
    if (!topic.body.empty() && !known.has_addressee(topic.body)) spot.at("body").fault(fault::unknown_body, topic.body);
    for (std::size_t n = 0; n < topic.also.size(); ++n)
      if (!topic.also[n].empty() && !known.has_addressee(topic.also[n]))
        spot.at("also").at(n).fault(fault::unknown_body, topic.also[n]);
  }
}

void check_reasons(const Pack& pack, const Spot& file) {
  const auto list = file.at("reasons");
  refuse_doubles(pack.reasons, list, "code", [](const Reason& reason) { return reason.code; });
  for (const auto step : steps_needed)
    if (std::ranges::none_of(pack.reasons, [&](const Reason& reason) { return reason.step == step; }))
      list.fault(fault::missing_step, step);
}

}  // namespace

void check(const Draft& draft, Faults& faults) {
  const auto& pack = draft.pack;
  const Known known(pack);
  const auto file = [&](const char* name) { return Spot{&faults, name, ""}; };
  const auto readable = [&](auto... names) { return !(draft.unreadable.contains(names) || ...); };
  if (readable("calendar.json")) check_calendar(draft, file("calendar.json"));
  if (readable("acts.json"))
    for (const auto& [act, spot] : draft.calendar_acts)
      if (!pack.acts.contains(act)) spot.fault(fault::unknown_act, act);
  if (readable("rules.json", "acts.json")) check_rules(pack, file("rules.json"));
  if (readable("kinds.json", "rules.json")) check_kinds(draft, file("kinds.json"));
  if (readable("places.json")) check_places(pack, known, file("places.json"));
  if (readable("bodies.json", "places.json")) check_bodies(pack, known, file("bodies.json"));
  if (readable("topics.json")) check_topics(pack, known, file("topics.json"));
  if (readable("topics.json", "bodies.json")) check_addressees(pack, known, file("topics.json"));
  if (readable("reasons.json")) check_reasons(pack, file("reasons.json"));
}

}  // namespace jauap::law
