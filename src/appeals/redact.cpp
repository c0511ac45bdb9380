#include "appeals/redact.h"

#include <algorithm>

#include "base/text.h"

namespace jauap::appeals {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_latin(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
// Letters of any script: all bytes of multi-byte characters count as letters here.
bool is_word(char c) { return is_digit(c) || is_latin(c) || (static_cast<unsigned char>(c) & 0x80) != 0; }

struct Span {
  std::size_t begin, end;
};

// A run of digits with single separators between them (space, dash, brackets, dot), from `at`. `digits` counts them.
struct DigitRun {
  Span span;
  int digits;
  bool plus;
};
DigitRun digit_run(std::string_view text, std::size_t at) {
  DigitRun run{{at, at}, 0, text[at] == '+'};
  std::size_t i = run.plus ? at + 1 : at;
  int gap = 0;
  for (; i < text.size() && gap <= 2; ++i) {
    const char c = text[i];
    if (is_digit(c)) {
      ++run.digits;
      run.span.end = i + 1;
      gap = 0;
    } else if (c == ' ' || c == '-' || c == '(' || c == ')') {
      ++gap;
    } else {
      break;
    }
  }
  return run;
}

// Phones have 10 to 13 digits, IIN and BIN 12, bank cards 16 to 19; house numbers, dates and sums of money have fewer.
bool is_personal_number(const DigitRun& run) { return run.digits >= 10 && run.digits <= 19; }

// The e-mail address around the '@' at `at`, empty when there is none.
Span email_around(std::string_view text, std::size_t at) {
  const auto local = [](char c) { return is_digit(c) || is_latin(c) || c == '.' || c == '_' || c == '-' || c == '+'; };
  Span span{at, at + 1};
  while (span.begin > 0 && local(text[span.begin - 1])) --span.begin;
  while (span.end < text.size() && (local(text[span.end]) || is_word(text[span.end]))) ++span.end;
  if (span.begin == at || span.end == at + 1) return {at, at};
  return span;
}

// Plates as they are written in Kazakhstan: 123 ABC 02, 123ABC02, A 123 BCD.
Span plate_at(std::string_view text, std::size_t at) {
  std::size_t i = at;
  const auto take = [&](auto is, int least, int most) {
    int count = 0;
    while (i < text.size() && count < most && is(text[i])) ++i, ++count;
    return count >= least;
  };
  const auto space = [&] { if (i < text.size() && text[i] == ' ') ++i; };
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (!take(is_digit, 3, 3)) return {at, at};
  space();
  if (!take(upper, 2, 3)) return {at, at};
  space();
  if (!take(is_digit, 2, 2)) return {at, at};
  if (i < text.size() && is_word(text[i])) return {at, at};
  return {at, i};
}

std::vector<Span> personal_spans(std::string_view text) {
  std::vector<Span> spans;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    const bool at_start = i == 0 || !is_word(text[i - 1]);
    if (at_start && (is_digit(c) || (c == '+' && i + 1 < text.size() && is_digit(text[i + 1])))) {
      const auto plate = plate_at(text, i);
      const auto run = digit_run(text, i);
      const Span span = plate.end > plate.begin ? plate : is_personal_number(run) ? run.span : Span{i, i};
      if (span.end > span.begin) {
        spans.push_back(span);
        i = span.end;
        continue;
      }
      while (i < text.size() && is_digit(text[i])) ++i;
      i += c == '+' ? 1 : 0;
      continue;
    }
    if (c == '@') {
      const auto span = email_around(text, i);
      if (span.end > span.begin) {
        while (!spans.empty() && spans.back().end > span.begin) spans.pop_back();
        spans.push_back(span);
        i = span.end;
        continue;
      }
    }
    ++i;
  }
  return spans;
}

// Words of the text that are one of the applicant's names, also with a case ending of up to four letters.
void add_names(std::string_view text, const std::vector<std::string>& names, std::vector<Span>& spans) {
  std::vector<std::string> folded;
  for (const auto& name : names)
    if (jauap::text::characters(name) >= 3) folded.push_back(jauap::text::folded(name));
  if (folded.empty()) return;
  for (std::size_t i = 0; i < text.size();) {
    if (!is_word(text[i])) {
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < text.size() && is_word(text[end])) ++end;
    if (end - i <= 120) {
      const auto word = jauap::text::folded(text.substr(i, end - i));
      for (const auto& name : folded) {
        // A Russian name may lose its last vowel before an ending: compare without it.
        const auto stem = std::string_view(name).substr(0, name.size() > 8 ? name.size() - 2 : name.size());
        if (word.starts_with(stem) && word.size() <= stem.size() + 10) {
          spans.push_back({i, end});
          break;
        }
      }
    }
    i = end;
  }
}

}  // namespace

std::string redacted(std::string_view text, const std::vector<std::string>& names, std::string_view mark) {
  auto spans = personal_spans(text);
  add_names(text, names, spans);
  std::sort(spans.begin(), spans.end(), [](const Span& a, const Span& b) { return a.begin < b.begin; });
  std::string out;
  out.reserve(text.size());
  std::size_t at = 0;
  for (const auto& span : spans) {
    if (span.begin < at) {
      at = std::max(at, span.end);
      continue;
    }
    out += text.substr(at, span.begin - at);
    out += mark;
    at = span.end;
  }
  out += text.substr(std::min(at, text.size()));
  return out;
}

std::string public_place(std::string_view address) {
  // Everything from the first part that holds a digit after a comma, or a house word, is left out. A microdistrict's own
  // number ("Ақсай-4") stands before the first comma and stays.
  const auto comma = address.find(',');
  std::string place(address.substr(0, comma));
  const auto lower = jauap::text::lower(place);
  static constexpr std::string_view house[] = {" дом ", " д.", " кв", " үй", "-үй", " пәтер", " bld", " apt", " flat"};
  std::size_t cut = place.size();
  for (const auto word : house) {
    const auto found = lower.find(word);
    if (found != std::string::npos) cut = std::min(cut, found);
  }
  // "улица Абая 45": a bare house number after a space.
  for (std::size_t i = 1; i < cut; ++i)
    if (is_digit(place[i]) && place[i - 1] == ' ') {
      cut = i - 1;
      break;
    }
  // Back to a whole word: the cut may stand inside "45-үй".
  if (cut < place.size())
    while (cut > 0 && is_digit(place[cut - 1])) --cut;
  return redacted(jauap::text::trim(std::string_view(place).substr(0, std::min(cut, place.size()))), {}, "…");
}

std::string title_of(std::string_view text) {
  const auto line_end = text.find('\n');
  auto line = text.substr(0, line_end);
  const auto sentence = line.find(". ");
  if (sentence != std::string_view::npos && sentence > 20) line = line.substr(0, sentence);
  return jauap::text::shortened(jauap::text::trim(line), 80);
}

PublicText public_form(const Content& content, std::string_view mark) {
  const std::vector<std::string> names{content.applicant.surname, content.applicant.first_name,
                                       content.applicant.patronymic};
  PublicText form;
  form.title = redacted(content.title.empty() ? title_of(content.text) : content.title, names, mark);
  form.text = redacted(content.text, names, mark);
  form.place = public_place(content.address);
  return form;
}

}  // namespace jauap::appeals
