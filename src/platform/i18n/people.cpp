// Phones, identification numbers and the order of the Kazakh alphabet.
#include <array>

#include "base/text.h"
#include "platform/i18n/i18n.h"

namespace jauap::i18n {
namespace {

// The order of letters of Kazakh Cyrillic (own table: the default and the Russian collations misplace several).
constexpr std::array<std::string_view, 42> alphabet{
    "а", "ә", "б", "в", "г", "ғ", "д", "е", "ё", "ж", "з", "и", "й", "к", "қ", "л", "м", "н", "ң", "о", "ө",
    "п", "р", "с", "т", "у", "ұ", "ү", "ф", "х", "һ", "ц", "ч", "ш", "щ", "ъ", "ы", "і", "ь", "э", "ю", "я"};

}  // namespace

std::string sort_key(std::string_view typed) {
  const auto lower = text::lower(typed);
  std::string key;
  for (std::size_t i = 0; i < lower.size();) {
    const unsigned char c = static_cast<unsigned char>(lower[i]);
    if (c < 0x80) {  // digits and Latin stand before Cyrillic, in their own order
      key.push_back(char(c));
      ++i;
      continue;
    }
    const std::size_t length = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;
    const auto letter = std::string_view(lower).substr(i, length);
    std::size_t place = 0;
    while (place < alphabet.size() && alphabet[place] != letter) ++place;
    if (place < alphabet.size())
      key += {char(0x7e), char(0x20 + place)};
    else
      key += letter;
    i += length;
  }
  return key;
}

std::string normal_phone(std::string_view typed) {
  std::string digits;
  bool plus = false;
  for (const char c : typed) {
    if (c >= '0' && c <= '9')
      digits.push_back(c);
    else if (c == '+' && digits.empty() && !plus)
      plus = true;
    else if (c != ' ' && c != '(' && c != ')' && c != '-' && c != '.')
      return {};
  }
  if (!plus && digits.size() == 11 && (digits[0] == '8' || digits[0] == '7')) digits[0] = '7', plus = true;
  if (!plus && digits.size() == 10 && (digits[0] == '7' || digits[0] == '6')) digits.insert(0, "7"), plus = true;
  if (!plus || digits.size() < 8 || digits.size() > 15) return {};
  // National numbers have ten digits after +7 and begin with 6 or 7.
  if (digits[0] == '7' && digits.size() == 11 && digits[1] != '6' && digits[1] != '7' && digits[1] != '9' &&
      digits[1] != '4' && digits[1] != '8' && digits[1] != '3')
    return {};
  if (digits[0] == '7' && digits.size() != 11) return {};
  return "+" + digits;
}

std::string shown_phone(std::string_view normal) {
  if (normal.size() != 12 || !normal.starts_with("+7")) return std::string(normal);
  const auto part = [&](std::size_t at, std::size_t count) { return std::string(normal.substr(at, count)); };
  return "+7\u00a0" + part(2, 3) + "\u00a0" + part(5, 3) + "\u00a0" + part(8, 2) + "\u00a0" + part(10, 2);
}

std::string iin_digits(std::string_view typed) {
  std::string digits;
  for (const char c : typed)
    if (c >= '0' && c <= '9') digits.push_back(c);
  return digits;
}

IinState check_iin(std::string_view typed) {
  for (const char c : typed)
    if ((c < '0' || c > '9') && c != ' ') return IinState::not_12_digits;
  const auto digits = iin_digits(typed);
  if (digits.size() != 12) return IinState::not_12_digits;
  const auto sum = [&](int first_weight) {
    int total = 0;
    for (int i = 0; i < 11; ++i) total += ((first_weight - 1 + i) % 11 + 1) * (digits[std::size_t(i)] - '0');
    return total % 11;
  };
  int check = sum(1);
  if (check == 10) check = sum(3);
  return check != 10 && check == digits[11] - '0' ? IinState::valid : IinState::wrong_check_digit;
}

}  // namespace jauap::i18n
