// A deadline said to people and to machines: which rule, which article, which days were not counted and why.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/key.h"
#include "base/language.h"
#include "base/result.h"
#include "law/law.h"

namespace jauap::law {

// {"due_on", "rule", "article", "act", "confidence", "pack", "received_on", "starts_on", "length", "unit",
//  "skipped": [{"date", "kind", "name": {"kk", "ru", "en"}, "moved_from"}]}; dates are YYYY-MM-DD, `act` is the act's
//  id
// and may be "", `moved_from` stands only where a day off was moved.
std::string to_json(const Deadline& deadline, const Pack& pack);

// How the catalogue's words come in: this folder knows no languages but its keys.
using Say = std::function<std::string(Key, std::vector<Arg>)>;

// The same in lines of plain text, for the command line. "By law" is said only of a rule whose article was seen.
std::string explanation(const Deadline& deadline, const Pack& pack, Language language, const Say& say);

// What one skipped day is called: "weekend", or the name of the holiday in the language with the day it was moved from.
std::string day_off_words(const DayOff& day, Language language, const Say& say);

std::string_view code(Confidence confidence);  // seen, verify, platform
std::string_view code(Unit unit);              // working_days, calendar_days, months, other
std::string_view code(DayOff::Kind kind);      // weekend, holiday, moved, government

}  // namespace jauap::law
