// Ed25519 and the fast SHA-256: what the public record and its verifier need, apart from keys and passwords.
#include <openssl/evp.h>
#include <sodium.h>

#include "base/invariant.h"
#include "platform/secrets/secrets.h"

namespace jauap::secrets {
namespace {

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes_of(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

// Looking a digest up by its name costs more than hashing a small piece, so it is done once.
const EVP_MD* sha256_digest() {
  static EVP_MD* const digest = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  invariant(digest != nullptr, "OpenSSL has SHA-256");
  return digest;
}

struct Context {
  EVP_MD_CTX* const of = EVP_MD_CTX_new();
  ~Context() { EVP_MD_CTX_free(of); }
};

struct KeyPair {
  explicit KeyPair(std::string_view seed) {
    invariant(seed.size() == crypto_sign_SEEDBYTES, "an Ed25519 seed has 32 bytes");
    invariant(sodium_init() >= 0, "libsodium starts");
    crypto_sign_seed_keypair(open.data(), secret.data(), bytes_of(seed));
  }
  ~KeyPair() { sodium_memzero(secret.data(), secret.size()); }
  std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> open;
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret;
};

}  // namespace

std::array<std::uint8_t, 32> sha256_of(std::initializer_list<std::string_view> pieces) {
  thread_local const Context context;
  std::array<std::uint8_t, 32> out;
  bool is_good = EVP_DigestInit_ex2(context.of, sha256_digest(), nullptr) == 1;
  for (const auto piece : pieces) is_good = is_good && EVP_DigestUpdate(context.of, piece.data(), piece.size()) == 1;
  is_good = is_good && EVP_DigestFinal_ex(context.of, out.data(), nullptr) == 1;
  invariant(is_good, "SHA-256 of bytes in memory");
  return out;
}

std::string ed25519_public(std::string_view seed) {
  const KeyPair pair(seed);
  return {reinterpret_cast<const char*>(pair.open.data()), pair.open.size()};
}

std::string ed25519_sign(std::string_view seed, std::string_view message) {
  const KeyPair pair(seed);
  std::string signature(crypto_sign_BYTES, '\0');
  crypto_sign_detached(bytes_of(signature), nullptr, bytes_of(message), message.size(), pair.secret.data());
  return signature;
}

bool ed25519_verify(std::string_view public_key, std::string_view message, std::string_view signature) {
  if (public_key.size() != ed25519_key_bytes || signature.size() != ed25519_signature_bytes) return false;
  return crypto_sign_verify_detached(bytes_of(signature), bytes_of(message), message.size(), bytes_of(public_key)) == 0;
}

}  // namespace jauap::secrets
