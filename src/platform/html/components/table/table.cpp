#include "platform/html/components/table/table.h"

#include "base/invariant.h"

namespace jauap::html {
namespace {
using namespace tags;

Attr number_class(const TableColumn& column) {
  auto made = cls("number");
  made.present = column.is_number;
  return made;
}

// Roles are told again because display: block, which makes cards of rows, takes them away in some browsers.
Html row_markup(const std::vector<TableColumn>& columns, const TableRow& row) {
  invariant(row.cells.size() == columns.size(), "a row has a cell for each column");
  std::vector<Html> cells;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto label = attr("data-label", columns[i].heading);
    if (i == 0)
      cells.push_back(
          th({attr("scope", "row"), attr("role", "rowheader"), label, number_class(columns[i]), row.cells[i]}));
    else
      cells.push_back(td({attr("role", "cell"), label, number_class(columns[i]), row.cells[i]}));
  }
  return tr({attr("role", "row"), join(cells)});
}

}  // namespace

Html table(std::string_view caption_words, const std::vector<TableColumn>& columns, const std::vector<TableRow>& rows) {
  std::vector<Html> heads, lines;
  for (const auto& column : columns)
    heads.push_back(th({attr("scope", "col"), attr("role", "columnheader"), number_class(column), column.heading}));
  for (const auto& row : rows) lines.push_back(row_markup(columns, row));
  return tags::table({cls("cards"), attr("role", "table"), caption({caption_words}),
                      thead({attr("role", "rowgroup"), tr({attr("role", "row"), join(heads)})}),
                      tbody({attr("role", "rowgroup"), join(lines)})});
}

}  // namespace jauap::html
