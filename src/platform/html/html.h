// Markup as values. `Html` holds finished, escaped markup; the only ways to make one are the tag functions below,
// `text()` and `join()`. Text that people typed is escaped by type: a std::string given where a part is expected
// becomes text, never markup. There is no raw entry but `trusted()`, for markup made by this folder itself.
//
//   using namespace jauap::html::tags;
//   return section({cls("deadline"), h2({t("appeals.deadline")}), p({strong({date}), " ", left})});
//
// Cheap to compile (no templates) and fast: a part is appended to one growing string.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace jauap::html {

// Appends `value` to `out` with & < > " ' escaped; good for element content and quoted attributes.
void escape_to(std::string& out, std::string_view value);

class Html {
 public:
  Html() = default;
  const std::string& markup() const& { return markup_; }
  std::string take() && { return std::move(markup_); }
  bool empty() const { return markup_.empty(); }
  Html& operator+=(const Html& more) {
    markup_ += more.markup_;
    return *this;
  }

 private:
  explicit Html(std::string markup) : markup_(std::move(markup)) {}
  std::string markup_;
  friend Html trusted(std::string markup);
};

// The one greppable door for markup that this folder made itself (SVG of a QR code, the icon sprite).
inline Html trusted(std::string markup) {
  return Html(std::move(markup));
}
Html text(std::string_view value);

// A name that is known at compile time: attribute names can never come from data.
class Literal {
 public:
  consteval Literal(const char* value) : value_(value) {}
  constexpr std::string_view view() const { return value_; }

 private:
  std::string_view value_;
};

// An address for href, src and action: a local path made of encoded segments, or one of the schemes
// https http mailto tel. Nothing else can be built, so no "javascript:" ever gets into a page.
class Url {
 public:
  // "/ru/appeals" — must begin with exactly one '/'; segments and query already encoded (see http::encode).
  static Url local(std::string path);
  // "#id" within the page.
  static Url fragment(std::string_view id);
  // http, https, mailto or tel, else an empty address.
  static Url outside(std::string_view url);
  // Adds ?name=value or &name=value, encoded.
  Url& with(std::string_view name, std::string_view value);
  const std::string& str() const { return value_; }

 private:
  explicit Url(std::string value) : value_(std::move(value)) {}
  std::string value_;
};

struct Attr {
  std::string_view name;  // from a Literal
  std::string value;
  bool present = true;  // false: left out altogether
  bool bare = false;    // name only (checked, disabled, required)
};

Attr attr(Literal name, std::string_view value);
Attr attr(Literal name, long long value);
Attr flag(Literal name, bool on = true);  // checked, disabled, required, hidden, open, multiple
inline Attr cls(std::string_view value) {
  return attr("class", value);
}
inline Attr id(std::string_view value) {
  return attr("id", value);
}
Attr href(const Url& url);
Attr src(const Url& url);
Attr action(const Url& url);

// One argument of a tag: an attribute, markup, or text. Holds references: use it in the same expression only.
class Part {
 public:
  Part(const Attr& attr) : attr_(&attr) {}        // NOLINT
  Part(const Html& html) : html_(&html) {}        // NOLINT
  Part(std::string_view text) : text_(text) {}    // NOLINT
  Part(const std::string& text) : text_(text) {}  // NOLINT
  Part(const char* text) : text_(text) {}         // NOLINT
  const Attr* attribute() const { return attr_; }
  void append_to(std::string& out) const;
  std::size_t size() const { return html_ ? html_->markup().size() : text_.size() + 16; }

 private:
  const Attr* attr_ = nullptr;
  const Html* html_ = nullptr;
  std::string_view text_;
};
using Parts = std::initializer_list<Part>;

Html element(Literal name, Parts parts);       // <name attrs>children</name>
Html void_element(Literal name, Parts parts);  // <input>, <br>, <img>, <meta>, <link>, <hr>
Html join(Parts parts);                        // children only
Html join(const std::vector<Html>& parts);

// `when(x, html)`: html when x holds, else nothing.
inline const Html& when(bool holds, const Html& html) {
  static const Html nothing;
  return holds ? html : nothing;
}

namespace tags {
// The tags of HTML by name, used only inside view files (names such as `a` and `p` clash with locals).
#define JAUAP_TAG(name)           \
  inline Html name(Parts parts) { \
    return element(#name, parts); \
  }
#define JAUAP_VOID_TAG(name)           \
  inline Html name(Parts parts) {      \
    return void_element(#name, parts); \
  }
JAUAP_TAG(a)
JAUAP_TAG(abbr) JAUAP_TAG(article) JAUAP_TAG(aside) JAUAP_TAG(b) JAUAP_TAG(blockquote) JAUAP_TAG(button)
    JAUAP_TAG(caption) JAUAP_TAG(code) JAUAP_TAG(dd) JAUAP_TAG(details) JAUAP_TAG(div) JAUAP_TAG(dl) JAUAP_TAG(dt)
        JAUAP_TAG(em) JAUAP_TAG(fieldset) JAUAP_TAG(figure) JAUAP_TAG(footer) JAUAP_TAG(form) JAUAP_TAG(h1)
            JAUAP_TAG(h2) JAUAP_TAG(h3) JAUAP_TAG(h4) JAUAP_TAG(header) JAUAP_TAG(label) JAUAP_TAG(legend) JAUAP_TAG(li)
                JAUAP_TAG(main) JAUAP_TAG(nav) JAUAP_TAG(ol) JAUAP_TAG(option) JAUAP_TAG(optgroup) JAUAP_TAG(p)
                    JAUAP_TAG(pre) JAUAP_TAG(s) JAUAP_TAG(section) JAUAP_TAG(select) JAUAP_TAG(small) JAUAP_TAG(span)
                        JAUAP_TAG(strong) JAUAP_TAG(summary) JAUAP_TAG(table) JAUAP_TAG(tbody) JAUAP_TAG(td)
                            JAUAP_TAG(textarea) JAUAP_TAG(th) JAUAP_TAG(thead) JAUAP_TAG(tr) JAUAP_TAG(ul)
                                JAUAP_VOID_TAG(br) JAUAP_VOID_TAG(hr) JAUAP_VOID_TAG(img) JAUAP_VOID_TAG(input)
#undef JAUAP_TAG
#undef JAUAP_VOID_TAG
                                    inline Html time_(Parts parts) {
  return element("time", parts);
}  // `time` is taken by the C library
}  // namespace tags

}  // namespace jauap::html
