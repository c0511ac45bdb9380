#include "platform/db/migrate.h"

#include <algorithm>
#include <map>

#include "base/invariant.h"
#include "platform/secrets/secrets.h"

namespace jauap::db {
namespace {

constexpr int tries_max = 10;  // another server may be at the same migration

constexpr std::string_view table = R"sql(
create table if not exists schema_migration (
  module text not null,
  number int not null,
  name text not null,
  digest text not null,           -- SHA-256 of the migration's text, lower-case hex
  applied_at int not null,        -- ms
  primary key (module, number)
))sql";

const Statement select_all{"db.migrations",
                           "select module, number, name, digest from schema_migration order by module, number"};
// The row is written before the schema is changed: a second server waits for this key, and then finds it taken.
const Statement insert{"db.add_migration", R"sql(
  insert into schema_migration (module, number, name, digest, applied_at) values ($1, $2, $3, $4, $5)
  on conflict (module, number) do nothing)sql"};
const Statement table_exists_sqlite{"db.has_migrations",
                                    "select count(*) from sqlite_schema where name = 'schema_migration'"};
const Statement table_exists_postgresql{"db.has_migrations", R"sql(
  select count(*) from information_schema.tables
   where table_schema = current_schema() and table_name = 'schema_migration')sql"};

// A migration may build an index over millions of rows, and wait for another server that is at it.
constexpr const char* lift_limits = "set statement_timeout = 0; set lock_timeout = '5min'";
constexpr const char* reset_limits = "reset statement_timeout; reset lock_timeout";

using Place = std::pair<std::string, int>;  // module, number
struct Applied {
  std::string name, digest;
};
using AllApplied = std::map<Place, Applied>;

Place place_of(const Migration& migration) {
  return {std::string(migration.module), migration.number};
}
std::string name_of(std::string_view module, std::string_view name) {
  return std::string(module) + "/" + std::string(name);
}
std::string digest_of(const Migration& migration) {
  return secrets::hex(secrets::sha256(migration.sql));
}

bool has_table(Connection& connection) {
  std::int64_t count = 0;
  const auto& exists = connection.kind() == Kind::sqlite ? table_exists_sqlite : table_exists_postgresql;
  connection.read()->first(exists, {}, [&](const Row& row) { count = row.integer(0); });
  return count > 0;
}

AllApplied applied_in(Connection& connection) {
  AllApplied all;
  if (!has_table(connection)) return all;
  connection.read()->each(select_all, {}, [&](const Row& row) {
    all[{row.string(0), int(row.integer(1))}] = {row.string(2), row.string(3)};
  });
  return all;
}

// Runs `work` again when another server was faster; after so many times the failure is the caller's.
template <class Work>
auto with_tries(Connection& connection, Work work) {
  for (int tried = 1;; ++tried) {
    try {
      return work();
    } catch (const Retry&) {
      connection.rollback();
      if (tried == tries_max) throw;
    } catch (const Conflict&) {
      connection.rollback();
      if (tried == tries_max) throw;
    }
  }
}

// "create table if not exists" is not safe from itself in PostgreSQL: the slower of two gets a conflict.
void create_table(Connection& connection) {
  with_tries(connection, [&] {
    if (has_table(connection)) return;
    connection.begin();
    connection.script(ddl_for(connection.kind(), table));
    connection.commit();
  });
}

// False when another server had applied it meanwhile.
bool apply(Connection& connection, const Migration& migration, Instant now) {
  connection.begin();
  const auto digest = digest_of(migration);
  const bool mine =
      connection.tx().execute(insert, {migration.module, migration.number, migration.name, digest, now}) == 1;
  if (!mine) {
    connection.rollback();
    return false;
  }
  connection.script(ddl_for(connection.kind(), migration.sql));
  connection.commit();
  return true;
}

bool apply_named(Connection& connection, const Migration& migration, Instant now) {
  try {
    return with_tries(connection, [&] { return apply(connection, migration, now); });
  } catch (const std::exception& error) {
    connection.rollback();
    throw Failure("migration " + name_of(migration.module, migration.name) + ": " + error.what());
  }
}

// What was applied and differs from the program's, or is unknown to it.
Problems problems_of(const AllApplied& applied, std::span<const Migration> migrations) {
  Problems problems;
  auto unknown = applied;
  for (const auto& migration : migrations) {
    const auto found = unknown.extract(place_of(migration));
    if (!found || found.mapped().digest == digest_of(migration)) continue;
    problems.add(Problem{.kind = Problem::Kind::conflict,
                         .message = Key("platform.db.migration_edited"),
                         .args = {{"name", name_of(migration.module, migration.name)}}});
  }
  for (const auto& [place, row] : unknown)
    problems.add(Problem{.kind = Problem::Kind::conflict,
                         .message = Key("platform.db.schema_newer"),
                         .args = {{"name", name_of(place.first, row.name)}}});
  return problems;
}

// PostgreSQL's time limits are lifted while migrating and put back afterwards, also when a migration fails.
class LongWork {
 public:
  explicit LongWork(Connection& connection) : connection_(connection) {
    if (connection_.kind() == Kind::postgresql) connection_.script(lift_limits);
  }
  ~LongWork() {
    if (connection_.kind() != Kind::postgresql) return;
    try {
      connection_.script(reset_limits);
    } catch (const Failure&) {
      // The connection is lost; a new one starts with the limits.
    }
  }
  LongWork(const LongWork&) = delete;
  LongWork& operator=(const LongWork&) = delete;

 private:
  Connection& connection_;
};

}  // namespace

Result<Migrated> migrate(Connection& connection, std::span<const Migration> migrations, Instant now) {
  const LongWork long_work(connection);
  create_table(connection);
  const auto applied = applied_in(connection);
  if (auto problems = problems_of(applied, migrations); !problems.empty()) return problems;

  Migrated migrated;
  for (const auto& migration : migrations) {
    const bool mine = !applied.contains(place_of(migration)) && apply_named(connection, migration, now);
    ++(mine ? migrated.applied : migrated.already);
  }
  // Another server may have applied meanwhile what this program does not know, or knows otherwise.
  if (auto problems = problems_of(applied_in(connection), migrations); !problems.empty()) return problems;
  return migrated;
}

std::string schema_difference(Connection& connection, std::span<const Migration> migrations) {
  const auto applied = applied_in(connection);
  std::string difference;
  const auto add = [&](std::string_view what, const std::string& name) {
    difference.append(difference.empty() ? "" : "; ").append(what).append(" ").append(name);
  };
  for (const auto& migration : migrations)
    if (!applied.contains(place_of(migration))) add("missing", name_of(migration.module, migration.name));
  for (const auto& problem : problems_of(applied, migrations))
    add(problem.message == Key("platform.db.migration_edited") ? "changed" : "unknown to this program",
        problem.args.front().value);
  return difference;
}

}  // namespace jauap::db
