#include "platform/tlog/checkpoint.h"

#include <array>

#include "platform/secrets/secrets.h"
#include "platform/tlog/note.h"

namespace jauap::tlog {

std::string Checkpoint::text() const {
  return origin + "\n" + std::to_string(size) + "\n" + secrets::base64(bytes_of(root)) + "\n";
}

Parsed<Checkpoint> parse_checkpoint(std::string_view signed_text) {
  std::array<std::string_view, 3> lines;
  for (auto& line : lines) {
    const auto end = signed_text.find('\n');
    if (end == std::string_view::npos) return Fault{"a checkpoint has three lines"};
    line = signed_text.substr(0, end);
    signed_text.remove_prefix(end + 1);
  }
  if (!signed_text.empty()) return Fault{"a checkpoint of this log has no lines behind its root"};
  const auto size = strict_decimal(lines[1]);
  const auto bytes = strict_base64(lines[2]);
  const auto root = bytes ? hash_of_bytes(*bytes) : std::nullopt;
  if (!is_key_name(lines[0])) return Fault{"the origin of the checkpoint is empty or has spaces"};
  if (!size) return Fault{"the size of the checkpoint is not a decimal number"};
  if (!root) return Fault{"the root of the checkpoint is not 32 bytes in strict base64"};
  return Checkpoint{std::string(lines[0]), *size, *root};
}

}  // namespace jauap::tlog
