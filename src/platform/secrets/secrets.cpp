#include "platform/secrets/secrets.h"

#include <openssl/crypto.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include <array>

#include "base/invariant.h"

namespace jauap::secrets {
namespace {

// libsodium must be set up once before anything else of it.
const bool ready = [] {
  invariant(sodium_init() >= 0, "libsodium starts");
  return true;
}();

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes_of(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

std::string percent_encoded(std::string_view text) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  for (const unsigned char c : text) {
    const bool plain =
        (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || c == '_';
    if (plain)
      out.push_back(char(c));
    else
      out.append({'%', digits[c >> 4], digits[c & 15]});
  }
  return out;
}

}  // namespace

std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  randombytes_buf(bytes.data(), count);
  return bytes;
}

std::string hex(std::string_view bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const unsigned char byte : bytes) {
    out.push_back(digits[byte >> 4]);
    out.push_back(digits[byte & 15]);
  }
  return out;
}

std::optional<std::string> from_hex(std::string_view text) {
  static constexpr std::string_view digits = "0123456789abcdef";
  if (text.size() % 2 != 0) return std::nullopt;
  std::string out;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const auto high = digits.find(text[i]), low = digits.find(text[i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
    out.push_back(char(high << 4 | low));
  }
  return out;
}

std::string sha256(std::string_view bytes) {
  std::string out(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256(bytes_of(out), bytes_of(bytes), bytes.size());
  return out;
}

std::string hmac_sha256(std::string_view key, std::string_view message) {
  std::string out(crypto_auth_hmacsha256_BYTES, '\0');
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, bytes_of(key), key.size());
  crypto_auth_hmacsha256_update(&state, bytes_of(message), message.size());
  crypto_auth_hmacsha256_final(&state, bytes_of(out));
  return out;
}

bool equal(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string new_token() {
  const auto bytes = random_bytes(32);
  std::string out(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
  sodium_bin2base64(out.data(), out.size(), bytes_of(bytes), bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  out.resize(43);
  return "jp_" + out;
}

std::string base64(std::string_view bytes) {
  std::string out(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(out.data(), out.size(), bytes_of(bytes), bytes.size(), sodium_base64_VARIANT_ORIGINAL);
  out.pop_back();
  return out;
}

std::optional<std::string> from_base64(std::string_view text) {
  std::string out(text.size(), '\0');
  std::size_t length = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(), text.size(), nullptr, &length, nullptr,
                        sodium_base64_VARIANT_ORIGINAL) != 0)
    return std::nullopt;
  out.resize(length);
  return out;
}

std::string hash_password(std::string_view password) {
  std::array<char, crypto_pwhash_STRBYTES> out{};
  constexpr std::size_t memory = 19 * 1024 * 1024;
  invariant(
      crypto_pwhash_str_alg(out.data(), password.data(), password.size(), 2, memory, crypto_pwhash_ALG_ARGON2ID13) == 0,
      "there is memory for a password hash");
  return out.data();
}

bool verify_password(std::string_view hash, std::string_view password) {
  const std::string text(hash);
  return crypto_pwhash_str_verify(text.c_str(), password.data(), password.size()) == 0;
}

std::string base32(std::string_view bytes) {
  static constexpr char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string out;
  unsigned buffer = 0;
  int bits = 0;
  for (const unsigned char byte : bytes) {
    buffer = buffer << 8 | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      out.push_back(alphabet[buffer >> bits & 31]);
    }
  }
  if (bits > 0) out.push_back(alphabet[buffer << (5 - bits) & 31]);
  return out;
}

std::string totp(std::string_view secret, std::int64_t step) {
  std::array<unsigned char, 8> counter{};
  for (int i = 7; i >= 0; --i) counter[std::size_t(i)] = static_cast<unsigned char>(step & 255), step >>= 8;
  std::array<unsigned char, 20> digest{};
  unsigned length = 0;
  HMAC(EVP_sha1(), secret.data(), int(secret.size()), counter.data(), counter.size(), digest.data(), &length);
  // RFC 4226, 5.3: the low four bits of the last byte choose where 31 bits are taken.
  const std::size_t offset = digest[19] & 15;
  const unsigned value = unsigned(digest[offset] & 127) << 24 | unsigned(digest[offset + 1]) << 16 |
                         unsigned(digest[offset + 2]) << 8 | unsigned(digest[offset + 3]);
  auto code = std::to_string(value % 1'000'000);
  return std::string(6 - code.size(), '0') + code;
}

std::optional<std::int64_t> verify_totp(std::string_view secret, std::string_view code, std::int64_t unix_seconds,
                                        std::int64_t step_used) {
  std::optional<std::int64_t> found;
  const std::int64_t now = unix_seconds / 30;
  for (const std::int64_t step : {now - 1, now, now + 1})
    if (equal(totp(secret, step), code) && step > step_used) found = step;
  return found;
}

std::string totp_uri(std::string_view secret, std::string_view account, std::string_view issuer) {
  return "otpauth://totp/" + percent_encoded(issuer) + ":" + percent_encoded(account) + "?secret=" + base32(secret) +
         "&issuer=" + percent_encoded(issuer);
}

}  // namespace jauap::secrets
