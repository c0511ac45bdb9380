#include "channels/words.h"

#include "base/text.h"
#include "platform/numbers/numbers.h"
#include "platform/secrets/secrets.h"

namespace jauap::channels {

Asked asked_of(std::string_view message) {
  message = text::trim(message);
  const auto lower = text::lower(message);
  for (const auto word : {"stop", "стоп", "тоқта", "тоқтату"})
    if (lower == word) return {.what = Asked::What::stop};
  const auto end = message.find_first_of(" \t\n:");
  const auto number = numbers::parse(message.substr(0, end));
  if (!number) return {.text = std::string(message)};
  auto rest = end == std::string_view::npos ? std::string_view() : text::trim(message.substr(end + 1));
  if (rest.empty()) return {.what = Asked::What::status, .number = number->canonical()};
  if (secrets::parse_code(rest)) return {.what = Asked::What::status, .number = number->canonical(), .code = std::string(rest)};
  return {.what = Asked::What::add, .number = number->canonical(), .text = std::string(rest)};
}

}  // namespace jauap::channels
