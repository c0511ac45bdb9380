#include "platform/pdf/flow.h"

#include <algorithm>
#include <numeric>

namespace jauap::pdf {
namespace {

constexpr double repeated_height_max = 150;

Ink ink_of(const Line& line, double x, double y) {
  return [line, x, y](cairo_t* page) {
    cairo_move_to(page, x + line.x, y + line.ascent);
    pango_cairo_show_layout_line(page, line.line);
  };
}

Ink stroke(double x1, double y1, double x2, double y2) {
  return [=](cairo_t* page) {
    cairo_set_line_width(page, 0.5);
    cairo_move_to(page, x1, y1);
    cairo_line_to(page, x2, y2);
    cairo_stroke(page);
  };
}

double height_of(const std::vector<Line>& lines, std::size_t from) {
  return std::accumulate(lines.begin() + std::ptrdiff_t(from), lines.end(), 0.0,
                         [](double sum, const Line& line) { return sum + line.height; });
}

double height_of(const Flow::Row& row) {
  double most = row.height_min;
  for (const auto& cell : row.cells) most = std::max(most, height_of(cell.lines, 0));
  return most + 2 * row.padding;
}

}  // namespace

void Flow::new_page() {
  sheets_.emplace_back();
  y_ = margin_top;
  group_begun_ = false;
}

void Flow::need(double height) {
  if (left() < height && y_ > margin_top) new_page();
}

std::vector<Mark>& Flow::marks() {
  auto& all = sheets_.back().marks;
  if (group_.empty()) return all;
  if (!group_begun_) all.push_back({group_, ""});
  group_begun_ = true;
  return all.back().parts;
}

Mark& Flow::mark(const std::string& tag, const std::string& attributes) {
  return marks().emplace_back(Mark{tag, attributes});
}

void Flow::begin(std::string tag) {
  group_ = std::move(tag);
  group_begun_ = false;
}

void Flow::end() {
  group_.clear();
}

void Flow::text(const std::string& tag, const std::vector<Line>& lines, double x) {
  Mark* current = nullptr;
  for (const auto& line : lines) {
    if (left() < line.height && y_ > margin_top) {
      new_page();
      current = nullptr;
    }
    if (!current) current = &mark(tag);
    current->ink.push_back(ink_of(line, x, y_));
    y_ += line.height;
  }
}

void Flow::row(const Row& row, const Row* again) {
  if (again && height_of(*again) > repeated_height_max) again = nullptr;
  if (height_of(row) > left() && y_ > margin_top) {
    new_page();
    if (again) this->row(*again);
  }
  std::vector<std::size_t> done(row.cells.size(), 0);
  const auto is_over = [&] {
    for (std::size_t i = 0; i < done.size(); ++i)
      if (done[i] < row.cells[i].lines.size()) return false;
    return true;
  };
  do row_part(row, done, again);
  while (!is_over());
}

// As much of the row as this page takes.
void Flow::row_part(const Row& row, std::vector<std::size_t>& done, const Row* again) {
  const bool is_first = std::all_of(done.begin(), done.end(), [](std::size_t lines) { return lines == 0; });
  if (!is_first) {
    new_page();
    if (again) this->row(*again);
  }
  const double top = y_, room = std::max(left() - 2 * row.padding, 0.0);
  double used = is_first ? row.height_min : 0;
  auto& whole = mark(row.tag);
  if (is_first && row.extra) {
    const auto x = margin_left;
    whole.parts.push_back({row.extra_tag, "", {[extra = row.extra, x, top](cairo_t* page) {
                             cairo_save(page);
                             cairo_translate(page, x, top);
                             extra(page);
                             cairo_restore(page);
                           }}});
  }
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    const auto& cell = row.cells[i];
    Mark part{cell.tag, cell.attributes};
    double height = 0;
    // The first line of a page is set even where it does not fit, so that a row always ends.
    for (; done[i] < cell.lines.size() && (height == 0 || height + cell.lines[done[i]].height <= room); ++done[i]) {
      part.ink.push_back(ink_of(cell.lines[done[i]], cell.x, top + row.padding + height));
      height += cell.lines[done[i]].height;
    }
    used = std::max(used, height);
    whole.parts.push_back(std::move(part));
  }
  y_ = top + used + 2 * row.padding;
  auto& rules = sheets_.back().rules;
  for (const double x : row.frame) rules.push_back(stroke(x, top, x, y_));
  if (!row.frame.empty())
    for (const double y : {top, y_}) rules.push_back(stroke(row.frame.front(), y, row.frame.back(), y));
}

void Flow::rule(double width) {
  sheets_.back().rules.push_back(stroke(margin_left, y_, margin_left + width, y_));
}

}  // namespace jauap::pdf
