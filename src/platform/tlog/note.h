// Signed notes (C2SP signed-note): a text, a blank line, one line for each signature. Strict, so that one note has one
// spelling. The signed text goes up to and including the newline before the last blank line.
//   — <key name> <base64(4-byte key id, signature)>
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/tlog/parsed.h"

namespace jauap::tlog {

inline constexpr std::size_t note_bytes_max = 512 * 1024;
inline constexpr std::size_t note_signatures_max = 100;

// The standard alphabet, padded; no white space, no bits that nobody reads.
std::optional<std::string> strict_base64(std::string_view text);
// A decimal number without sign and leading zeros, at most 2^62.
std::optional<std::uint64_t> strict_decimal(std::string_view text);
bool is_strict_utf8(std::string_view text);

// 0x06 is ML-DSA-44: its keys and signatures are read, and wait until the platform can check them.
enum class KeyType : std::uint8_t { ed25519 = 0x01, cosignature = 0x04, ml_dsa_44 = 0x06 };

// What anybody needs to check signatures: "<name>+<key id, 8 hex digits>+<base64(type, key)>".
struct VerifierKey {
  std::string name;
  std::uint32_t id = 0;
  KeyType type = KeyType::ed25519;
  std::string key;
  bool operator==(const VerifierKey&) const = default;
  std::string text() const;
};
bool is_key_name(std::string_view name);  // not empty, no spaces, no plus, no control characters
VerifierKey verifier_key(std::string name, KeyType type, std::string key);
Parsed<VerifierKey> parse_verifier_key(std::string_view text);

// Signs in the name of one key. Holds the seed: keep it where keys are kept.
class Signer {
 public:
  Signer(std::string name, KeyType type, std::string seed);  // 32 bytes; not for ML-DSA-44
  const VerifierKey& key() const { return key_; }
  // The signature line, newline included, for a text that ends with a newline.
  std::string sign(std::string_view text) const;
  // The line of a witness: it signs the moment together with the checkpoint's text.
  std::string cosign(std::string_view checkpoint_text, std::uint64_t unix_seconds) const;

 private:
  VerifierKey key_;
  std::string seed_;
};

struct Signature {
  std::string name;
  std::uint32_t key_id = 0;
  std::string bytes;  // behind the key id
  std::string line() const;
};

struct Note {
  std::string text;
  std::vector<Signature> signatures;
  std::string bytes() const;  // as it was read
};
Parsed<Note> parse_note(std::string_view bytes);

struct GoodSignature {
  std::size_t key = 0;                // among the keys handed in
  std::optional<std::uint64_t> time;  // of a cosignature, Unix seconds
};
// Every signature by a known key must be good, and there must be one; unknown keys are skipped, ML-DSA-44 as well.
Parsed<std::vector<GoodSignature>> verify_note(const Note& note, std::span<const VerifierKey> known);

}  // namespace jauap::tlog
