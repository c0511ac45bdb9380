// Tries the parsers of queries and forms, cookies and segments; what was decoded must survive encoding.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "platform/http/http.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace http = jauap::http;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  http::parse_cookies(bytes);
  if (const auto segment = http::decode_segment(bytes);
      segment && http::decode_segment(http::encode(*segment)) != segment)
    std::abort();
  const auto form = http::parse_form(bytes);
  if (!form) return 0;
  std::string again;
  for (const auto& pair : *form) again += http::encode(pair.name) + "=" + http::encode(pair.value) + "&";
  const auto second = http::parse_form(again);
  const auto same = [](const http::Pair& a, const http::Pair& b) { return a.name == b.name && a.value == b.value; };
  if (!second || !std::equal(form->begin(), form->end(), second->begin(), second->end(), same)) std::abort();
  return 0;
}
