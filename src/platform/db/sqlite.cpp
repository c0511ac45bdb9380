// SQLite: one file in the folder, WAL, one connection a thread.
#include "platform/db/sqlite.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "base/clock.h"
#include "base/invariant.h"
#include "platform/db/drivers.h"
#include "platform/db/sql_tokens.h"

namespace jauap::db {
namespace {

constexpr int busy_timeout_ms = 5000;  // another process of ours (migration, backup) may hold the write lock
constexpr int instructions_between_looks_at_the_clock = 100'000;

// The writer's log of changes (WAL), in pages of 4 KiB: copied into the file after so many, cut back after so many.
constexpr int wal_pages_to_copy = 4096;      // 16 MiB
constexpr int wal_pages_to_restart = 16384;  // 64 MiB

// Page caches are kept small, because the whole server is to stay under 60 MiB with demonstration data: 16 MiB for
// the writer, 4 MiB a reader; the kernel caches the file once for all of them. mmap stays off: each connection's map
// would count again, and a disk error under a map is a signal without a name instead of an I/O error that we end on.
constexpr const char* common_settings = R"sql(
  pragma synchronous = full;
  pragma foreign_keys = on;
  pragma temp_store = memory;
  pragma mmap_size = 0;
  pragma trusted_schema = off;
  pragma cell_size_check = on;
  pragma journal_size_limit = 67108864;
  pragma secure_delete = on;)sql";  // what was deleted is overwritten, so that what was erased is gone from the file, too
constexpr const char* reader_settings = "pragma cache_size = -4096; pragma query_only = on;";

const Statement begin_write{"db.begin", "begin immediate"};
const Statement begin_snapshot{"db.begin_snapshot", "begin"};
const Statement commit_all{"db.commit", "commit"};
const Statement rollback_all{"db.rollback", "rollback"};
const Statement set_savepoint{"db.savepoint", "savepoint command"};
const Statement release_savepoint{"db.release", "release command"};
const Statement undo_savepoint{"db.undo", "rollback to command"};

struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;
using Prepared = std::unique_ptr<sqlite3_stmt, Finalize>;

// Multi-thread mode without global memory statistics: their lock would be the only thing that connections share.
void configure_library() {
  static std::once_flag once;
  std::call_once(once, [] {
    sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite3_initialize();
  });
}

// What is synced here must be on disk before anything is acknowledged; SQLite does not report a failed folder sync.
void sync_path(const std::string& path, int flags) {
  const int file = ::open(path.c_str(), flags | O_CLOEXEC);
  const bool synced = file >= 0 && ::fsync(file) == 0;
  const int error = errno;
  if (file >= 0) ::close(file);
  if (synced) return;
  fatal("fsync of " + path, std::strerror(error));
  throw Failure("fsync of " + path + ": " + std::strerror(error));
}

// Readable by the server's own user only; -wal and -shm inherit the mode.
void create_file(const std::string& folder, const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) {
    if (errno == EEXIST) return;
    throw Failure("cannot create " + path + ": " + std::strerror(errno));
  }
  ::close(file);
  sync_path(path, O_RDWR);
  sync_path(folder, O_RDONLY | O_DIRECTORY);
}

class SqliteRow final : public Row {
 public:
  explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement) {}

  bool is_null(int column) const override { return type(column) == SQLITE_NULL; }
  std::int64_t integer(int column) const override {
    const int found = type(column);
    invariant(found == SQLITE_INTEGER || found == SQLITE_NULL, "the column holds an integer");
    return sqlite3_column_int64(statement_, column);
  }
  double real(int column) const override {
    const int found = type(column);
    invariant(found == SQLITE_FLOAT || found == SQLITE_INTEGER || found == SQLITE_NULL, "the column holds a number");
    return sqlite3_column_double(statement_, column);
  }
  std::string_view text(int column) const override {
    const int found = type(column);
    invariant(found == SQLITE_TEXT || found == SQLITE_BLOB || found == SQLITE_NULL, "the column holds text or a blob");
    const void* bytes = sqlite3_column_blob(statement_, column);  // text too: it is stored as UTF-8
    return {static_cast<const char*>(bytes), std::size_t(sqlite3_column_bytes(statement_, column))};
  }

 private:
  int type(int column) const {
    invariant(column >= 0 && column < sqlite3_data_count(statement_), "the row has this column");
    return sqlite3_column_type(statement_, column);
  }

  sqlite3_stmt* statement_;
};

struct Kept {
  std::string name;
  std::string sql;  // as written, to notice two statements of one name
  std::size_t parameters = 0;
  Prepared prepared;
  bool busy = false;  // stands in an outer callback of the same connection
};

class Sqlite final : public Connection {
 public:
  Sqlite(const std::string& folder, Mode mode, std::chrono::nanoseconds limit);

  Kind kind() const override { return Kind::sqlite; }
  std::unique_ptr<ReadTx> read() override;
  void begin() override;
  Tx& tx() override;
  void savepoint() override;
  void release() override;
  void rollback_to_savepoint() override;
  void commit() override;
  void rollback() override;
  bool tidy(bool idle) override;
  void script(std::string_view sql) override;
  std::string explain(const Statement& statement, std::initializer_list<Param> params) override;

  Counts run(const Statement& statement, std::span<const Param> params, const RowHandler* each);
  void end_read();

 private:
  void open_file();
  void use_wal();
  void execute(const char* sql);
  Kept& keep(const Statement& statement);
  Prepared prepare(std::string_view name, std::string_view sql);
  Counts run_prepared(Kept& kept, std::span<const Param> params, const RowHandler* each);
  Counts step_through(const Kept& kept, sqlite3_stmt* statement, const RowHandler* each);
  void bind(const Kept& kept, sqlite3_stmt* statement, std::span<const Param> params);
  void control(const Statement& statement);
  void check_transaction_lives();
  void checkpoint(int mode);
  [[noreturn]] void fail(std::string_view name, int code);

  std::string folder_, path_;
  std::chrono::nanoseconds limit_;
  Database database_;
  std::unordered_map<std::string_view, std::unique_ptr<Kept>> kept_;
  WriteTx<Sqlite> tx_{*this};
  Open open_ = Open::nothing;
  bool snapshot_begun_ = false;
  bool failed_ = false;        // a statement of this savepoint failed: nothing but undoing it is allowed
  bool disk_is_full_ = false;  // then running the batch again would not help
  int wal_pages_ = 0;          // in the WAL now
  int wal_copied_ = 0;         // of them already in the file
  std::int64_t deadline_ns_ = 0;
};

Sqlite::Sqlite(const std::string& folder, Mode mode, std::chrono::nanoseconds limit)
    : folder_(folder), path_(folder + "/jauap.db"), limit_(limit) {
  configure_library();
  if (mode == Mode::read_write) create_file(folder_, path_);
  open_file();
  sqlite3_busy_timeout(database_.get(), busy_timeout_ms);
  if (mode == Mode::read_write) use_wal();
  execute(common_settings);
  if (mode == Mode::read_only) execute(reader_settings);
  // Looks into the file, so that a broken one is refused here, and makes the WAL, whose name must be on disk too.
  execute("select 1 from sqlite_schema limit 1");
  if (mode == Mode::read_write) sync_path(folder_, O_RDONLY | O_DIRECTORY);
}

void Sqlite::open_file() {
  // A reader is kept from writing by `query_only`: a connection opened read-only could not recover the WAL of a
  // server that was killed.
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(path_.c_str(), &opened,
                                   SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  database_.reset(opened);
  if (code != SQLITE_OK) throw Failure("cannot open " + path_ + ": " + sqlite3_errstr(code));
  sqlite3_db_config(opened, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  // "x" is a name and never text, as in PostgreSQL.
  sqlite3_db_config(opened, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(opened, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  sqlite3_progress_handler(
      opened, instructions_between_looks_at_the_clock,
      [](void* self) {
        const auto deadline = static_cast<Sqlite*>(self)->deadline_ns_;
        return int(deadline != 0 && monotonic_ns() > deadline);
      },
      this);
  // Replaces SQLite's own checkpoints, which would hide their I/O errors.
  sqlite3_wal_hook(
      opened,
      [](void* self, sqlite3*, const char*, int pages) {
        auto& connection = *static_cast<Sqlite*>(self);
        if (pages < connection.wal_pages_) connection.wal_copied_ = 0;  // the WAL began anew
        connection.wal_pages_ = pages;
        return SQLITE_OK;
      },
      this);
}

// Two processes that create the file at once get SQLITE_BUSY without waiting (it would be a deadlock).
void Sqlite::use_wal() {
  constexpr int tries_max = 250;
  for (int tried = 1;; ++tried) {
    const int code = sqlite3_exec(database_.get(), "pragma journal_mode = wal", nullptr, nullptr, nullptr);
    if (code == SQLITE_OK) break;
    if ((code & 0xff) != SQLITE_BUSY || tried == tries_max) fail("db.journal_mode", code);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  const auto mode = prepare("db.journal_mode", "pragma journal_mode");
  const bool is_wal = sqlite3_step(mode.get()) == SQLITE_ROW && SqliteRow(mode.get()).text(0) == "wal";
  if (!is_wal) throw Failure(path_ + " stands on a file system without shared memory: SQLite refuses WAL there");
}

void Sqlite::execute(const char* sql) {
  const int code = sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail("db.script", code);
}

// Says what happened without a parameter's value: SQLite's own messages name tables and columns only.
void Sqlite::fail(std::string_view name, int code) {
  const std::string detail = sqlite3_errmsg(database_.get());
  const std::string what = std::string(name) + ": " + detail + " (" + std::to_string(code) + ")";
  failed_ = open_ != Open::nothing;
  switch (code & 0xff) {
    case SQLITE_IOERR:
      fatal(name, detail + " (" + std::to_string(code) + ")");
      throw Failure(what);
    case SQLITE_FULL:
      disk_is_full_ = true;
      throw Failure(what);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      throw Retry(what);
    default:
      break;
  }
  if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY || code == SQLITE_CONSTRAINT_ROWID)
    throw Conflict(what);
  throw Failure(what);
}

Prepared Sqlite::prepare(std::string_view name, std::string_view sql) {
  const std::string numbered = with_numbered_parameters(sql);
  sqlite3_stmt* prepared = nullptr;
  const char* rest = nullptr;
  const int code = sqlite3_prepare_v3(database_.get(), numbered.data(), int(numbered.size()), SQLITE_PREPARE_PERSISTENT,
                                      &prepared, &rest);
  if (code != SQLITE_OK) fail(name, code);
  Prepared owned(prepared);
  invariant(owned != nullptr, "a statement is not empty");
  invariant(std::string_view(rest).find_first_not_of(" \n\t;") == std::string_view::npos, "one statement at a time");
  return owned;
}

Kept& Sqlite::keep(const Statement& statement) {
  if (const auto found = kept_.find(statement.name); found != kept_.end()) {
    invariant(found->second->sql == statement.sql, "a statement's name is unique in the program");
    return *found->second;
  }
  auto kept = std::make_unique<Kept>();
  kept->name = statement.name;
  kept->sql = statement.sql;
  kept->parameters = named_parameters(statement.sql).size();
  kept->prepared = prepare(statement.name, statement.sql);
  auto& made = *kept;
  kept_.emplace(made.name, std::move(kept));
  return made;
}

void Sqlite::bind(const Kept& kept, sqlite3_stmt* statement, std::span<const Param> params) {
  invariant(params.size() >= kept.parameters, "every parameter of a statement is given");
  for (std::size_t i = 0; i < kept.parameters; ++i) {
    const Param& param = params[i];
    const int n = int(i) + 1;
    const auto bytes = param.bytes();
    int code = SQLITE_OK;
    switch (param.type()) {
      case Param::Type::null:
        code = sqlite3_bind_null(statement, n);
        break;
      case Param::Type::integer:
        code = sqlite3_bind_int64(statement, n, param.integer());
        break;
      case Param::Type::real:
        code = sqlite3_bind_double(statement, n, param.real());
        break;
      case Param::Type::text:
        // PostgreSQL has no NUL in text, so nobody may have.
        if (std::memchr(bytes.data() ? bytes.data() : "", 0, bytes.size())) {
          failed_ = true;
          throw Failure(kept.name + ": text with NUL in $" + std::to_string(n));
        }
        code = sqlite3_bind_text64(statement, n, bytes.data() ? bytes.data() : "", bytes.size(), SQLITE_STATIC,
                                   SQLITE_UTF8);
        break;
      case Param::Type::blob:
        code = bytes.empty() ? sqlite3_bind_zeroblob(statement, n, 0)
                             : sqlite3_bind_blob64(statement, n, bytes.data(), bytes.size(), SQLITE_STATIC);
        break;
    }
    if (code != SQLITE_OK) fail(kept.name, code);
  }
}

Counts Sqlite::step_through(const Kept& kept, sqlite3_stmt* statement, const RowHandler* each) {
  Counts counts;
  const SqliteRow row(statement);
  int code;
  while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
    ++counts.rows;
    if (each) (*each)(row);
  }
  if (code != SQLITE_DONE) fail(kept.name, code);
  if (!sqlite3_stmt_readonly(statement)) counts.changed = std::size_t(sqlite3_changes64(database_.get()));
  return counts;
}

Counts Sqlite::run_prepared(Kept& kept, std::span<const Param> params, const RowHandler* each) {
  if (kept.busy) {  // asked again from its own callback: a copy for this once
    const auto copy = prepare(kept.name, kept.sql);
    bind(kept, copy.get(), params);
    return step_through(kept, copy.get(), each);
  }
  struct Use {
    explicit Use(Kept& used) : kept(used) { kept.busy = true; }
    ~Use() {
      sqlite3_reset(kept.prepared.get());
      kept.busy = false;
    }
    Kept& kept;
  } const use(kept);
  bind(kept, kept.prepared.get(), params);
  return step_through(kept, kept.prepared.get(), each);
}

void Sqlite::control(const Statement& statement) {
  deadline_ns_ = 0;
  run_prepared(keep(statement), {}, nullptr);
}

Counts Sqlite::run(const Statement& statement, std::span<const Param> params, const RowHandler* each) {
  invariant(open_ != Open::nothing, "a statement runs within a transaction");
  if (failed_) throw Failure(std::string(statement.name) + ": refused, because a statement before it failed");
  if (open_ == Open::snapshot && !snapshot_begun_) {
    control(begin_snapshot);
    snapshot_begun_ = true;
  }
  Kept& kept = keep(statement);
  deadline_ns_ = monotonic_ns() + limit_.count();
  return run_prepared(kept, params, each);
}

std::unique_ptr<ReadTx> Sqlite::read() {
  invariant(open_ == Open::nothing, "one transaction at a time on a connection");
  open_ = Open::snapshot;
  return std::make_unique<Snapshot<Sqlite>>(*this);
}

void Sqlite::end_read() {
  // Called from a destructor. A snapshot that cannot be ended is noticed by the next begin.
  if (snapshot_begun_ && !sqlite3_get_autocommit(database_.get())) {
    try {
      control(rollback_all);
    } catch (const std::exception& error) {
      log_line("database.failed", "db.end_read", error.what());
    }
  }
  open_ = Open::nothing;
  snapshot_begun_ = failed_ = false;
}

void Sqlite::begin() {
  invariant(open_ == Open::nothing, "one transaction at a time on a connection");
  control(begin_write);
  open_ = Open::write;
  failed_ = disk_is_full_ = false;
}

Tx& Sqlite::tx() {
  invariant(open_ == Open::write, "tx() between begin() and commit()");
  return tx_;
}

// Some errors (disk full, out of memory, interrupted) make SQLite undo the whole transaction by itself.
void Sqlite::check_transaction_lives() {
  invariant(open_ == Open::write, "a savepoint stands in a transaction");
  if (disk_is_full_) throw Failure("the disk is full: the whole transaction is undone");
  if (sqlite3_get_autocommit(database_.get())) throw Retry("the database undid the whole transaction");
}

void Sqlite::savepoint() {
  check_transaction_lives();
  control(set_savepoint);
}

void Sqlite::release() {
  check_transaction_lives();
  if (failed_) throw Failure("a command went on after a failed statement");
  control(release_savepoint);
}

void Sqlite::rollback_to_savepoint() {
  check_transaction_lives();
  control(undo_savepoint);
  control(release_savepoint);
  failed_ = false;
}

void Sqlite::commit() {
  check_transaction_lives();
  if (failed_) throw Failure("a transaction with a failed statement is not committed");
  control(commit_all);
  open_ = Open::nothing;
  if (wal_pages_ - wal_copied_ >= wal_pages_to_restart) tidy(false);
}

void Sqlite::rollback() {
  if (open_ == Open::write && !sqlite3_get_autocommit(database_.get())) control(rollback_all);
  open_ = Open::nothing;
  failed_ = disk_is_full_ = false;
}

void Sqlite::checkpoint(int mode) {
  int pages = 0, copied = 0;
  const int code = sqlite3_wal_checkpoint_v2(database_.get(), nullptr, mode, &pages, &copied);
  // Busy: a reader or another process is in the way; what could be copied was.
  if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY && (code & 0xff) != SQLITE_LOCKED) fail("db.checkpoint", code);
  wal_pages_ = std::max(pages, 0);
  wal_copied_ = std::max(copied, 0);
}

bool Sqlite::tidy(bool idle) {
  invariant(open_ == Open::nothing, "no checkpoint inside a transaction");
  if (wal_pages_ >= wal_pages_to_restart)
    checkpoint(SQLITE_CHECKPOINT_RESTART);  // waits for the readers, whose snapshots are short
  else if (wal_pages_ - wal_copied_ >= (idle ? 1 : wal_pages_to_copy))
    checkpoint(SQLITE_CHECKPOINT_PASSIVE);
  return wal_pages_ > wal_copied_;
}

void Sqlite::script(std::string_view sql) {
  if (failed_) throw Failure("db.script: refused, because a statement before it failed");
  deadline_ns_ = 0;
  execute(std::string(sql).c_str());
}

std::string Sqlite::explain(const Statement& statement, std::initializer_list<Param> params) {
  Kept kept{.name = statement.name, .sql = "explain query plan " + std::string(statement.sql)};
  kept.parameters = named_parameters(statement.sql).size();
  kept.prepared = prepare(kept.name, kept.sql);
  std::string plan;
  constexpr int detail = 3;
  const RowHandler line = [&](const Row& row) { plan.append(row.text(detail)).append("\n"); };
  run_prepared(kept, {params.begin(), params.size()}, &line);
  return plan;
}

}  // namespace

std::unique_ptr<Connection> open_sqlite(const std::string& folder, Mode mode, std::chrono::nanoseconds limit) {
  return std::make_unique<Sqlite>(folder, mode, limit);
}

}  // namespace jauap::db
