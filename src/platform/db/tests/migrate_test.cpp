#include "platform/db/migrate.h"

#include <thread>

#include "platform/db/testing.h"

namespace jauap::db {
namespace {

constexpr Migration first{"rivers", 1, "0001_rivers", "create table river (id id not null, primary key (id));"};
constexpr Migration first_edited{"rivers", 1, "0001_rivers",
                                 "create table river (id id not null, name text, primary key (id));"};
constexpr Migration second{"rivers", 2, "0002_length", "alter table river add column length int not null default 0;"};
constexpr Migration wrong{"rivers", 3, "0003_wrong",
                          "create table lake (id id not null, primary key (id)); insert into nowhere (a) values (1);"};

const Statement insert_river{"test.insert_river", "insert into river (id, length) values ($1, $2)"};
const Statement select_lake{"test.select_lake", "select id from lake"};

std::vector<Migration> with(std::initializer_list<Migration> more) {
  std::vector<Migration> all(all_migrations().begin(), all_migrations().end());
  all.insert(all.end(), more);
  return all;
}

class Migrations : public ContractTest {
 protected:
  Result<Migrated> run(const std::vector<Migration>& migrations) {
    return migrate(connection(), migrations, Instant{1});
  }
};
INSTANTIATE_TEST_SUITE_P(EachDatabase, Migrations, each_database(), database_name);

TEST_P(Migrations, the_whole_program_fits_its_schema) {
  EXPECT_EQ(schema_difference(connection(), all_migrations()), "");
}

TEST_P(Migrations, twice_is_nothing) {
  const auto once = run(with({first, second}));
  ASSERT_TRUE(bool(once));
  EXPECT_EQ(once->applied, 2);
  const auto twice = run(with({first, second}));
  ASSERT_TRUE(bool(twice));
  EXPECT_EQ(twice->applied, 0);
  EXPECT_EQ(twice->already, int(all_migrations().size()) + 2);
  EXPECT_TRUE(write([](Tx& tx) { return tx.execute(insert_river, {1, 4248}) == 1; }));
}

TEST_P(Migrations, an_edited_one_is_refused_by_name_and_nothing_is_applied) {
  ASSERT_TRUE(bool(run(with({first}))));
  const auto edited = run(with({first_edited, second}));
  ASSERT_FALSE(bool(edited));
  EXPECT_EQ(edited.problems().first().message, Key("platform.db.migration_edited"));
  EXPECT_EQ(edited.problems().first().args.front().value, "rivers/0001_rivers");
  EXPECT_EQ(schema_difference(connection(), with({first_edited, second})),
            "missing rivers/0002_length; changed rivers/0001_rivers");
}

TEST_P(Migrations, a_database_newer_than_the_program_is_refused_by_name) {
  ASSERT_TRUE(bool(run(with({first, second}))));
  const auto older = run(with({first}));
  ASSERT_FALSE(bool(older));
  EXPECT_EQ(older.problems().first().message, Key("platform.db.schema_newer"));
  EXPECT_EQ(older.problems().first().args.front().value, "rivers/0002_length");
  EXPECT_EQ(schema_difference(connection(), with({first})), "unknown to this program rivers/0002_length");
}

TEST_P(Migrations, one_that_fails_names_itself_and_leaves_nothing_behind) {
  try {
    (void)run(with({first, wrong}));
    FAIL() << "there is no such table";
  } catch (const Failure& failure) {
    EXPECT_NE(std::string(failure.what()).find("rivers/0003_wrong"), std::string::npos) << failure.what();
  }
  EXPECT_THROW(read([](ReadTx& tx) { tx.each(select_lake, {}, [](const Row&) {}); }), Failure);
  EXPECT_EQ(schema_difference(connection(), with({first, wrong})), "missing rivers/0003_wrong");
  EXPECT_EQ(run(with({first, second}))->applied, 1) << "the connection goes on";
}

TEST_P(Migrations, two_servers_at_once_apply_each_once) {
  constexpr int servers = 4;
  std::vector<int> applied(servers, -1);
  std::vector<std::thread> threads;
  for (int i = 0; i < servers; ++i)
    threads.emplace_back([&, i] {
      const auto mine = open(location(), Mode::read_write);
      const auto migrated = migrate(*mine, with({first, second}), Instant{1});
      applied[std::size_t(i)] = migrated ? migrated->applied : -100;
    });
  for (auto& thread : threads) thread.join();
  int all = 0;
  for (const int some : applied) all += some;
  EXPECT_EQ(all, 2);
  EXPECT_EQ(schema_difference(connection(), with({first, second})), "");
}

TEST_P(Migrations, a_new_database_misses_everything) {
  const TemporaryFolder folder;
  const auto empty = open({.folder = folder.path(), .url = ""}, Mode::read_write);
  EXPECT_EQ(schema_difference(*empty, std::vector{first, second}),
            "missing rivers/0001_rivers; missing rivers/0002_length");
}

}  // namespace
}  // namespace jauap::db
