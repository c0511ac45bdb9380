#include "base/text.h"

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include "base/invariant.h"

namespace jauap::text {
namespace {

constexpr std::string_view ellipsis = "…";

void append(std::string& out, UChar32 point) {
  char bytes[U8_MAX_LENGTH];
  std::int32_t length = 0;
  U8_APPEND_UNSAFE(bytes, length, point);
  out.append(bytes, std::size_t(length));
}

// The code point at `at`, which moves behind it; negative for bytes that are not UTF-8.
UChar32 next_point(std::string_view text, std::size_t& at) {
  UChar32 point = 0;
  U8_NEXT(text.data(), at, text.size(), point);
  return point;
}

bool is_mark(UChar32 point) {
  return (U_GET_GC_MASK(point) & U_GC_M_MASK) != 0;
}

bool is_ascii(std::string_view text) {
  for (const char c : text)
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  return true;
}

icu::UnicodeString unicode(std::string_view utf8) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), std::int32_t(utf8.size())));
}

std::string bytes(const icu::UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

icu::UnicodeString nfc(const icu::UnicodeString& text) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* normalizer = icu::Normalizer2::getNFCInstance(status);
  auto normal = normalizer->normalize(text, status);
  invariant(U_SUCCESS(status), "NFC of a text in memory");
  return normal;
}

// Bidi overrides and isolates can make a text read otherwise than it is stored (UAX #9; "Trojan source").
bool is_bidi_control(UChar32 point) {
  return (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
}

bool is_control(UChar32 point) {
  return point < 0x20 || (point >= 0x7F && point <= 0x9F);
}

constexpr UChar32 next_line = 0x85;

// UTF-8 without what clean() removes, line breaks as LF; nullopt when it is not UTF-8. Not yet NFC.
std::optional<std::string> without_controls(std::string_view typed) {
  std::string out;
  out.reserve(typed.size());
  for (std::size_t at = 0; at < typed.size();) {
    const auto point = next_point(typed, at);
    if (point < 0) return std::nullopt;
    if (point == '\r') {
      if (at >= typed.size() || typed[at] != '\n') out += '\n';
    } else if (point == next_line) {
      out += '\n';
    } else if (point == '\n' || point == '\t') {
      out += char(point);
    } else if (!is_control(point) && !is_bidi_control(point)) {
      append(out, point);
    }
  }
  return out;
}

// ё and the letters of Kazakh that a Russian keyboard lacks, as people type them without; in lower case.
UChar32 without_kazakh_letters(UChar32 point) {
  switch (point) {
    case U'ё':
      return U'е';
    case U'ә':
      return U'а';
    case U'і':
    case U'ы':
      return U'и';
    case U'ң':
      return U'н';
    case U'ғ':
      return U'г';
    case U'ү':
    case U'ұ':
      return U'у';
    case U'қ':
      return U'к';
    case U'ө':
      return U'о';
    case U'һ':
      return U'х';
    default:
      return point;
  }
}

// Where to cut so that `count` code points stay: never between a letter and its marks, at a space where one is near.
std::size_t cut_at(std::string_view utf8, std::size_t count) {
  std::size_t at = 0, hard = 0, soft = 0, seen = 0, soft_seen = 0;
  while (at < utf8.size() && seen <= count) {
    const auto begin = at;
    const auto point = next_point(utf8, at);
    if (point < 0 || !is_mark(point)) hard = begin;
    if (point >= 0 && u_isUWhiteSpace(point)) {
      soft = begin;
      soft_seen = seen;
    }
    ++seen;
  }
  return soft_seen * 2 >= count && soft > 0 ? soft : hard;
}

}  // namespace

bool is_utf8(std::string_view bytes) {
  for (std::size_t at = 0; at < bytes.size();)
    if (next_point(bytes, at) < 0) return false;
  return true;
}

std::optional<std::string> clean(std::string_view typed) {
  auto text = without_controls(typed);
  if (!text) return std::nullopt;
  if (!is_ascii(*text)) text = bytes(nfc(unicode(*text)));
  return std::string(trim(*text));
}

std::optional<std::string> clean_line(std::string_view typed) {
  const auto text = clean(typed);
  if (!text) return std::nullopt;
  std::string out;
  out.reserve(text->size());
  bool space = false;
  for (std::size_t at = 0; at < text->size();) {
    const auto point = next_point(*text, at);
    if (u_isUWhiteSpace(point)) {
      space = true;
      continue;
    }
    if (space) out += ' ';
    space = false;
    append(out, point);
  }
  return out;
}

std::size_t characters(std::string_view utf8) {
  std::size_t count = 0;
  for (const char c : utf8)
    if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) ++count;
  return count;
}

std::string shortened(std::string_view utf8, std::size_t count) {
  if (characters(utf8) <= count) return std::string(utf8);
  if (count == 0) return {};
  return std::string(trim(utf8.substr(0, cut_at(utf8, count - 1)))) + std::string(ellipsis);
}

std::string folded(std::string_view utf8) {
  const auto small = lower(utf8);
  if (is_ascii(small)) return small;
  std::string out;
  out.reserve(small.size());
  for (std::size_t at = 0; at < small.size();) append(out, without_kazakh_letters(next_point(small, at)));
  return out;
}

std::string lower(std::string_view utf8) {
  if (is_ascii(utf8)) {
    std::string out(utf8);
    for (char& c : out)
      if (c >= 'A' && c <= 'Z') c = char(c - 'A' + 'a');
    return out;
  }
  return bytes(nfc(nfc(unicode(utf8)).toLower(icu::Locale::getRoot())));
}

std::string_view trim(std::string_view text) {
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size(); begin = at) {
    const auto point = next_point(text, at);
    if (point < 0 || !u_isUWhiteSpace(point)) break;
  }
  std::size_t end = text.size();
  while (end > begin) {
    std::size_t last = end - 1;
    while (last > begin && U8_IS_TRAIL(text[last])) --last;
    std::size_t at = last;
    const auto point = next_point(text, at);
    if (at != end || point < 0 || !u_isUWhiteSpace(point)) break;
    end = last;
  }
  return text.substr(begin, end - begin);
}

std::vector<std::string_view> words(std::string_view utf8) {
  std::vector<std::string_view> found;
  std::size_t begin = 0;
  bool inside = false;
  for (std::size_t at = 0; at < utf8.size();) {
    const auto here = at;
    const auto point = next_point(utf8, at);
    const bool letter = point >= 0 && (u_isalnum(point) || (inside && is_mark(point)));
    if (letter && !inside) begin = here;
    if (!letter && inside) found.push_back(utf8.substr(begin, here - begin));
    inside = letter;
  }
  if (inside) found.push_back(utf8.substr(begin));
  return found;
}

}  // namespace jauap::text
