#include "platform/html/html.h"

#include <algorithm>

#include "platform/http/http.h"

namespace jauap::html {

void escape_to(std::string& out, std::string_view value) {
  std::size_t at = 0;
  for (std::size_t i = 0; i < value.size(); ++i) {
    std::string_view entity;
    switch (value[i]) {
      case '&':
        entity = "&amp;";
        break;
      case '<':
        entity = "&lt;";
        break;
      case '>':
        entity = "&gt;";
        break;
      case '"':
        entity = "&quot;";
        break;
      case '\'':
        entity = "&#39;";
        break;
      default:
        continue;
    }
    out.append(value, at, i - at);
    out += entity;
    at = i + 1;
  }
  out.append(value, at);
}

Html text(std::string_view value) {
  std::string out;
  out.reserve(value.size());
  escape_to(out, value);
  return trusted(std::move(out));
}

Url Url::local(std::string path) {
  // Browsers drop tabs and line breaks and take a backslash for a slash: "/\t/elsewhere" would leave the site.
  const bool plain =
      std::none_of(path.begin(), path.end(), [](unsigned char c) { return c <= ' ' || c == 0x7f || c == '\\'; });
  const bool good = plain && path.starts_with('/') && !path.starts_with("//");
  return Url(good ? std::move(path) : "/");
}

Url Url::fragment(std::string_view id) {
  return Url("#" + std::string(id));
}

Url Url::outside(std::string_view url) {
  for (const std::string_view scheme : {"https://", "http://", "mailto:", "tel:"})
    if (url.starts_with(scheme)) return Url(std::string(url));
  return Url("");
}

Url& Url::with(std::string_view name, std::string_view value) {
  value_ += value_.find('?') == std::string::npos ? '?' : '&';
  value_ += http::encode(name) + "=" + http::encode(value);
  return *this;
}

Attr attr(Literal name, std::string_view value) {
  return {.name = name.view(), .value = std::string(value)};
}
Attr attr(Literal name, long long value) {
  return {.name = name.view(), .value = std::to_string(value)};
}
Attr flag(Literal name, bool on) {
  return {.name = name.view(), .value = "", .present = on, .bare = true};
}
Attr href(const Url& url) {
  return {.name = "href", .value = url.str()};
}
Attr src(const Url& url) {
  return {.name = "src", .value = url.str()};
}
Attr action(const Url& url) {
  return {.name = "action", .value = url.str()};
}

void Part::append_to(std::string& out) const {
  if (html_)
    out += html_->markup();
  else
    escape_to(out, text_);
}

namespace {

void open_tag(std::string& out, Literal name, Parts parts) {
  out += '<';
  out += name.view();
  for (const auto& part : parts) {
    const auto* attribute = part.attribute();
    if (!attribute || !attribute->present) continue;
    out += ' ';
    out += attribute->name;
    if (attribute->bare) continue;
    out += "=\"";
    escape_to(out, attribute->value);
    out += '"';
  }
  out += '>';
}

}  // namespace

Html element(Literal name, Parts parts) {
  std::string out;
  std::size_t size = 32;
  for (const auto& part : parts) size += part.size();
  out.reserve(size);
  open_tag(out, name, parts);
  // The first line break after <textarea> and <pre> is eaten by browsers: one more keeps what was typed.
  if (name.view() == "textarea" || name.view() == "pre") out += '\n';
  for (const auto& part : parts)
    if (!part.attribute()) part.append_to(out);
  out += "</";
  out += name.view();
  out += '>';
  return trusted(std::move(out));
}

Html void_element(Literal name, Parts parts) {
  std::string out;
  open_tag(out, name, parts);
  return trusted(std::move(out));
}

Html join(Parts parts) {
  std::string out;
  for (const auto& part : parts) part.append_to(out);
  return trusted(std::move(out));
}

Html join(const std::vector<Html>& parts) {
  std::string out;
  for (const auto& part : parts) out += part.markup();
  return trusted(std::move(out));
}

}  // namespace jauap::html
