#include "platform/db/postgresql_wire.h"

#include <bit>
#include <cmath>

#include "base/invariant.h"

namespace jauap::db {
namespace {

// Numbers travel with the highest byte first.
template <class Unsigned>
Unsigned big_endian(std::string_view bytes) {
  invariant(bytes.size() == sizeof(Unsigned), "a number has the length of its type");
  Unsigned value = 0;
  for (const char c : bytes) value = Unsigned(value << 8 | static_cast<unsigned char>(c));
  return value;
}

void put_big_endian(std::uint64_t value, char (&bytes)[8]) {
  for (int i = 7; i >= 0; --i, value >>= 8) bytes[i] = char(value & 0xff);
}

// numeric, which sum() and avg() of 64-bit integers return: count of digits to base 10000, weight of the first,
// sign, scale, then the digits, two bytes each.
struct Numeric {
  explicit Numeric(std::string_view bytes)
      : count(big_endian<std::uint16_t>(bytes.substr(0, 2))),
        weight(std::int16_t(big_endian<std::uint16_t>(bytes.substr(2, 2)))),
        sign(big_endian<std::uint16_t>(bytes.substr(4, 2))),
        digits(bytes.substr(8)) {
    invariant((sign == 0 || sign == negative) && digits.size() == count * 2u, "a numeric is a finite number");
  }
  static constexpr std::uint16_t negative = 0x4000;

  int digit(int i) const { return big_endian<std::uint16_t>(digits.substr(std::size_t(i) * 2, 2)); }

  std::int64_t integer() const {
    __extension__ __int128 value = 0;
    invariant(weight < 5, "the sum fits 64 bits");
    for (int i = 0; i <= weight; ++i) value = value * 10000 + (i < count ? digit(i) : 0);
    for (int i = weight + 1; i < count; ++i) invariant(i >= 0 && digit(i) == 0, "the column holds an integer");
    if (sign == negative) value = -value;
    invariant(value >= INT64_MIN && value <= INT64_MAX, "the sum fits 64 bits");
    return std::int64_t(value);
  }
  double real() const {
    double value = 0;
    for (int i = 0; i < count; ++i) value += digit(i) * std::pow(10000.0, weight - i);
    return sign == negative ? -value : value;
  }

  int count, weight;
  std::uint16_t sign;
  std::string_view digits;
};

}  // namespace

Oid type_of(const Param& param) {
  switch (param.type()) {
    case Param::Type::null:
      return oid::unknown;
    case Param::Type::integer:
      return oid::int8;
    case Param::Type::real:
      return oid::float8;
    case Param::Type::text:
      return oid::text;
    case Param::Type::blob:
      return oid::bytea;
  }
  throw BrokenInvariant("a parameter has one of five types");
}

Arguments::Arguments(std::span<const Param> params)
    : numbers_(params.size()), values_(params.size()), lengths_(params.size()), formats_(params.size(), 1) {
  for (std::size_t i = 0; i < params.size(); ++i) {
    const Param& param = params[i];
    values_[i] = numbers_[i].bytes;
    lengths_[i] = sizeof numbers_[i].bytes;
    switch (param.type()) {
      case Param::Type::null:
        values_[i] = nullptr;
        break;
      case Param::Type::integer:
        put_big_endian(std::uint64_t(param.integer()), numbers_[i].bytes);
        break;
      case Param::Type::real:
        put_big_endian(std::bit_cast<std::uint64_t>(param.real()), numbers_[i].bytes);
        break;
      case Param::Type::text:
      case Param::Type::blob:
        if (!param.bytes().empty()) values_[i] = param.bytes().data();  // a null pointer would be a null value
        lengths_[i] = int(param.bytes().size());
        break;
    }
  }
}

bool PostgresqlRow::is_null(int column) const {
  invariant(column >= 0 && column < PQnfields(result_), "the row has this column");
  return PQgetisnull(result_, row_, column) != 0;
}

std::string_view PostgresqlRow::bytes(int column) const {
  return {PQgetvalue(result_, row_, column), std::size_t(PQgetlength(result_, row_, column))};
}

std::int64_t PostgresqlRow::integer(int column) const {
  if (is_null(column)) return 0;
  switch (PQftype(result_, column)) {
    case oid::int8:
      return std::int64_t(big_endian<std::uint64_t>(bytes(column)));
    case oid::int4:
      return std::int32_t(big_endian<std::uint32_t>(bytes(column)));
    case oid::int2:
      return std::int16_t(big_endian<std::uint16_t>(bytes(column)));
    case oid::boolean:
      return bytes(column) != std::string_view("\0", 1);
    case oid::numeric:
      return Numeric(bytes(column)).integer();
    default:
      throw BrokenInvariant("invariant broken: the column holds an integer");
  }
}

double PostgresqlRow::real(int column) const {
  if (is_null(column)) return 0;
  switch (PQftype(result_, column)) {
    case oid::float8:
      return std::bit_cast<double>(big_endian<std::uint64_t>(bytes(column)));
    case oid::float4:
      return double(std::bit_cast<float>(big_endian<std::uint32_t>(bytes(column))));
    case oid::numeric:
      return Numeric(bytes(column)).real();
    default:
      return double(integer(column));
  }
}

std::string_view PostgresqlRow::text(int column) const {
  if (is_null(column)) return {};
  switch (PQftype(result_, column)) {
    case oid::text:
    case oid::varchar:
    case oid::bpchar:
    case oid::name:
    case oid::bytea:
      return bytes(column);
    default:
      throw BrokenInvariant("invariant broken: the column holds text or a blob");
  }
}

}  // namespace jauap::db
