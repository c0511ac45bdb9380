// Commitments to private content that allow erasure: without its salt a part's c says nothing, with it nothing else opens it.
//   c[name] = HMAC-SHA-256(salt, "jauap/part/v1" 0x00 u16(len(name)) name content)
//   cm      = SHA-256("jauap/commit/v1" 0x00, for names in ascending byte order: u16(len(name)) name c[name])
// Salts have exactly 32 bytes; u16 is big-endian.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace jauap::journal {

struct Committed {
  std::string name;
  std::string c;  // 32 bytes
};

std::string part_commitment(std::string_view salt, std::string_view name, std::string_view content);
std::string commitment(std::vector<Committed> parts);

}  // namespace jauap::journal
