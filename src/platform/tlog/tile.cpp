#include "platform/tlog/tile.h"

#include <algorithm>

#include "base/invariant.h"
#include "platform/tlog/note.h"

namespace jauap::tlog {
namespace {

constexpr unsigned level_max = 63;

std::string three_digits(std::uint64_t n) {
  const auto digits = std::to_string(n);
  return std::string(3 - digits.size(), '0') + digits;
}

std::string index_path(std::uint64_t index) {
  std::string path = three_digits(index % 1000);
  for (index /= 1000; index > 0; index /= 1000) path = "x" + three_digits(index % 1000) + "/" + path;
  return path;
}

// "x001/x234/067" without looking whether it is the shortest form: tile_path decides that.
std::optional<std::uint64_t> parse_index(std::string_view path) {
  std::uint64_t index = 0;
  for (bool is_last = false; !is_last;) {
    const auto slash = path.find('/');
    is_last = slash == std::string_view::npos;
    auto group = path.substr(0, slash);
    if (!is_last && !group.starts_with('x')) return std::nullopt;
    if (!is_last) group.remove_prefix(1);
    if (group.size() != 3 || index > size_max / 1000) return std::nullopt;
    for (const char c : group) {
      if (c < '0' || c > '9') return std::nullopt;
      index = index * 10 + std::uint64_t(c - '0');
    }
    if (!is_last) path.remove_prefix(slash + 1);
  }
  return index;
}

// Takes "<L>/" or "entries/" off the front.
bool take_level(std::string_view& path, TilePlace& place) {
  const auto slash = path.find('/');
  if (slash == std::string_view::npos) return false;
  const auto word = path.substr(0, slash);
  path.remove_prefix(slash + 1);
  place.is_entries = word == "entries";
  if (place.is_entries) return true;
  const auto level = strict_decimal(word);
  if (!level || *level > level_max) return false;
  place.level = unsigned(*level);
  return true;
}

// Takes ".p/<W>" off the end.
bool take_width(std::string_view& path, TilePlace& place) {
  const auto mark = path.find(".p/");
  if (mark == std::string_view::npos) return true;
  const auto width = strict_decimal(path.substr(mark + 3));
  if (!width || *width == 0 || *width >= tile_width) return false;
  place.width = unsigned(*width);
  path = path.substr(0, mark);
  return true;
}

}  // namespace

std::string tile_path(const TilePlace& place) {
  std::string path =
      "tile/" + (place.is_entries ? "entries" : std::to_string(place.level)) + "/" + index_path(place.index);
  if (place.width < tile_width) path += ".p/" + std::to_string(place.width);
  return path;
}

std::optional<TilePlace> parse_tile_path(std::string_view path) {
  const std::string_view whole = path;
  TilePlace place;
  if (!path.starts_with("tile/")) return std::nullopt;
  path.remove_prefix(5);
  if (!take_level(path, place) || !take_width(path, place)) return std::nullopt;
  const auto index = parse_index(path);
  if (!index) return std::nullopt;
  place.index = *index;
  if (tile_path(place) != whole) return std::nullopt;
  return place;
}

std::uint64_t hashes_at(unsigned level, std::uint64_t size) {
  return level >= 8 ? 0 : size >> (8 * level);
}

unsigned partial_width(unsigned level, std::uint64_t size) {
  return unsigned(hashes_at(level, size) % tile_width);
}

std::uint64_t tiles_at(unsigned level, std::uint64_t size) {
  return hashes_at(level, size) / tile_width + (partial_width(level, size) > 0 ? 1 : 0);
}

unsigned width_of_tile(unsigned level, std::uint64_t index, std::uint64_t size) {
  const auto full = hashes_at(level, size) / tile_width;
  if (index < full) return tile_width;
  return index == full ? partial_width(level, size) : 0;
}

std::string tile_bytes(std::span<const Hash> hashes) {
  std::string bytes;
  bytes.reserve(hashes.size() * sizeof(Hash));
  for (const auto& hash : hashes) bytes += bytes_of(hash);
  return bytes;
}

std::optional<Hashes> read_tile(std::string_view bytes, unsigned width) {
  if (bytes.size() != width * sizeof(Hash)) return std::nullopt;
  Hashes hashes(width);
  for (std::size_t i = 0; i < width; ++i) hashes[i] = *hash_of_bytes(bytes.substr(i * sizeof(Hash), sizeof(Hash)));
  return hashes;
}

std::string bundle_bytes(std::span<const std::string> entries) {
  std::string bytes;
  for (const auto& entry : entries) {
    invariant(entry.size() <= entry_bytes_max, "an entry fits the length before it");
    bytes.push_back(char(entry.size() >> 8));
    bytes.push_back(char(entry.size() & 255));
    bytes += entry;
  }
  return bytes;
}

std::optional<std::vector<std::string_view>> read_bundle(std::string_view bytes, unsigned width) {
  std::vector<std::string_view> entries;
  entries.reserve(width);
  while (entries.size() < width) {
    if (bytes.size() < 2) return std::nullopt;
    const auto length = std::size_t(std::uint8_t(bytes[0])) << 8 | std::uint8_t(bytes[1]);
    bytes.remove_prefix(2);
    if (bytes.size() < length) return std::nullopt;
    entries.push_back(bytes.substr(0, length));
    bytes.remove_prefix(length);
  }
  if (!bytes.empty()) return std::nullopt;
  return entries;
}

const Hashes* TileNodes::tile(unsigned level, std::uint64_t index) {
  const auto kept = kept_.find({level, index});
  if (kept != kept_.end()) return &kept->second;
  const auto width = width_of_tile(level, index, size_);
  if (width == 0) return nullptr;
  const auto bytes = read_({.level = level, .index = index, .width = width});
  auto hashes = bytes ? read_tile(*bytes, width) : std::nullopt;
  if (!hashes) return nullptr;
  return &kept_.emplace(std::pair(level, index), std::move(*hashes)).first->second;
}

// A node between two stored levels is the root of a few hashes of one tile.
std::optional<Hash> TileNodes::operator()(unsigned level, std::uint64_t index) {
  const unsigned above = level % 8;
  const std::uint64_t first = index << above, count = std::uint64_t(1) << above;
  const auto* hashes = tile(level / 8, first / tile_width);
  const auto offset = first % tile_width;
  if (!hashes || offset + count > hashes->size()) return std::nullopt;
  return root_of(std::span(*hashes).subspan(offset, count));
}

}  // namespace jauap::tlog
