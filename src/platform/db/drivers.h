// What the two drivers and the threads above them share. Only files of this folder and its tests include it.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "platform/db/db.h"

namespace jauap::db {

// What db::fatal calls when the files can no longer be trusted; SQLite itself would go on. Tests put another handler in its
// place (it may return; the caller then throws). Returns the one before.
using FatalHandler = void (*)(std::string_view what, std::string_view detail);
FatalHandler set_fatal_handler(FatalHandler handler);

// One line of JSON on stderr for what an operator must act on. Never with parameters of statements.
void log_line(std::string_view event, std::string_view what, std::string_view detail);

struct Counts {
  std::size_t rows = 0;
  std::size_t changed = 0;
};

// The two kinds of transaction over a driver with `run`, `end_read` and `kind`.
template <class Driver>
class WriteTx final : public Tx {
 public:
  explicit WriteTx(Driver& driver) : driver_(driver) {}
  Kind kind() const override { return driver_.kind(); }

 protected:
  Outcome run(const Statement& statement, std::span<const Param> params, const RowHandler* each) override {
    const Counts counts = driver_.run(statement, params, each);
    return {counts.rows, counts.changed};
  }

 private:
  Driver& driver_;
};

template <class Driver>
class Snapshot final : public ReadTx {
 public:
  explicit Snapshot(Driver& driver) : driver_(driver) {}
  ~Snapshot() override { driver_.end_read(); }
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;
  Kind kind() const override { return driver_.kind(); }

 protected:
  Outcome run(const Statement& statement, std::span<const Param> params, const RowHandler* each) override {
    const Counts counts = driver_.run(statement, params, each);
    return {counts.rows, counts.changed};
  }

 private:
  Driver& driver_;
};

// Which transaction a connection has open.
enum class Open { nothing, snapshot, write };

}  // namespace jauap::db
