// Official papers as PDF: A4, one typeface with Kazakh letters embedded, text that can be selected, searched and read
// aloud.
//
// The same document gives the same bytes: time is handed in, fonts come from one folder. Any text may be put in:
// controls and bidi overrides are dropped, words longer than a line are broken, text longer than a page goes on to the
// next one. From any thread.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "base/language.h"
#include "base/result.h"

namespace jauap::pdf {

// The name of the sender in both languages of the state, side by side over a line.
struct Heading {
  std::string kk, ru;
};

struct Title {
  std::string text;
};

// An empty line begins a new paragraph.
struct Paragraph {
  std::string text;
};

struct List {
  std::vector<std::string> items;
  bool numbered = false;
};

// The head is repeated on each page that the table goes on to.
struct Table {
  struct Column {
    std::string head;
    double share = 1;  // of the width, against the other columns
  };
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;  // missing cells are empty, cells too many are left out
  std::string caption = {};  // for a page; the paper shows none
};

// Who answers for the paper; a note (how it was signed) stands below in small letters.
struct Signature {
  std::string post, name, note;
};

// A QR code with words beside it. The content is at most code_bytes_max; an https address is also a link.
inline constexpr std::size_t code_bytes_max = 1000;
struct Code {
  std::string content, text;
};

using Block = std::variant<Title, Paragraph, List, Table, Signature, Code>;

struct Document {
  Language language = Language::kk;  // of the text, for screen readers
  std::string title, author;         // of the file
  Heading heading;
  std::vector<Block> blocks;
  std::string footer;  // on each page, one line, beside "n / m"
  Instant made_at;
};

// The file's bytes. Problems: the typeface is not installed (unavailable), a code's content is too long (invalid).
Result<std::string> write(const Document& document);

}  // namespace jauap::pdf
