// Text set in lines with Pango, in the one typeface of the house.
#pragma once

#include <pango/pangocairo.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/language.h"

namespace jauap::pdf {

struct Unref {
  void operator()(void* object) const { g_object_unref(object); }
};
template <class T>
using Owned = std::unique_ptr<T, Unref>;

enum class Face { regular, bold };

struct Style {
  double size = 12;  // points
  Face face = Face::regular;
  PangoAlignment align = PANGO_ALIGN_LEFT;
};

// One line of text, ready to be drawn; keeps what it needs alive.
struct Line {
  std::shared_ptr<PangoLayout> layout;
  PangoLayoutLine* line = nullptr;  // of the layout
  double x = 0;                     // from the left side of its column, by its alignment
  double ascent = 0, height = 0;
};

// Fonts and their measures. One for each thread.
class Typesetter {
 public:
  // nullptr when the typeface is not installed.
  static std::unique_ptr<Typesetter> make();
  // Broken into lines of at most `width` points. Text is cleaned; an empty one gives no line.
  std::vector<Line> lines(std::string_view text, const Style& style, double width, Language language) const;

 private:
  Typesetter() = default;
  Owned<PangoFontMap> fonts_;
  Owned<PangoContext> context_;
};

// What people or programs wrote as text that can be set: valid UTF-8 without controls and bidi overrides.
std::string settable(std::string_view text);

}  // namespace jauap::pdf
