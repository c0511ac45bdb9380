#include "platform/module/router.h"

#include <algorithm>
#include <array>

namespace jauap {
namespace {

// Segments of a path as views into it; more than `deepest` belong to no route.
struct Segments {
  static constexpr std::size_t deepest = 16;
  std::array<std::string_view, deepest> parts;
  std::size_t count = 0;
};

Segments split(std::string_view path) {
  Segments segments;
  std::size_t at = 1;
  while (at <= path.size()) {
    const auto slash = path.find('/', at);
    const auto end = slash == std::string_view::npos ? path.size() : slash;
    if (segments.count == Segments::deepest) return segments.count = 0, segments;
    segments.parts[segments.count++] = path.substr(at, end - at);
    if (slash == std::string_view::npos) break;
    at = slash + 1;
  }
  return segments;
}

bool is_parameter(std::string_view segment) { return segment.starts_with('{'); }

int literals(const std::vector<std::string>& segments) {
  return int(std::count_if(segments.begin(), segments.end(), [](const auto& s) { return !is_parameter(s); }));
}

std::optional<Format> take_suffix(std::string& path) {
  for (const auto format : {Format::json, Format::csv, Format::atom}) {
    const auto suffix = format_suffix(format);
    if (path.size() > suffix.size() + 1 && path.ends_with(suffix)) {
      path.resize(path.size() - suffix.size());
      return format;
    }
  }
  return std::nullopt;
}

bool offers(const Route& route, Format format) {
  return std::find(route.formats.begin(), route.formats.end(), format) != route.formats.end();
}

}  // namespace

std::string_view format_suffix(Format format) {
  switch (format) {
    case Format::html: return ".html";
    case Format::json: return ".json";
    case Format::csv: return ".csv";
    case Format::atom: return ".atom";
  }
  return "";
}

Router::Router(std::vector<Route> routes) : routes_(std::move(routes)) {
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    const auto parts = split(routes_[i].pattern);
    invariant(parts.count > 0, "a pattern begins with '/' and is not too deep");
    std::vector<std::string> segments(parts.parts.begin(), parts.parts.begin() + std::ptrdiff_t(parts.count));
    for (const auto& entry : by_length_[segments.size()])
      invariant(!(routes_[entry.route].pattern == routes_[i].pattern && routes_[entry.route].method == routes_[i].method &&
                  routes_[entry.route].localised == routes_[i].localised),
                "no two routes have the same method and pattern");
    by_length_[segments.size()].push_back({i, std::move(segments)});
  }
  for (auto& [length, entries] : by_length_)
    std::stable_sort(entries.begin(), entries.end(),
                     [](const Entry& a, const Entry& b) { return literals(a.segments) > literals(b.segments); });
}

Match Router::match(http::Method method, std::string_view full_path) const {
  Match match;
  match.path = std::string(full_path);
  if (!full_path.starts_with('/')) return match;  // "*" of OPTIONS
  if (full_path.size() >= 3 && (full_path.size() == 3 || full_path[3] == '/')) {
    match.language = language_of(full_path.substr(1, 2));
    if (match.language) match.path = full_path.size() <= 4 ? "/" : std::string(full_path.substr(3));
  }
  if (method == http::Method::head) method = http::Method::get;
  auto bare = match.path;
  const auto suffix = take_suffix(bare);
  for (const bool with_suffix : {false, true}) {
    if (with_suffix && !suffix) break;
    const auto segments = split(with_suffix ? bare : match.path);
    const auto found = by_length_.find(segments.count);
    if (found == by_length_.end()) continue;
    for (const auto& entry : found->second) {
      const auto& route = routes_[entry.route];
      if (route.localised ? false : match.language.has_value()) continue;
      if (with_suffix && !offers(route, *suffix)) continue;
      std::vector<std::string> params;
      bool fits = true;
      for (std::size_t i = 0; fits && i < segments.count; ++i) {
        if (!is_parameter(entry.segments[i])) {
          fits = entry.segments[i] == segments.parts[i];
          continue;
        }
        // A suffix belongs to the format, not to the number: "X.json" is tried with its suffix first taken off.
        if (!with_suffix && suffix && i + 1 == segments.count && offers(route, *suffix)) fits = false;
        auto decoded = http::decode_segment(segments.parts[i]);
        fits = fits && decoded && !decoded->empty();
        if (fits) params.push_back(std::move(*decoded));
      }
      if (!fits) continue;
      match.known_path = true;
      if (route.method != method) continue;
      match.route = &route;
      match.params = std::move(params);
      if (with_suffix) {
        match.suffix = suffix;
        match.path = bare;
      }
      return match;
    }
  }
  return match;
}

}  // namespace jauap
