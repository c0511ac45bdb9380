#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <utility>

#include "platform/db/db.h"
#include "platform/db/sql_tokens.h"

namespace jauap::db {
namespace {

struct Type {
  std::string_view ours, sqlite, postgresql;
};
constexpr std::array types{
    Type{"id", "INTEGER", "BIGINT"},
    Type{"int", "INTEGER", "BIGINT"},
    Type{"text", "TEXT", "TEXT COLLATE \"C\""},
    Type{"blob", "BLOB", "BYTEA"},
    Type{"real", "REAL", "DOUBLE PRECISION"},
};

std::string lower(std::string_view word) {
  std::string out(word);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return char(std::tolower(c)); });
  return out;
}

bool is_table_constraint(std::string_view word) {
  constexpr std::array<std::string_view, 5> constraints{"primary", "unique", "check", "foreign", "constraint"};
  return std::find(constraints.begin(), constraints.end(), word) != constraints.end();
}

// Walks through the words of a script and knows which of them stand where a type stands: a column may itself be
// called `id` or `text`, so the place decides and not the word. Types stand behind a column's name in
// `create table t (…)` and `add column`, and in `cast(x as …)`.
class Place {
 public:
  enum class Of { other, type, cast_type };

  Of word(const std::string& word) {
    const Of place = take(word);
    before_ = word;
    return place;
  }
  void symbol(char c) {
    if (c == '(') {
      ++depth_;
      if (before_ == "cast") cast_depth_ = depth_;
      if (depth_ == 1 && creating_) expects_ = Expects::column;
    } else if (c == ')') {
      if (depth_ == 1) table_ends_ = creating_;
      if (cast_depth_ == depth_) cast_depth_ = 0;
      --depth_;
    } else if (c == ',' && creating_ && depth_ == 1) {
      expects_ = Expects::column;
    } else if (c == ';') {
      *this = Place();
    }
    if (c != ';') before_.clear();
  }
  // A name in double quotes: a column may be called anything.
  void quoted_name() {
    if (expects_ == Expects::column) expects_ = Expects::type;
    before_.clear();
  }
  // True once, behind the bracket that ends the columns of a table.
  bool table_ends() { return std::exchange(table_ends_, false); }

 private:
  enum class Expects { nothing, column, type };

  Of take(const std::string& word) {
    if (cast_depth_ != 0 && cast_depth_ == depth_ && before_ == "as") return Of::cast_type;
    if (depth_ == 0 && before_ == "create" && word == "table") creating_ = true;
    if (depth_ == 0 && before_ == "add" && word == "column") {
      expects_ = Expects::column;
      return Of::other;
    }
    if (expects_ == Expects::column) {
      if (before_ == "column" && word == "if") before_is_condition_ = true;
      if (before_is_condition_) {
        before_is_condition_ = word != "exists";
        return Of::other;
      }
      expects_ = creating_ && is_table_constraint(word) ? Expects::nothing : Expects::type;
      return Of::other;
    }
    if (expects_ != Expects::type) return Of::other;
    expects_ = Expects::nothing;
    return Of::type;
  }

  std::string before_;
  int depth_ = 0, cast_depth_ = 0;
  bool creating_ = false, table_ends_ = false, before_is_condition_ = false;
  Expects expects_ = Expects::nothing;
};

std::string_view type_of(Kind kind, const std::string& word, Place::Of place) {
  const auto found = std::find_if(types.begin(), types.end(), [&](const Type& type) { return type.ours == word; });
  if (found == types.end()) throw Failure("\"" + word + "\" is no type of the common dialect (id int text blob real)");
  if (kind == Kind::sqlite) return found->sqlite;
  // An order of its own belongs to a column, not to a value.
  return place == Place::Of::cast_type && word == "text" ? "TEXT" : found->postgresql;
}

}  // namespace

std::string ddl_for(Kind kind, std::string_view common) {
  std::string out;
  Place place;
  for (const auto& token : tokens_of(common)) {
    if (token.kind == Token::Kind::word) {
      const auto word = lower(token.text);
      const auto of = place.word(word);
      out.append(of == Place::Of::other ? token.text : type_of(kind, word, of));
      continue;
    }
    out.append(token.text);
    if (token.kind == Token::Kind::quoted && token.text.front() == '"') place.quoted_name();
    if (token.kind == Token::Kind::symbol) place.symbol(token.text.front());
    if (place.table_ends() && kind == Kind::sqlite) out.append(" STRICT");
  }
  return out;
}

}  // namespace jauap::db
