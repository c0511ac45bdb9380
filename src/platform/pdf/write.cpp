#include <cairo/cairo-pdf.h>
#include <qrencode.h>

#include <algorithm>

#include "base/invariant.h"
#include "base/text.h"
#include "platform/pdf/flow.h"
#include "platform/pdf/language.h"

namespace jauap::pdf {
namespace {

constexpr Style heading_style{.size = 11, .face = Face::bold, .align = PANGO_ALIGN_CENTER};
constexpr Style title_style{.size = 14, .face = Face::bold, .align = PANGO_ALIGN_CENTER};
constexpr Style text_style{.size = 12};
constexpr Style cell_style{.size = 10.5};
constexpr Style cell_head_style{.size = 10.5, .face = Face::bold};
constexpr Style small_style{.size = 9};
constexpr double block_gap = 10, code_side = 85, column_gap = 24;

Typesetter* typesetter() {
  static thread_local const auto own = Typesetter::make();
  return own.get();
}

// A QR code of `code_side` points with its origin in the upper left corner; empty when the content is too long.
Ink code_ink(const std::string& content) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(content.data());
  const std::shared_ptr<QRcode> code(
      content.size() > code_bytes_max ? nullptr : QRcode_encodeData(int(content.size()), bytes, 0, QR_ECLEVEL_M),
      &QRcode_free);
  if (!code) return {};
  return [code](cairo_t* page) {
    const double module = code_side / code->width;
    for (int y = 0; y < code->width; ++y)
      for (int x = 0; x < code->width; ++x)
        if (code->data[y * code->width + x] & 1) cairo_rectangle(page, x * module, y * module, module, module);
    cairo_fill(page);
  };
}

// Addresses that may be links: nothing in them could leave the quotes of a tag's attributes.
bool is_link(std::string_view content) {
  return content.starts_with("https://") && std::all_of(content.begin(), content.end(), [](char c) {
           return c > ' ' && c < 0x7f && c != '\'' && c != '\\' && c != '"' && c != '<' && c != '>';
         });
}

// Lays blocks of each kind; a Problem names what cannot be laid.
class Layout {
 public:
  Layout(const Typesetter& setter, const Document& document) : setter_(setter), document_(document) {}

  Result<std::vector<Sheet>> all() {
    heading(document_.heading);
    for (const auto& block : document_.blocks) {
      flow_.gap(block_gap);
      TRY(std::visit([&](const auto& one) { return lay(one); }, block));
    }
    return flow_.take();
  }

 private:
  std::vector<Line> set(std::string_view text, const Style& style, double width) const {
    return setter_.lines(text, style, width, document_.language);
  }

  void heading(const Heading& heading) {
    const double width = (text_width - column_gap) / 2;
    Flow::Row row{.tag = "Sect"};
    row.cells.push_back({"P", "", margin_left, setter_.lines(heading.kk, heading_style, width, Language::kk)});
    row.cells.push_back(
        {"P", "", margin_left + width + column_gap, setter_.lines(heading.ru, heading_style, width, Language::ru)});
    if (row.cells[0].lines.empty() && row.cells[1].lines.empty()) return;
    flow_.row(row);
    flow_.gap(6);
    flow_.rule(text_width);
    flow_.gap(6);
  }

  Done lay(const Title& title) {
    flow_.need(80);  // not alone at the foot of a page
    flow_.text("H1", set(title.text, title_style, text_width), margin_left);
    return done();
  }

  Done lay(const Paragraph& paragraph) {
    const auto text = settable(paragraph.text);
    std::string_view left = text;
    while (!left.empty()) {
      const auto end = left.find("\n\n");
      flow_.text("P", set(left.substr(0, end), text_style, text_width), margin_left);
      left = end == std::string_view::npos ? std::string_view() : left.substr(end + 2);
      if (!left.empty()) flow_.gap(block_gap / 2);
    }
    return done();
  }

  Done lay(const List& list) {
    constexpr double indent = 24;
    flow_.begin("L");
    for (std::size_t i = 0; i < list.items.size(); ++i) {
      Flow::Row row{.tag = "LI"};
      row.cells.push_back(
          {"Lbl", "", margin_left + 4, set(list.numbered ? std::to_string(i + 1) + "." : "–", text_style, indent)});
      row.cells.push_back({"LBody", "", margin_left + indent, set(list.items[i], text_style, text_width - indent)});
      flow_.row(row);
    }
    flow_.end();
    return done();
  }

  Done lay(const Table& table) {
    if (table.columns.empty()) return done();
    constexpr double padding = 3;
    double shares = 0;
    for (const auto& column : table.columns) shares += column.share;
    std::vector<double> edges{margin_left};
    for (const auto& column : table.columns) edges.push_back(edges.back() + text_width * column.share / shares);
    const auto row_of = [&](const std::string& tag, const Style& style, const auto& text_at) {
      Flow::Row row{.tag = "TR", .padding = padding, .height_min = style.size * 1.15, .frame = edges};
      for (std::size_t i = 0; i < table.columns.size(); ++i)
        row.cells.push_back(
            {tag, "", edges[i] + padding, set(text_at(i), style, edges[i + 1] - edges[i] - 2 * padding)});
      return row;
    };
    const auto head =
        row_of("TH", cell_head_style, [&](std::size_t i) { return std::string_view(table.columns[i].head); });
    flow_.begin("Table");
    flow_.row(head);
    for (const auto& cells : table.rows)
      flow_.row(
          row_of("TD", cell_style,
                 [&](std::size_t i) { return i < cells.size() ? std::string_view(cells[i]) : std::string_view(); }),
          &head);
    flow_.end();
    return done();
  }

  Done lay(const Signature& signature) {
    flow_.need(70);
    flow_.gap(block_gap);
    const double width = (text_width - column_gap) / 2;
    auto right = text_style;
    right.align = PANGO_ALIGN_RIGHT;
    Flow::Row row{.tag = "Sect"};
    row.cells.push_back({"P", "", margin_left, set(signature.post, text_style, width)});
    row.cells.push_back({"P", "", margin_left + width + column_gap, set(signature.name, right, width)});
    flow_.row(row);
    flow_.text("P", set(signature.note, small_style, text_width), margin_left);
    return done();
  }

  Done lay(const Code& code) {
    const auto ink = code_ink(code.content);
    if (!ink) return Problem{.message = "platform.pdf.code_too_long", .field = "code"};
    Flow::Row row{.tag = "Sect", .height_min = code_side, .extra = ink, .extra_tag = "Figure"};
    const double x = margin_left + code_side + 14;
    const bool link = is_link(code.content);
    row.cells.push_back({link ? "Link" : "P", link ? "uri='" + code.content + "'" : "", x,
                         set(code.text, cell_style, margin_left + text_width - x)});
    flow_.row(row);
    return done();
  }

  const Typesetter& setter_;
  const Document& document_;
  Flow flow_;
};

cairo_status_t append(void* file, const unsigned char* bytes, unsigned int count) {
  static_cast<std::string*>(file)->append(reinterpret_cast<const char*>(bytes), count);
  return CAIRO_STATUS_SUCCESS;
}

void draw(cairo_t* page, const Mark& mark) {
  if (!mark.tag.empty())
    cairo_tag_begin(page, mark.tag.c_str(), mark.attributes.empty() ? nullptr : mark.attributes.c_str());
  for (const auto& ink : mark.ink) ink(page);
  for (const auto& part : mark.parts) draw(page, part);
  if (!mark.tag.empty()) cairo_tag_end(page, mark.tag.c_str());
}

void draw_line(cairo_t* page, const std::vector<Line>& lines, double y) {
  if (lines.empty()) return;
  cairo_move_to(page, margin_left + lines[0].x, y);
  pango_cairo_show_layout_line(page, lines[0].line);
}

void draw_footer(cairo_t* page, const Typesetter& setter, const Document& document, std::size_t n, std::size_t m) {
  constexpr double y = page_height - margin_bottom / 2, number_width = 60;
  auto right = small_style;
  right.align = PANGO_ALIGN_RIGHT;
  draw_line(page,
            setter.lines(text::clean_line(settable(document.footer)).value_or(""), small_style,
                         text_width - number_width, document.language),
            y);
  draw_line(page, setter.lines(std::to_string(n) + " / " + std::to_string(m), right, text_width, document.language), y);
}

void describe(cairo_surface_t* file, const Document& document) {
  const auto say = [&](cairo_pdf_metadata_t what, const std::string& value) {
    cairo_pdf_surface_set_metadata(file, what, value.c_str());
  };
  say(CAIRO_PDF_METADATA_TITLE, settable(document.title));
  say(CAIRO_PDF_METADATA_AUTHOR, settable(document.author));
  say(CAIRO_PDF_METADATA_CREATOR, "Jauap");
  say(CAIRO_PDF_METADATA_CREATE_DATE, rfc3339(document.made_at));
}

std::string drawn(const std::vector<Sheet>& sheets, const Typesetter& setter, const Document& document) {
  std::string bytes;
  const std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)> file(
      cairo_pdf_surface_create_for_stream(append, &bytes, page_width, page_height), &cairo_surface_destroy);
  describe(file.get(), document);
  const std::unique_ptr<cairo_t, decltype(&cairo_destroy)> page(cairo_create(file.get()), &cairo_destroy);
  cairo_tag_begin(page.get(), "Document", nullptr);
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    for (const auto& mark : sheets[i].marks) draw(page.get(), mark);
    for (const auto& rule : sheets[i].rules) rule(page.get());
    draw_footer(page.get(), setter, document, i + 1, sheets.size());
    cairo_show_page(page.get());
  }
  cairo_tag_end(page.get(), "Document");
  invariant(cairo_status(page.get()) == CAIRO_STATUS_SUCCESS, "cairo draws what the flow laid");
  cairo_surface_finish(file.get());
  invariant(cairo_surface_status(file.get()) == CAIRO_STATUS_SUCCESS, "cairo writes what it drew");
  return bytes;
}

}  // namespace

Result<std::string> write(const Document& document) {
  const auto* setter = typesetter();
  if (!setter) return Problem{.kind = Problem::Kind::unavailable, .message = "platform.pdf.no_typeface"};
  const auto sheets = TRY(Layout(*setter, document).all());
  return with_language(drawn(sheets, *setter, document), code(document.language));
}

}  // namespace jauap::pdf
