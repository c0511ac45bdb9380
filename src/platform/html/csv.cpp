#include "platform/html/csv.h"

namespace jauap::html {

void CsvTable::row(const std::vector<std::string_view>& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) text_ += ',';
    const auto cell = cells[i];
    const bool formula = !cell.empty() && std::string_view("=+-@\t\r").find(cell[0]) != std::string_view::npos;
    if (!formula && cell.find_first_of(",\"\r\n") == std::string_view::npos) {
      text_ += cell;
      continue;
    }
    text_ += '"';
    if (formula) text_ += '\'';
    for (const char c : cell) {
      if (c == '"') text_ += '"';
      text_ += c;
    }
    text_ += '"';
  }
  text_ += "\r\n";
}

}  // namespace jauap::html
