// Everything cryptographic in one place, over libsodium: random bytes, keyed hashes, sealing, password hashes,
// codes that people type. Keys live in DIR/keys/*.key (0400), never in the database or its backups.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace jauap::secrets {

std::string random_bytes(std::size_t count);
std::string hex(std::string_view bytes);
std::optional<std::string> from_hex(std::string_view text);  // pairs of lower-case digits and nothing else
std::string sha256(std::string_view bytes);  // 32 bytes
// The same over pieces that follow each other, for trees of millions of small hashes: uses the machine's SHA instructions.
std::array<std::uint8_t, 32> sha256_of(std::initializer_list<std::string_view> pieces);
std::string hmac_sha256(std::string_view key, std::string_view message);  // 32 bytes
std::string base64(std::string_view bytes);  // RFC 4648 with padding
std::optional<std::string> from_base64(std::string_view text);
bool equal(std::string_view a, std::string_view b);  // constant time for equal lengths

// Purposes keep keys apart: a hash for one purpose never equals a hash for another.
enum class Purpose { case_code, session, csrf, api_token, email_code, contact_index, draft, idempotency, client, reply_address, channel, calendar };

// The keys of one installation. Loaded once; immutable; thread-safe.
class Keys {
 public:
  // Reads DIR/keys, making missing keys; see seed_file.
  static Result<std::shared_ptr<const Keys>> load(const std::string& folder);
  // Keys that live only in memory; for tests.
  static std::shared_ptr<const Keys> ephemeral();

  // HMAC under a key of its own for each purpose; 32 bytes. The only form in which codes, sessions and tokens are stored.
  std::string keyed_hash(Purpose purpose, std::string_view value) const;
  // XChaCha20-Poly1305 with a random nonce; `about` is authenticated (table, column, id), so that a sealed value cannot
  // be moved to another row. The result carries the key's id.
  std::string seal(std::string_view plain, std::string_view about) const;
  // nullopt when the bytes were changed or sealed under another key or for another place.
  std::optional<std::string> open(std::string_view sealed, std::string_view about) const;

 private:
  Keys() = default;
  struct Material;
  std::shared_ptr<const Material> material_;
};

// The 32 bytes of a key file, made from random bytes (0400, synced, folder synced) where there is none: two processes that make it
// at once get the same key. A file with other permissions than 0400 or 0600 or of wrong length is a Problem that names it.
Result<std::string> seed_file(const std::string& path);

// A random 32-byte key of one object. What is sealed under it can be read only as long as the key is kept: when the key is
// deleted, every copy of the sealed bytes, in old backups too, is noise. Kept only in its sealed form.
class ObjectKey {
 public:
  static ObjectKey fresh();
  // As `sealed_key` gave it; nullopt when it was changed, or sealed under other keys or about something else.
  static std::optional<ObjectKey> open_key(const Keys& keys, std::string_view sealed, std::string_view about);
  std::string sealed_key(const Keys& keys, std::string_view about) const;

  // Like Keys: XChaCha20-Poly1305 with a random nonce, `about` authenticated.
  std::string seal(std::string_view plain, std::string_view about) const;
  std::optional<std::string> open(std::string_view sealed, std::string_view about) const;

 private:
  explicit ObjectKey(std::string key) : key_(std::move(key)) {}
  std::string key_;
};

// Crockford base 32: 128 random bits as 26 characters in groups with a check character (mod 37, so one of 0-9A-Z*~$=U):
// "7Q4F2-M9KXT-…". `parse_code` accepts any case, spaces and dashes, O for 0, I and L for 1; nullopt when the check fails.
std::string new_code();
std::optional<std::string> parse_code(std::string_view typed);  // the 27 characters without dashes, upper case
std::string shown_code(std::string_view code);                  // in groups

std::string new_token();  // "jp_" and 43 characters of base64url: 256 random bits

// Argon2id, 19 MiB, t=2, p=1 (RFC 9106 string). About 30 ms: only on the password thread (auth).
std::string hash_password(std::string_view password);
bool verify_password(std::string_view hash, std::string_view password);

std::string totp(std::string_view secret, std::int64_t step);  // the six digits of one step

// TOTP (RFC 6238, SHA-1, 30 s, 6 digits), accepts the step before and after. `step_used` is the highest step already
// spent, for refusing a replay; returns the step of the code or nullopt.
std::optional<std::int64_t> verify_totp(std::string_view secret, std::string_view code, std::int64_t unix_seconds,
                                        std::int64_t step_used);
std::string totp_uri(std::string_view secret, std::string_view account, std::string_view issuer);
std::string base32(std::string_view bytes);  // RFC 4648 without padding, for showing a TOTP secret


// Ed25519 (RFC 8032). A seed has 32 bytes and is the whole secret; the same text always gets the same signature.
inline constexpr std::size_t ed25519_key_bytes = 32, ed25519_signature_bytes = 64;
std::string ed25519_public(std::string_view seed);
std::string ed25519_sign(std::string_view seed, std::string_view message);
// False for keys and signatures of another length, too.
bool ed25519_verify(std::string_view public_key, std::string_view message, std::string_view signature);

}  // namespace jauap::secrets
