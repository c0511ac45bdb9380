// Blocks laid onto pages. Pages hold marks: pieces of the document's structure with what is drawn for each, so that a
// reader aloud meets headings, paragraphs, lists and tables. A block that goes on to another page is a mark of its own
// there.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "platform/pdf/pdf.h"
#include "platform/pdf/typeset.h"

namespace jauap::pdf {

inline constexpr double page_width = 595.28, page_height = 841.89;  // A4 in points
inline constexpr double margin_left = 71, margin_right = 42.5, margin_top = 56.7, margin_bottom = 71;
inline constexpr double text_width = page_width - margin_left - margin_right;

using Ink = std::function<void(cairo_t*)>;

struct Mark {
  std::string tag;         // "P", "H1", "L", "LI", "Table", "TR", "TH", "TD", "Figure", "Link"; "" for none
  std::string attributes;  // as cairo_tag_begin takes them
  std::vector<Ink> ink = {};
  std::vector<Mark> parts = {};
};

struct Sheet {
  std::vector<Mark> marks;
  std::vector<Ink> rules;  // lines and frames, outside the structure
};

// One cell of a row.
struct Cell {
  std::string tag, attributes;
  double x = 0;  // of its text, from the left edge of the page
  std::vector<Line> lines;
};

// Where the next thing stands.
class Flow {
 public:
  Flow() : sheets_(1) {}

  void gap(double height) { y_ = y_ > margin_top ? y_ + height : y_; }
  // A new page when fewer points than `height` are left.
  void need(double height);
  // Lines one below the other; each page's part is a mark of this tag.
  void text(const std::string& tag, const std::vector<Line>& lines, double x);
  // Cells side by side, at least `height_min` high. A row that fits on one page is not torn. `frame` draws lines
  // around: positions of the upright ones. `again` is set at the top of each further page, unless it would take much of
  // it.
  struct Row {
    std::string tag;
    std::vector<Cell> cells;
    double padding = 0, height_min = 0;
    std::vector<double> frame = {};
    Ink extra = {};  // drawn with its origin in the row's upper left corner, as a mark of its own
    std::string extra_tag = {};
  };
  void row(const Row& row, const Row* again = nullptr);
  // Marks made from here to end() are parts of one of this tag, on each page anew.
  void begin(std::string tag);
  void end();
  void rule(double width);

  std::vector<Sheet> take() { return std::move(sheets_); }

 private:
  double left() const { return page_height - margin_bottom - y_; }
  void new_page();
  std::vector<Mark>& marks();
  Mark& mark(const std::string& tag, const std::string& attributes = {});
  void row_part(const Row& row, std::vector<std::size_t>& done, const Row* again);

  std::vector<Sheet> sheets_;
  double y_ = margin_top;
  std::string group_;         // tag of the open group, "" for none
  bool group_begun_ = false;  // on this page
};

}  // namespace jauap::pdf
