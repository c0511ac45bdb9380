// The second door of platform/db, for tests: contract tests that run on both databases.
//
//   struct AppealStore : db::ContractTest {};
//   INSTANTIATE_TEST_SUITE_P(EachDatabase, AppealStore, db::each_database(), db::database_name);
//   TEST_P(AppealStore, …) { write([&](db::Tx& tx) { …; return true; }); }
//
// SQLite runs in a new folder under the build's temporary folder; PostgreSQL in a new schema of the server named by
// JAUAP_TEST_POSTGRESQL (./test starts one). Without that variable the PostgreSQL half fails, it is never skipped.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "platform/db/migrate.h"
#include "platform/db/writer.h"

namespace jauap::db {

// A folder of its own that disappears with the object.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

class ContractTest : public ::testing::TestWithParam<Kind> {
 protected:
  void SetUp() override;  // an empty database with all migrations applied
  void TearDown() override;

  const Location& location() const { return location_; }
  // A connection for the test's own thread.
  Connection& connection() { return *connection_; }
  // Runs `work` in a write transaction that is committed (true) or undone (false).
  bool write(const std::function<bool(Tx&)>& work);
  void read(const std::function<void(ReadTx&)>& work);

 private:
  std::unique_ptr<TemporaryFolder> folder_;
  Location location_;
  std::string schema_;  // PostgreSQL only
  std::unique_ptr<Connection> connection_;
};

auto each_database() -> decltype(::testing::Values(Kind::sqlite, Kind::postgresql));
std::string database_name(const ::testing::TestParamInfo<Kind>& info);

}  // namespace jauap::db
