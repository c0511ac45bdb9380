// An opening shows chosen private parts of an event and proves by the leaf's commitment that they are what was
// recorded:
//   {"v":1,"cm":hex,"parts":[{"name":…,"c":hex,"salt":hex,"b64":…},{"name":…,"c":hex}]}   parts in order
// Parts without a salt stay closed. The commitments themselves are platform/journal/commitment.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/tlog/parsed.h"

namespace jauap::tlog {

inline constexpr std::size_t opening_bytes_max = 64 * 1024 * 1024;

struct OpeningPart {
  std::string name;
  std::string c;                    // 32 bytes
  std::optional<std::string> salt;  // 32 bytes; none: the part stays closed
  std::string content;
};

struct Opening {
  std::string cm;  // 32 bytes
  std::vector<OpeningPart> parts;
};

std::string format_opening(const Opening& opening);
// The form, and that the parts together make its own cm.
Parsed<Opening> parse_opening(std::string_view bytes);
// What does not fit the commitment of a leaf (hex); nullopt when all fits.
std::optional<std::string> opening_fault(const Opening& opening, std::string_view leaf_cm);

}  // namespace jauap::tlog
