// What a monitor finds in a log (codes M01 to M18 of docs/public-record.md): a newspaper runs it every day and prints
// what it says. It reads the whole log once and remembers one small state for each object.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "platform/tlog/lawbook.h"
#include "platform/tlog/policy.h"
#include "platform/tlog/receipt.h"
#include "platform/tlog/source.h"

namespace jauap::tlog {

struct Breach {
  std::string code;         // "M05"
  std::int64_t index = -1;  // of the entry; -1: none
  std::string words;
  std::string line() const;  // code TAB index TAB words
};

// A file that somebody kept: a checkpoint, a receipt or a proof, known by what it says.
struct Kept {
  std::string name;
  std::string bytes;
};

// The site whose pages and open data are compared with the log; `fetch` takes paths below its address.
struct Site {
  Fetch fetch;
  std::size_t sample = 250;  // cases, drawn at random; two questions each, within what a site allows in a minute or two
};

struct MonitorOptions {
  std::uint64_t mmd_seconds = promise_seconds;
  std::chrono::minutes zone{300};       // civil time of deadlines, where no pack says it
  std::optional<std::uint64_t> now;     // Unix seconds; nothing: freshness is not judged
  std::optional<CivilDate> overdue_on;  // list what was overdue on that day
  const LawBook* law = nullptr;         // nothing: deadlines are not recomputed
  std::optional<Site> site;             // nothing: M18 is not judged
};

struct MonitorReport {
  std::vector<Breach> breaches;      // by index, those without one first
  std::vector<Breach> overdue;       // code "overdue", index of the event that set the day
  std::vector<std::string> notices;  // what was not judged and why; clocks of witnesses
  bool is_witnessed = false;         // the newest checkpoint has its quorum
  bool is_site_judged = true;        // false: M18 was wanted, and a part of the sample got no answer
};

MonitorReport monitor(const Policy& policy, LogFiles& log, const std::vector<Kept>& kept,
                      const MonitorOptions& options);

}  // namespace jauap::tlog
