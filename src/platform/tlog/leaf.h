// An entry of the record: one event of one public object, as a flat JSON object that has exactly one spelling.
//   keys sorted, no white space, only the keys below; at most 1,024 bytes; strings of printable ASCII without " and \;
//   non-negative integers below 2^53.
// A reader reads, checks the schema, writes anew and refuses the leaf unless the bytes are the same.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "platform/tlog/parsed.h"

namespace jauap::tlog {

inline constexpr std::size_t leaf_bytes_max = 1024;
inline constexpr std::uint64_t leaf_version = 1;

// "" in a text that may be absent means that it is absent: an empty text is never written, but for `prev`.
struct Leaf {
  std::uint64_t at = 0;  // Unix seconds, rounded down to a whole minute
  std::string object;    // key `case`: KZ75-A-2026-000284
  std::string cm;        // commitment to the private content, hex
  std::uint64_t n = 0;   // 1, 2, 3 … within the object
  std::string prev;      // leaf hash of event n-1, hex; "" for n = 1
  std::string role;      // applicant, operator, clerk, head, deputy, council, moderator, auditor, admin, system
  std::string type;      // key `t`: appeal.registered
  std::uint64_t version = leaf_version;  // key `v`
  std::string body, to;          // codes of bodies. appeal.registered always names one: where the pack says that a
                                 // body is small or the case is restricted, it is the parent's
  std::string due0, due, start;  // YYYY-MM-DD
  std::string rule, pack, reason, val, ref;
  std::string occ;  // day it truly happened when it was entered later
  bool operator==(const Leaf&) const = default;
};

std::string encode_leaf(const Leaf& leaf);

// Only the form: a flat object with the keys of the version, of the right types, in the one spelling.
Parsed<Leaf> read_leaf(std::string_view bytes);
// What breaks the schema: forms of values, and what an event of this type must carry. nullopt: nothing.
std::optional<std::string> schema_fault(const Leaf& leaf);
// Both: what a log takes in and what a proof is about.
Parsed<Leaf> parse_leaf(std::string_view bytes);

// "KZ75-A-2026-000284" taken apart.
struct ObjectNumber {
  std::string series;  // "KZ75-A-2026"
  char letter = 0;
  std::uint64_t serial = 0;
};
std::optional<ObjectNumber> parse_object_number(std::string_view text);

}  // namespace jauap::tlog
