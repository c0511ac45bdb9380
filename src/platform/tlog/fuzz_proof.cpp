// Any bytes as a proof, a request to a witness and an opening: what is taken is written again as it came.
#include <cstddef>
#include <cstdint>

#include "base/invariant.h"
#include "platform/tlog/tlog.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace jauap;
  using namespace jauap::tlog;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto proof = parse_proof(bytes)) {
    const bool has_extra = bytes.find("\nextra ") != std::string_view::npos;
    invariant(has_extra || format_proof(*proof) == bytes, "a proof has one spelling");
    (void)verify_inclusion(proof->index, 600, leaf_hash("x"), proof->hashes, empty_root());
    (void)verify_consistency(proof->index, 600, empty_root(), empty_root(), proof->hashes);
  }
  if (const auto request = parse_add_checkpoint(bytes))
    invariant(format_add_checkpoint(*request) == bytes, "a request has one spelling");
  if (const auto opening = parse_opening(bytes))
    invariant(bool(parse_opening(format_opening(*opening))), "an opening can be read again");
  return 0;
}
