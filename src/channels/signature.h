// Signatures of messages both ways, as in the Standard Webhooks specification: HMAC-SHA256 over "id.timestamp.body" in headers
// Webhook-Id, Webhook-Timestamp (seconds) and Webhook-Signature ("v1,<base64>", several apart by spaces). Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "platform/mail/post.h"

namespace jauap::channels {

inline constexpr std::string_view secret_prefix = "whsec_";
inline constexpr std::int64_t window_seconds = 300;  // how far the two clocks may differ
inline constexpr std::size_t id_max = 200;

std::string new_secret();                              // 32 random bytes
std::string shown_secret(std::string_view secret);     // "whsec_…", for a file or the gateway's settings
std::optional<std::string> parse_secret(std::string_view shown);  // white space around it is no part of it

std::string signature(std::string_view secret, std::string_view id, std::int64_t timestamp, std::string_view body);
// The three headers of an outgoing message.
mail::Headers signed_headers(std::string_view secret, std::string_view id, Instant now, std::string_view body);

struct Signed {
  std::string_view id, timestamp, signatures;  // as the headers say
};
// In constant time for each signature; false also outside the window.
bool is_genuine(std::string_view secret, const Signed& shown, Instant now, std::string_view body);

}  // namespace jauap::channels
