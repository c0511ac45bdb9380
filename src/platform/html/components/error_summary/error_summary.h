// First in <main> after an unsuccessful send: what is wrong, each with a link to its field. The form's action ends with
// #errors, so that browsers without scripts come here too.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/html/html.h"

namespace jauap::html {

struct ErrorLine {
  std::string field, words;  // field "": the fault is of no single field
};
Html error_summary(std::string_view heading, const std::vector<ErrorLine>& lines);

}  // namespace jauap::html
