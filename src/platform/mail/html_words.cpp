#include <libxml/HTMLparser.h>

#include <memory>

#include "base/text.h"
#include "platform/mail/incoming.h"

namespace jauap::mail {
namespace {

constexpr int nesting_max = 200;

// Initialised before main, while there is one thread.
[[maybe_unused]] const bool parser_is_ready = (xmlInitParser(), true);

std::string_view view(const xmlChar* text) {
  return text ? std::string_view(reinterpret_cast<const char*>(text)) : std::string_view();
}

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> all) {
  for (const auto one : all)
    if (one == name) return true;
  return false;
}

bool has(const xmlNode* node, const char* attribute, std::string_view part) {
  for (const auto* one = node->properties; one; one = one->next)
    if (view(one->name) == attribute && one->children && view(one->children->content).find(part) != std::string_view::npos) return true;
  return false;
}

// What mail programs put around the letter that is answered.
bool is_quote(const xmlNode* node) {
  return view(node->name) == "blockquote" || has(node, "class", "gmail_quote") || has(node, "class", "moz-cite-prefix") ||
         has(node, "class", "yahoo_quoted") || has(node, "id", "divRplyFwdMsg") || has(node, "id", "appendonsend") || has(node, "id", "mail-quote");
}

void collect(const xmlNode* node, bool no_quotes, int depth, std::string& out) {
  for (; node && depth < nesting_max; node = node->next) {
    if (node->type == XML_TEXT_NODE) out.append(view(node->content));
    if (node->type != XML_ELEMENT_NODE) continue;
    const auto name = view(node->name);
    if (is_one_of(name, {"script", "style", "head", "title", "noscript", "template", "object", "svg"})) continue;
    if (no_quotes && is_quote(node)) continue;
    const bool is_block = is_one_of(name, {"p", "div", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "blockquote", "pre", "hr"});
    if (is_block || name == "br") out.push_back('\n');
    collect(node->children, no_quotes, depth + 1, out);
    if (is_block) out.push_back('\n');
    if (name == "td" || name == "th") out.push_back(' ');
  }
}

// Runs of white space become one space, more than one empty line becomes one.
std::string tidy(std::string_view text) {
  std::string out;
  int breaks = 2;
  bool space = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_wide_space = text.substr(i, 2) == "\xc2\xa0";
    if (is_wide_space) ++i;
    if (is_wide_space || text[i] == ' ' || text[i] == '\t' || text[i] == '\r') {
      space = true;
    } else if (text[i] == '\n') {
      if (breaks < 2) out.push_back('\n');
      ++breaks;
      space = false;
    } else {
      if (space && breaks == 0) out.push_back(' ');
      out.push_back(text[i]);
      breaks = 0;
      space = false;
    }
  }
  return out;
}

}  // namespace

std::string words_of_html(std::string_view html, bool no_quotes) {
  struct Free {
    void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
  };
  const std::unique_ptr<xmlDoc, Free> document(
      htmlReadMemory(html.data(), int(html.size()), nullptr, "UTF-8",
                     HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_COMPACT));
  std::string out;
  if (document) collect(document->children, no_quotes, 0, out);
  return tidy(out);
}

}  // namespace jauap::mail
