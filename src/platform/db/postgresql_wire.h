// PostgreSQL's binary formats: how our five kinds of values travel, and rows as they come back.
#pragma once

#include <libpq-fe.h>

#include <span>
#include <string>
#include <vector>

#include "platform/db/db.h"

namespace jauap::db {

// Types by the numbers that PostgreSQL gives them for ever (pg_type.dat).
namespace oid {
constexpr Oid unknown = 0, boolean = 16, bytea = 17, name = 19, int8 = 20, int2 = 21, int4 = 23, text = 25,
              float4 = 700, float8 = 701, bpchar = 1042, varchar = 1043, numeric = 1700;
}

// The type a parameter is declared with; unknown for null, which then takes the type of its place.
Oid type_of(const Param& param);

// The parameters of one call as libpq wants them. Views into `params`, which must outlive it.
class Arguments {
 public:
  explicit Arguments(std::span<const Param> params);
  int count() const { return int(values_.size()); }
  const char* const* values() const { return values_.data(); }
  const int* lengths() const { return lengths_.data(); }
  const int* formats() const { return formats_.data(); }

 private:
  struct Number {
    char bytes[8];
  };
  std::vector<Number> numbers_;
  std::vector<const char*> values_;
  std::vector<int> lengths_, formats_;
};

// A row of a result in binary format.
class PostgresqlRow final : public Row {
 public:
  PostgresqlRow(const PGresult* result, int row) : result_(result), row_(row) {}
  bool is_null(int column) const override;
  std::int64_t integer(int column) const override;
  double real(int column) const override;
  std::string_view text(int column) const override;

 private:
  std::string_view bytes(int column) const;
  const PGresult* result_;
  int row_;
};

}  // namespace jauap::db
