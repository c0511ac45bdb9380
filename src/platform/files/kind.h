// What a file is, by its own bytes; its name and the type that the sender claims are not asked.
#pragma once

#include <optional>
#include <string_view>

namespace jauap::files {

enum class Kind { jpeg = 1, png = 2, webp = 3, heic = 4, pdf = 5 };

inline constexpr bool is_image(Kind kind) {
  return kind != Kind::pdf;
}
std::string_view media_type(Kind kind);  // "image/jpeg"
std::optional<Kind> kind_of_type(std::string_view media_type);

// The kind by the first bytes, and for PDF by the last ones too: a document begins with its mark and has nothing but
// white space after its end. nullopt for everything else, SVG, HTML and archives included.
std::optional<Kind> kind_of(std::string_view bytes);

}  // namespace jauap::files
