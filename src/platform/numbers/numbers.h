// Public numbers, without gaps per place, kind and year: <place>-<letter>-<year>-<six or more digits>.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "platform/db/db.h"

namespace jauap::numbers {

// Takes the next number in this transaction: one counter row per place, letter and year, so that a refused command
// leaves no gap. `place_code` is the pack's, "KZ75".
std::string next(db::Tx& tx, std::int64_t place, std::string_view place_code, char letter, int year);

// No number up to `serial` is taken again: for objects that this database has lost and the public record has kept.
void skip_to(db::Tx& tx, std::int64_t place, char letter, int year, std::int64_t serial);

struct Parsed {
  std::string place_code;  // "KZ75"
  char letter;
  int year;
  std::int64_t serial;
  std::string canonical() const;  // KZ75-A-2026-000284
};
// What people type: any case, with or without dashes and spaces, the year with two or four digits, Cyrillic look-alikes
// of the letters, leading zeros missing only after a dash. nullopt when it is no number.
std::optional<Parsed> parse(std::string_view typed);

}  // namespace jauap::numbers
