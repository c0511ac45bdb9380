#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <map>

#include "base/durable.h"
#include "platform/secrets/secrets.h"

namespace jauap::secrets {
namespace {

constexpr std::size_t key_bytes = 32;
constexpr char key_id = 1;  // first byte of a sealed value; grows with a rotation

Problem fault(const std::string& path, Key message) {
  return {.kind = Problem::Kind::unavailable, .message = message, .args = {{"file", path}}};
}

// A new key file, on stable storage before anybody uses the key. It gets its name only when it is whole, so that a
// crash leaves no half key; the name is given by link(), which never takes another server's place.
bool write_key(const std::string& path, const std::string& bytes) {
  const auto draft = path + "." + hex(random_bytes(6));
  if (write_synced(draft, bytes, 0400) != Kept::yes) return false;
  const bool named = ::link(draft.c_str(), path.c_str()) == 0 || errno == EEXIST;
  ::unlink(draft.c_str());
  return named && sync_folder(folder_of(path));
}

std::string_view purpose_name(Purpose purpose) {
  switch (purpose) {
    case Purpose::case_code:
      return "case_code";
    case Purpose::session:
      return "session";
    case Purpose::csrf:
      return "csrf";
    case Purpose::api_token:
      return "api_token";
    case Purpose::email_code:
      return "email_code";
    case Purpose::contact_index:
      return "contact_index";
    case Purpose::draft:
      return "draft";
    case Purpose::idempotency:
      return "idempotency";
    case Purpose::client:
      return "client";
    case Purpose::reply_address:
      return "reply_address";
    case Purpose::channel:
      return "channel";
    case Purpose::calendar:
      return "calendar";
  }
  return "";
}

const unsigned char* in(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* out(char* at) {
  return reinterpret_cast<unsigned char*>(at);
}

// Sealed: one byte of key id, nonce, box.
std::string seal_under(std::string_view key, std::string_view plain, std::string_view about) {
  constexpr auto nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
  constexpr auto tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
  std::string sealed(1 + nonce_bytes + plain.size() + tag_bytes, '\0');
  sealed[0] = key_id;
  randombytes_buf(sealed.data() + 1, nonce_bytes);
  crypto_aead_xchacha20poly1305_ietf_encrypt(out(sealed.data() + 1 + nonce_bytes), nullptr, in(plain), plain.size(), in(about), about.size(),
                                             nullptr, in(std::string_view(sealed).substr(1)), in(key));
  return sealed;
}

std::optional<std::string> open_under(std::string_view key, std::string_view sealed, std::string_view about) {
  constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
  constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
  if (sealed.size() < 1 + nonce_bytes + tag_bytes || sealed[0] != key_id) return std::nullopt;
  const auto box = sealed.substr(1 + nonce_bytes);
  std::string plain(box.size() - tag_bytes, '\0');
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(out(plain.data()), nullptr, nullptr, in(box), box.size(), in(about), about.size(),
                                                 in(sealed.substr(1)), in(key)) != 0)
    return std::nullopt;
  return plain;
}

}  // namespace

Result<std::string> seed_file(const std::string& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) {
    if (!write_key(path, random_bytes(key_bytes)) || ::stat(path.c_str(), &info) != 0)
      return fault(path, "platform.secrets.cannot_write_key");
  }
  if ((info.st_mode & 0777) != 0400 && (info.st_mode & 0777) != 0600) return fault(path, "platform.secrets.open_key");
  std::string bytes(key_bytes + 1, '\0');
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const auto got = file < 0 ? -1 : ::read(file, bytes.data(), bytes.size());
  if (file >= 0) ::close(file);
  if (got != ssize_t(key_bytes)) return fault(path, "platform.secrets.bad_key");
  bytes.resize(key_bytes);
  return bytes;
}

struct Keys::Material {
  std::string hash, seal;
  std::map<Purpose, std::string> by_purpose;  // derived from `hash`, one for each purpose

  Material(std::string hash_key, std::string seal_key) : hash(std::move(hash_key)), seal(std::move(seal_key)) {
    for (const auto purpose : {Purpose::case_code, Purpose::session, Purpose::csrf, Purpose::api_token,
                               Purpose::email_code, Purpose::contact_index, Purpose::draft, Purpose::idempotency,
                               Purpose::client, Purpose::reply_address, Purpose::channel, Purpose::calendar})
      by_purpose[purpose] = hmac_sha256(hash, "jauap/purpose/" + std::string(purpose_name(purpose)));
  }
};

Result<std::shared_ptr<const Keys>> Keys::load(const std::string& data_folder) {
  const auto folder = data_folder + "/keys";
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return fault(folder, "platform.secrets.cannot_write_key");
  if (::chmod(folder.c_str(), 0700) != 0 || !sync_folder(data_folder))
    return fault(folder, "platform.secrets.cannot_write_key");
  auto hash = TRY(seed_file(folder + "/hash.key"));
  auto seal = TRY(seed_file(folder + "/seal.key"));
  auto keys = std::shared_ptr<Keys>(new Keys);
  keys->material_ = std::make_shared<const Material>(std::move(hash), std::move(seal));
  return std::shared_ptr<const Keys>(std::move(keys));
}

std::shared_ptr<const Keys> Keys::ephemeral() {
  auto keys = std::shared_ptr<Keys>(new Keys);
  keys->material_ = std::make_shared<const Material>(random_bytes(key_bytes), random_bytes(key_bytes));
  return keys;
}

std::string Keys::keyed_hash(Purpose purpose, std::string_view value) const {
  return hmac_sha256(material_->by_purpose.at(purpose), value);
}

std::string Keys::seal(std::string_view plain, std::string_view about) const { return seal_under(material_->seal, plain, about); }

std::optional<std::string> Keys::open(std::string_view sealed, std::string_view about) const { return open_under(material_->seal, sealed, about); }

ObjectKey ObjectKey::fresh() { return ObjectKey(random_bytes(key_bytes)); }

std::optional<ObjectKey> ObjectKey::open_key(const Keys& keys, std::string_view sealed, std::string_view about) {
  auto key = keys.open(sealed, about);
  if (!key || key->size() != key_bytes) return std::nullopt;
  return ObjectKey(std::move(*key));
}

std::string ObjectKey::sealed_key(const Keys& keys, std::string_view about) const { return keys.seal(key_, about); }

std::string ObjectKey::seal(std::string_view plain, std::string_view about) const { return seal_under(key_, plain, about); }

std::optional<std::string> ObjectKey::open(std::string_view sealed, std::string_view about) const { return open_under(key_, sealed, about); }

}  // namespace jauap::secrets
