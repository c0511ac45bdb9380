#include "platform/numbers/numbers.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

namespace jauap::numbers {
namespace {

constexpr std::size_t typed_bytes_max = 100;
constexpr std::size_t serial_digits_least = 6, serial_digits_most = 12;

struct Replacement {
  std::string_view typed;
  char read;
};
// Cyrillic letters that look like Latin ones: people type a number with whatever keyboard is on. And the dashes and
// spaces that text editors make of plain ones.
constexpr std::array replacements{
    Replacement{"А", 'A'},      Replacement{"В", 'B'}, Replacement{"Е", 'E'}, Replacement{"К", 'K'},
    Replacement{"М", 'M'},      Replacement{"Н", 'H'}, Replacement{"О", 'O'}, Replacement{"Р", 'P'},
    Replacement{"С", 'C'},      Replacement{"Т", 'T'}, Replacement{"Х", 'X'}, Replacement{"а", 'A'},
    Replacement{"в", 'B'},      Replacement{"е", 'E'}, Replacement{"к", 'K'}, Replacement{"м", 'M'},
    Replacement{"н", 'H'},      Replacement{"о", 'O'}, Replacement{"р", 'P'}, Replacement{"с", 'C'},
    Replacement{"т", 'T'},      Replacement{"х", 'X'}, Replacement{"‐", '-'}, Replacement{"‑", '-'},
    Replacement{"–", '-'},      Replacement{"—", '-'}, Replacement{"−", '-'}, Replacement{"№", '-'},
    Replacement{"\u00a0", '-'},
};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return c >= 'A' && c <= 'Z';
}
bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), is_digit);
}

// What stands at the beginning of `rest` and how many bytes it took; '\0' for what is in no number.
struct Sign {
  char read;
  std::size_t bytes;
};
Sign first_sign(std::string_view rest) {
  const char c = rest.front();
  if (is_digit(c) || is_letter(c)) return {c, 1};
  if (c >= 'a' && c <= 'z') return {char(c - 'a' + 'A'), 1};
  if (std::string_view(" -_/\t\r\n").find(c) != std::string_view::npos) return {'-', 1};
  for (const auto& one : replacements)
    if (rest.starts_with(one.typed)) return {one.read, one.typed.size()};
  return {'\0', 1};
}

// Upper-case Latin letters, digits and single dashes between them; empty when there is anything else.
std::string plain(std::string_view typed) {
  std::string out;
  while (!typed.empty()) {
    const Sign sign = first_sign(typed);
    if (sign.read == '\0') return {};
    const bool is_needless = sign.read == '-' && (out.empty() || out.back() == '-');
    if (!is_needless) out.push_back(sign.read);
    typed.remove_prefix(sign.bytes);
  }
  if (!out.empty() && out.back() == '-') out.pop_back();
  return out;
}

// Takes what is expected next, stepping over a dash before it; nullopt when something else stands there.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}
  std::optional<std::string> take(std::size_t count, bool (*fits)(char)) {
    if (!rest_.empty() && rest_.front() == '-') rest_.remove_prefix(1);
    if (rest_.size() < count || !std::all_of(rest_.begin(), rest_.begin() + std::ptrdiff_t(count), fits)) return {};
    const std::string taken(rest_.substr(0, count));
    rest_.remove_prefix(count);
    return taken;
  }
  std::string_view rest() const { return rest_.starts_with('-') ? rest_.substr(1) : rest_; }

 private:
  std::string_view rest_;
};

struct YearAndSerial {
  std::string_view year, serial;
};

// With a dash between them the serial may lack its leading zeros. Without one it has all six digits, and the year is
// taken with four digits wherever it can be.
std::optional<YearAndSerial> split(std::string_view text) {
  if (const auto dash = text.find('-'); dash != std::string_view::npos)
    return YearAndSerial{text.substr(0, dash), text.substr(dash + 1)};
  const std::size_t year_digits = text.starts_with("20") && text.size() >= 4 + serial_digits_least ? 4 : 2;
  if (text.size() < year_digits + serial_digits_least) return std::nullopt;
  return YearAndSerial{text.substr(0, year_digits), text.substr(year_digits)};
}

// Of this century: "26" or "2026".
std::optional<int> year_of(std::string_view digits) {
  if (digits.size() == 4 && digits.starts_with("20")) digits.remove_prefix(2);
  if (digits.size() != 2 || !all_digits(digits)) return std::nullopt;
  return 2000 + (digits[0] - '0') * 10 + (digits[1] - '0');
}

std::optional<std::int64_t> serial_of(std::string_view digits) {
  if (digits.empty() || digits.size() > serial_digits_most || !all_digits(digits)) return std::nullopt;
  std::int64_t serial = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), serial);
  return serial > 0 ? std::optional(serial) : std::nullopt;
}

}  // namespace

std::string Parsed::canonical() const {
  char tail[64];
  std::snprintf(tail, sizeof tail, "-%c-%04d-%06lld", letter, year, static_cast<long long>(serial));
  return place_code + tail;
}

// Two letters and two digits of the place, one letter of the kind, the year, the serial. Nothing of it can be guessed,
// so nothing of it may be missing.
std::optional<Parsed> parse(std::string_view typed) {
  if (typed.size() > typed_bytes_max) return std::nullopt;
  const auto text = plain(typed);
  Reader reader(text);
  const auto country = reader.take(2, is_letter);
  const auto region = country ? reader.take(2, is_digit) : std::nullopt;
  const auto letter = region ? reader.take(1, is_letter) : std::nullopt;
  const auto numbers = letter ? split(reader.rest()) : std::nullopt;
  if (!numbers) return std::nullopt;
  const auto year = year_of(numbers->year);
  const auto serial = serial_of(numbers->serial);
  if (!year || !serial) return std::nullopt;
  return Parsed{*country + *region, letter->front(), *year, *serial};
}

}  // namespace jauap::numbers
