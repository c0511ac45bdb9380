// Where a thing stands, in words; the tone only repeats them. Green is kept for what people confirmed.
#pragma once

#include <string_view>

#include "platform/html/html.h"

namespace jauap::html {

// `done` is answered or closed, which is not yet good; `good` is confirmed by those it concerns.
enum class StatusTone { waiting, working, done, good, bad };
Html status_tag(std::string_view words, StatusTone tone);

// A flag beside the state, never a state.
Html overdue_tag(std::string_view words);

}  // namespace jauap::html
