// The law as data: a jurisdiction pack (packs/kz) brings rules with their articles and confidence, the working
// calendar, places, bodies, topics, kinds, reasons. This folder only knows how to apply them and to explain each date.
// Immutable after loading, safe to share between threads. No I/O beyond loading.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/language.h"
#include "base/result.h"
#include "base/time.h"

namespace jauap::law {

// How sure we are of a fact: `seen` in a source text, `verify` from memory (never shown to citizens as "by law"),
// `platform`: our own rule.
enum class Confidence { seen, verify, platform };

enum class Unit { working_days, calendar_days, months, other };

struct Rule {
  std::string id;             // "appeal.consider"
  Names name;                 // "Consideration of an appeal"
  std::optional<int> length;  // nothing when it is not a number of days or months
  Unit unit = Unit::working_days;
  std::string length_text;  // as the source says it, "15 (brief: 5)"
  std::string counts_from;  // "receipt"
  std::string article;      // "76"; of `act`
  std::string act;          // id of an act of the pack, "appc"
  Confidence confidence = Confidence::verify;
  std::optional<CivilDate> in_force_from, in_force_to;
  bool counts_back = false;  // the period lies before an event ("10 days before the meeting")
};

struct Act {
  std::string id;    // "appc"
  Names name;        // full name
  Names short_name;  // АППК, ӘРПК, APPC
  std::string number, url;
  CivilDate adopted_on;
};

struct DayOff {
  enum class Kind { weekend, holiday, moved, government } kind = Kind::weekend;
  Names name;  // empty names for a plain weekend
  std::optional<CivilDate> moved_from;
  std::string status;  // certain, expected, uncertain, verify
};

// The calendar of working days of one pack. Covers [first_day, last_day]; asking outside that range is a Problem of
// kind not_found with the year named, never a guess.
class Calendar {
 public:
  CivilDate first_day, last_day;
  bool covers(CivilDate day) const { return first_day <= day && day <= last_day; }
  bool is_working(CivilDate day) const;  // an invariant: the calendar covers `day`
  // Why `day` is not worked; empty for a working day (a working weekend of the Government too).
  std::optional<DayOff> day_off(CivilDate day) const;
  Result<CivilDate> next_working(CivilDate day) const;                       // the first working day after `day`
  Result<int> working_days_between(CivilDate after, CivilDate until) const;  // in (after, until]

  std::map<CivilDate, DayOff> days_off;               // on top of weekends, and holidays that fall on them
  std::map<CivilDate, std::string> working_weekends;  // date → status
  std::vector<int> weekend = {6, 7};                  // iso weekdays that are not worked
};

struct Skipped {
  CivilDate day;
  DayOff why;
};

// A deadline that explains itself.
struct Deadline {
  std::string rule;  // id
  std::string pack;  // version of the pack, "kz-2026.1"
  int length = 0;
  Unit unit = Unit::working_days;
  CivilDate received_on;     // the civil day of receipt as sent
  bool after_hours = false;  // sent after the working day or on a day off: `starts_on` is a later day
  CivilDate starts_on;       // the day that counts as the day of receipt; counting begins on the day after
  CivilDate due_on;          // the last permitted day
  // The days that were not counted, in order: the ones between received_on and starts_on; in working days, every
  // non-working day in (starts_on, due_on]; in calendar days and months, the ones that moved the end to due_on.
  std::vector<Skipped> skipped;
};

enum class AppealKind { application, complaint, message, proposal, response, request };
inline constexpr std::array all_kinds{AppealKind::application, AppealKind::complaint, AppealKind::message,
                                      AppealKind::proposal,    AppealKind::response,  AppealKind::request};
std::string_view code(AppealKind kind);
std::optional<AppealKind> kind_of(std::string_view code);

// Language → signs. A sign is one to four word beginnings that follow each other, folded (base/text.h), with single
// spaces; a full stop after a beginning asks for the whole word ("сел." is not found in "село").
using Signs = std::map<std::string, std::vector<std::string>>;

struct KindRules {
  AppealKind kind = AppealKind::application;
  Names name;                 // заявление, өтініш
  Names meaning;              // one sentence for people
  std::string consider_rule;  // "appeal.consider"
  std::string redirect_rule;  // "" when this kind may not be redirected (a complaint)
  std::string extend_rule;    // the furthest day to which the answer may be put off; "" when it may not
  Signs signs;                // by which the kind is proposed
};

struct District {
  std::string code;   // "almaty.auezov"
  std::string kato;   // "751310000"
  std::string place;  // "KZ75"
  Names name;
  std::string status;
};

struct Place {          // a city or region with numbers of its own
  std::int64_t id = 0;  // 75: first two digits of KATO; leads every key in the database
  std::string code;     // "KZ75": begins public numbers
  Names name;
  std::string kato;
};

struct BodyEntry {
  std::string code;      // "almaty.zhol-infra"
  std::string parent;    // code or ""
  std::string place;     // "KZ75"; "" for bodies of the whole country
  std::string kind;      // "akimat", "department", "district_akimat", "territorial", "ministry", "representative",
                         // "public_council"…
  std::string district;  // for district akimats
  Names name;
  std::string status;  // certainty, as the source says it
  bool takes_appeals = true;
  bool small = false;  // so few appeals that its code in the public record could point at a person: the parent's stands there
};

struct Topic {
  std::string code;   // "roads.pothole"
  std::string group;  // "roads"
  Names name;
  std::string body;  // first addressee; "almaty.akimat.*": the district's
  std::vector<std::string> also;
  bool urgent = false;
  bool sensitive = false;  // health, children, violence …: never public
  Signs signs;             // by which the topic is proposed
};

struct TopicGroup {
  std::string code;
  Names name;
};

struct Reason {  // a reason code of one step, "redirect.competence"
  std::string code;
  std::string step;  // "redirect", "not_solved", "withdraw"…
  Names name;
};

struct Pack {
  std::string id;       // "kz"
  std::string version;  // "kz-2026.1"
  Names name;
  std::string source;            // where the facts come from, and until when they are known
  std::vector<ZonePeriod> zone;  // offsets from UTC with their beginnings, oldest first
  TimeOfDay working_day_begins, working_day_ends;
  std::vector<int> weekend;  // iso weekdays, {6, 7}
  Calendar calendar;
  std::map<std::string, Act> acts;
  std::vector<Rule> rules;
  std::vector<KindRules> kinds;
  std::vector<Place> places;
  std::vector<District> districts;
  std::vector<BodyEntry> bodies;
  std::vector<TopicGroup> topic_groups;
  std::vector<Topic> topics;
  std::vector<Reason> reasons;
  // Letters before terms; rules of the platform, not of a law.
  struct Alarms {
    TimeOfDay digest_at{8 * 60 + 30};   // officials: from this time of a working day
    int official_working_days = 3;     // what ends within so many working days stands in the digest
    int applicant_days = 2;            // the applicant is reminded so many days before an own term
  } alarms;
  Signs stock_phrases;            // words that fill an answer without saying anything: its editor warns
  Signs promise_words;            // words by which an answer promises something
  std::string emergency_phone;    // "112"
  std::string help_phone;         // shown where a human way is offered
  std::string help_phone_status;  // certain, seen, verify

  // Reads and checks a whole folder. Each fault is a Problem whose args name {file}, {path} (JSON pointer) and
  // {reason}; nothing is loaded from a pack with a fault.
  static Result<std::shared_ptr<const Pack>> load(const std::string& folder);

  const Rule* rule(std::string_view id, CivilDate on) const;  // in force on that day
  const KindRules& kind(AppealKind kind) const;
  const Topic* topic(std::string_view code) const;
  const District* district(std::string_view code) const;
  const BodyEntry* body(std::string_view code) const;
  const Place* place(std::string_view code) const;
  const Reason* reason(std::string_view code) const;
  // Civil day and time of a moment in the pack's zone, and back.
  CivilTime civil(Instant at) const;
  Instant instant(const CivilTime& civil) const;
};

// The day that counts as the day of receipt (rule appeal.register.offhours): the same day when it is a working day and
// the working day is not over, else the next working day.
Result<CivilDate> counts_as_received(const Pack& pack, const CivilTime& received);

// The last day of `rule`'s period from `received`: working days are counted from the day after; periods in months end
// on the same date of the last month and move to the next working day.
Result<Deadline> deadline(const Pack& pack, std::string_view rule, const CivilTime& received);

// `count` working days after `day`.
Result<CivilDate> working_days_later(const Calendar& calendar, CivilDate day, int count);

// Which kind a text seems to be, and why (the word that decided); application when nothing decides.
struct ProposedKind {
  AppealKind kind = AppealKind::application;
  std::string because;  // the word found, "" when none
};
ProposedKind propose_kind(const Pack& pack, std::string_view text);

// Which topic and body a text seems to be about, best first, at most `count`.
struct ProposedTopic {
  const Topic* topic = nullptr;
  std::string body;     // resolved for `district`; "" when the topic needs a district and there is none
  std::string because;  // the word found
};
std::vector<ProposedTopic> propose_topics(const Pack& pack, std::string_view text, std::string_view district,
                                          std::size_t count);
// The first sign of `signs` that stands in a text, as typed there; "" when none does.
std::string first_sign(const Signs& signs, std::string_view text);
// The first addressee of a topic in a district ("almaty.akimat.*" becomes the district's akimat).
std::string body_for(const Pack& pack, const Topic& topic, std::string_view district);

}  // namespace jauap::law
