// Facts by name: the card of a case, a body, a meeting.
#pragma once

#include <string>
#include <vector>

#include "platform/html/html.h"

namespace jauap::html {

struct KeyValue {
  std::string label;
  Html value;
};
// Rows with an empty value are left out.
Html key_values(const std::vector<KeyValue>& rows);

}  // namespace jauap::html
