#include "platform/files/kind.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace jauap::files {
namespace {

using namespace std::string_view_literals;

struct Named {
  Kind kind;
  std::string_view type;
};
constexpr Named kinds[] = {{Kind::jpeg, "image/jpeg"},
                           {Kind::png, "image/png"},
                           {Kind::webp, "image/webp"},
                           {Kind::heic, "image/heic"},
                           {Kind::pdf, "application/pdf"}};

bool is_webp(std::string_view bytes) {
  return bytes.starts_with("RIFF") && bytes.substr(0, 12).ends_with("WEBP") && bytes.size() > 12;
}

// ISO 14496-12: a box "ftyp" with its length, the major brand, a version and further brands. HEIC is HEVC in it (ISO
// 23008-12).
bool is_heic(std::string_view bytes) {
  if (bytes.size() < 16 || bytes.substr(4, 4) != "ftyp") return false;
  std::size_t length = 0;
  for (const char c : bytes.substr(0, 4)) length = length << 8 | static_cast<std::uint8_t>(c);
  if (length < 16 || length > 256 || length > bytes.size()) return false;
  constexpr std::array brands{"heic"sv, "heix"sv, "heim"sv, "heis"sv};
  const auto is_known = [&](std::size_t at) {
    return std::find(brands.begin(), brands.end(), bytes.substr(at, 4)) != brands.end();
  };
  if (is_known(8)) return true;
  for (std::size_t at = 16; at + 4 <= length; at += 4)
    if (is_known(at)) return true;
  return false;
}

bool is_pdf(std::string_view bytes) {
  if (!bytes.starts_with("%PDF-1.") && !bytes.starts_with("%PDF-2.")) return false;
  const auto last = bytes.find_last_not_of("\r\n\t \0"sv);
  return last != std::string_view::npos && bytes.substr(0, last + 1).ends_with("%%EOF");
}

}  // namespace

std::string_view media_type(Kind kind) {
  for (const auto& named : kinds)
    if (named.kind == kind) return named.type;
  return "application/octet-stream";
}

std::optional<Kind> kind_of_type(std::string_view type) {
  for (const auto& named : kinds)
    if (named.type == type) return named.kind;
  return std::nullopt;
}

std::optional<Kind> kind_of(std::string_view bytes) {
  if (bytes.starts_with("\xff\xd8\xff"sv)) return Kind::jpeg;
  if (bytes.starts_with("\x89PNG\r\n\x1a\n"sv)) return Kind::png;
  if (is_webp(bytes)) return Kind::webp;
  if (is_heic(bytes)) return Kind::heic;
  if (is_pdf(bytes)) return Kind::pdf;
  return std::nullopt;
}

}  // namespace jauap::files
