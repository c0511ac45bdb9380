// Tries this very program with published test vectors, so that somebody who mistrusts it can bring their own: signed
// notes, proofs, roots, tile paths, Ed25519, and whole sample logs, in the format of tests/data.
#pragma once

#include <string>
#include <vector>

#include "platform/tlog/lawbook.h"

namespace jauap::tlog {

struct VectorReport {
  std::size_t tried = 0;
  std::vector<std::string> failures;  // which vector, in which file
  std::vector<std::string> unknown;   // what this program does not know how to try
};

// The rules of the published sample logs, of the pack "test-1": test/15d is the start and 15 calendar days,
// test/plus30d the old day and 30 calendar days. For trying sample logs only; no real pack is like that.
class SampleRules : public LawBook {
 public:
  bool knows(std::string_view pack) const override { return pack == "test-1"; }
  std::optional<std::string> hash_of(std::string_view pack) const override;
  std::optional<CivilDate> due(const Term& term) const override;
  std::optional<CivilDate> latest(const Term& term) const override;
  std::optional<unsigned> times(const Term& term) const override;
  std::optional<std::string> not_in_force(const Term& term) const override;
};

// All *.json files of the folder and its sample-log/. A Stop with Exit::unreadable when there is nothing to try.
VectorReport try_vectors(const std::string& folder);

}  // namespace jauap::tlog
