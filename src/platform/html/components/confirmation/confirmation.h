// The panel of a finished step: what happened, the number large, and what goes with it (code, time).
#pragma once

#include <string>

#include "platform/html/html.h"

namespace jauap::html {

struct Confirmation {
  std::string heading;       // the page's <h1>
  std::string number_label;  // "" when there is no number
  std::string number;
  Html more;  // under the number
};
Html confirmation_panel(const Confirmation& confirmation);

}  // namespace jauap::html
