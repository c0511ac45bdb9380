// Codes that people read and type: Crockford's base 32 with his check symbol (value mod 37).
#include <optional>
#include <string>

#include "platform/secrets/secrets.h"

namespace jauap::secrets {
namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::string_view check_alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U";
constexpr std::size_t code_length = 26;

char normal(char c) {
  if (c >= 'a' && c <= 'z') c = char(c - 'a' + 'A');
  if (c == 'O') return '0';
  if (c == 'I' || c == 'L') return '1';
  return c;
}

// The number that 26 digits stand for, modulo 37.
int check_value(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = (value * 32 + int(alphabet.find(c))) % 37;
  return value;
}

}  // namespace

std::string new_code() {
  // 128 bits are 26 digits of 5 bits with two bits to spare: the first digit holds three.
  const auto bytes = random_bytes(16);
  std::string code;
  unsigned buffer = 0;
  int bits = 2;
  for (const unsigned char byte : bytes) {
    buffer = buffer << 8 | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      code.push_back(alphabet[buffer >> bits & 31]);
      buffer &= (1u << bits) - 1;
    }
  }
  code.push_back(check_alphabet[std::size_t(check_value(code))]);
  return code;
}

std::optional<std::string> parse_code(std::string_view typed) {
  if (typed.size() > 100) return std::nullopt;
  std::string code;
  for (const char c : typed)
    if (c != ' ' && c != '-') code.push_back(normal(c));
  if (code.size() != code_length + 1) return std::nullopt;
  for (std::size_t i = 0; i < code_length; ++i)
    if (alphabet.find(code[i]) == std::string_view::npos) return std::nullopt;
  if (code[code_length] != check_alphabet[std::size_t(check_value(std::string_view(code).substr(0, code_length)))])
    return std::nullopt;
  return code;
}

std::string shown_code(std::string_view code) {
  std::string out;
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (i > 0 && i % 5 == 0 && i < 25) out.push_back('-');
    out.push_back(code[i]);
  }
  return out;
}

}  // namespace jauap::secrets
