// Tries this very program with published test vectors, so that somebody who mistrusts it can bring their own: signed
// notes, proofs, roots, tile paths, Ed25519, and whole sample logs, in the format of tests/data.
#pragma once

#include <string>
#include <vector>

namespace jauap::tlog {

struct VectorReport {
  std::size_t tried = 0;
  std::vector<std::string> failures;  // which vector, in which file
  std::vector<std::string> unknown;   // what this program does not know how to try
};

// All *.json files of the folder and its sample-log/. A Stop with Exit::unreadable when there is nothing to try.
VectorReport try_vectors(const std::string& folder);

}  // namespace jauap::tlog
