#include "platform/journal/commitment.h"

#include <algorithm>

#include "base/invariant.h"
#include "platform/secrets/secrets.h"

namespace jauap::journal {
namespace {

std::string counted(std::string_view name) {
  std::string out{char(name.size() >> 8 & 255), char(name.size() & 255)};
  return out.append(name);
}

}  // namespace

std::string part_commitment(std::string_view salt, std::string_view name, std::string_view content) {
  invariant(salt.size() == 32, "a salt has 32 bytes");
  std::string message("jauap/part/v1\0", 14);
  message += counted(name);
  message += content;
  return secrets::hmac_sha256(salt, message);
}

std::string commitment(std::vector<Committed> parts) {
  std::sort(parts.begin(), parts.end(), [](const Committed& a, const Committed& b) { return a.name < b.name; });
  std::string message("jauap/commit/v1\0", 16);
  for (const auto& part : parts) message += counted(part.name) + part.c;
  return secrets::sha256(message);
}

}  // namespace jauap::journal
