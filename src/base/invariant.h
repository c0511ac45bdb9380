// Broken invariants are programmer's errors: they throw in every build and are caught once, at the edge.
#pragma once

#include <stdexcept>
#include <string>

namespace jauap {

struct BrokenInvariant : std::logic_error {
  using std::logic_error::logic_error;
};

inline void invariant(bool holds, const char* what) {
  if (!holds) throw BrokenInvariant(std::string("invariant broken: ") + what);
}

}  // namespace jauap
