// What a monitor must know of the law to recompute deadlines. The packs of a jurisdiction give it (packs.h); the
// monitor itself stays without any country.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "platform/tlog/leaf.h"

namespace jauap::tlog {

// A deadline that an event sets, with what its object had before.
struct Term {
  const Leaf& leaf;     // with a rule and a due day
  std::string pack;     // of the event, or the last one that the object named
  CivilDate first_day;  // `start` of the event, or the last one of the object
  std::optional<CivilDate> due0;
};

class LawBook {
 public:
  virtual ~LawBook() = default;
  virtual bool knows(std::string_view pack) const = 0;
  // The SHA-256 (hex) of the pack, to compare with pack.published; nothing when it is not known.
  virtual std::optional<std::string> hash_of(std::string_view pack) const = 0;
  // The day that the rule gives; nothing when the rule only sets a limit.
  virtual std::optional<CivilDate> due(const Term& term) const = 0;
  // The furthest day to which the rule lets a deadline be put off; nothing when the book does not say.
  virtual std::optional<CivilDate> latest(const Term& term) const = 0;
  // How often the rule lets a deadline be put off; nothing when the book does not say.
  virtual std::optional<unsigned> times(const Term& term) const = 0;
  // Why rule or pack were not in force on the first day; nothing when they were.
  virtual std::optional<std::string> not_in_force(const Term& term) const = 0;
};

}  // namespace jauap::tlog
