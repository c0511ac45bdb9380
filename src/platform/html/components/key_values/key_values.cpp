#include "platform/html/components/key_values/key_values.h"

namespace jauap::html {

Html key_values(const std::vector<KeyValue>& rows) {
  using namespace tags;
  std::vector<Html> out;
  for (const auto& row : rows)
    if (!row.value.empty()) out.push_back(div({dt({row.label}), dd({row.value})}));
  return dl({cls("facts"), join(out)});
}

}  // namespace jauap::html
