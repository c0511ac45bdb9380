#include "platform/module/cursor.h"

#include <charconv>

namespace jauap {

std::string cursor_of(const Visit& visit, std::string_view key) {
  return secrets::hex(visit.context.keys->seal(key, "cursor"));
}

std::optional<std::string> key_of(const Visit& visit, std::string_view cursor) {
  std::string bytes;
  if (cursor.size() % 2 != 0 || cursor.size() > 400) return std::nullopt;
  for (std::size_t i = 0; i < cursor.size(); i += 2) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(cursor.data() + i, cursor.data() + i + 2, value, 16);
    if (error != std::errc() || end != cursor.data() + i + 2) return std::nullopt;
    bytes.push_back(char(value));
  }
  return visit.context.keys->open(bytes, "cursor");
}

}  // namespace jauap
