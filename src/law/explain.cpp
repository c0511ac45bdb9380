#include "law/explain.h"

#include <boost/json/serialize.hpp>

namespace jauap::law {
namespace {

namespace json = boost::json;

json::object names_object(const Names& names) {
  return {{"kk", names.kk}, {"ru", names.ru}, {"en", names.en}};
}

json::object skipped_object(const Skipped& skipped) {
  json::object day{
      {"date", skipped.day.iso()}, {"kind", code(skipped.why.kind)}, {"name", names_object(skipped.why.name)}};
  if (skipped.why.moved_from) day["moved_from"] = skipped.why.moved_from->iso();
  return day;
}

Key period_key(Unit unit) {
  switch (unit) {
    case Unit::working_days:
      return Key("law.explain.period_working_days");
    case Unit::calendar_days:
      return Key("law.explain.period_calendar_days");
    case Unit::months:
      return Key("law.explain.period_months");
    case Unit::other:
      break;
  }
  throw BrokenInvariant("a deadline has a unit of time");
}

std::string ground(const Rule& rule, const Pack& pack, Language language, const Say& say) {
  if (rule.confidence == Confidence::platform) return say(Key("law.explain.platform"), {});
  const auto act = pack.acts.find(rule.act);
  if (rule.confidence == Confidence::seen && act != pack.acts.end())
    return say(Key("law.explain.by_law"),
               {{"article", rule.article}, {"act", std::string(act->second.short_name.in(language))}});
  if (act == pack.acts.end() || rule.article.empty()) return say(Key("law.explain.verify"), {});
  return say(Key("law.explain.verify_article"),
             {{"article", rule.article}, {"act", std::string(act->second.short_name.in(language))}});
}

bool is_certain(const DayOff& day) {
  return day.status.empty() || day.status == "certain";
}

}  // namespace

std::string_view code(Confidence confidence) {
  switch (confidence) {
    case Confidence::seen:
      return "seen";
    case Confidence::verify:
      return "verify";
    case Confidence::platform:
      return "platform";
  }
  return "";
}

std::string_view code(Unit unit) {
  switch (unit) {
    case Unit::working_days:
      return "working_days";
    case Unit::calendar_days:
      return "calendar_days";
    case Unit::months:
      return "months";
    case Unit::other:
      return "other";
  }
  return "";
}

std::string_view code(DayOff::Kind kind) {
  switch (kind) {
    case DayOff::Kind::weekend:
      return "weekend";
    case DayOff::Kind::holiday:
      return "holiday";
    case DayOff::Kind::moved:
      return "moved";
    case DayOff::Kind::government:
      return "government";
  }
  return "";
}

std::string to_json(const Deadline& deadline, const Pack& pack) {
  const auto* rule = pack.rule(deadline.rule, deadline.starts_on);
  invariant(rule != nullptr, "a deadline was counted by a rule of its pack");
  json::array skipped;
  for (const auto& day : deadline.skipped) skipped.push_back(skipped_object(day));
  return json::serialize(json::object{{"due_on", deadline.due_on.iso()},
                                      {"rule", deadline.rule},
                                      {"article", rule->article},
                                      {"act", rule->act},
                                      {"confidence", code(rule->confidence)},
                                      {"pack", deadline.pack},
                                      {"received_on", deadline.received_on.iso()},
                                      {"starts_on", deadline.starts_on.iso()},
                                      {"length", deadline.length},
                                      {"unit", code(deadline.unit)},
                                      {"skipped", std::move(skipped)}});
}

std::string day_off_words(const DayOff& day, Language language, const Say& say) {
  const std::string name(day.name.in(language));
  switch (day.kind) {
    case DayOff::Kind::weekend:
      return say(Key("law.day.weekend"), {});
    case DayOff::Kind::holiday:
      return say(Key("law.day.holiday"), {{"name", name}});
    case DayOff::Kind::moved:
      return say(Key("law.day.moved"), {{"name", name}, date_arg("from", day.moved_from.value_or(CivilDate()))});
    case DayOff::Kind::government:
      return say(Key("law.day.government"), {{"name", name}});
  }
  throw BrokenInvariant("a kind of day off without words");
}

std::string explanation(const Deadline& deadline, const Pack& pack, Language language, const Say& say) {
  const auto* rule = pack.rule(deadline.rule, deadline.starts_on);
  invariant(rule != nullptr, "a deadline was counted by a rule of its pack");
  std::string out;
  const auto line = [&](const std::string& text) { out += text + "\n"; };
  line(say(Key("law.explain.rule"), {{"name", std::string(rule->name.in(language))}, {"rule", rule->id}}));
  line(say(Key("law.explain.due"), {date_arg("date", deadline.due_on)}));
  line(say(period_key(deadline.unit), {{"count", std::to_string(deadline.length)}}));
  line(ground(*rule, pack, language, say));
  line(say(Key("law.explain.received"), {date_arg("date", deadline.received_on)}));
  if (deadline.after_hours) line(say(Key("law.explain.after_hours"), {date_arg("date", deadline.starts_on)}));
  if (!deadline.skipped.empty()) line(say(Key("law.explain.skipped"), {}));
  bool all_certain = true;
  for (const auto& [day, why] : deadline.skipped) {
    all_certain = all_certain && is_certain(why);
    line(say(is_certain(why) ? Key("law.explain.day") : Key("law.explain.day_unconfirmed"),
             {date_arg("date", day), {"why", day_off_words(why, language, say)}}));
  }
  if (!all_certain) line(say(Key("law.explain.unconfirmed"), {}));
  line(say(Key("law.explain.pack"), {{"pack", deadline.pack}}));
  return out;
}

}  // namespace jauap::law
