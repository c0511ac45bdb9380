#include "platform/db/snapshot.h"

#include <filesystem>

namespace jauap::db {
namespace {

const Statement integrity{"db.integrity", "pragma integrity_check(20)"};

std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') out += '\'';
    out += c;
  }
  return out + "'";
}

}  // namespace

void snapshot(const Location& from, const std::string& folder) {
  if (from.kind() != Kind::sqlite) throw Failure("a database of PostgreSQL is copied by pg_dump");
  std::filesystem::create_directories(folder);
  const auto target = folder + "/jauap.db";
  if (std::filesystem::exists(target)) throw Failure(target + " is there already");
  open(from, Mode::read_write)->script("vacuum into " + quoted(target));
}

std::vector<std::string> integrity_faults(Connection& connection) {
  std::vector<std::string> faults;
  if (connection.kind() != Kind::sqlite) return faults;
  connection.read()->each(integrity, {}, [&](const Row& row) {
    if (row.text(0) != "ok") faults.push_back(row.string(0));
  });
  return faults;
}

}  // namespace jauap::db
