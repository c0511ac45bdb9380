#include "platform/metrics/metrics.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "base/invariant.h"

namespace jauap::metrics {
namespace {

constexpr std::size_t series_max = 500;

bool is_name(std::string_view name) {
  const auto is_allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  return !name.empty() && name.front() >= 'a' && std::all_of(name.begin(), name.end(), is_allowed);
}

// Of label values and help texts: OpenMetrics 1.0.0, section "Escaping".
std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '\\' || c == '"') result += '\\';
    if (c == '\n')
      result += "\\n";
    else
      result += c;
  }
  return result;
}

std::string number(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  return fmt::format("{}", value);
}

// {a="b",c="d"}, or nothing.
std::string label_text(const Labels& labels) {
  std::string text;
  for (const auto& label : labels) {
    invariant(is_name(label.name()), "a label's name is snake_case");
    text += fmt::format("{}{}=\"{}\"", text.empty() ? "" : ",", label.name(), escaped(label.value()));
  }
  return text;
}

std::string in_braces(std::string_view labels) {
  return labels.empty() ? "" : fmt::format("{{{}}}", labels);
}

}  // namespace

Histogram::Histogram(std::vector<double> bounds) : bounds_(std::move(bounds)) {
  invariant(!bounds_.empty() && bounds_.size() <= bounds_max, "a histogram has 1 to 24 bounds");
  invariant(std::adjacent_find(bounds_.begin(), bounds_.end(), std::greater_equal<>()) == bounds_.end(),
            "bounds of a histogram rise");
}

void Histogram::observe(double value) {
  const auto bucket = std::lower_bound(bounds_.begin(), bounds_.end(), value) - bounds_.begin();
  counts_[std::size_t(bucket)].fetch_add(1, std::memory_order_relaxed);
  sum_.fetch_add(value, std::memory_order_relaxed);
}

std::vector<double> seconds_bounds() {
  return {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
}

// One line, or one group of lines, with its labels; exactly one of the three is set.
struct Registry::Series {
  std::string labels = {};
  std::unique_ptr<Counter> counter = {};
  std::unique_ptr<Histogram> histogram = {};
  std::function<double()> read = {};
};

struct Registry::Family {
  std::string name, help, kind;
  std::deque<Series> series;

  void write(std::string& text) const;
  void write_histogram(std::string& text, const Series& each) const;
};

Registry::Registry() = default;
Registry::~Registry() = default;

Registry::Series& Registry::add(const char* name, const char* help, std::string_view kind, const Labels& labels,
                                Series filled) {
  invariant(is_name(name) && !std::string_view(name).ends_with("_total"),
            "a figure's name is snake_case without _total");
  filled.labels = label_text(labels);
  const std::scoped_lock lock(mutex_);
  auto family = std::find_if(families_.begin(), families_.end(), [&](const Family& each) { return each.name == name; });
  if (family == families_.end())
    family =
        families_.insert(families_.end(), Family{.name = name, .help = help, .kind = std::string(kind), .series = {}});
  invariant(family->kind == kind && family->help == help, "a figure has one kind and one help");
  const auto is_same = [&](const Series& each) { return each.labels == filled.labels; };
  invariant(std::none_of(family->series.begin(), family->series.end(), is_same), "a figure is registered once");
  invariant(family->series.size() < series_max, "a figure has at most 500 series");
  return family->series.emplace_back(std::move(filled));
}

Counter& Registry::counter(const char* name, const char* help, const Labels& labels) {
  return *add(name, help, "counter", labels, {.counter = std::make_unique<Counter>()}).counter;
}

Histogram& Registry::histogram(const char* name, const char* help, std::vector<double> bounds, const Labels& labels) {
  auto made = std::make_unique<Histogram>(std::move(bounds));
  return *add(name, help, "histogram", labels, {.histogram = std::move(made)}).histogram;
}

void Registry::gauge(const char* name, const char* help, std::function<double()> read, const Labels& labels) {
  add(name, help, "gauge", labels, {.read = std::move(read)});
}

void Registry::counter(const char* name, const char* help, std::function<double()> read, const Labels& labels) {
  add(name, help, "counter", labels, {.read = std::move(read)});
}

std::string Registry::open_metrics() const {
  const std::scoped_lock lock(mutex_);
  std::string text;
  text.reserve(16 * 1024);
  for (const auto& family : families_) family.write(text);
  text += "# EOF\n";
  return text;
}

void Registry::Family::write(std::string& text) const {
  fmt::format_to(std::back_inserter(text), "# TYPE {} {}\n# HELP {} {}\n", name, kind, name, escaped(help));
  const auto* suffix = kind == "counter" ? "_total" : "";
  for (const auto& each : series) {
    if (each.histogram) {
      write_histogram(text, each);
      continue;
    }
    const auto value = each.counter ? fmt::format("{}", each.counter->value()) : number(each.read());
    fmt::format_to(std::back_inserter(text), "{}{}{} {}\n", name, suffix, in_braces(each.labels), value);
  }
}

void Registry::Family::write_histogram(std::string& text, const Series& each) const {
  const auto& histogram = *each.histogram;
  std::uint64_t below = 0;
  const auto* comma = each.labels.empty() ? "" : ",";
  for (std::size_t i = 0; i <= histogram.bounds().size(); ++i) {
    below += histogram.at(i);
    const auto bound = i < histogram.bounds().size() ? number(histogram.bounds()[i]) : "+Inf";
    fmt::format_to(std::back_inserter(text), "{}_bucket{{{}{}le=\"{}\"}} {}\n", name, each.labels, comma, bound, below);
  }
  fmt::format_to(std::back_inserter(text), "{}_count{} {}\n{}_sum{} {}\n", name, in_braces(each.labels), below, name,
                 in_braces(each.labels), number(histogram.sum()));
}

}  // namespace jauap::metrics
