#include "platform/pdf/typeset.h"

#include <fontconfig/fontconfig.h>
#include <pango/pangofc-fontmap.h>

#include <string>

#include "base/text.h"

#if defined(__SANITIZE_ADDRESS__)
// Fontconfig keeps offsets instead of pointers, so the sanitizer takes what the fonts hold, once for all, for lost.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libfontconfig.so\n";
}
#endif

namespace jauap::pdf {
namespace {

// Package fonts-liberation2: the measures of the typeface that official letters ask for, with all Kazakh letters.
constexpr const char* font_files[] = {"/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf",
                                      "/usr/share/fonts/truetype/liberation2/LiberationSerif-Bold.ttf"};
constexpr const char* family = "Liberation Serif";
constexpr double leading = 1.15;

// Only these files, so that a paper does not depend on what else a machine has. nullptr when one is not there.
FcConfig* font_config() {
  static FcConfig* const config = []() -> FcConfig* {
    auto* made = FcConfigCreate();
    bool all = FcConfigBuildFonts(made);
    for (const auto* file : font_files)
      all = all && FcConfigAppFontAddFile(made, reinterpret_cast<const FcChar8*>(file));
    if (all) return made;
    FcConfigDestroy(made);
    return nullptr;
  }();
  return config;
}

PangoFontDescription* described(const Style& style) {
  auto* font = pango_font_description_new();
  pango_font_description_set_family_static(font, family);
  pango_font_description_set_weight(font, style.face == Face::bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_font_description_set_absolute_size(font, style.size * PANGO_SCALE);  // one unit of the page is one point
  return font;
}

double points(int pango_units) {
  return double(pango_units) / PANGO_SCALE;
}

double left_of(const PangoRectangle& extents, PangoAlignment align, double width) {
  const auto spare = width - points(extents.width);
  switch (align) {
    case PANGO_ALIGN_LEFT:
      return 0;
    case PANGO_ALIGN_CENTER:
      return spare / 2;
    case PANGO_ALIGN_RIGHT:
      return spare;
  }
  return 0;
}

}  // namespace

std::string settable(std::string_view text) {
  if (text.empty()) return {};
  const std::unique_ptr<char, decltype(&g_free)> valid(g_utf8_make_valid(text.data(), gssize(text.size())), &g_free);
  return text::clean(valid.get()).value_or("");
}

std::unique_ptr<Typesetter> Typesetter::make() {
  auto* config = font_config();
  if (!config) return nullptr;
  auto setter = std::unique_ptr<Typesetter>(new Typesetter);
  setter->fonts_.reset(pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT));
  pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(setter->fonts_.get()), config);
  setter->context_.reset(pango_font_map_create_context(setter->fonts_.get()));
  // Letters stand where the outlines say, not where a screen's dots would be.
  pango_context_set_round_glyph_positions(setter->context_.get(), FALSE);
  auto* options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options(setter->context_.get(), options);
  cairo_font_options_destroy(options);
  return setter;
}

std::vector<Line> Typesetter::lines(std::string_view text, const Style& style, double width, Language language) const {
  const auto clean = settable(text);
  std::vector<Line> lines;
  if (clean.empty()) return lines;
  pango_context_set_language(context_.get(), pango_language_from_string(std::string(code(language)).c_str()));
  const std::shared_ptr<PangoLayout> layout(pango_layout_new(context_.get()), Unref{});
  auto* font = described(style);
  pango_layout_set_font_description(layout.get(), font);
  pango_font_description_free(font);
  auto* attributes = pango_attr_list_new();
  pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE));  // what is copied is what was written
  pango_layout_set_attributes(layout.get(), attributes);
  pango_attr_list_unref(attributes);
  pango_layout_set_width(layout.get(), int(width * PANGO_SCALE));
  pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text(layout.get(), clean.data(), int(clean.size()));
  for (auto* at = pango_layout_get_lines_readonly(layout.get()); at; at = at->next) {
    auto* line = static_cast<PangoLayoutLine*>(at->data);
    PangoRectangle extents;
    pango_layout_line_get_extents(line, nullptr, &extents);
    lines.push_back({layout, line, left_of(extents, style.align, width), points(PANGO_ASCENT(extents)),
                     points(extents.height) * leading});
  }
  return lines;
}

}  // namespace jauap::pdf
