// Cursors of keyset pages: the last row's key, sealed, so that internal ids do not leave the program in the clear.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "platform/module/module.h"

namespace jauap {

std::string cursor_of(const Visit& visit, std::string_view key);
// Nothing for what cursor_of did not make.
std::optional<std::string> key_of(const Visit& visit, std::string_view cursor);

}  // namespace jauap
