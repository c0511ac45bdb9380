// What only the embedded database promises: its files, its settings, and its death on the first I/O error.
#include "platform/db/sqlite.h"

#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "platform/db/drivers.h"
#include "platform/db/testing.h"

namespace jauap::db {
namespace {

const Statement insert_page{"test.insert_page", "insert into page (id, bytes) values ($1, $2)"};
const Statement count_pages{"test.count_pages", "select count(*) from page"};

class Sqlite : public ::testing::Test {
 protected:
  Location location() const { return {.folder = folder_.path(), .url = ""}; }
  std::string file(const char* ending = "") const { return folder_.path() + "/jauap.db" + ending; }
  std::unique_ptr<Connection> open_with_table() const {
    auto connection = open(location(), Mode::read_write);
    connection->script(
        ddl_for(Kind::sqlite, "create table page (id id not null, bytes blob not null, primary key (id))"));
    return connection;
  }
  static void put(Connection& connection, std::int64_t id, std::size_t size) {
    connection.begin();
    connection.tx().execute(insert_page, {id, Blob{std::string(size, 'x')}});
    connection.commit();
  }
  static std::string setting(Connection& connection, const char* pragma) {
    const std::string sql = std::string("pragma ") + pragma;
    const Statement statement{sql.c_str(), sql.c_str()};
    std::string value;
    connection.read()->each(statement, {}, [&](const Row& row) {
      try {
        value = row.string(0);
      } catch (const std::exception&) {
        value = std::to_string(row.integer(0));
      }
    });
    return value;
  }

  TemporaryFolder folder_;
};

TEST_F(Sqlite, every_connection_has_the_settings_that_durability_needs) {
  for (const auto mode : {Mode::read_write, Mode::read_only}) {
    const auto connection = open(location(), mode);
    EXPECT_EQ(setting(*connection, "journal_mode"), "wal");
    EXPECT_EQ(setting(*connection, "synchronous"), "2") << "full";
    EXPECT_EQ(setting(*connection, "foreign_keys"), "1");
    EXPECT_EQ(setting(*connection, "temp_store"), "2") << "memory";
    EXPECT_EQ(setting(*connection, "cache_size"), mode == Mode::read_write ? "-16384" : "-4096");
    EXPECT_EQ(setting(*connection, "query_only"), mode == Mode::read_write ? "0" : "1");
  }
}

TEST_F(Sqlite, its_files_are_for_the_server_alone) {
  const auto connection = open_with_table();
  put(*connection, 1, 10);
  for (const char* ending : {"", "-wal", "-shm"}) {
    struct stat found {};
    ASSERT_EQ(::stat(file(ending).c_str(), &found), 0) << ending;
    EXPECT_EQ(found.st_mode & 0777u, 0600u) << ending;
  }
}

TEST_F(Sqlite, a_folder_that_is_not_there_is_named) {
  try {
    open({.folder = folder_.path() + "/none", .url = ""}, Mode::read_write);
    FAIL();
  } catch (const Failure& failure) {
    EXPECT_NE(std::string(failure.what()).find(folder_.path() + "/none/jauap.db"), std::string::npos);
  }
  EXPECT_THROW(open(location(), Mode::read_only), Failure) << "a reader makes no database";
}

TEST_F(Sqlite, a_file_that_is_no_database_is_refused_and_left_alone) {
  std::ofstream(file()) << std::string(5000, 'j');
  EXPECT_THROW(open(location(), Mode::read_write), Failure);
  EXPECT_EQ(std::filesystem::file_size(file()), 5000u);
}

TEST_F(Sqlite, tidying_copies_the_log_and_keeps_it_bounded) {
  const auto connection = open_with_table();
  put(*connection, 1, 100);
  EXPECT_FALSE(connection->tidy(true)) << "everything was copied";
  for (int i = 2; i < 60; ++i) {
    put(*connection, i, 4 << 20);
    connection->tidy(false);
  }
  EXPECT_GT(std::filesystem::file_size(file()), 200u << 20);
  EXPECT_LT(std::filesystem::file_size(file("-wal")), 80u << 20);
}

TEST_F(Sqlite, a_full_disk_fails_the_transaction_and_is_not_fatal) {
  const auto connection = open_with_table();
  put(*connection, 1, 10);
  connection->script("pragma max_page_count = 40");
  connection->begin();
  connection->savepoint();
  EXPECT_THROW(connection->tx().execute(insert_page, {2, Blob{std::string(1 << 20, 'x')}}), Failure);
  EXPECT_THROW(connection->rollback_to_savepoint(), Failure) << "nothing of this transaction may be acknowledged";
  connection->rollback();
  connection->script("pragma max_page_count = 100000");
  put(*connection, 3, 1 << 20);
  EXPECT_EQ(connection->read()->each(count_pages, {}, [](const Row& row) { EXPECT_EQ(row.integer(0), 2); }), 1u);
}

TEST_F(Sqlite, the_first_io_error_ends_the_process_with_code_70) {
  const auto die = [this] {
    const auto connection = open_with_table();
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{.rlim_cur = 100'000, .rlim_max = 100'000};  // a write beyond it is an I/O error, not a full disk
    ::setrlimit(RLIMIT_FSIZE, &small);
    put(*connection, 1, 1 << 20);
  };
  EXPECT_EXIT(die(), ::testing::ExitedWithCode(70), "\"event\":\"database.fatal\",\"what\":\"db.commit\"");
}

TEST_F(Sqlite, after_an_io_error_nothing_is_called_committed) {
  static std::string named;
  const auto before = set_fatal_handler([](std::string_view what, std::string_view) { named = what; });
  const auto connection = open_with_table();
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit old{};
  ::getrlimit(RLIMIT_FSIZE, &old);
  const rlimit small{.rlim_cur = 100'000, .rlim_max = old.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &small);
  EXPECT_THROW(put(*connection, 1, 1 << 20), Failure);
  ::setrlimit(RLIMIT_FSIZE, &old);
  connection->rollback();
  EXPECT_EQ(named, "db.commit") << "the fault was hit";
  connection->read()->each(count_pages, {}, [](const Row& row) { EXPECT_EQ(row.integer(0), 0); });
  set_fatal_handler(before);
}

TEST_F(Sqlite, a_statement_that_goes_on_for_too_long_is_ended) {
  const Statement endless{"test.endless", R"sql(
    with recursive n (i) as (select 1 union all select i + 1 from n) select count(*) from n)sql"};
  open_with_table();
  const auto connection = open_sqlite(folder_.path(), Mode::read_write, std::chrono::milliseconds(50));
  EXPECT_THROW(connection->read()->each(endless, {}, [](const Row&) {}), Failure);
  put(*connection, 1, 10);
}

}  // namespace
}  // namespace jauap::db
