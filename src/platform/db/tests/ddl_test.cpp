#include <gtest/gtest.h>

#include "platform/db/db.h"
#include "platform/db/sql_tokens.h"

namespace jauap::db {
namespace {

std::string sqlite(std::string_view sql) {
  return ddl_for(Kind::sqlite, sql);
}
std::string postgresql(std::string_view sql) {
  return ddl_for(Kind::postgresql, sql);
}

TEST(Ddl, each_type_has_its_name_in_each_database) {
  constexpr auto common = "create table t (a id not null, b int, c text, d blob, e real)";
  EXPECT_EQ(sqlite(common), "create table t (a INTEGER not null, b INTEGER, c TEXT, d BLOB, e REAL) STRICT");
  EXPECT_EQ(postgresql(common),
            "create table t (a BIGINT not null, b BIGINT, c TEXT COLLATE \"C\", d BYTEA, e DOUBLE PRECISION)");
}

TEST(Ddl, a_column_may_be_called_like_a_type) {
  EXPECT_EQ(postgresql("create table t (id id not null, text text, primary key (text, id))"),
            "create table t (id BIGINT not null, text TEXT COLLATE \"C\", primary key (text, id))");
  EXPECT_EQ(sqlite("create index t_id on t (id, text) where id > 0"), "create index t_id on t (id, text) where id > 0");
}

TEST(Ddl, words_in_quotes_and_comments_and_parts_of_words_stay) {
  EXPECT_EQ(postgresql(
                "create table t (\n  kind int default 0, -- an int, id or text\n  \"int\" text default 'a text''s int',"
                " /* real */ integer_count int)"),
            "create table t (\n  kind BIGINT default 0, -- an int, id or text\n  \"int\" TEXT COLLATE \"C\" default 'a "
            "text''s int',"
            " /* real */ integer_count BIGINT)");
}

TEST(Ddl, constraints_are_no_columns) {
  constexpr auto constraints =
      "primary key (id), unique (a), check (a > 0 and (id, a) <> (1, 2)), constraint c check (a in (1, 2)), "
      "foreign key (a) references u (id))";
  EXPECT_EQ(postgresql(std::string("create table t (id id, a int, ") + constraints),
            std::string("create table t (id BIGINT, a BIGINT, ") + constraints);
}

TEST(Ddl, an_added_column_and_a_cast_have_types) {
  EXPECT_EQ(postgresql("alter table t add column note text not null default ''"),
            "alter table t add column note TEXT COLLATE \"C\" not null default ''");
  EXPECT_EQ(postgresql("insert into t (id) select cast(a as int), cast((b) as text) as text from u where true"),
            "insert into t (id) select cast(a as BIGINT), cast((b) as TEXT) as text from u where true");
}

TEST(Ddl, several_statements_are_taken_one_by_one) {
  EXPECT_EQ(
      sqlite("CREATE TABLE IF NOT EXISTS a (x INT);\ncreate index i on a (x);\ncreate table b (y text);\n"),
      "CREATE TABLE IF NOT EXISTS a (x INTEGER) STRICT;\ncreate index i on a (x);\ncreate table b (y TEXT) STRICT;\n");
}

TEST(Ddl, an_unknown_type_is_refused_by_name) {
  for (const char* type : {"boolean", "bigint", "varchar", "date", "jsonb"}) {
    try {
      sqlite(std::string("create table t (a ") + type + ")");
      ADD_FAILURE() << type;
    } catch (const Failure& failure) {
      EXPECT_NE(std::string(failure.what()).find(type), std::string::npos);
    }
  }
}

TEST(SqlTokens, give_the_text_back_whatever_it_is) {
  for (const std::string_view sql : {"", "select 'a''b', \"c\" -- d\nfrom e /* f */ where g = $12", "'open", "/* open",
                                     "\"", "$", "--", "$x $1a", "Ә'Қ'"}) {
    std::string again;
    for (const auto& token : tokens_of(sql)) again += token.text;
    EXPECT_EQ(again, sql);
  }
}

TEST(SqlTokens, parameters_are_numbered_outside_quotes_only) {
  EXPECT_EQ(with_numbered_parameters("select '$1', \"$2\", $2 + $10 -- $3\n"), "select '$1', \"$2\", ?2 + ?10 -- $3\n");
}

TEST(SqlTokens, named_parameters_are_found) {
  EXPECT_EQ(named_parameters("select $3, '$5', $1, $3"), (std::vector<bool>{true, false, true}));
  EXPECT_TRUE(named_parameters("select 1").empty());
}

}  // namespace
}  // namespace jauap::db
