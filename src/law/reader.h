// Reads JSON of a pack strictly and collects every fault: a missing, unknown or doubled key, a wrong type, a value out
// of its range. A fault names the file, the place (JSON pointer) and the reason; reading goes on after it.
#pragma once

#include <boost/json/value.hpp>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/language.h"
#include "base/result.h"
#include "base/time.h"

namespace jauap::law {

// The reasons of faults, in one place because each needs its words.
namespace fault {
inline constexpr Key missing_file = Key("law.fault.missing_file");
inline constexpr Key too_large = Key("law.fault.too_large");
inline constexpr Key not_json = Key("law.fault.not_json");
inline constexpr Key too_deep = Key("law.fault.too_deep");
inline constexpr Key missing_key = Key("law.fault.missing_key");
inline constexpr Key unknown_key = Key("law.fault.unknown_key");
inline constexpr Key doubled_key = Key("law.fault.doubled_key");
inline constexpr Key wrong_type = Key("law.fault.wrong_type");
inline constexpr Key bad_date = Key("law.fault.bad_date");
inline constexpr Key bad_time = Key("law.fault.bad_time");
inline constexpr Key bad_code = Key("law.fault.bad_code");
inline constexpr Key bad_text = Key("law.fault.bad_text");
inline constexpr Key bad_sign = Key("law.fault.bad_sign");
inline constexpr Key bad_language = Key("law.fault.bad_language");
inline constexpr Key bad_url = Key("law.fault.bad_url");
inline constexpr Key missing_language = Key("law.fault.missing_language");
inline constexpr Key out_of_range = Key("law.fault.out_of_range");
inline constexpr Key not_one_of = Key("law.fault.not_one_of");
inline constexpr Key empty_list = Key("law.fault.empty_list");
inline constexpr Key too_many = Key("law.fault.too_many");
inline constexpr Key duplicate = Key("law.fault.duplicate");
inline constexpr Key wrong_order = Key("law.fault.wrong_order");
inline constexpr Key unknown_act = Key("law.fault.unknown_act");
inline constexpr Key unknown_rule = Key("law.fault.unknown_rule");
inline constexpr Key unknown_body = Key("law.fault.unknown_body");
inline constexpr Key unknown_place = Key("law.fault.unknown_place");
inline constexpr Key unknown_district = Key("law.fault.unknown_district");
inline constexpr Key unknown_group = Key("law.fault.unknown_group");
inline constexpr Key not_a_period = Key("law.fault.not_a_period");
inline constexpr Key no_ground = Key("law.fault.no_ground");
inline constexpr Key missing_kind = Key("law.fault.missing_kind");
inline constexpr Key missing_rule = Key("law.fault.missing_rule");
inline constexpr Key missing_step = Key("law.fault.missing_step");
inline constexpr Key not_whole_years = Key("law.fault.not_whole_years");
inline constexpr Key outside_calendar = Key("law.fault.outside_calendar");
inline constexpr Key year_without_holidays = Key("law.fault.year_without_holidays");
inline constexpr Key moved_from_nothing = Key("law.fault.moved_from_nothing");
inline constexpr Key not_a_weekend = Key("law.fault.not_a_weekend");
inline constexpr Key already_weekend = Key("law.fault.already_weekend");
inline constexpr Key circle = Key("law.fault.circle");
inline constexpr Key more_faults = Key("law.fault.more_faults");
}  // namespace fault

// All faults of one pack. Keeps at most 500: a broken file must not fill the memory with complaints.
class Faults {
 public:
  // `value`: what stands there, shown shortened after the reason; "" for nothing to show.
  void add(std::string_view file, std::string_view path, Key reason, std::string_view value = {});
  bool empty() const { return problems_.empty(); }
  Problems take() { return std::move(problems_); }

 private:
  Problems problems_;
};

// A place in one file.
struct Spot {
  Faults* faults = nullptr;
  std::string file;
  std::string path;  // JSON pointer, "" for the whole file

  Spot at(std::string_view key) const;
  Spot at(std::size_t index) const;
  void fault(Key reason, std::string_view value = {}) const { faults->add(file, path, reason, value); }
};

// The JSON text as a value; nullopt (and a fault) when it is no JSON, too deep, or has an object with a doubled key.
std::optional<boost::json::value> parse_strictly(std::string_view text, const Spot& spot);

// One JSON object being read. Each key is asked for once; `finish` refuses the keys that nobody asked for. A reader of
// something that is no object is silent after the first fault and gives empty values.
class Reader {
 public:
  Reader(const boost::json::value& value, Spot spot);

  const Spot& spot() const { return spot_; }
  Spot at(std::string_view key) const { return spot_.at(key); }
  bool has(std::string_view key) const;

  enum class Presence { required, optional };
  using enum Presence;

  // One clean line (base/text.h) of at most 1,000 code points; an optional one may be empty.
  std::string text(std::string_view key, Presence presence = required);
  // a-z 0-9 and . - _ between; at most 64 characters; an optional one may be empty.
  std::string code(std::string_view key, Presence presence = required);
  std::string one_of(std::string_view key, const std::vector<std::string_view>& allowed);
  Names names(std::string_view key);
  bool flag(std::string_view key);
  std::optional<std::int64_t> integer(std::string_view key, std::int64_t low, std::int64_t high,
                                      Presence presence = required);
  std::optional<CivilDate> date(std::string_view key, Presence presence = required);
  std::optional<TimeOfDay> time(std::string_view key);
  // Calls `item` for each element of a list; at most `most` elements.
  void each(std::string_view key, std::size_t least, std::size_t most,
            const std::function<void(const boost::json::value&, const Spot&)>& item);
  // The object under `key`, read by `inside`, which need not call finish.
  void object(std::string_view key, const std::function<void(Reader&)>& inside);
  // Every key of this object is free (a map); marks all of them as asked for.
  void each_key(const std::function<void(std::string_view, const boost::json::value&, const Spot&)>& item);
  // Free words for people who read the file ("note", "$schema"): allowed, checked, not kept.
  void remarks();

  void finish();

 private:
  const boost::json::value* find(std::string_view key, Presence presence);
  std::optional<std::string> string(std::string_view key, Presence presence);

  const boost::json::object* object_ = nullptr;
  Spot spot_;
  std::set<std::string, std::less<>> asked_;
};

bool is_code(std::string_view text);

}  // namespace jauap::law
