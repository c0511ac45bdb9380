#include "appeals/redact.h"

#include <algorithm>

#include "base/text.h"

namespace jauap::appeals {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_latin(char c) { return (c >= 'a' && c <= 'z') || is_upper(c); }

bool is_tail(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// Whether the character of UTF-8 that begins at `at` is a letter or digit. Of what is not ASCII, U+00C0 to U+1FFF counts as
// letters: quotation marks, dashes and wide spaces, which may touch a word, stand outside.
bool is_word_at(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  return is_digit(text[at]) || is_latin(text[at]) || (lead >= 0xC3 && lead <= 0xDF) || lead == 0xE1;
}
std::size_t next_at(std::string_view text, std::size_t at) {
  for (++at; at < text.size() && is_tail(text[at]);) ++at;
  return at;
}
std::size_t previous_at(std::string_view text, std::size_t at) {
  for (--at; at > 0 && is_tail(text[at]);) --at;
  return at;
}

struct Span {
  std::size_t begin, end;
};

// Reads digits from `at`, which moves behind them; their value, or -1 when there are not `least` to `most` of them.
int number_at(std::string_view text, std::size_t& at, int least, int most) {
  int count = 0, value = 0;
  for (; at < text.size() && is_digit(text[at]); ++at)
    if (++count <= most) value = value * 10 + (text[at] - '0');
  return count >= least && count <= most ? value : -1;
}

// The end of a date that begins at `at` ("2026-11-23", "23.11.2026"), `at` itself when there is none.
std::size_t date_end(std::string_view text, std::size_t at) {
  std::size_t i = at;
  int part[3];
  char mark[2] = {};
  for (int n = 0; n < 3; ++n) {
    part[n] = number_at(text, i, 1, 4);
    if (part[n] < 0) return at;
    if (n == 2) break;
    if (i >= text.size() || (text[i] != '.' && text[i] != '-')) return at;
    mark[n] = text[i++];
  }
  const auto is_year = [](int year) { return year >= 1900 && year < 2100; };
  const bool year_first = is_year(part[0]);
  const int day = year_first ? part[2] : part[0];
  const bool is_date = mark[0] == mark[1] && (year_first || is_year(part[2])) && part[1] >= 1 && part[1] <= 12 && day >= 1 && day <= 31;
  return is_date ? i : at;
}

// The end of one separator as it stands between the digits of a number, `at` itself when there is none.
std::size_t separator_end(std::string_view text, std::size_t at) {
  if (at < text.size() && std::string_view(" -().").find(text[at]) != std::string_view::npos) return at + 1;
  static constexpr std::string_view wide[] = {"\u00a0", "\u202f", "\u2009", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014"};
  for (const auto one : wide)
    if (text.substr(at).starts_with(one)) return at + one.size();
  return at;
}

// Groups of digits with at most three separators between them, from `at`; a date ends the run.
struct DigitRun {
  Span span;
  std::size_t digits;
};
DigitRun digit_run(std::string_view text, std::size_t at) {
  DigitRun run{{at, at}, 0};
  std::size_t i = text[at] == '+' ? at + 1 : at;
  for (;;) {
    if (date_end(text, i) != i) return run;
    for (; i < text.size() && is_digit(text[i]); ++i) ++run.digits;
    run.span.end = i;
    for (int separators = 0; separators < 3; ++separators) i = separator_end(text, i);
    if (i >= text.size() || !is_digit(text[i])) return run;
  }
}

// Phones have 10 to 13 digits, IIN and BIN 12, bank cards 16 to 19, several in a row more; house numbers, dates and sums
// of money have fewer.
bool is_personal_number(const DigitRun& run) { return run.digits >= 10; }

// The e-mail address around the '@' at `at`, empty when there is none.
Span email_around(std::string_view text, std::size_t at) {
  const auto in_address = [&](std::size_t i) { return is_word_at(text, i) || std::string_view("._-+").find(text[i]) != std::string_view::npos; };
  Span span{at, at + 1};
  while (span.begin > 0 && in_address(previous_at(text, span.begin))) span.begin = previous_at(text, span.begin);
  while (span.end < text.size() && in_address(span.end)) span.end = next_at(text, span.end);
  while (text[span.end - 1] == '.') --span.end;  // the end of the sentence
  if (span.begin == at || span.end == at + 1) return {at, at};
  return span;
}

// The end of the `least` to `most` capitals of a plate at `at`: Latin, or the Cyrillic ones that look like them.
std::size_t capitals_end(std::string_view text, std::size_t at, int least, int most) {
  static constexpr std::string_view alike[] = {"А", "В", "Е", "К", "М", "Н", "О", "Р", "С", "Т", "У", "Х"};
  int count = 0;
  std::size_t i = at;
  for (; i < text.size() && count < most; ++count) {
    const bool fits = is_upper(text[i]) || std::any_of(std::begin(alike), std::end(alike), [&](auto one) { return text.substr(i).starts_with(one); });
    if (!fits) break;
    i = next_at(text, i);
  }
  return count >= least ? i : at;
}

// Plates as they are written in Kazakhstan, around three digits at `at`: 123 ABC 02, 123ABC02, and the older A 123 BCD.
Span plate_around(std::string_view text, std::size_t at) {
  const Span none{at, at};
  const auto space = [&](std::size_t i) { return i < text.size() && text[i] == ' ' ? i + 1 : i; };
  std::size_t i = at;
  if (number_at(text, i, 3, 3) < 0) return none;
  const auto letters = space(i), letters_end = capitals_end(text, letters, 2, 3);
  if (letters_end == letters) return none;
  auto region = space(letters_end);
  if (const auto begin = region; number_at(text, region, 2, 2) >= 1 && region == begin + 2)
    return region < text.size() && is_word_at(text, region) ? none : Span{at, region};
  if (letters_end < text.size() && is_word_at(text, letters_end)) return none;
  const auto before = at > 1 && text[at - 1] == ' ' ? at - 1 : at;
  const bool alone = before > 0 && is_upper(text[before - 1]) && (before == 1 || !is_word_at(text, previous_at(text, before - 1)));
  return alone ? Span{before - 1, letters_end} : none;
}

std::vector<Span> personal_spans(std::string_view text) {
  std::vector<Span> spans;
  const auto add = [&](const Span& span) {
    while (!spans.empty() && spans.back().begin >= span.begin) spans.pop_back();
    spans.push_back(span);
    return span.end;
  };
  for (std::size_t i = 0; i < text.size();) {
    const bool plus = text[i] == '+' && i + 1 < text.size() && is_digit(text[i + 1]);
    if (is_digit(text[i]) || plus) {
      const auto plate = plate_around(text, i);
      const auto run = digit_run(text, i);
      if (plate.end > plate.begin) {
        i = add(plate);
      } else if (is_personal_number(run)) {
        i = add(run.span);
      } else {
        const auto date = date_end(text, i);
        if (date != i) i = date;
        else for (++i; i < text.size() && is_digit(text[i]);) ++i;
      }
      continue;
    }
    const auto email = text[i] == '@' ? email_around(text, i) : Span{i, i};
    i = email.end > email.begin ? add(email) : i + 1;
  }
  return spans;
}

// A name as it is compared: folded words, so that each half of a double name counts. Two letters are too often a word.
std::vector<std::string> comparable(const std::vector<std::string>& names) {
  std::vector<std::string> folded;
  for (const auto& name : names)
    for (const auto word : jauap::text::words(name))
      if (jauap::text::characters(word) >= 3) folded.push_back(jauap::text::folded(word));
  return folded;
}

// Whether a folded word is a folded name, as it stands or with an ending.
bool is_form_of(std::string_view name, std::string_view word) {
  constexpr std::size_t letter = 2, longest_ending = 5 * letter;  // of Cyrillic, in bytes
  const auto ends_with_vowel = name.ends_with("а") || name.ends_with("я");
  if (name.size() <= 4 * letter && ends_with_vowel) {
    // A short name without its vowel begins too many words: only the endings of Russian cases.
    const auto stem = name.substr(0, name.size() - letter);
    for (const std::string_view ending : {"и", "е", "у", "ю", "ой", "ою", "ей", "ею"})
      if (word.size() == stem.size() + ending.size() && word.starts_with(stem) && word.ends_with(ending)) return true;
  }
  // A Russian name may lose its last vowel before an ending: compare without it.
  const auto stem = name.substr(0, name.size() > 4 * letter ? name.size() - letter : name.size());
  return word.starts_with(stem) && word.size() <= stem.size() + longest_ending;
}

// Words of the text that are one of the applicant's names, also with a case ending.
void add_names(std::string_view text, const std::vector<std::string>& names, std::vector<Span>& spans) {
  const auto folded = comparable(names);
  if (folded.empty()) return;
  constexpr std::size_t longest_word = 120;
  for (const auto word : jauap::text::words(text)) {
    if (word.size() > longest_word) continue;
    const auto lower = jauap::text::folded(word);
    if (std::none_of(folded.begin(), folded.end(), [&](const auto& name) { return is_form_of(name, lower); })) continue;
    const auto begin = std::size_t(word.data() - text.data());
    spans.push_back({begin, begin + word.size()});
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

std::vector<std::string> personal_finds(std::string_view text, const std::vector<std::string>& names) {
  auto spans = personal_spans(text);
  add_names(text, names, spans);
  std::sort(spans.begin(), spans.end(), [](const Span& a, const Span& b) { return a.begin < b.begin; });
  std::vector<std::string> finds;
  for (const auto& span : spans) {
    std::string words(jauap::text::trim(text.substr(span.begin, span.end - span.begin)));
    if (std::find(finds.begin(), finds.end(), words) == finds.end()) finds.push_back(std::move(words));
  }
  return finds;
}

namespace {

// Runs of white space become one space.
std::string single_spaced(std::string_view text) {
  std::string out;
  bool gap = false;
  for (const char c : text) {
    const bool is_space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (!is_space && gap && !out.empty()) out += ' ';
    gap = is_space;
    if (!is_space) out += c;
  }
  return out;
}

// What stands between the marks; a mark at an end leaves an empty piece there.
std::vector<std::string> pieces_of(std::string_view edited, std::string_view mark) {
  std::vector<std::string> pieces{""};
  while (!edited.empty()) {
    if (edited.starts_with(mark)) {
      pieces.emplace_back();
      edited.remove_prefix(mark.size());
    } else {
      pieces.back() += edited.front();
      edited.remove_prefix(1);
    }
  }
  for (auto& piece : pieces) piece = single_spaced(piece);
  return pieces;
}

}  // namespace

std::string with_marks(std::string edited, std::string_view mark) {
  for (const std::string_view typed : {"[...]", "[…]"})
    for (auto at = edited.find(typed); at != std::string::npos; at = edited.find(typed, at + mark.size())) edited.replace(at, typed.size(), mark);
  return edited;
}

std::optional<std::string> words_not_in(std::string_view original, std::string_view edited, std::string_view mark, bool may_shorten) {
  const auto whole = single_spaced(original);
  const auto pieces = pieces_of(with_marks(std::string(edited), mark), mark);
  std::size_t from = 0;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const auto& piece = pieces[i];
    if (piece.empty()) continue;
    const bool is_first = i == 0 && !may_shorten, is_last = i + 1 == pieces.size() && !may_shorten;
    auto at = whole.find(piece, from);
    if (is_first && at != 0) at = std::string::npos;
    if (is_last) at = whole.size() >= from + piece.size() && std::string_view(whole).ends_with(piece) && (!is_first || whole.size() == piece.size()) ? whole.size() - piece.size() : std::string::npos;
    if (at == std::string::npos) return jauap::text::shortened(piece, 120);
    from = at + piece.size();
  }
  return std::nullopt;
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
