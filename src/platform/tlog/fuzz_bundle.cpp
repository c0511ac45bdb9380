// Any bytes as a bundle of entries, a tile and a path: what is taken is written again as it came. The first byte is the
// width.
#include <cstddef>
#include <cstdint>

#include "base/invariant.h"
#include "platform/tlog/tlog.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace jauap;
  using namespace jauap::tlog;
  if (size == 0) return 0;
  const unsigned width = 1u + data[0];
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (const auto entries = read_bundle(bytes, width)) {
    const std::vector<std::string> copies(entries->begin(), entries->end());
    invariant(copies.size() == width && bundle_bytes(copies) == bytes, "a bundle has one spelling");
  }
  if (const auto hashes = read_tile(bytes, width)) invariant(tile_bytes(*hashes) == bytes, "a tile has one spelling");
  if (const auto place = parse_tile_path(bytes)) invariant(tile_path(*place) == bytes, "a path has one spelling");
  return 0;
}
