#include "platform/tlog/note.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "platform/secrets/secrets.h"
#include "platform/tlog/tree.h"

namespace jauap::tlog {
namespace {

constexpr std::string_view dash = "\xE2\x80\x94 ";  // U+2014 and a space

std::string big_endian(std::uint64_t value, int bytes) {
  std::string out;
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) out.push_back(char(value >> shift & 255));
  return out;
}

std::uint64_t from_big_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const unsigned char byte : bytes) value = value << 8 | byte;
  return value;
}

std::uint32_t key_id(std::string_view name, KeyType type, std::string_view key) {
  const auto digest = secrets::sha256_of({name, "\n", std::string(1, char(type)), key});
  return std::uint32_t(from_big_endian(bytes_of(digest).substr(0, 4)));
}

std::size_t key_bytes(KeyType type) {
  switch (type) {
    case KeyType::ed25519:
    case KeyType::cosignature:
      return secrets::ed25519_key_bytes;
    case KeyType::ml_dsa_44:
      return 1312;
  }
  return 0;
}

std::optional<KeyType> key_type(char byte) {
  for (const auto type : {KeyType::ed25519, KeyType::cosignature, KeyType::ml_dsa_44})
    if (byte == char(type)) return type;
  return std::nullopt;
}

std::optional<std::uint32_t> parse_key_id(std::string_view digits) {
  std::uint32_t id = 0;
  if (digits.size() != 8) return std::nullopt;
  for (const char c : digits)
    if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return std::nullopt;
  std::from_chars(digits.data(), digits.data() + digits.size(), id, 16);
  return id;
}

struct Point {
  std::uint32_t value = 0;
  std::size_t length = 0;  // 0: not UTF-8
};

// RFC 3629: no longer form than needed, no surrogates, nothing above U+10FFFF.
Point point_at(std::string_view text) {
  const auto byte = [&](std::size_t i) { return std::uint8_t(text[i]); };
  const auto lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return {};
  std::uint32_t value = lead & (0xFF >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {};
    value = value << 6 | (byte(i) & 0x3F);
  }
  static constexpr std::uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool is_surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < least[length] || value > 0x10FFFF || is_surrogate) return {};
  return {value, length};
}

bool is_space(std::uint32_t point) {
  static constexpr std::uint32_t spaces[] = {0x20, 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000};
  return (point >= 0x09 && point <= 0x0D) || (point >= 0x2000 && point <= 0x200A) ||
         std::find(std::begin(spaces), std::end(spaces), point) != std::end(spaces);
}

// What a witness signs: the moment, then the checkpoint.
std::string cosigned_text(std::string_view checkpoint_text, std::uint64_t unix_seconds) {
  return "cosignature/v1\ntime " + std::to_string(unix_seconds) + "\n" + std::string(checkpoint_text);
}

// `line` without its dash and its newline.
std::optional<Signature> parse_signature(std::string_view line) {
  const auto space = line.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  const auto name = line.substr(0, space);
  const auto bytes = strict_base64(line.substr(space + 1));
  if (!is_key_name(name) || !bytes || bytes->size() < 5) return std::nullopt;
  return Signature{std::string(name), std::uint32_t(from_big_endian(bytes->substr(0, 4))), bytes->substr(4)};
}

Parsed<std::vector<Signature>> parse_signatures(std::string_view lines) {
  std::vector<Signature> signatures;
  while (!lines.empty()) {
    const auto where = "signature line " + std::to_string(signatures.size() + 1);
    const auto end = lines.find('\n');
    if (end == std::string_view::npos) return Fault{"the note does not end with a newline"};
    if (!lines.starts_with(dash)) return Fault{where + " does not begin with a dash and a space"};
    auto signature = parse_signature(lines.substr(dash.size(), end - dash.size()));
    if (!signature) return Fault{where + " is not a key name and strict base64"};
    if (signatures.size() == note_signatures_max) return Fault{"the note has more than 100 signatures"};
    signatures.push_back(std::move(*signature));
    lines.remove_prefix(end + 1);
  }
  if (signatures.empty()) return Fault{"the note has no signatures"};
  return signatures;
}

// The time of a good cosignature, 0 for a good plain signature, nothing for a bad one.
std::optional<std::uint64_t> check(const Signature& signature, const VerifierKey& key, std::string_view text) {
  if (key.type == KeyType::ed25519)
    return secrets::ed25519_verify(key.key, text, signature.bytes) ? std::optional<std::uint64_t>(0) : std::nullopt;
  if (signature.bytes.size() != 8 + secrets::ed25519_signature_bytes) return std::nullopt;
  const std::string_view bytes = signature.bytes;
  const auto time = from_big_endian(bytes.substr(0, 8));
  if (time > size_max || !secrets::ed25519_verify(key.key, cosigned_text(text, time), bytes.substr(8)))
    return std::nullopt;
  return time;
}

}  // namespace

std::optional<std::string> strict_base64(std::string_view text) {
  const auto bytes = secrets::from_base64(text);
  // Written anew it must be the same: no other spelling of the bytes is taken.
  if (!bytes || secrets::base64(*bytes) != text) return std::nullopt;
  return bytes;
}

std::optional<std::uint64_t> strict_decimal(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool is_canonical = !text.empty() && (text.size() == 1 || text[0] != '0');
  if (error != std::errc{} || end != text.data() + text.size() || !is_canonical || value > size_max)
    return std::nullopt;
  return value;
}

bool is_strict_utf8(std::string_view text) {
  while (!text.empty()) {
    const auto point = point_at(text);
    if (point.length == 0) return false;
    text.remove_prefix(point.length);
  }
  return true;
}

bool is_key_name(std::string_view name) {
  if (name.empty()) return false;
  while (!name.empty()) {
    const auto point = point_at(name);
    if (point.length == 0 || point.value < 0x20 || point.value == '+' || is_space(point.value)) return false;
    name.remove_prefix(point.length);
  }
  return true;
}

std::string VerifierKey::text() const {
  return name + "+" + secrets::hex(big_endian(id, 4)) + "+" + secrets::base64(std::string(1, char(type)) + key);
}

VerifierKey verifier_key(std::string name, KeyType type, std::string key) {
  const auto id = key_id(name, type, key);
  return {std::move(name), id, type, std::move(key)};
}

Parsed<VerifierKey> parse_verifier_key(std::string_view text) {
  const auto first = text.find('+');
  const auto second = first == std::string_view::npos ? first : text.find('+', first + 1);
  if (second == std::string_view::npos) return Fault{"a verifier key is <name>+<key id>+<base64>"};
  const auto name = text.substr(0, first);
  const auto id = parse_key_id(text.substr(first + 1, second - first - 1));
  const auto bytes = strict_base64(text.substr(second + 1));
  if (!is_key_name(name)) return Fault{"the name of the verifier key is empty or has spaces"};
  if (!id) return Fault{"the key id of " + std::string(name) + " is not eight small hexadecimal digits"};
  if (!bytes || bytes->empty()) return Fault{"the key of " + std::string(name) + " is not strict base64"};
  const auto type = key_type(bytes->front());
  if (!type) return Fault{"the key of " + std::string(name) + " has an unknown type"};
  auto key = verifier_key(std::string(name), *type, bytes->substr(1));
  if (key.key.size() != key_bytes(*type)) return Fault{"the key of " + std::string(name) + " has a wrong length"};
  if (key.id != *id) return Fault{"the key id of " + std::string(name) + " is not the one of its key"};
  return key;
}

Signer::Signer(std::string name, KeyType type, std::string seed)
    : key_(verifier_key(std::move(name), type, secrets::ed25519_public(seed))), seed_(std::move(seed)) {
  invariant(is_key_name(key_.name), "a key name has no spaces and no plus");
  invariant(type != KeyType::ml_dsa_44, "this platform does not sign with ML-DSA-44");
}

std::string Signer::sign(std::string_view text) const {
  invariant(key_.type == KeyType::ed25519, "a key of witnesses only cosigns");
  return Signature{key_.name, key_.id, secrets::ed25519_sign(seed_, text)}.line();
}

std::string Signer::cosign(std::string_view checkpoint_text, std::uint64_t unix_seconds) const {
  invariant(key_.type == KeyType::cosignature, "only a key of witnesses cosigns");
  const auto signature = secrets::ed25519_sign(seed_, cosigned_text(checkpoint_text, unix_seconds));
  return Signature{key_.name, key_.id, big_endian(unix_seconds, 8) + signature}.line();
}

std::string Signature::line() const {
  return std::string(dash) + name + " " + secrets::base64(big_endian(key_id, 4) + bytes) + "\n";
}

std::string Note::bytes() const {
  std::string all = text + "\n";
  for (const auto& signature : signatures) all += signature.line();
  return all;
}

Parsed<Note> parse_note(std::string_view bytes) {
  if (bytes.size() > note_bytes_max) return Fault{"the note is larger than 512 KiB"};
  if (!is_strict_utf8(bytes)) return Fault{"the note is not UTF-8"};
  for (const char c : bytes)
    if (std::uint8_t(c) < 0x20 && c != '\n') return Fault{"the note holds a control character"};
  const auto blank = bytes.rfind("\n\n");
  if (blank == std::string_view::npos) return Fault{"the note has no blank line before its signatures"};
  auto signatures = parse_signatures(bytes.substr(blank + 2));
  if (!signatures) return signatures.fault();
  return Note{std::string(bytes.substr(0, blank + 1)), signatures.take()};
}

Parsed<std::vector<GoodSignature>> verify_note(const Note& note, std::span<const VerifierKey> known) {
  std::vector<GoodSignature> good;
  for (const auto& signature : note.signatures)
    for (std::size_t i = 0; i < known.size(); ++i) {
      const auto& key = known[i];
      if (key.name != signature.name || key.id != signature.key_id || key.type == KeyType::ml_dsa_44) continue;
      const auto time = check(signature, key, note.text);
      if (!time) return Fault{"the signature of " + key.name + " is bad"};
      good.push_back({i, key.type == KeyType::cosignature ? time : std::nullopt});
    }
  if (good.empty()) return Fault{"no known key has signed"};
  return good;
}

}  // namespace jauap::tlog
