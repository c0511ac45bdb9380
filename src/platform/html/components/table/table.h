// Rows and columns with caption and scopes; on narrow screens each row becomes a card.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/html/html.h"

namespace jauap::html {

struct TableColumn {
  std::string heading;
  bool is_number = false;  // to the right, digits of one width
};
struct TableRow {
  std::vector<Html> cells;  // as many as columns; the first names the row
};
Html table(std::string_view caption, const std::vector<TableColumn>& columns, const std::vector<TableRow>& rows);

}  // namespace jauap::html
