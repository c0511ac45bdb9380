// What people wrote: their paragraphs and line breaks, in their own language, with nothing of it taken as markup.
#pragma once

#include <string_view>

#include "platform/html/html.h"

namespace jauap::html {

// `language` is the tag of the text's own language, "" when it is not known.
Html written(std::string_view text, std::string_view language);

}  // namespace jauap::html
