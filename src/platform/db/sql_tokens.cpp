#include "platform/db/sql_tokens.h"

#include <algorithm>
#include <charconv>

#include "base/invariant.h"

namespace jauap::db {
namespace {

constexpr int parameter_max = 999;

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

template <class Belongs>
std::size_t run_end(std::string_view sql, std::size_t at, Belongs belongs) {
  while (at < sql.size() && belongs(sql[at])) ++at;
  return at;
}

// Behind the closing quote; a doubled quote is part of the text.
std::size_t quote_end(std::string_view sql, std::size_t at) {
  const char quote = sql[at++];
  while (at < sql.size()) {
    if (sql[at] != quote) {
      ++at;
    } else if (at + 1 < sql.size() && sql[at + 1] == quote) {
      at += 2;
    } else {
      return at + 1;
    }
  }
  return at;
}

Token token_at(std::string_view sql, std::size_t at) {
  const auto rest = sql.substr(at);
  const auto until = [&](Token::Kind kind, std::size_t end) { return Token{kind, sql.substr(at, end - at)}; };
  if (is_space(sql[at])) return until(Token::Kind::space, run_end(sql, at, is_space));
  if (is_word(sql[at])) return until(Token::Kind::word, run_end(sql, at, is_word));
  if (sql[at] == '\'' || sql[at] == '"') return until(Token::Kind::quoted, quote_end(sql, at));
  if (rest.starts_with("--")) return until(Token::Kind::comment, std::min(sql.find('\n', at), sql.size()));
  if (rest.starts_with("/*")) {
    const auto end = sql.find("*/", at + 2);
    return until(Token::Kind::comment, end == sql.npos ? sql.size() : end + 2);
  }
  if (rest.size() > 1 && sql[at] == '$' && is_digit(sql[at + 1]))
    return until(Token::Kind::parameter, run_end(sql, at + 1, is_digit));
  return until(Token::Kind::symbol, at + 1);
}

}  // namespace

std::vector<Token> tokens_of(std::string_view sql) {
  std::vector<Token> tokens;
  for (std::size_t at = 0; at < sql.size(); at += tokens.back().text.size()) tokens.push_back(token_at(sql, at));
  return tokens;
}

std::string with_numbered_parameters(std::string_view sql) {
  std::string out;
  out.reserve(sql.size());
  for (const auto& token : tokens_of(sql)) {
    if (token.kind == Token::Kind::parameter)
      out.append("?").append(token.text.substr(1));
    else
      out.append(token.text);
  }
  return out;
}

std::vector<bool> named_parameters(std::string_view sql) {
  std::vector<bool> named;
  for (const auto& token : tokens_of(sql)) {
    if (token.kind != Token::Kind::parameter) continue;
    int number = 0;
    std::from_chars(token.text.data() + 1, token.text.data() + token.text.size(), number);
    invariant(number >= 1 && number <= parameter_max, "parameters are numbered from $1");
    if (named.size() < std::size_t(number)) named.resize(std::size_t(number));
    named[std::size_t(number) - 1] = true;
  }
  return named;
}

}  // namespace jauap::db
