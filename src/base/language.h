// The three languages of the interface. What people write keeps its own language and is never converted.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace jauap {

enum class Language { kk, ru, en };
inline constexpr std::array all_languages{Language::kk, Language::ru, Language::en};

constexpr std::string_view code(Language language) {
  switch (language) {
    case Language::kk: return "kk";
    case Language::ru: return "ru";
    case Language::en: return "en";
  }
  return "";
}

constexpr std::optional<Language> language_of(std::string_view code_text) {
  for (const auto language : all_languages)
    if (code(language) == code_text) return language;
  return std::nullopt;
}

// A name in the three languages, as packs give it.
struct Names {
  std::string_view in(Language language) const {
    switch (language) {
      case Language::kk: return kk;
      case Language::ru: return ru;
      case Language::en: return en;
    }
    return {};
  }
  std::string kk, ru, en;
};

}  // namespace jauap
