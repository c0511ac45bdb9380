#include "platform/db/testing.h"

#include <cstdlib>
#include <filesystem>

#include "base/invariant.h"
#include "platform/secrets/secrets.h"

namespace jauap::db {
namespace {

std::string test_server() {
  const char* url = std::getenv("JAUAP_TEST_POSTGRESQL");
  return url ? url : "";
}

}  // namespace

TemporaryFolder::TemporaryFolder()
    : path_((std::filesystem::temp_directory_path() / ("jauap-" + secrets::hex(secrets::random_bytes(8)))).string()) {
  std::filesystem::create_directories(path_);
}

TemporaryFolder::~TemporaryFolder() {
  std::filesystem::remove_all(path_);
}

void ContractTest::SetUp() {
  folder_ = std::make_unique<TemporaryFolder>();
  location_.folder = folder_->path();
  if (GetParam() == Kind::postgresql) {
    const auto server = test_server();
    ASSERT_FALSE(server.empty()) << "JAUAP_TEST_POSTGRESQL names no server; ./test starts one";
    const auto schema = "t" + secrets::hex(secrets::random_bytes(8));
    open({.folder = folder_->path(), .url = server}, Mode::read_write)->script("create schema " + schema);
    location_.url = server + (server.find('?') == std::string::npos ? "?" : "&") + "options=-csearch_path%3D" + schema;
    schema_ = schema;
  }
  connection_ = open(location_, Mode::read_write);
  const auto migrated = migrate(*connection_, all_migrations(), Instant{1});
  ASSERT_TRUE(bool(migrated));
}

void ContractTest::TearDown() {
  connection_.reset();
  if (!schema_.empty())
    open({.folder = folder_->path(), .url = test_server()}, Mode::read_write)
        ->script("drop schema " + schema_ + " cascade");
  folder_.reset();
}

bool ContractTest::write(const std::function<bool(Tx&)>& work) {
  connection_->begin();
  try {
    const bool keep = work(connection_->tx());
    keep ? connection_->commit() : connection_->rollback();
    return keep;
  } catch (...) {
    connection_->rollback();
    throw;
  }
}

void ContractTest::read(const std::function<void(ReadTx&)>& work) {
  const auto tx = connection_->read();
  work(*tx);
}

auto each_database() -> decltype(::testing::Values(Kind::sqlite, Kind::postgresql)) {
  return ::testing::Values(Kind::sqlite, Kind::postgresql);
}

std::string database_name(const ::testing::TestParamInfo<Kind>& info) {
  return info.param == Kind::sqlite ? "Sqlite" : "PostgreSql";
}

}  // namespace jauap::db
