// What cairo 1.16 cannot say in a PDF: its language, and that a window shows the title instead of the file's name.
#pragma once

#include <string>
#include <string_view>

namespace jauap::pdf {

// The file with a newer version of its catalogue at the end (an incremental update, ISO 32000-1 section 7.5.6). `pdf`
// is what cairo wrote; a file that looks otherwise is a broken invariant.
std::string with_language(std::string pdf, std::string_view language);

}  // namespace jauap::pdf
