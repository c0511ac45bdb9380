// PostgreSQL over libpq in pipeline mode.
//
// What opens, marks and ends a transaction waits in `pending_` and travels together with the next statement, so a
// command of k statements costs k round trips and a page of one query costs one. The end of a snapshot is sent
// without waiting for its answer.
#include "platform/db/postgresql.h"

#include <libpq-fe.h>

#include <charconv>
#include <cstring>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "base/invariant.h"
#include "platform/db/drivers.h"
#include "platform/db/postgresql_wire.h"
#include "platform/db/sql_tokens.h"

namespace jauap::db {
namespace {

// Held by the session around a transaction, because a lock inside of it would come after its snapshot. The number is "jauap" in ASCII.
constexpr const char* lock_together = "select pg_advisory_lock_shared(456901615984)";
constexpr const char* lock_alone = "select pg_advisory_lock(456901615984)";
constexpr const char* unlock = "select pg_advisory_unlock_all()";
constexpr const char* begin_write = "begin isolation level serializable";
constexpr const char* begin_snapshot = "begin isolation level repeatable read read only";
constexpr const char* set_savepoint = "savepoint command";
constexpr const char* release_savepoint = "release savepoint command";
constexpr const char* undo_savepoint = "rollback to savepoint command";

// Given at the start of each session, behind what the operator's address asks for, so that nobody turns durability off.
constexpr std::string_view session_settings =
    " -c synchronous_commit=on -c statement_timeout=10s -c lock_timeout=5s -c idle_in_transaction_session_timeout=30s"
    " -c standard_conforming_strings=on -c client_min_messages=warning -c jit=off";

struct Finish {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
struct Clear {
  void operator()(PGresult* result) const { PQclear(result); }
};
struct FreeOptions {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};
using Session = std::unique_ptr<PGconn, Finish>;
using Answer = std::unique_ptr<PGresult, Clear>;

// The session is gone; what of the transaction was not committed is undone.
struct Lost : std::exception {};

std::string_view field(const PGresult* answer, int code) {
  const char* value = PQresultErrorField(answer, code);
  return value ? value : "";
}

// Messages of the classes 22 (data) and 23 (constraint) may repeat a value, so of those only code and constraint stay.
std::string described(std::string_view name, const PGresult* answer) {
  const auto state = field(answer, PG_DIAG_SQLSTATE);
  std::string what = std::string(name) + ": " + std::string(state);
  if (!state.starts_with("22") && !state.starts_with("23"))
    what.append(" ").append(field(answer, PG_DIAG_MESSAGE_PRIMARY));
  if (const auto constraint = field(answer, PG_DIAG_CONSTRAINT_NAME); !constraint.empty())
    what.append(" (").append(constraint).append(")");
  return what;
}

[[noreturn]] void fail(std::string_view name, const PGresult* answer) {
  const auto state = field(answer, PG_DIAG_SQLSTATE);
  const auto what = described(name, answer);
  if (state == "23505") throw Conflict(what);
  if (state == "40001" || state == "40P01") throw Retry(what);
  throw Failure(what);
}

bool is_good(const PGresult* answer) {
  const auto status = PQresultStatus(answer);
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

// What the address says, as keywords and values; and how it may be named in a message: without a password.
struct Address {
  explicit Address(const std::string& url) {
    char* error = nullptr;
    const std::unique_ptr<PQconninfoOption, FreeOptions> parsed(PQconninfoParse(url.c_str(), &error));
    PQfreemem(error);  // it may repeat the password
    if (!parsed) throw Failure("the address of the PostgreSQL server cannot be read");
    for (const auto* option = parsed.get(); option->keyword; ++option)
      if (option->val) values[option->keyword] = option->val;
  }
  std::string shown() const {
    const auto value = [&](const char* key) {
      const auto found = values.find(key);
      return found == values.end() ? std::string() : found->second;
    };
    return "PostgreSQL at " + value("host") + ":" + value("port") + "/" + value("dbname");
  }
  std::map<std::string, std::string> values;
};

struct Kept {
  std::string name;
  std::string sql;
  std::vector<bool> parameters;            // which are named
  std::vector<std::vector<Oid>> variants;  // prepared with these types, under name, name/1, name/2 …
};

class Postgresql final : public Connection {
 public:
  Postgresql(const std::string& url, Mode mode);

  Kind kind() const override { return Kind::postgresql; }
  std::unique_ptr<ReadTx> read() override;
  void enter(bool alone) override;
  void leave() override;
  void begin() override;
  Tx& tx() override;
  void savepoint() override;
  void release() override;
  void rollback_to_savepoint() override;
  void commit() override;
  void rollback() override;
  void script(std::string_view sql) override;
  std::string explain(const Statement& statement, std::initializer_list<Param> params) override;

  Counts run(const Statement& statement, std::span<const Param> params, const RowHandler* each);
  void end_read();

 private:
  struct Call {  // a statement on its way: its name, and how to prepare it when this session does not know it
    const std::string* prepared = nullptr;
    const char* sql = nullptr;
    const std::vector<Oid>* types = nullptr;
    const Arguments* arguments = nullptr;
  };

  void connect();
  void check_server();
  void open_transaction(Open kind, const char* begin);
  Kept& keep(const Statement& statement);
  std::size_t variant_for(Kept& kept, std::span<const Param> params);
  Answer exchange(const Call* call);
  Answer exchange_once(const Call* call);
  bool is_prepared(const Call& call) const { return prepared_.contains(*call.prepared); }
  void send(const Call* call);
  Answer receive(const Call* call);
  Answer next_answer();
  void skip_tail();
  static void check(bool sent);
  Answer ask_simply(const char* sql);
  [[noreturn]] void lost_in(std::string_view name);

  Address address_;
  Mode mode_;
  Session session_;
  WriteTx<Postgresql> tx_{*this};
  std::unordered_map<std::string_view, std::unique_ptr<Kept>> kept_;  // by their own names
  std::unordered_set<std::string> prepared_;                          // names known to this session
  std::vector<const char*> pending_;
  Open open_ = Open::nothing;
  bool begun_ = false;   // `begin` has reached the server
  bool failed_ = false;  // a statement of this savepoint failed: nothing but undoing it is allowed
  bool doomed_ = false;  // the whole transaction must be run again
  int explained_ = 0;
  int tails_ = 0;        // ends of snapshots whose answers were not read yet
  bool warned_ = false;  // the server warned since this was cleared
};

Postgresql::Postgresql(const std::string& url, Mode mode) : address_(url), mode_(mode) {
  connect();
}

void Postgresql::connect() {
  auto values = address_.values;
  values["options"] += session_settings;
  if (mode_ == Mode::read_only) values["options"] += " -c default_transaction_read_only=on";
  values["client_encoding"] = "UTF8";
  values["application_name"] = "jauap";
  // A dead server or line is noticed within seconds; the operator's address may say otherwise.
  for (const auto& [key, value] :
       std::initializer_list<std::pair<const char*, const char*>>{{"connect_timeout", "5"},
                                                                  {"keepalives_idle", "10"},
                                                                  {"keepalives_interval", "5"},
                                                                  {"keepalives_count", "3"},
                                                                  {"tcp_user_timeout", "15000"}})
    values.try_emplace(key, value);

  std::vector<const char*> keys, texts;
  for (const auto& [key, value] : values) {
    keys.push_back(key.c_str());
    texts.push_back(value.c_str());
  }
  keys.push_back(nullptr);
  texts.push_back(nullptr);
  prepared_.clear();
  tails_ = 0;
  begun_ = false;
  session_.reset(PQconnectdbParams(keys.data(), texts.data(), 0));
  if (PQstatus(session_.get()) != CONNECTION_OK) {
    session_.reset();
    throw Failure(address_.shown() + ": cannot connect");
  }
  PQsetNoticeReceiver(
      session_.get(), [](void* self, const PGresult*) { static_cast<Postgresql*>(self)->warned_ = true; }, this);
  check_server();
  PQenterPipelineMode(session_.get());
}

// An answer may only be given for what is on disk, so a server that does not write through is refused.
void Postgresql::check_server() {
  const Answer answer(PQexec(session_.get(), "select current_setting('fsync'), current_setting('full_page_writes')"));
  const bool answered = is_good(answer.get()) && PQntuples(answer.get()) == 1;
  const auto is_off = [&](int column) { return std::strcmp(PQgetvalue(answer.get(), 0, column), "off") == 0; };
  std::string wrong;
  if (!answered) {
    wrong = "does not answer";
  } else if (is_off(0) || is_off(1)) {
    wrong = "runs with fsync or full_page_writes off and would lose what it acknowledged";
  } else if (std::strcmp(PQparameterStatus(session_.get(), "server_encoding"), "UTF8") != 0) {
    wrong = "does not store UTF-8";
  }
  if (wrong.empty()) return;
  session_.reset();
  throw Failure(address_.shown() + " " + wrong);
}

Kept& Postgresql::keep(const Statement& statement) {
  if (const auto found = kept_.find(statement.name); found != kept_.end()) {
    invariant(found->second->sql == statement.sql, "a statement's name is unique in the program");
    return *found->second;
  }
  auto made = std::make_unique<Kept>();
  made->name = statement.name;
  made->sql = statement.sql;
  made->parameters = named_parameters(statement.sql);
  const std::string_view name = made->name;
  return *kept_.emplace(name, std::move(made)).first->second;
}

// A statement is prepared with the types of its parameters. A null fits any type; when a later call brings a value of
// another type than all before, the statement is prepared once more under another name.
std::size_t Postgresql::variant_for(Kept& kept, std::span<const Param> params) {
  invariant(params.size() >= kept.parameters.size(), "every parameter of a statement is given");
  std::vector<Oid> wanted(kept.parameters.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    wanted[i] = type_of(params[i]);
    if (!kept.parameters[i]) wanted[i] = oid::text;  // named nowhere, so it has no place to take a type from
  }
  for (std::size_t v = 0; v < kept.variants.size(); ++v) {
    bool fits = true;
    for (std::size_t i = 0; i < wanted.size(); ++i)
      fits = fits && (wanted[i] == kept.variants[v][i] || wanted[i] == oid::unknown || !kept.parameters[i]);
    if (fits) return v;
  }
  if (!kept.variants.empty())
    for (std::size_t i = 0; i < wanted.size(); ++i)
      if (wanted[i] == oid::unknown) wanted[i] = kept.variants.back()[i];
  kept.variants.push_back(std::move(wanted));
  return kept.variants.size() - 1;
}

void Postgresql::check(bool sent) {
  if (!sent) throw Lost();
}

void Postgresql::send(const Call* call) {
  PGconn* session = session_.get();
  if (!session || PQstatus(session) != CONNECTION_OK) throw Lost();
  for (const char* control : pending_)
    check(PQsendQueryParams(session, control, 0, nullptr, nullptr, nullptr, nullptr, 1));
  if (call && !is_prepared(*call))
    check(PQsendPrepare(session, call->prepared->c_str(), call->sql, int(call->types->size()), call->types->data()));
  if (call) {
    const auto& arguments = *call->arguments;
    check(PQsendQueryPrepared(session, call->prepared->c_str(), arguments.count(), arguments.values(),
                              arguments.lengths(), arguments.formats(), 1));
  }
  check(PQpipelineSync(session));
}

// The answer of the next statement in the pipeline; libpq puts a null behind each.
Answer Postgresql::next_answer() {
  Answer answer(PQgetResult(session_.get()));
  if (!answer) throw Lost();
  const auto status = PQresultStatus(answer.get());
  if (status == PGRES_PIPELINE_SYNC) return answer;
  while (const Answer more{PQgetResult(session_.get())}) {
  }
  if (PQstatus(session_.get()) != CONNECTION_OK) throw Lost();
  return answer;
}

void Postgresql::skip_tail() {
  for (; tails_ > 0; --tails_)
    while (PQresultStatus(next_answer().get()) != PGRES_PIPELINE_SYNC) {
    }
}

// The answer of the last thing sent, or the first error among all.
Answer Postgresql::receive(const Call* call) {
  skip_tail();
  Answer last, error;
  const auto take = [&] {
    auto answer = next_answer();
    invariant(PQresultStatus(answer.get()) != PGRES_PIPELINE_SYNC, "each statement sent is answered");
    if (!is_good(answer.get()) && !error) error = std::move(answer);
    last = std::move(answer);
  };
  for (std::size_t i = 0; i < pending_.size(); ++i) take();
  if (!error && open_ != Open::nothing) begun_ = true;
  if (call && !is_prepared(*call)) {
    take();
    if (!error) prepared_.insert(*call->prepared);
  }
  if (call) take();
  const auto end = next_answer();
  invariant(PQresultStatus(end.get()) == PGRES_PIPELINE_SYNC, "a pipeline ends with its sync");
  return error ? std::move(error) : std::move(last);
}

Answer Postgresql::exchange_once(const Call* call) {
  if (!session_) connect();
  send(call);
  auto answer = receive(call);
  pending_.clear();
  return answer;
}

// A session that was lost while idle is made anew once: the transaction had not begun, so nothing is lost with it.
Answer Postgresql::exchange(const Call* call) {
  try {
    return exchange_once(call);
  } catch (const Lost&) {
    if (begun_) throw;
  }
  connect();
  return exchange_once(call);
}

// Nothing of the transaction can have been committed: a writer may run its batch again.
void Postgresql::lost_in(std::string_view name) {
  session_.reset();
  begun_ = false;
  failed_ = doomed_ = true;
  const auto what = std::string(name) + ": the connection to " + address_.shown() + " was lost";
  if (open_ == Open::write) throw Retry(what);
  throw Failure(what);
}

Counts Postgresql::run(const Statement& statement, std::span<const Param> params, const RowHandler* each) {
  invariant(open_ != Open::nothing, "a statement runs within a transaction");
  if (failed_) throw Failure(std::string(statement.name) + ": refused, because a statement before it failed");
  for (const auto& param : params) {
    if (param.type() != Param::Type::text || param.bytes().find('\0') == std::string_view::npos) continue;
    failed_ = true;
    throw Failure(std::string(statement.name) + ": text with NUL");
  }
  Kept& kept = keep(statement);
  const auto variant = variant_for(kept, params);
  const std::string prepared = statement.name + (variant == 0 ? "" : "/" + std::to_string(variant));
  const Arguments arguments(params.first(kept.parameters.size()));
  const Call call{
      .prepared = &prepared, .sql = statement.sql, .types = &kept.variants[variant], .arguments = &arguments};
  Answer answer;
  try {
    answer = exchange(&call);
  } catch (const Lost&) {
    lost_in(statement.name);
  }
  if (!is_good(answer.get())) {
    failed_ = true;
    doomed_ = field(answer.get(), PG_DIAG_SQLSTATE).starts_with("40");
    fail(statement.name, answer.get());
  }
  Counts counts;
  counts.rows = std::size_t(PQntuples(answer.get()));
  if (std::strncmp(PQcmdStatus(answer.get()), "SELECT", 6) != 0) {
    const std::string_view changed = PQcmdTuples(answer.get());
    std::from_chars(changed.data(), changed.data() + changed.size(), counts.changed);
  }
  if (each)
    for (int i = 0; i < int(counts.rows); ++i) (*each)(PostgresqlRow(answer.get(), i));
  return counts;
}

void Postgresql::open_transaction(Open kind, const char* begin) {
  invariant(open_ == Open::nothing, "one transaction at a time on a connection");
  open_ = kind;
  begun_ = failed_ = doomed_ = false;
  pending_.assign(1, begin);
}

std::unique_ptr<ReadTx> Postgresql::read() {
  open_transaction(Open::snapshot, begin_snapshot);
  return std::make_unique<Snapshot<Postgresql>>(*this);
}

void Postgresql::end_read() {
  if (begun_) {
    const bool sent = PQsendQueryParams(session_.get(), "rollback", 0, nullptr, nullptr, nullptr, nullptr, 1) &&
                      PQpipelineSync(session_.get());
    if (sent)
      ++tails_;
    else
      session_.reset();
  }
  pending_.clear();
  open_ = Open::nothing;
  begun_ = failed_ = doomed_ = false;
}

void Postgresql::enter(bool alone) {
  script(alone ? lock_alone : lock_together);
}

void Postgresql::leave() {
  script(unlock);
}

void Postgresql::begin() {
  open_transaction(Open::write, begin_write);
}

Tx& Postgresql::tx() {
  invariant(open_ == Open::write, "tx() between begin() and commit()");
  return tx_;
}

void Postgresql::savepoint() {
  invariant(open_ == Open::write, "a savepoint stands in a transaction");
  pending_.push_back(set_savepoint);
}

void Postgresql::release() {
  invariant(open_ == Open::write, "a savepoint stands in a transaction");
  if (doomed_) throw Retry("the transaction must be run again");
  if (failed_) throw Failure("a command went on after a failed statement");
  pending_.push_back(release_savepoint);
}

void Postgresql::rollback_to_savepoint() {
  invariant(open_ == Open::write, "a savepoint stands in a transaction");
  if (doomed_) throw Retry("the transaction must be run again");
  failed_ = false;
  // A savepoint that was never sent needs no undoing.
  if (!pending_.empty() && pending_.back() == set_savepoint) {
    pending_.pop_back();
    return;
  }
  pending_.push_back(undo_savepoint);
  pending_.push_back(release_savepoint);
}

void Postgresql::commit() {
  invariant(open_ == Open::write, "commit() after begin()");
  if (doomed_) throw Retry("the transaction must be run again");
  if (failed_) throw Failure("a transaction with a failed statement is not committed");
  if (!begun_) {  // no statement was sent
    pending_.clear();
    open_ = Open::nothing;
    return;
  }
  pending_.push_back("commit");
  warned_ = false;
  Answer answer;
  try {
    answer = exchange(nullptr);
  } catch (const Lost&) {
    session_.reset();
    rollback();
    throw Failure("db.commit: the connection was lost, so the result of the commit is unknown");
  }
  if (!is_good(answer.get())) {
    failed_ = true;
    doomed_ = field(answer.get(), PG_DIAG_SQLSTATE).starts_with("40");
    fail("db.commit", answer.get());
  }
  open_ = Open::nothing;
  begun_ = false;
  if (std::strcmp(PQcmdStatus(answer.get()), "COMMIT") != 0)
    throw Failure("db.commit: the server undid the transaction");
  // A wait for the standby that was cut short is only a warning to PostgreSQL: committed here, perhaps not there.
  if (warned_) throw Failure("db.commit: the standby did not confirm, so the result of the commit is unknown");
}

void Postgresql::rollback() {
  pending_.clear();
  if (begun_ && session_) {
    pending_.push_back("rollback");
    try {
      exchange_once(nullptr);
    } catch (const Lost&) {
      session_.reset();  // the server undoes what it held of it
    }
    pending_.clear();
  }
  open_ = Open::nothing;
  begun_ = failed_ = doomed_ = false;
}

// Several statements at once exist only outside pipeline mode.
Answer Postgresql::ask_simply(const char* sql) {
  if (open_ != Open::nothing && !pending_.empty()) {
    const auto answer = exchange(nullptr);
    if (!is_good(answer.get())) fail("db.script", answer.get());
  }
  if (!session_) connect();
  skip_tail();
  invariant(PQexitPipelineMode(session_.get()) == 1, "nothing is on its way");
  Answer answer(PQexec(session_.get(), sql));
  if (PQstatus(session_.get()) != CONNECTION_OK) throw Lost();
  PQenterPipelineMode(session_.get());
  return answer;
}

void Postgresql::script(std::string_view sql) {
  if (failed_) throw Failure("db.script: refused, because a statement before it failed");
  Answer answer;
  try {
    answer = ask_simply(std::string(sql).c_str());
  } catch (const Lost&) {
    if (open_ == Open::nothing) open_ = Open::snapshot;  // nothing a batch could run again
    lost_in("db.script");
  }
  if (is_good(answer.get()) || PQresultStatus(answer.get()) == PGRES_EMPTY_QUERY) return;
  failed_ = open_ != Open::nothing;
  fail("db.script", answer.get());
}

std::string Postgresql::explain(const Statement& statement, std::initializer_list<Param> params) {
  const std::string sql = "explain (costs off) " + std::string(statement.sql);
  const std::string name = "db.explain/" + std::to_string(++explained_);
  const Statement explained{name.c_str(), sql.c_str()};
  std::string plan;
  const RowHandler line = [&](const Row& row) { plan.append(row.text(0)).append("\n"); };
  const bool alone = open_ == Open::nothing;
  const auto snapshot = alone ? read() : nullptr;
  run(explained, {params.begin(), params.size()}, &line);
  return plan;
}

}  // namespace

std::unique_ptr<Connection> open_postgresql(const std::string& url, Mode mode) {
  return std::make_unique<Postgresql>(url, mode);
}

}  // namespace jauap::db
