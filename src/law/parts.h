// One function for each file of a pack: reads what stands in it, without looking into the others (check.cpp does).
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "law/law.h"
#include "law/reader.h"

namespace jauap::law {

// A pack that is being read, with the places in the files that the check must be able to name. Lists keep the order and
// the number of the file's elements, so that an index is enough to find the others.
struct Draft {
  Pack pack;
  std::map<CivilDate, Spot> days_off_at, working_weekends_at;
  std::vector<Spot> kinds_at;  // of pack.kinds, which leaves out what has no known kind
  std::vector<std::pair<std::string, Spot>> calendar_acts;
  std::set<std::string, std::less<>> unreadable;  // files of which nothing is known
};

namespace parts {

void read_pack(Reader& file, Draft& draft);
void read_acts(Reader& file, Draft& draft);
void read_calendar(Reader& file, Draft& draft);
void read_rules(Reader& file, Draft& draft);
void read_kinds(Reader& file, Draft& draft);
void read_places(Reader& file, Draft& draft);
void read_bodies(Reader& file, Draft& draft);
void read_topics(Reader& file, Draft& draft);
void read_reasons(Reader& file, Draft& draft);

}  // namespace parts
}  // namespace jauap::law
