// Tables as CSV (RFC 4180): CRLF lines, quoted where needed. Cells that a spreadsheet would take as a formula (= + - @,
// tab, CR) get a leading apostrophe.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace jauap::html {

class CsvTable {
 public:
  void row(const std::vector<std::string_view>& cells);
  std::string take() && { return std::move(text_); }

 private:
  std::string text_;
};

}  // namespace jauap::html
