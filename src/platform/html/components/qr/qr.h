// A QR code (ISO/IEC 18004, correction level M) as a picture made by the server. The same address stands beside it in
// words.
#pragma once

#include <string_view>

#include "platform/html/html.h"

namespace jauap::html {

// `label` is what a screen reader says. Nothing when the content is too long for a code (about 2,300 bytes).
Html qr(std::string_view content, std::string_view label, int side_px = 148);

}  // namespace jauap::html
