// The record against the database that it comes from: every leaf anew out of its event, the tree anew out of the leaves, the
// signed root, the anchor, every commitment out of what is sealed. For `jauap fsck`.
#pragma once

#include "record/office.h"

namespace jauap::record {

struct Checked {
  std::int64_t events = 0, entries = 0, pending = 0, parts = 0, erased = 0;
  std::uint64_t signed_size = 0;
  std::vector<std::string> faults;  // English, one line each; at most faults_max
};
inline constexpr std::size_t faults_max = 100;

// Reads everything; minutes for millions. A server may work meanwhile: it is one snapshot.
Checked check(db::ReadTx& tx, const House& house);

}  // namespace jauap::record
