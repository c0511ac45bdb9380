// A word to the reader on the page itself. Tone is told by icon and border besides the words.
#pragma once

#include <string_view>

#include "platform/html/html.h"

namespace jauap::html {

enum class Tone { info, success, warning, error };
std::string_view tone_class(Tone tone);

// `heading` "" for none. Never an alert: that is the error summary's.
Html notice(Tone tone, std::string_view heading, const Html& body);

}  // namespace jauap::html
