#include "platform/i18n/i18n.h"

#include <array>
#include <unordered_map>

#include "platform/i18n/catalogue.h"

namespace jauap::i18n {
namespace {

struct IdentityHash {
  std::size_t operator()(std::uint64_t hash) const { return std::size_t(hash); }
};
using Table = std::unordered_map<std::uint64_t, const Entry*, IdentityHash>;

const Table& table(Language language) {
  static const std::array<Table, 3> tables = [] {
    std::array<Table, 3> made;
    for (const auto one : all_languages)
      for (const auto& entry : catalogue(one)) made[std::size_t(one)][key_hash(entry.key)] = &entry;
    return made;
  }();
  return tables[std::size_t(language)];
}

const Entry* find(Language language, std::uint64_t hash) {
  const auto& entries = table(language);
  const auto found = entries.find(hash);
  return found == entries.end() ? nullptr : found->second;
}

template <class Args>
std::string filled(std::string_view text, const Args& args) {
  std::string out;
  out.reserve(text.size() + 32);
  std::size_t at = 0;
  while (at < text.size()) {
    const auto open = text.find('{', at);
    const auto close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) break;
    out += text.substr(at, open - at);
    const auto name = text.substr(open + 1, close - open - 1);
    bool known = false;
    for (const Arg& arg : args)
      if (arg.name == name) {
        out += arg.value;
        known = true;
        break;
      }
    if (!known) out += text.substr(open, close - open + 1);
    at = close + 1;
  }
  out += text.substr(at);
  return out;
}

// Which form a count takes: ru one/few/many, en one/other, kk always the same.
int plural_form(Language language, long long count) {
  const long long n = count < 0 ? -count : count;
  switch (language) {
    case Language::kk:
      return 0;
    case Language::en:
      return n == 1 ? 0 : 1;
    case Language::ru:
      if (n % 10 == 1 && n % 100 != 11) return 0;
      if (n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 12 || n % 100 > 14)) return 1;
      return 2;
  }
  return 0;
}

// The words that marks of a Problem's arguments stand for (base/result.h).
std::string shown_value(const Words& words, const std::string& value) {
  constexpr std::string_view key_mark = "@key:", date_mark = "@date:";
  if (value.starts_with(key_mark)) return std::string(words.by_name(std::string_view(value).substr(key_mark.size())));
  if (value.starts_with(date_mark))
    if (const auto day = CivilDate::parse(std::string_view(value).substr(date_mark.size()))) return words.date(*day);
  return value;
}

}  // namespace

std::string_view Words::raw(Key key) const {
  const auto* entry = find(language_, key.hash());
  return entry ? entry->forms[0] : key.name();
}

std::string_view Words::by_name(std::string_view key_name) const {
  const auto* entry = find(language_, key_hash(key_name));
  return entry ? entry->forms[0] : std::string_view();
}

std::string Words::operator()(Key key, std::initializer_list<Arg> args) const {
  return filled(raw(key), args);
}

std::string Words::operator()(const Problem& problem) const {
  auto args = problem.args;
  for (auto& arg : args) arg.value = shown_value(*this, arg.value);
  return filled(raw(problem.message), args);
}

std::string Words::plural(Key key, long long count, std::initializer_list<Arg> args) const {
  const auto* entry = find(language_, key.hash());
  if (!entry) return std::string(key.name());
  std::vector<Arg> all(args);
  all.push_back({"count", number(count)});
  const int form = plural_form(language_, count);
  return filled(entry->forms[form < entry->count ? form : entry->count - 1], all);
}

}  // namespace jauap::i18n
