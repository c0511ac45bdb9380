// Schema migrations: each module brings `migrations/NNNN_name.sql` in the common dialect, compiled into the
// program. A released migration is never edited; its text's SHA-256 is kept and checked.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "platform/db/db.h"

namespace jauap::db {

struct Migration {
  std::string_view module;  // "appeals"
  int number;               // 1, 2, … within the module
  std::string_view name;    // "0001_appeals"
  std::string_view sql;
};

// All migrations of the program in the order in which they must run (generated at build time).
std::span<const Migration> all_migrations();

struct Migrated {
  int applied = 0;
  int already = 0;
};

// Applies what is missing, each migration on its own, safe to run from two servers at once. A migration whose
// text differs from the applied one, or a database newer than the program, is a Problem that names it.
Result<Migrated> migrate(Connection& connection, std::span<const Migration> migrations, Instant now);

// Whether the schema is exactly what this program expects; the text says what differs ("" when it fits).
std::string schema_difference(Connection& connection, std::span<const Migration> migrations);

}  // namespace jauap::db
