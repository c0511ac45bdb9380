#include "platform/pdf/page.h"

#include "platform/html/components.h"

namespace jauap::pdf {
namespace {
using namespace html;
using namespace html::tags;

struct Writer {
  std::string_view language;

  Html operator()(const Title& title) const { return h1({title.text}); }
  Html operator()(const Paragraph& paragraph) const { return written(paragraph.text, language); }
  Html operator()(const List& list) const {
    std::vector<Html> items;
    for (const auto& item : list.items) items.push_back(li({item}));
    return list.numbered ? ol({join(items)}) : ul({join(items)});
  }
  Html operator()(const Table& table) const {
    std::vector<TableColumn> columns;
    for (const auto& column : table.columns) columns.push_back({column.head});
    std::vector<TableRow> rows;
    for (const auto& cells : table.rows) {
      TableRow row;
      for (std::size_t i = 0; i < columns.size(); ++i) row.cells.push_back(join({i < cells.size() ? cells[i] : std::string()}));
      rows.push_back(std::move(row));
    }
    return html::table(table.caption, columns, rows);
  }
  Html operator()(const Signature& signature) const {
    return join({p({signature.post, when(!signature.name.empty(), join({br({}), strong({signature.name})}))}), when(!signature.note.empty(), p({cls("meta"), signature.note}))});
  }
  Html operator()(const Code& code) const { return join({qr(code.content, code.text), p({cls("meta"), code.text})}); }
};

}  // namespace

Html as_page(const Document& document) {
  const auto language = code(document.language);
  std::vector<Html> blocks;
  for (const auto& block : document.blocks) blocks.push_back(std::visit(Writer{language}, block));
  return article({cls("paper"), attr("lang", language),
                  header({p({attr("lang", "kk"), document.heading.kk}), p({attr("lang", "ru"), document.heading.ru})}), join(blocks),
                  p({cls("meta"), document.footer})});
}

}  // namespace jauap::pdf
