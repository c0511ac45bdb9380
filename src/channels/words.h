// What a short message asks for. Pure.
#pragma once

#include <string>
#include <string_view>

namespace jauap::channels {

struct Asked {
  enum class What {
    status,   // "KZ75-A-2026-000284", with or without the code of the case
    add,      // the same number and words: they are added to the case
    stop,     // no more news here
    fresh,    // anything else
  } what = What::fresh;
  std::string number;  // canonical
  std::string code;    // as typed, "" without one
  std::string text;    // of add and fresh
};
Asked asked_of(std::string_view message);

}  // namespace jauap::channels
