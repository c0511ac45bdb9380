// Any bytes as an entry: what is read is written again as it came.
#include <cstddef>
#include <cstdint>

#include "base/invariant.h"
#include "platform/tlog/tlog.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace jauap;
  using namespace jauap::tlog;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto leaf = read_leaf(bytes);
  if (!leaf) return 0;
  invariant(encode_leaf(*leaf) == bytes, "a leaf has one spelling");
  if (!schema_fault(*leaf)) invariant(parse_object_number(leaf->object)->serial > 0, "a good leaf has an object");
  return 0;
}
