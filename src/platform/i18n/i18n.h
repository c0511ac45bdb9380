// Words of the interface in three languages, and formats of dates, numbers, names and phones (docs: ux §7).
//
// Catalogues are .po files (i18n/*.po of the platform, src/<module>/i18n/*.po of a module), compiled into tables at
// build time. Missing or extra keys, differing placeholders, wrong plural forms and keys used in sources but not in
// the catalogues fail the build.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/key.h"
#include "base/language.h"
#include "base/result.h"
#include "base/time.h"

namespace jauap::i18n {

// All texts of one language. Cheap to copy. Immutable, thread-safe.
class Words {
 public:
  explicit Words(Language language) : language_(language) {}
  Language language() const { return language_; }

  // The text of `key`; {name} placeholders are filled from `args`. An unknown key (impossible after a build) gives
  // its name, and an unfilled placeholder stays visible.
  std::string operator()(Key key) const { return std::string(raw(key)); }
  std::string operator()(Key key, std::initializer_list<Arg> args) const;
  std::string operator()(const Problem& problem) const;
  // The plural form for `count`, which also fills {count}: kk one form, ru three, en two.
  std::string plural(Key key, long long count, std::initializer_list<Arg> args = {}) const;
  // The text as it stands, for lists and comparisons.
  std::string_view raw(Key key) const;
  // For keys made from data in tables ("law.kind." + code): looked up by name, "" when there is none.
  std::string_view by_name(std::string_view key_name) const;

  std::string date(CivilDate day) const;  // 2026 ж. 23 қараша · 23 ноября 2026 г. · 23 November 2026
  std::string date_official(CivilDate day) const;  // 2026 жылғы 23 қараша · 23 ноября 2026 года
  std::string date_weekday(
      CivilDate day) const;  // 2026 ж. 23 қараша, дүйсенбі · понедельник, 23 ноября 2026 г. · Monday 23 November 2026
  std::string date_time(CivilDate day, TimeOfDay time) const;     // date, HH:MM
  std::string number(long long value) const;                      // 1 234 567 with no-break spaces · 1,234,567
  std::string percent(double share) const;                        // share 0..1 → 97,3%
  std::string list(const std::vector<std::string>& items) const;  // "a, b және c"

 private:
  Language language_;
};

// Order of the Kazakh alphabet as a byte-comparable key (own table; also right for Russian).
std::string sort_key(std::string_view text);

// +77XXXXXXXXX from what people type (8 7…, 7 7…, +7 7…, spaces, brackets, dashes); foreign numbers with their code
// are accepted. Empty when it is no phone number.
std::string normal_phone(std::string_view typed);
std::string shown_phone(std::string_view normal);  // +7 7XX XXX XX XX

// 12 digits with the check digit (first and second weights); spaces are stripped. The same rule for IIN and BIN.
enum class IinState { valid, not_12_digits, wrong_check_digit };
IinState check_iin(std::string_view typed);
std::string iin_digits(std::string_view typed);  // digits only

}  // namespace jauap::i18n
