// One analyser for texts and questions: Kazakh, Russian and English words, also Kazakh typed with Russian letters and either
// language typed with Latin ones.
#include <algorithm>
#include <array>
#include <xapian.h>

#include "base/text.h"
#include "platform/search/search.h"

namespace jauap::search {
namespace {

constexpr std::size_t term_bytes_max = 60;

// In folded letters, longest first within what is tried. Case, possessive and plural endings.
constexpr std::array<std::string_view, 62> endings{
    "дагыларды", "ларынын", "леринин", "лардын", "лердин", "дардын", "дердин", "тардын", "тердин", "менен", "ндагы", "ндеги",
    "дагы",      "деги",    "тагы",    "теги",   "ларга",  "лерге",  "дарга",  "дерге",  "тарга", "терге", "лары",  "лери",
    "дары",      "дери",    "тары",    "тери",   "мыз",    "миз",    "нын",    "нин",    "дын",   "дин",   "тын",   "тин",
    "нда",       "нде",     "нан",     "нен",    "дан",    "ден",    "тан",    "тен",    "лар",   "лер",   "дар",   "дер",
    "тар",       "тер",     "мен",     "бен",    "пен",    "сы",     "си",     "да",     "де",    "та",    "те",    "га",
    "ге",        "ка"};
constexpr std::array<std::string_view, 9> short_endings{"ке", "ны", "ни", "ды", "ди", "ты", "ти", "ы", "и"};

std::size_t letters(std::string_view word) { return text::characters(word); }

bool is_latin(std::string_view word) {
  return std::all_of(word.begin(), word.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Up to three endings off, as long as four letters stay; a soft last б or г becomes hard again.
std::string kazakh_stem(std::string word) {
  for (int pass = 0; pass < 3; ++pass) {
    const auto cut = [&](const auto& list) {
      for (const auto ending : list)
        if (word.ends_with(ending) && letters(word) - letters(ending) >= 3) {
          word.resize(word.size() - ending.size());
          return true;
        }
      return false;
    };
    if (!cut(endings) && !cut(short_endings)) break;
  }
  if (word.ends_with("б")) word.replace(word.size() - 2, 2, "п");
  if (word.ends_with("г")) word.replace(word.size() - 2, 2, "к");
  return word;
}

// "koshe", "doroga", "qala": as people type either language on a Latin keyboard. The longest first.
std::string from_latin(std::string_view word) {
  static constexpr std::pair<std::string_view, std::string_view> letters_of[] = {
      {"shch", "щ"}, {"sch", "щ"}, {"sh", "ш"}, {"ch", "ч"}, {"zh", "ж"}, {"kh", "х"}, {"ts", "ц"}, {"gh", "г"}, {"ya", "я"},
      {"yu", "ю"},   {"yo", "е"},  {"ye", "е"}, {"a", "а"},  {"b", "б"},  {"c", "к"},  {"d", "д"},  {"e", "е"},  {"f", "ф"},
      {"g", "г"},    {"h", "х"},   {"i", "и"},  {"j", "ж"},  {"k", "к"},  {"l", "л"},  {"m", "м"},  {"n", "н"},  {"o", "о"},
      {"p", "п"},    {"q", "к"},   {"r", "р"},  {"s", "с"},  {"t", "т"},  {"u", "у"},  {"v", "в"},  {"w", "у"},  {"x", "х"},
      {"y", "ы"},    {"z", "з"}};
  std::string out;
  while (!word.empty()) {
    const auto* found = std::find_if(std::begin(letters_of), std::end(letters_of), [&](const auto& one) { return word.starts_with(one.first); });
    if (found == std::end(letters_of)) {
      out += word.front();
      word.remove_prefix(1);
    } else {
      out += found->second;
      word.remove_prefix(found->first.size());
    }
  }
  return out;
}

void add(std::vector<std::string>& forms, std::string form) {
  if (form.empty() || form.size() > term_bytes_max) return;
  if (std::find(forms.begin(), forms.end(), form) == forms.end()) forms.push_back(std::move(form));
}

// Stems bear a Z so that "саны" the word and "сан" the stem are apart.
std::vector<std::string> forms_of_word(std::string_view typed, bool is_question) {
  thread_local const Xapian::Stem russian("russian"), english("english");
  std::vector<std::string> forms;
  const auto word = text::folded(typed);
  add(forms, word);
  if (is_latin(word)) {
    add(forms, "Z" + english(word));
    if (!is_question) return forms;
    const auto cyrillic = from_latin(word);
    add(forms, cyrillic);
    add(forms, "Z" + russian(cyrillic));
    add(forms, "Z" + kazakh_stem(cyrillic));
    return forms;
  }
  add(forms, "Z" + russian(word));
  add(forms, "Z" + kazakh_stem(word));
  return forms;
}

}  // namespace

std::vector<std::vector<std::string>> forms_of(std::string_view typed, std::size_t words_max) {
  std::vector<std::vector<std::string>> all;
  for (const auto word : text::words(typed)) {
    auto forms = forms_of_word(word, true);
    if (!forms.empty()) all.push_back(std::move(forms));
    if (all.size() == words_max) break;
  }
  return all;
}

std::vector<std::string> terms_of(std::string_view typed) {
  std::vector<std::string> terms;
  for (const auto word : text::words(typed))
    for (auto& form : forms_of_word(word, false)) terms.push_back(std::move(form));
  return terms;
}

}  // namespace jauap::search
