// Any bytes as a signed note, a verifier key and a checkpoint: what is taken is written again as it came.
#include <cstddef>
#include <cstdint>

#include "base/invariant.h"
#include "platform/secrets/secrets.h"
#include "platform/tlog/tlog.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace jauap;
  using namespace jauap::tlog;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto note = parse_note(bytes)) {
    invariant(note->bytes() == bytes, "a note has one spelling");
    if (const auto checkpoint = parse_checkpoint(note->text))
      invariant(checkpoint->text() == note->text, "a checkpoint has one spelling");
    if (const auto receipt = parse_receipt(note->text))
      invariant(receipt->text() == note->text, "a receipt has one spelling");
  }
  if (const auto key = parse_verifier_key(bytes)) invariant(key->text() == bytes, "a verifier key has one spelling");
  if (const auto raw = strict_base64(bytes)) invariant(secrets::base64(*raw) == bytes, "base64 has one spelling");
  return 0;
}
