// Small pictures that stand beside words and never instead of them: hidden from screen readers, in the colour of the
// text.
#pragma once

#include "platform/html/html.h"

namespace jauap::html {

enum class Icon { info, check, warning, stop, clock, menu, person, phone, document, link, globe };
Html icon(Icon which);

}  // namespace jauap::html
