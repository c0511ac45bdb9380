// One face over SQLite and PostgreSQL.
//
// Statements are named constants written in the common dialect (docs/architecture.md, "One SQL for both"):
// parameters `$1` .. `$n`, types `id int text blob real` in migrations, no booleans, no dates, no sequences.
// Each connection prepares a statement once and keeps it by name.
//
// Reading: a `ReadTx` is one snapshot on one connection; it lives on a reader thread for one request.
// Writing: commands are functions handed to the `Writer` (writer.h); each runs in a savepoint of a shared
// transaction and must have no effect but through its `Tx`, because it may be run again.
//
// Failures: what cannot go on (connection lost, I/O error, a statement that does not fit the schema) is
// thrown as db::Failure and caught at the edge; a violated unique key is db::Conflict.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/time.h"

namespace jauap::db {

struct Failure : std::runtime_error {
  using std::runtime_error::runtime_error;
};
// Unique or primary key violated. The command must end here: on both databases every later statement of the same
// savepoint is refused until it is undone, so a command that swallows a Conflict and goes on is undone as failed.
struct Conflict : Failure {
  using Failure::Failure;
};
// 40001, 40P01, or the whole transaction is gone before its commit was sent: run the whole batch again.
struct Retry : Failure {
  using Failure::Failure;
};

// A whole SQL statement and the name under which it is prepared, "appeals.inbox_page". A constant in a
// store.cpp; `name` must be unique in the program.
struct Statement {
  const char* name;
  const char* sql;
};

struct Blob {
  std::string bytes;
};

// A parameter: 64-bit integer, real, text, blob or null. Holds views: arguments must outlive the call.
class Param {
 public:
  enum class Type { null, integer, real, text, blob };
  Param(std::nullptr_t) : type_(Type::null) {}                                       // NOLINT
  Param(int value) : type_(Type::integer), integer_(value) {}                        // NOLINT
  Param(unsigned value) : type_(Type::integer), integer_(value) {}                   // NOLINT
  Param(long value) : type_(Type::integer), integer_(value) {}                       // NOLINT
  Param(long long value) : type_(Type::integer), integer_(value) {}                  // NOLINT
  Param(std::size_t value) : type_(Type::integer), integer_(std::int64_t(value)) {}  // NOLINT
  Param(double value) : type_(Type::real), real_(value) {}                           // NOLINT
  Param(std::string_view value) : type_(Type::text), text_(value) {}                 // NOLINT
  Param(const std::string& value) : type_(Type::text), text_(value) {}               // NOLINT
  Param(const char* value) : type_(Type::text), text_(value) {}                      // NOLINT
  Param(const Blob& value) : type_(Type::blob), text_(value.bytes) {}                // NOLINT
  Param(Instant value) : type_(Type::integer), integer_(value.ms) {}                 // NOLINT
  Param(CivilDate value) : type_(Type::integer), integer_(value.days()) {}           // NOLINT
  template <class Tag>
  Param(Id<Tag> value) : type_(Type::integer), integer_(value.value) {}  // NOLINT
  template <class E>
  requires std::is_enum_v<E> Param(E value) : type_(Type::integer), integer_(std::int64_t(value)) {}  // NOLINT

  Type type() const { return type_; }
  std::int64_t integer() const { return integer_; }
  double real() const { return real_; }
  std::string_view bytes() const { return text_; }

 private:
  Type type_;
  std::int64_t integer_ = 0;
  double real_ = 0;
  std::string_view text_;
};

// The current row of a result; valid only inside the callback that got it. Columns count from 0.
// Asking for another type than the column has is a broken invariant; null reads as 0, "" or empty.
class Row {
 public:
  virtual ~Row() = default;
  virtual bool is_null(int column) const = 0;
  virtual std::int64_t integer(int column) const = 0;
  virtual double real(int column) const = 0;
  virtual std::string_view text(int column) const = 0;  // also blobs; valid until the callback returns

  std::string string(int column) const { return std::string(text(column)); }
  Instant instant(int column) const { return {integer(column)}; }
  CivilDate date(int column) const { return CivilDate::from_days(integer(column)); }
  template <class IdType>
  IdType id(int column) const {
    return IdType{integer(column)};
  }
  template <class E>
  E enumerated(int column) const {
    return static_cast<E>(integer(column));
  }
};

using RowHandler = std::function<void(const Row&)>;

enum class Kind { sqlite, postgresql };

// A read transaction: one snapshot. Not thread-safe; belongs to one thread while it lives.
class ReadTx {
 public:
  virtual ~ReadTx() = default;
  // Runs a statement that returns rows; `each` sees them in order. Returns how many there were.
  std::size_t each(const Statement& statement, std::initializer_list<Param> params, const RowHandler& each) {
    return run(statement, {params.begin(), params.size()}, &each).rows;
  }
  // The first row if there is one.
  bool first(const Statement& statement, std::initializer_list<Param> params, const RowHandler& row) {
    return each(statement, params, row) > 0;
  }
  virtual Kind kind() const = 0;

 protected:
  struct Outcome {
    std::size_t rows = 0;     // rows returned
    std::size_t changed = 0;  // rows inserted, updated or deleted
  };
  virtual Outcome run(const Statement& statement, std::span<const Param> params, const RowHandler* each) = 0;
};

// A write transaction: one command's savepoint. What one command wrote is seen by the next in the batch.
class Tx : public ReadTx {
 public:
  // Runs a statement that changes something; returns the number of rows changed.
  std::size_t execute(const Statement& statement, std::initializer_list<Param> params) {
    return run(statement, {params.begin(), params.size()}, nullptr).changed;
  }
};

// One connection: opens transactions, runs plain scripts (migrations). One thread at a time.
class Connection {
 public:
  virtual ~Connection() = default;
  virtual Kind kind() const = 0;
  // A snapshot that ends when the returned object dies. Only one transaction may be open at a time. It sees what was
  // committed before its first statement, which is also the first that speaks to the database: read() itself is free.
  virtual std::unique_ptr<ReadTx> read() = 0;

  // The writer's face: begin, then for each command savepoint/release or rollback, then commit.
  // `tx()` is valid between begin() and commit()/rollback(). commit() returns when durable.
  virtual void begin() = 0;
  virtual Tx& tx() = 0;
  virtual void savepoint() = 0;
  virtual void release() = 0;
  virtual void rollback_to_savepoint() = 0;
  virtual void commit() = 0;
  virtual void rollback() = 0;

  // Before begin() and after commit() or rollback(): transactions go side by side, but one that had to be run again goes alone
  // among all writers of the database, of other servers too, so that it cannot be disturbed a second time. SQLite has one writer.
  virtual void enter(bool /*alone*/) {}
  virtual void leave() {}

  // What the database likes done after answers went out (SQLite: the checkpoint); `idle` when nobody waits.
  // Returns true when there is something left for an idle moment.
  virtual bool tidy(bool /*idle*/) { return false; }

  // DDL and pragmas, several statements apart by ";". By itself, or between begin() and commit() as part of them.
  virtual void script(std::string_view sql) = 0;
  // The plan of a statement as the database explains it, one line a step; for tests of query plans.
  virtual std::string explain(const Statement& statement, std::initializer_list<Param> params) = 0;
};

// Where the data lives: a folder (SQLite, DIR/jauap.db) or "postgresql://…".
struct Location {
  std::string folder;  // always set: files, keys and, for SQLite, the database
  std::string url;     // empty for SQLite
  int writer_cache_mib = 16;  // SQLite: memory in which a writing connection keeps pages
  Kind kind() const { return url.empty() ? Kind::sqlite : Kind::postgresql; }
};

enum class Mode { read_only, read_write };

// Opens a connection with the settings of docs/operations.md (WAL, synchronous=full, time limits …).
// Creating the SQLite file also syncs its folder. Throws Failure naming the location (never a password).
std::unique_ptr<Connection> open(const Location& location, Mode mode);

// For whoever keeps files beside the database, when a write or fsync failed and the kernel may have dropped what it had
// accepted: one line is logged and the process ends with code 70, answering nobody.
void fatal(std::string_view what, std::string_view detail);

// DDL of the common dialect to the one of `kind`: id, int → INTEGER / BIGINT; blob → BLOB / BYTEA; text → TEXT /
// TEXT COLLATE "C"; real → REAL / DOUBLE PRECISION; adds STRICT to SQLite tables. One function, tested.
std::string ddl_for(Kind kind, std::string_view common);

}  // namespace jauap::db
