// Small parsers over Boost.URL: queries and forms, cookies, one segment of a path.
#include <algorithm>
#include <boost/url/encode.hpp>
#include <boost/url/pct_string_view.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>
#include <unordered_set>

#include "base/text.h"
#include "platform/http/http.h"

namespace jauap::http {
namespace {

// Text for our own code: UTF-8 without NUL, which no form field may carry and which C interfaces would cut at.
bool is_plain_text(std::string_view bytes) {
  return bytes.find('\0') == std::string_view::npos && text::is_utf8(bytes);
}

std::optional<std::string> decoded(std::string_view encoded, bool space_as_plus) {
  // Most names and values have nothing to decode.
  if (encoded.find_first_of(space_as_plus ? "%+" : "%") == std::string_view::npos)
    return is_plain_text(encoded) ? std::optional(std::string(encoded)) : std::nullopt;
  const auto checked = boost::urls::make_pct_string_view({encoded.data(), encoded.size()});
  if (!checked) return std::nullopt;
  auto bytes = checked->decode(boost::urls::encoding_opts(space_as_plus));
  if (!is_plain_text(bytes)) return std::nullopt;
  return bytes;
}

Problem malformed() {
  return {.kind = Problem::Kind::malformed, .message = Key("platform.http.form_malformed")};
}
Problem too_many() {
  return {.kind = Problem::Kind::malformed, .message = Key("platform.http.form_too_many_fields")};
}

// Cuts what stands before `separator` off the front of `rest`.
std::string_view take_until(std::string_view& rest, char separator) {
  const auto end = std::min(rest.find(separator), rest.size());
  const auto part = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return part;
}

}  // namespace

std::string_view Pairs::get(std::string_view name) const {
  for (const auto& pair : all_)
    if (pair.name == name) return pair.value;
  return {};
}

bool Pairs::has(std::string_view name) const {
  return std::any_of(all_.begin(), all_.end(), [&](const Pair& pair) { return pair.name == name; });
}

std::vector<std::string_view> Pairs::ticked(std::string_view prefix) const {
  std::vector<std::string_view> rests;
  for (const auto& pair : all_)
    if (pair.name.starts_with(prefix)) rests.push_back(std::string_view(pair.name).substr(prefix.size()));
  return rests;
}

std::string_view Pairs::repeated() const {
  std::unordered_set<std::string_view> seen;
  for (const auto& pair : all_)
    if (!seen.insert(pair.name).second) return pair.name;
  return {};
}

std::string_view Request::header(std::string_view name) const {
  for (const auto& pair : headers)
    if (pair.name == name) return pair.value;
  return {};
}

Result<Pairs> parse_form(std::string_view encoded, std::size_t max) {
  std::vector<Pair> pairs;
  for (auto rest = encoded; !rest.empty();) {
    auto value = take_until(rest, '&');
    if (value.empty()) continue;
    if (pairs.size() == max) return too_many();
    auto name = decoded(take_until(value, '='), true);
    auto content = decoded(value, true);
    if (!name || !content) return malformed();
    pairs.push_back({std::move(*name), std::move(*content)});
  }
  return Pairs(std::move(pairs));
}

Pairs parse_cookies(std::string_view header) {
  // RFC 6265 section 4.2. What is not a pair is passed over: cookies of other programs on the host are not our fault.
  constexpr std::size_t cookies_max = 100;
  std::vector<Pair> pairs;
  for (auto rest = header; !rest.empty() && pairs.size() < cookies_max;) {
    auto value = text::trim(take_until(rest, ';'));
    if (value.find('=') == std::string_view::npos) continue;
    const auto name = text::trim(take_until(value, '='));
    value = text::trim(value);
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
    if (!name.empty()) pairs.push_back({std::string(name), std::string(value)});
  }
  return Pairs(std::move(pairs));
}

std::optional<std::string> decode_segment(std::string_view segment) {
  return decoded(segment, false);
}

std::string encode(std::string_view value) {
  return boost::urls::encode({value.data(), value.size()}, boost::urls::unreserved_chars);
}

}  // namespace jauap::http
