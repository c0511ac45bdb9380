// The files of a log (C2SP tlog-tiles): hashes in tiles of 256, entries in bundles of 256, and their paths.
//   tile/<L>/<N>[.p/<W>]      hash i = MTH(D[(256N+i)·256^L : (256N+i+1)·256^L]), 32 bytes each
//   tile/entries/<N>[.p/<W>]  for each entry: u16 big-endian length, bytes
// N is written in groups of three digits, all but the last behind an x: 1234067 is x001/x234/067.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/tlog/tree.h"

namespace jauap::tlog {

inline constexpr unsigned tile_width = 256;
inline constexpr std::size_t entry_bytes_max = 65'535;

struct TilePlace {
  bool is_entries = false;
  unsigned level = 0;  // 0 for entries
  std::uint64_t index = 0;
  unsigned width = tile_width;  // below 256: a partial tile
  bool operator==(const TilePlace&) const = default;
};

std::string tile_path(const TilePlace& place);                    // "tile/0/x001/x234/067.p/2"
std::optional<TilePlace> parse_tile_path(std::string_view path);  // only what tile_path writes
unsigned partial_width(unsigned level, std::uint64_t size);       // 0: there is no partial tile
// How many hashes stand at a level of a tree of that size: floor(size / 256^level).
std::uint64_t hashes_at(unsigned level, std::uint64_t size);
// How many tiles a level has, and the width of one of them (0 when it does not exist).
std::uint64_t tiles_at(unsigned level, std::uint64_t size);
unsigned width_of_tile(unsigned level, std::uint64_t index, std::uint64_t size);

std::string tile_bytes(std::span<const Hash> hashes);
std::optional<Hashes> read_tile(std::string_view bytes, unsigned width);  // exactly width hashes
std::string bundle_bytes(std::span<const std::string> entries);
// Exactly width entries and nothing behind the last; views into `bytes`.
std::optional<std::vector<std::string_view>> read_bundle(std::string_view bytes, unsigned width);

// The bytes of a tile; nullopt when it cannot be read.
using TileReader = std::function<std::optional<std::string>(const TilePlace& place)>;

// The nodes of the tree of one size out of its tiles. Keeps each tile that it read, so one object serves one proof or
// one walk over the tree and is then thrown away. Not thread-safe.
class TileNodes {
 public:
  TileNodes(std::uint64_t size, TileReader read) : size_(size), read_(std::move(read)) {}
  std::optional<Hash> operator()(unsigned level, std::uint64_t index);
  NodeReader reader() {
    return [this](unsigned level, std::uint64_t index) { return (*this)(level, index); };
  }

 private:
  const Hashes* tile(unsigned level, std::uint64_t index);
  std::uint64_t size_;
  TileReader read_;
  std::map<std::pair<unsigned, std::uint64_t>, Hashes> kept_;
};

}  // namespace jauap::tlog
