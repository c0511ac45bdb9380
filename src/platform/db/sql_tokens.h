// Cuts SQL of the common dialect into words, parameters and the rest, so that nothing inside quotes or comments is
// ever taken for a type or a parameter. Only files of this folder include it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace jauap::db {

struct Token {
  enum class Kind { word, parameter, quoted, comment, space, symbol };
  Kind kind;
  std::string_view text;  // a view into the SQL; all tokens together give it back
};

std::vector<Token> tokens_of(std::string_view sql);

// SQLite numbers `$n` by first appearance, PostgreSQL by n; `?n` means the same in SQLite as `$n` in PostgreSQL.
std::string with_numbered_parameters(std::string_view sql);

// Which parameters a statement names: element 0 is `$1`. As long as the highest number.
std::vector<bool> named_parameters(std::string_view sql);

}  // namespace jauap::db
