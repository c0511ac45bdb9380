#include "channels/signature.h"

#include <charconv>
#include <cstdlib>
#include <optional>

#include "base/text.h"
#include "platform/secrets/secrets.h"

namespace jauap::channels {
namespace {

constexpr std::size_t secret_bytes = 32;

std::optional<std::int64_t> seconds_of(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0 || text.size() > 12) return std::nullopt;
  return value;
}

bool is_plain_id(std::string_view id) {
  if (id.empty() || id.size() > id_max) return false;
  for (const char c : id)
    if (c <= ' ' || c == 127) return false;
  return true;
}

}  // namespace

std::string new_secret() { return secrets::random_bytes(secret_bytes); }

std::string shown_secret(std::string_view secret) { return std::string(secret_prefix) + secrets::base64(secret); }

std::optional<std::string> parse_secret(std::string_view shown) {
  shown = text::trim(shown);
  if (!shown.starts_with(secret_prefix)) return std::nullopt;
  auto secret = secrets::from_base64(shown.substr(secret_prefix.size()));
  if (!secret || secret->size() < 24 || secret->size() > 64) return std::nullopt;
  return secret;
}

std::string signature(std::string_view secret, std::string_view id, std::int64_t timestamp, std::string_view body) {
  std::string content(id);
  content.append(".").append(std::to_string(timestamp)).append(".").append(body);
  return "v1," + secrets::base64(secrets::hmac_sha256(secret, content));
}

mail::Headers signed_headers(std::string_view secret, std::string_view id, Instant now, std::string_view body) {
  const auto seconds = now.ms / 1000;
  return {{"Webhook-Id", std::string(id)},
          {"Webhook-Timestamp", std::to_string(seconds)},
          {"Webhook-Signature", signature(secret, id, seconds, body)}};
}

bool is_genuine(std::string_view secret, const Signed& shown, Instant now, std::string_view body) {
  const auto seconds = seconds_of(shown.timestamp);
  if (!seconds || !is_plain_id(shown.id) || std::llabs(now.ms / 1000 - *seconds) > window_seconds) return false;
  const auto right = signature(secret, shown.id, *seconds, body);
  bool genuine = false;
  auto left = shown.signatures.substr(0, 1000);
  while (!left.empty()) {
    const auto space = left.find(' ');
    if (secrets::equal(left.substr(0, space), right)) genuine = true;
    if (space == std::string_view::npos) break;
    left.remove_prefix(space + 1);
  }
  return genuine;
}

}  // namespace jauap::channels
