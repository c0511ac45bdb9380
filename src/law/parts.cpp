#include "law/parts.h"

#include <algorithm>

#include "base/text.h"

namespace jauap::law::parts {
namespace {

namespace json = boost::json;
using enum Reader::Presence;

constexpr int length_max = 10000;      // days or months of one period
constexpr std::size_t signs_max = 64;  // of one language of one topic or kind
constexpr std::size_t sign_parts_max = 4;
constexpr std::size_t sign_characters_max = 60;

const std::vector<std::string_view> certainties{"certain", "seen", "verify"};
const std::vector<std::string_view> day_statuses{"certain", "expected", "uncertain", "verify"};

// "+05:00" → minutes.
std::optional<std::chrono::minutes> offset_of(std::string_view text) {
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  const auto size = TimeOfDay::parse(text.substr(1));
  if (!size || size->minutes > 14 * 60) return std::nullopt;
  return std::chrono::minutes(text[0] == '-' ? -size->minutes : size->minutes);
}

void read_zone(const json::value& value, const Spot& spot, Pack& pack) {
  Reader period(value, spot);
  const auto from_text = period.text("from");
  const auto offset_text = period.text("offset");
  period.remarks();
  period.finish();
  const auto from = parse_rfc3339(from_text);
  const auto offset = offset_of(offset_text);
  if (!from_text.empty() && !from) period.at("from").fault(fault::bad_time, from_text);
  if (!offset_text.empty() && !offset) period.at("offset").fault(fault::bad_time, offset_text);
  if (!from || !offset) return;
  if (!pack.zone.empty() && *from <= pack.zone.back().from)
    return period.at("from").fault(fault::wrong_order, from_text);
  pack.zone.push_back({*from, *offset});
}

void read_weekend(Reader& file, Pack& pack) {
  file.each("weekend", 0, 6, [&](const json::value& value, const Spot& spot) {
    const auto* day = value.if_int64();
    if (!day) return spot.fault(fault::wrong_type);
    if (*day < 1 || *day > 7) return spot.fault(fault::out_of_range, std::to_string(*day));
    if (std::ranges::count(pack.weekend, int(*day)) != 0) return spot.fault(fault::duplicate, std::to_string(*day));
    pack.weekend.push_back(int(*day));
  });
}

// A public phone: digits, spaces, brackets, dashes and a leading plus.
std::string read_phone(Reader& phone) {
  const auto number = phone.text("number");
  if (number.find_first_not_of("+0123456789 ()-") != std::string::npos || number.size() > 30)
    phone.at("number").fault(fault::bad_text, number);
  phone.remarks();
  return number;
}

std::string read_url(Reader& entry, std::string_view key) {
  auto url = entry.text(key, optional);
  if (!url.empty() && (!url.starts_with("https://") || url.find_first_of(" \"'<>\\") != std::string::npos))
    entry.at(key).fault(fault::bad_url, url);
  return url;
}

// "не вывозят мусор", "сел." → folded beginnings with single spaces, the full stop kept; "" when it is no sign.
std::string folded_sign(std::string_view typed) {
  if (text::clean_line(typed) != typed || text::characters(typed) > sign_characters_max) return {};
  std::string out;
  std::size_t parts = 0;
  for (const auto word : text::words(typed)) {
    const auto end = std::size_t(word.data() - typed.data()) + word.size();
    const bool whole = end < typed.size() && typed[end] == '.';
    out += (out.empty() ? "" : " ") + text::folded(word) + (whole ? "." : "");
    ++parts;
  }
  return parts > sign_parts_max || text::characters(out) < 2 ? std::string() : out;
}

Signs read_signs(Reader& entry, std::string_view key = "signs") {
  Signs signs;
  entry.object(key, [&](Reader& languages) {
    languages.each_key([&](std::string_view language, const json::value& value, const Spot& spot) {
      if (language.size() < 2 || language.size() > 3 || !is_code(language))
        return spot.fault(fault::bad_language, language);
      const auto* list = value.if_array();
      if (!list) return spot.fault(fault::wrong_type);
      if (list->empty()) return spot.fault(fault::empty_list);
      if (list->size() > signs_max) return spot.fault(fault::too_many, std::to_string(list->size()));
      auto& found = signs[std::string(language)];
      for (std::size_t i = 0; i < list->size(); ++i) {
        const auto* typed = (*list)[i].if_string();
        if (!typed) {
          spot.at(i).fault(fault::wrong_type);
          continue;
        }
        const auto sign = folded_sign(*typed);
        if (sign.empty())
          spot.at(i).fault(fault::bad_sign, *typed);
        else if (std::ranges::count(found, sign) != 0)
          spot.at(i).fault(fault::duplicate, *typed);
        else
          found.push_back(sign);
      }
    });
  });
  return signs;
}

void read_day_off(const json::value& value, const Spot& spot, Draft& draft) {
  Reader entry(value, spot);
  const auto date = entry.date("date");
  const auto kind = entry.one_of("kind", {"holiday", "moved", "government"});
  DayOff day{.kind = kind == "moved"        ? DayOff::Kind::moved
                     : kind == "government" ? DayOff::Kind::government
                                            : DayOff::Kind::holiday,
             .name = entry.names("name"),
             .moved_from = entry.date("moved_from", optional),
             .status = {}};
  day.status = entry.one_of("status", day_statuses);
  entry.remarks();
  entry.finish();
  if (kind == "moved" && !entry.has("moved_from")) entry.at("moved_from").fault(fault::missing_key);
  if (kind == "holiday" && entry.has("moved_from")) entry.at("moved_from").fault(fault::unknown_key);
  if (!date) return;
  draft.days_off_at.emplace(*date, spot);
  if (!draft.pack.calendar.days_off.emplace(*date, std::move(day)).second)
    entry.at("date").fault(fault::duplicate, date->iso());
}

void read_working_weekend(const json::value& value, const Spot& spot, Draft& draft) {
  Reader entry(value, spot);
  const auto date = entry.date("date");
  auto status = entry.one_of("status", day_statuses);
  entry.remarks();
  entry.finish();
  if (!date) return;
  draft.working_weekends_at.emplace(*date, spot);
  if (!draft.pack.calendar.working_weekends.emplace(*date, std::move(status)).second)
    entry.at("date").fault(fault::duplicate, date->iso());
}

void read_rule(const json::value& value, const Spot& spot, Pack& pack) {
  Reader entry(value, spot);
  Rule rule;
  rule.id = entry.code("id");
  rule.name = entry.names("name");
  const auto unit = entry.one_of("unit", {"working_days", "calendar_days", "months", "other"});
  rule.unit = unit == "working_days"    ? Unit::working_days
              : unit == "calendar_days" ? Unit::calendar_days
              : unit == "months"        ? Unit::months
                                        : Unit::other;
  if (!entry.has("length")) entry.at("length").fault(fault::missing_key);
  if (const auto length = entry.integer("length", 0, rule.unit == Unit::other ? 1000000000 : length_max, optional))
    rule.length = int(*length);
  else if (entry.has("length") && !unit.empty() && rule.unit != Unit::other)
    entry.at("length").fault(fault::not_a_period);
  rule.length_text = entry.text("length_text");
  rule.counts_from = entry.text("counts_from", optional);
  if (entry.has("direction")) rule.counts_back = entry.one_of("direction", {"after", "before"}) == "before";
  rule.act = entry.code("act", optional);
  rule.article = entry.text("article", optional);
  const auto confidence = entry.one_of("confidence", {"seen", "verify", "platform"});
  rule.confidence = confidence == "seen"       ? Confidence::seen
                    : confidence == "platform" ? Confidence::platform
                                               : Confidence::verify;
  rule.in_force_from = entry.date("in_force_from", optional);
  rule.in_force_to = entry.date("in_force_to", optional);
  entry.remarks();
  entry.finish();
  if (rule.in_force_from && rule.in_force_to && *rule.in_force_to < *rule.in_force_from)
    entry.at("in_force_to").fault(fault::wrong_order, rule.in_force_to->iso());
  pack.rules.push_back(std::move(rule));
}

void read_kind(const json::value& value, const Spot& spot, Draft& draft) {
  Reader entry(value, spot);
  std::vector<std::string_view> codes;
  for (const auto kind : all_kinds) codes.push_back(code(kind));
  const auto kind = kind_of(entry.one_of("kind", codes));
  KindRules rules{.kind = kind.value_or(AppealKind::application),
                  .name = entry.names("name"),
                  .meaning = entry.names("meaning"),
                  .consider_rule = entry.code("consider_rule"),
                  .redirect_rule = entry.code("redirect_rule", optional),
                  .extend_rule = entry.code("extend_rule", optional),
                  .signs = read_signs(entry)};
  if (!entry.has("redirect_rule")) entry.at("redirect_rule").fault(fault::missing_key);
  entry.remarks();
  entry.finish();
  if (!kind) return;
  for (const auto& other : draft.pack.kinds)
    if (other.kind == *kind) return entry.at("kind").fault(fault::duplicate, code(*kind));
  draft.pack.kinds.push_back(std::move(rules));
  draft.kinds_at.push_back(spot);
}

void read_place(const json::value& value, const Spot& spot, Pack& pack) {
  Reader entry(value, spot);
  Place place;
  // Public numbers begin with the code and every key of the database with the id.
  place.id = entry.integer("id", 1, 1000000).value_or(0);
  place.code = entry.text("code");
  const auto is_upper = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
  if (!place.code.empty() &&
      (place.code.size() < 2 || place.code.size() > 8 || !std::ranges::all_of(place.code, is_upper)))
    entry.at("code").fault(fault::bad_code, place.code);
  place.kato = entry.text("kato");
  place.name = entry.names("name");
  entry.remarks();
  entry.finish();
  pack.places.push_back(std::move(place));
}

void read_district(const json::value& value, const Spot& spot, Pack& pack) {
  Reader entry(value, spot);
  pack.districts.push_back({.code = entry.code("code"),
                            .kato = entry.text("kato"),
                            .place = entry.text("place"),
                            .name = entry.names("name"),
                            .status = entry.one_of("status", certainties)});
  entry.remarks();
  entry.finish();
}

void read_body(const json::value& value, const Spot& spot, Pack& pack) {
  Reader entry(value, spot);
  pack.bodies.push_back({.code = entry.code("code"),
                         .parent = entry.code("parent", optional),
                         .place = entry.text("place", optional),
                         .kind = entry.code("kind"),
                         .district = entry.code("district", optional),
                         .name = entry.names("name"),
                         .status = entry.one_of("status", certainties),
                         .takes_appeals = entry.flag("takes_appeals"),
                         .small = entry.has("small") && entry.flag("small")});
  for (const auto* key : {"parent", "place"})
    if (!entry.has(key)) entry.at(key).fault(fault::missing_key);
  entry.remarks();
  entry.finish();
}

// A body's code, or "almaty.akimat.*".
std::string read_addressee(const std::string& text, const Spot& spot) {
  const std::string_view whole = text;
  const auto stem = whole.ends_with(".*") ? whole.substr(0, whole.size() - 2) : whole;
  if (!text.empty() && !is_code(stem)) spot.fault(fault::bad_code, text);
  return text;
}

void read_topic(const json::value& value, const Spot& spot, Pack& pack) {
  Reader entry(value, spot);
  Topic topic;
  topic.code = entry.code("code");
  topic.group = entry.code("group");
  topic.name = entry.names("name");
  topic.body = read_addressee(entry.text("body"), entry.at("body"));
  entry.each("also", 0, 20, [&](const json::value& also, const Spot& at) {
    const auto* code = also.if_string();
    if (!code || code->empty()) return at.fault(fault::wrong_type);
    topic.also.push_back(read_addressee(std::string(code->data(), code->size()), at));
  });
  topic.urgent = entry.flag("urgent");
  topic.sensitive = entry.flag("sensitive");
  topic.signs = read_signs(entry);
  entry.remarks();
  entry.finish();
  if (!topic.code.empty() && !topic.group.empty() && !topic.code.starts_with(topic.group + "."))
    entry.at("code").fault(fault::bad_code, topic.code);
  pack.topics.push_back(std::move(topic));
}

}  // namespace

void read_pack(Reader& file, Draft& draft) {
  auto& pack = draft.pack;
  pack.id = file.code("id");
  pack.version = file.code("version");
  if (!pack.version.empty() && !pack.id.empty() && !pack.version.starts_with(pack.id + "-"))
    file.at("version").fault(fault::bad_code, pack.version);
  pack.name = file.names("name");
  pack.source = file.text("source");
  file.date("known_until");
  file.each("zone", 1, 200, [&](const json::value& value, const Spot& spot) { read_zone(value, spot, pack); });
  file.object("working_day", [&](Reader& day) {
    const auto begins = day.time("begins"), ends = day.time("ends");
    if (begins && ends && *ends <= *begins) day.at("ends").fault(fault::wrong_order, ends->iso());
    pack.working_day_begins = begins.value_or(TimeOfDay{});
    pack.working_day_ends = ends.value_or(TimeOfDay{});
  });
  read_weekend(file, pack);
  if (file.has("answer_signs"))
    file.object("answer_signs", [&](Reader& signs) {
      pack.stock_phrases = read_signs(signs, "stock");
      pack.promise_words = read_signs(signs, "promise");
    });
  if (file.has("alarms"))
    file.object("alarms", [&](Reader& alarms) {
      pack.alarms.digest_at = alarms.time("digest_at").value_or(TimeOfDay{});
      pack.alarms.official_working_days = int(alarms.integer("official_working_days", 0, 20).value_or(0));
      pack.alarms.applicant_days = int(alarms.integer("applicant_days", 0, 20).value_or(0));
    });
  file.object("phones", [&](Reader& phones) {
    phones.object("emergency", [&](Reader& phone) {
      pack.emergency_phone = read_phone(phone);
      phone.one_of("status", certainties);
    });
    phones.object("help", [&](Reader& phone) {
      pack.help_phone = read_phone(phone);
      pack.help_phone_status = phone.one_of("status", certainties);
    });
  });
}

void read_acts(Reader& file, Draft& draft) {
  auto& pack = draft.pack;
  file.each("acts", 1, 1000, [&](const json::value& value, const Spot& spot) {
    Reader entry(value, spot);
    Act act;
    act.id = entry.code("id");
    act.name = entry.names("name");
    act.short_name = entry.names("short_name");
    act.number = entry.text("number");
    act.adopted_on = entry.date("adopted_on").value_or(CivilDate());
    act.url = read_url(entry, "url");
    entry.remarks();
    entry.finish();
    const auto id = act.id;
    if (!id.empty() && !pack.acts.emplace(id, std::move(act)).second) entry.at("id").fault(fault::duplicate, id);
  });
}

void read_calendar(Reader& file, Draft& draft) {
  auto& calendar = draft.pack.calendar;
  const auto first = file.date("first_day"), last = file.date("last_day");
  if (first && last) {
    calendar.first_day = *first;
    calendar.last_day = *last;
  } else {
    draft.unreadable.emplace("calendar.json");
  }
  file.each("acts", 1, 20, [&](const json::value& value, const Spot& spot) {
    const auto* act = value.if_string();
    if (!act || !is_code(std::string_view(act->data(), act->size()))) return spot.fault(fault::wrong_type);
    draft.calendar_acts.emplace_back(std::string(act->data(), act->size()), spot);
  });
  file.each("days_off", 0, 10000,
            [&](const json::value& value, const Spot& spot) { read_day_off(value, spot, draft); });
  file.each("working_weekends", 0, 10000,
            [&](const json::value& value, const Spot& spot) { read_working_weekend(value, spot, draft); });
}

void read_rules(Reader& file, Draft& draft) {
  auto& pack = draft.pack;
  file.each("rules", 1, 2000, [&](const json::value& value, const Spot& spot) { read_rule(value, spot, pack); });
}

void read_kinds(Reader& file, Draft& draft) {
  file.each("kinds", 1, 20, [&](const json::value& value, const Spot& spot) { read_kind(value, spot, draft); });
}

void read_places(Reader& file, Draft& draft) {
  auto& pack = draft.pack;
  file.each("places", 1, 1000, [&](const json::value& value, const Spot& spot) { read_place(value, spot, pack); });
  file.each("districts", 0, 10000,
            [&](const json::value& value, const Spot& spot) { read_district(value, spot, pack); });
}

void read_bodies(Reader& file, Draft& draft) {
  auto& pack = draft.pack;
  file.each("bodies", 1, 10000, [&](const json::value& value, const Spot& spot) { read_body(value, spot, pack); });
}

void read_topics(Reader& file, Draft& draft) {
  auto& pack = draft.pack;
  file.each("groups", 1, 200, [&](const json::value& value, const Spot& spot) {
    Reader entry(value, spot);
    pack.topic_groups.push_back({.code = entry.code("code"), .name = entry.names("name")});
    entry.remarks();
    entry.finish();
  });
  file.each("topics", 1, 2000, [&](const json::value& value, const Spot& spot) { read_topic(value, spot, pack); });
}

void read_reasons(Reader& file, Draft& draft) {
  auto& pack = draft.pack;
  file.each("reasons", 1, 2000, [&](const json::value& value, const Spot& spot) {
    Reader entry(value, spot);
    Reason reason{.code = entry.code("code"), .step = entry.code("step"), .name = entry.names("name")};
    entry.remarks();
    entry.finish();
    if (!reason.code.empty() && !reason.step.empty() && !reason.code.starts_with(reason.step + "."))
      entry.at("code").fault(fault::bad_code, reason.code);
    pack.reasons.push_back(std::move(reason));
  });
}

}  // namespace jauap::law::parts
