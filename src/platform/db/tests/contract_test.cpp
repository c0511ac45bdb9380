// What every caller relies on, the same on both databases.
#include <limits>

#include "base/invariant.h"
#include "platform/db/testing.h"

namespace jauap::db {
namespace {

constexpr std::string_view tables = R"sql(
create table thing (id id not null, amount int, share real, words text, bytes blob, primary key (id));
create table named (place_id int not null, name text not null, amount int not null, primary key (place_id, name));)sql";

const Statement insert_thing{"test.insert_thing",
                             "insert into thing (id, amount, share, words, bytes) values ($1, $2, $3, $4, $5)"};
const Statement select_thing{"test.select_thing", "select amount, share, words, bytes from thing where id = $1"};
const Statement count_things{"test.count_things", "select count(*) from thing"};
const Statement insert_named{"test.insert_named", "insert into named (place_id, name, amount) values ($1, $2, $3)"};
const Statement count_up{"test.count_up", R"sql(
  insert into named (place_id, name, amount) values ($1, $2, 1)
  on conflict (place_id, name) do update set amount = named.amount + 1 returning amount)sql"};
const Statement insert_once{"test.insert_once", R"sql(
  insert into named (place_id, name, amount) values ($1, $2, $3) on conflict (place_id, name) do nothing)sql"};
const Statement all_names{"test.all_names", "select name from named where place_id = $1 order by name"};
const Statement raise{"test.raise", "update named set amount = amount + $2 where place_id = $1"};

enum class Colour { red = 1, green = 2 };

class Database : public ContractTest {
 protected:
  void SetUp() override {
    ContractTest::SetUp();
    if (HasFatalFailure()) return;
    connection().script(ddl_for(GetParam(), tables));
  }
  void put_thing(std::int64_t id, const Param& amount, const Param& share, const Param& words, const Param& bytes) {
    write([&](Tx& tx) { return tx.execute(insert_thing, {id, amount, share, words, bytes}) == 1; });
  }
  void put_named(std::string_view name) {
    write([&](Tx& tx) { return tx.execute(insert_named, {1, name, 0}) == 1; });
  }
  std::string names() {
    std::string all;
    read([&](ReadTx& tx) { tx.each(all_names, {1}, [&](const Row& row) { all += row.string(0) + " "; }); });
    return all;
  }
  std::int64_t things() {
    std::int64_t count = -1;
    read([&](ReadTx& tx) { tx.first(count_things, {}, [&](const Row& row) { count = row.integer(0); }); });
    return count;
  }
  void see_thing(std::int64_t id, const RowHandler& row) {
    read([&](ReadTx& tx) { ASSERT_TRUE(tx.first(select_thing, {id}, row)); });
  }
};
INSTANTIATE_TEST_SUITE_P(EachDatabase, Database, each_database(), database_name);

TEST_P(Database, integers_keep_all_64_bits) {
  constexpr auto least = std::numeric_limits<std::int64_t>::min(), most = std::numeric_limits<std::int64_t>::max();
  put_thing(least, most, nullptr, nullptr, nullptr);
  put_thing(most, least, nullptr, nullptr, nullptr);
  see_thing(least, [&](const Row& row) { EXPECT_EQ(row.integer(0), most); });
  see_thing(most, [&](const Row& row) { EXPECT_EQ(row.integer(0), least); });
}

TEST_P(Database, reals_come_back_as_they_went) {
  for (const double value : {0.1, -0.0, 51.169392, 1e300, 5e-324}) {
    write([&](Tx& tx) {
      tx.execute(insert_thing, {1, nullptr, value, nullptr, nullptr});
      tx.first(select_thing, {1}, [&](const Row& row) { EXPECT_EQ(row.real(1), value); });
      return false;
    });
  }
}

TEST_P(Database, an_integer_fits_a_real_column) {
  put_thing(1, nullptr, 7, nullptr, nullptr);
  see_thing(1, [](const Row& row) { EXPECT_EQ(row.real(1), 7.0); });
}

TEST_P(Database, text_in_any_script_comes_back_as_it_went) {
  const std::string words = "Әділет Қазақстан ңғүұһ — вопрос \"№1\" it's \xF0\x9F\x8F\x99 $1 ?1 \n\t end";
  put_thing(1, nullptr, nullptr, words, nullptr);
  see_thing(1, [&](const Row& row) { EXPECT_EQ(row.text(2), words); });
}

TEST_P(Database, text_with_nul_is_refused) {
  EXPECT_THROW(put_thing(1, nullptr, nullptr, std::string_view("a\0b", 3), nullptr), Failure);
  EXPECT_EQ(things(), 0);
}

TEST_P(Database, a_megabyte_of_any_bytes_comes_back_as_it_went) {
  Blob blob;
  for (int i = 0; i < 1 << 20; ++i) blob.bytes.push_back(char(i * 31 + (i >> 8)));
  put_thing(1, nullptr, nullptr, nullptr, blob);
  see_thing(1, [&](const Row& row) { EXPECT_EQ(row.text(3), blob.bytes); });
}

TEST_P(Database, empty_is_not_null) {
  put_thing(1, nullptr, nullptr, "", Blob{});
  see_thing(1, [](const Row& row) {
    EXPECT_FALSE(row.is_null(2));
    EXPECT_FALSE(row.is_null(3));
    EXPECT_EQ(row.text(2), "");
    EXPECT_EQ(row.text(3), "");
  });
}

TEST_P(Database, null_reads_as_nothing_of_each_type) {
  put_thing(1, nullptr, nullptr, nullptr, nullptr);
  see_thing(1, [](const Row& row) {
    for (int column = 0; column < 4; ++column) EXPECT_TRUE(row.is_null(column)) << column;
    EXPECT_EQ(row.integer(0), 0);
    EXPECT_EQ(row.real(1), 0.0);
    EXPECT_EQ(row.text(2), "");
    EXPECT_EQ(row.text(3), "");
  });
}

TEST_P(Database, a_statement_used_with_null_first_takes_values_later) {
  put_thing(1, nullptr, nullptr, nullptr, nullptr);
  put_thing(2, 5, 0.5, "words", Blob{"bytes"});
  put_thing(3, nullptr, 2, "words", nullptr);
  see_thing(2, [](const Row& row) {
    EXPECT_EQ(row.integer(0), 5);
    EXPECT_EQ(row.real(1), 0.5);
    EXPECT_EQ(row.text(3), "bytes");
  });
  see_thing(3, [](const Row& row) { EXPECT_EQ(row.real(1), 2.0); });
}

TEST_P(Database, ids_instants_days_and_enums_travel_as_integers) {
  const auto day = CivilDate::of(2026, 3, 27).value();
  const Instant at{1767225600123};
  put_thing(1, at, nullptr, nullptr, nullptr);
  put_thing(2, day, nullptr, nullptr, nullptr);
  put_thing(3, Colour::green, nullptr, nullptr, nullptr);
  put_thing(4, Id<struct Body>{77}, nullptr, nullptr, nullptr);
  see_thing(1, [&](const Row& row) { EXPECT_EQ(row.instant(0), at); });
  see_thing(2, [&](const Row& row) { EXPECT_EQ(row.date(0), day); });
  see_thing(3, [&](const Row& row) { EXPECT_EQ(row.enumerated<Colour>(0), Colour::green); });
  see_thing(4, [&](const Row& row) { EXPECT_EQ(row.id<Id<struct Body>>(0).value, 77); });
}

TEST_P(Database, asking_for_another_type_than_the_column_has_is_a_broken_invariant) {
  put_thing(1, 5, 0.5, "words", Blob{"bytes"});
  see_thing(1, [](const Row& row) {
    EXPECT_THROW(row.text(0), BrokenInvariant);
    EXPECT_THROW(row.integer(1), BrokenInvariant);
    EXPECT_THROW(row.integer(2), BrokenInvariant);
    EXPECT_THROW(row.real(3), BrokenInvariant);
    EXPECT_THROW(row.integer(4), BrokenInvariant);
  });
}

TEST_P(Database, parameters_are_counted_by_number_and_not_by_appearance) {
  const Statement turned{"test.turned", "select $2, '$1', $1 from named where place_id = $3 and amount = $4"};
  write([](Tx& tx) { return tx.execute(insert_named, {1, "a", 9}) == 1; });
  read([&](ReadTx& tx) {
    EXPECT_EQ(tx.each(turned, {"first", "second", 1, 9},
                      [](const Row& row) {
                        EXPECT_EQ(row.text(0), "second");
                        EXPECT_EQ(row.text(1), "$1");
                        EXPECT_EQ(row.text(2), "first");
                      }),
              1u);
  });
}

TEST_P(Database, a_parameter_that_no_place_names_is_left_out) {
  const Statement gap{"test.gap", "select name from named where place_id = $1 and amount >= $3"};
  put_named("a");
  read([&](ReadTx& tx) {
    EXPECT_EQ(tx.each(gap, {1, nullptr, 0, "more"}, [](const Row&) {}), 1u);
    EXPECT_THROW(tx.each(gap, {1, 0}, [](const Row&) {}), BrokenInvariant);
  });
}

TEST_P(Database, two_statements_of_one_name_are_a_broken_invariant) {
  const Statement other{"test.count_things", "select count(*) from named"};
  things();
  EXPECT_THROW(read([&](ReadTx& tx) { tx.each(other, {}, [](const Row&) {}); }), BrokenInvariant);
}

TEST_P(Database, sums_and_averages_are_numbers) {
  const Statement sums{"test.sums", "select sum(amount), avg(amount), count(*), max(amount) from named"};
  write([](Tx& tx) {
    tx.execute(insert_named, {1, "a", 123456789012345});
    tx.execute(insert_named, {1, "b", -5});
    return tx.execute(insert_named, {1, "c", 10000}) == 1;
  });
  read([&](ReadTx& tx) {
    tx.first(sums, {}, [](const Row& row) {
      EXPECT_EQ(row.integer(0), 123456789022340);
      EXPECT_DOUBLE_EQ(row.real(1), 123456789022340 / 3.0);
      EXPECT_EQ(row.integer(2), 3);
      EXPECT_EQ(row.integer(3), 123456789012345);
    });
  });
}

TEST_P(Database, changes_are_counted) {
  write([](Tx& tx) {
    for (const char* name : {"a", "b", "c"}) tx.execute(insert_named, {1, name, 0});
    EXPECT_EQ(tx.execute(raise, {1, 5}), 3u);
    EXPECT_EQ(tx.execute(raise, {2, 5}), 0u);
    EXPECT_EQ(tx.execute(insert_once, {1, "a", 7}), 0u);
    EXPECT_EQ(tx.execute(insert_once, {1, "d", 7}), 1u);
    EXPECT_EQ(tx.execute(count_things, {}), 0u);
    return true;
  });
}

TEST_P(Database, an_upsert_returns_what_stands_now) {
  for (int expected = 1; expected <= 3; ++expected)
    write([&](Tx& tx) {
      EXPECT_EQ(tx.each(count_up, {1, "x"}, [&](const Row& row) { EXPECT_EQ(row.integer(0), expected); }), 1u);
      return true;
    });
}

TEST_P(Database, a_second_row_of_one_key_is_a_conflict_that_names_the_statement_and_no_value) {
  put_named("secret");
  try {
    put_named("secret");
    FAIL() << "the key was taken";
  } catch (const Conflict& conflict) {
    EXPECT_NE(std::string(conflict.what()).find("test.insert_named"), std::string::npos);
    EXPECT_EQ(std::string(conflict.what()).find("secret"), std::string::npos);
  }
  EXPECT_EQ(names(), "secret ");
}

TEST_P(Database, a_statement_that_does_not_fit_the_schema_is_a_failure_with_its_name) {
  const Statement wrong{"test.wrong", "select colour from named"};
  try {
    read([&](ReadTx& tx) { tx.each(wrong, {}, [](const Row&) {}); });
    FAIL() << "there is no such column";
  } catch (const Failure& failure) {
    EXPECT_TRUE(std::string(failure.what()).starts_with("test.wrong: "));
    EXPECT_NE(std::string(failure.what()).find("colour"), std::string::npos);
  }
  EXPECT_EQ(names(), "") << "the connection goes on";
}

TEST_P(Database, a_savepoint_that_is_undone_leaves_the_others) {
  connection().begin();
  for (const char* name : {"a", "b", "c"}) {
    connection().savepoint();
    connection().tx().execute(insert_named, {1, name, 0});
    *name == 'b' ? connection().rollback_to_savepoint() : connection().release();
  }
  connection().commit();
  EXPECT_EQ(names(), "a c ");
}

TEST_P(Database, a_conflict_harms_only_its_own_savepoint) {
  connection().begin();
  for (const char* name : {"a", "a", "b"}) {
    connection().savepoint();
    try {
      connection().tx().execute(insert_named, {1, name, 0});
      connection().release();
    } catch (const Conflict&) {
      connection().rollback_to_savepoint();
    }
  }
  connection().commit();
  EXPECT_EQ(names(), "a b ");
}

TEST_P(Database, after_a_failed_statement_the_savepoint_can_only_be_undone) {
  connection().begin();
  connection().savepoint();
  connection().tx().execute(insert_named, {1, "a", 0});
  EXPECT_THROW(connection().tx().execute(insert_named, {1, "a", 0}), Conflict);
  EXPECT_THROW(connection().tx().execute(insert_named, {1, "b", 0}), Failure);
  EXPECT_THROW(connection().release(), Failure);
  connection().rollback_to_savepoint();
  connection().commit();
  EXPECT_EQ(names(), "");
}

TEST_P(Database, savepoints_without_statements_pass) {
  connection().begin();
  connection().savepoint();
  connection().release();
  connection().savepoint();
  connection().rollback_to_savepoint();
  connection().commit();
  put_named("a");
  EXPECT_EQ(names(), "a ");
}

TEST_P(Database, what_is_rolled_back_is_gone) {
  write([](Tx& tx) {
    tx.execute(insert_named, {1, "a", 0});
    return false;
  });
  EXPECT_EQ(names(), "");
}

TEST_P(Database, a_snapshot_sees_one_moment) {
  const auto reader = open(location(), Mode::read_only);
  const auto count = [](ReadTx& tx) {
    std::size_t rows = 0;
    tx.each(all_names, {1}, [&](const Row&) { ++rows; });
    return rows;
  };
  put_named("a");
  auto before = reader->read();
  EXPECT_EQ(count(*before), 1u);
  put_named("b");
  EXPECT_EQ(count(*before), 1u);
  before.reset();
  EXPECT_EQ(count(*reader->read()), 2u);
}

TEST_P(Database, nothing_uncommitted_is_seen_by_others) {
  const auto reader = open(location(), Mode::read_only);
  connection().begin();
  connection().tx().execute(insert_named, {1, "a", 0});
  EXPECT_EQ(reader->read()->each(all_names, {1}, [](const Row&) {}), 0u);
  connection().commit();
  EXPECT_EQ(reader->read()->each(all_names, {1}, [](const Row&) {}), 1u);
}

TEST_P(Database, a_reader_cannot_write) {
  const auto reader = open(location(), Mode::read_only);
  EXPECT_THROW(reader->read()->each(count_up, {1, "a"}, [](const Row&) {}), Failure);
  EXPECT_EQ(names(), "");
}

TEST_P(Database, a_query_may_run_inside_the_callback_of_the_same_query) {
  put_named("a");
  put_named("b");
  std::string seen;
  read([&](ReadTx& tx) {
    tx.each(all_names, {1}, [&](const Row& outer) {
      seen += outer.string(0);
      tx.each(all_names, {1}, [&](const Row& inner) { seen += inner.string(0); });
      seen += outer.string(0) + " ";
    });
  });
  EXPECT_EQ(seen, "aaba babb ");
}

TEST_P(Database, what_a_callback_throws_comes_out_and_the_transaction_goes_on) {
  put_named("a");
  write([](Tx& tx) {
    EXPECT_THROW(tx.each(all_names, {1}, [](const Row&) { throw std::out_of_range("mine"); }), std::out_of_range);
    return tx.execute(insert_named, {1, "b", 0}) == 1;
  });
  EXPECT_EQ(names(), "a b ");
}

TEST_P(Database, text_is_ordered_by_its_bytes_and_not_by_a_language) {
  for (const char* name : {"б", "a", "B", "Я", "ә"}) put_named(name);
  EXPECT_EQ(names(), "B a Я б ә ");
}

TEST_P(Database, the_plan_of_a_statement_names_its_index) {
  const auto plan = connection().explain(all_names, {1});
  EXPECT_NE(plan.find(GetParam() == Kind::sqlite ? "USING COVERING INDEX" : "named_pkey"), std::string::npos) << plan;
  EXPECT_EQ(plan.back(), '\n');
}

TEST_P(Database, only_one_transaction_is_open_on_a_connection) {
  connection().begin();
  EXPECT_THROW(connection().begin(), BrokenInvariant);
  EXPECT_THROW(connection().read(), BrokenInvariant);
  connection().rollback();
  EXPECT_EQ(names(), "");
}

}  // namespace
}  // namespace jauap::db
