// The tables that the build makes from the .po files. For i18n.cpp only.
#pragma once

#include <span>
#include <string_view>

#include "base/language.h"

namespace jauap::i18n {

struct Entry {
  std::string_view key;
  std::string_view forms[3];
  int count;  // 1, or the number of plural forms
};

std::span<const Entry> catalogue(Language language);

}  // namespace jauap::i18n
