// The schema of leaves: forms of values, and what an event of each type must carry.
#include <algorithm>
#include <initializer_list>

#include "base/time.h"
#include "platform/tlog/leaf.h"
#include "platform/tlog/note.h"
#include "platform/tlog/tree.h"

namespace jauap::tlog {
namespace {

using Text = std::string Leaf::*;
using Words = std::initializer_list<std::string_view>;
using Wrong = std::optional<std::string>;

constexpr std::string_view roles[] = {"applicant", "operator",  "clerk",   "head",  "deputy",
                                      "council",   "moderator", "auditor", "admin", "system"};
// What an event type begins with: the kind of object, or what the event is about.
constexpr std::string_view kinds[] = {"appeal",  "problem", "clarification", "recommendation", "commitment", "inquiry",
                                      "meeting", "session", "consultation",  "petition",       "control",    "pack",
                                      "log",     "role",    "record",        "person",         "body"};
constexpr std::string_view letters = "APCRMQESDTKJL";

struct Named {
  std::string_view name;
  Text text;
};
constexpr Named body{"body", &Leaf::body}, to{"to", &Leaf::to}, due0{"due0", &Leaf::due0}, due{"due", &Leaf::due},
    start{"start", &Leaf::start}, rule{"rule", &Leaf::rule}, pack{"pack", &Leaf::pack}, reason{"reason", &Leaf::reason},
    val{"val", &Leaf::val}, ref{"ref", &Leaf::ref};

// What events carry. The last part of a name alone ("*.hidden") stands for every kind of object.
struct Demand {
  std::string_view type;
  std::initializer_list<Named> carries;
  Words values = {};                             // `val` is one of these; none: any
  std::initializer_list<Named> when_moved = {};  // further, when `due0` says that a deadline moves
};

const Demand* demand_of(std::string_view type) {
  static const Words answers{"satisfied", "partly", "explained", "declined"},
      verdicts{"solved", "partly", "not_solved"}, replies{"accepted", "partly", "declined"};
  static const Demand demands[] = {
      {"appeal.registered", {body, pack, rule, start, due}},
      {"appeal.accepted", {}, {}, {due, reason}},
      {"appeal.paused", {}, {}, {due, reason}},
      {"appeal.resumed", {}, {}, {due, reason}},
      {"appeal.redirected", {to, reason}, {}, {due, rule, start}},
      {"appeal.extended", {due0, due, rule, reason}},
      {"appeal.answered", {val}, answers},
      {"appeal.answer_amended", {val}, answers},
      {"appeal.verdict", {val}, verdicts},
      {"appeal.complained", {ref}},
      {"appeal.joined", {ref}},
      {"appeal.controlled", {ref}},
      {"appeal.withdrawn", {reason}},
      {"appeal.left_unconsidered", {reason}},
      {"appeal.closed", {reason}},
      {"appeal.reopened", {reason}},
      {"*.hidden", {reason}},
      {"*.shown", {reason}},
      {"*.erased", {reason}},
      {"*.restricted", {reason}},
      {"recommendation.sent", {due}},
      {"recommendation.replied", {val}, replies},
      {"inquiry.sent", {due}},
      {"inquiry.replied", {val}, replies},
      {"control.sent", {due}},
      {"control.replied", {val}, replies},
      {"meeting.scheduled", {due}, {}, {reason}},
      {"meeting.moved", {due0, due, reason}},
      {"commitment.made", {due}},
      {"commitment.due_moved", {due0, due, reason}},
      {"pack.published", {val}},
      {"role.granted", {body, val}},
      {"role.revoked", {body, val}},
      {"*.read_under_seal", {body, reason}},
      {"log.started", {val}},
      {"log.key_rotated", {val}},
      {"log.witnesses", {val}},
      {"log.incident", {val}},
  };
  const auto is_meant = [&](const Demand& demand) {
    return demand.type == type || (demand.type.starts_with("*") && type.ends_with(demand.type.substr(1)));
  };
  const auto* found = std::find_if(std::begin(demands), std::end(demands), is_meant);
  return found == std::end(demands) ? nullptr : found;
}

template <class List>
bool is_one_of(const List& list, std::string_view word) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

bool is_type(std::string_view type) {
  const auto dot = type.find('.');
  if (dot == std::string_view::npos || !is_one_of(kinds, type.substr(0, dot))) return false;
  const auto verb = type.substr(dot + 1);
  return !verb.empty() && verb.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string_view::npos;
}

Wrong form_fault(const Leaf& leaf) {
  if (leaf.at % 60 != 0) return "at is not a whole minute";
  if (!parse_object_number(leaf.object)) return "case " + leaf.object + " is not a public object id";
  if (!hash_of_hex(leaf.cm)) return "cm is not 64 small hexadecimal digits";
  if (leaf.n == 0) return "n begins with 1";
  if (leaf.n == 1 && !leaf.prev.empty()) return "prev is not empty in the first event of an object";
  if (leaf.n > 1 && !hash_of_hex(leaf.prev)) return "prev is not 64 small hexadecimal digits";
  if (!is_one_of(roles, leaf.role)) return "role " + leaf.role + " is unknown";
  if (!is_type(leaf.type)) return "t " + leaf.type + " is not an event type";
  for (const auto& day : {leaf.due0, leaf.due, leaf.start, leaf.occ})
    if (!day.empty() && !CivilDate::parse(day)) return day + " is not a day";
  return std::nullopt;
}

Wrong missing(const Leaf& leaf, std::initializer_list<Named> wanted) {
  for (const auto& one : wanted)
    if ((leaf.*one.text).empty()) return leaf.type + " lacks " + std::string(one.name);
  return std::nullopt;
}

}  // namespace

std::optional<std::string> schema_fault(const Leaf& leaf) {
  if (auto wrong = form_fault(leaf)) return wrong;
  const auto* demand = demand_of(leaf.type);
  if (!demand) return std::nullopt;
  if (auto wrong = missing(leaf, demand->carries)) return wrong;
  if (!leaf.due0.empty())
    if (auto wrong = missing(leaf, demand->when_moved)) return wrong;
  if (demand->values.size() > 0 && !is_one_of(demand->values, leaf.val))
    return leaf.type + " has the unknown val " + leaf.val;
  if (leaf.type == "appeal.verdict" && leaf.role != "applicant")
    return "a verdict is the applicant's, not of the role " + leaf.role;
  if (leaf.type == "pack.published" && !hash_of_hex(leaf.val)) return "val of pack.published is not a SHA-256";
  return std::nullopt;
}

std::optional<ObjectNumber> parse_object_number(std::string_view text) {
  const auto serial_dash = text.rfind('-');
  if (serial_dash == std::string_view::npos || serial_dash < 8) return std::nullopt;
  const auto series = text.substr(0, serial_dash), digits = text.substr(serial_dash + 1);
  const auto year = series.substr(series.size() - 4);
  const auto place = series.substr(0, series.size() - 7);
  const char letter = series[series.size() - 6];
  const auto is_made_of = [](std::string_view word, std::string_view allowed) {
    return !word.empty() && word.find_first_not_of(allowed) == std::string_view::npos;
  };
  if (series[series.size() - 5] != '-' || series[series.size() - 7] != '-' ||
      letters.find(letter) == std::string_view::npos || !is_made_of(year, "0123456789") ||
      !is_made_of(place, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"))
    return std::nullopt;
  // Six digits, and more only when the number needs them: an object has one name.
  if (digits.size() < 6 || !is_made_of(digits, "0123456789") || (digits.size() > 6 && digits[0] == '0'))
    return std::nullopt;
  const auto serial = strict_decimal(digits.substr(std::min(digits.find_first_not_of('0'), digits.size() - 1)));
  if (!serial || *serial == 0) return std::nullopt;
  return ObjectNumber{std::string(series), letter, *serial};
}

}  // namespace jauap::tlog
