#include "platform/numbers/numbers.h"

namespace jauap::numbers {
namespace {

const db::Statement take{"numbers.next", R"sql(
  insert into number_counter (place_id, letter, year, last) values ($1, $2, $3, 1)
  on conflict (place_id, letter, year) do update set last = number_counter.last + 1
  returning last)sql"};

const db::Statement raise{"numbers.skip_to", R"sql(
  insert into number_counter (place_id, letter, year, last) values ($1, $2, $3, $4)
  on conflict (place_id, letter, year) do update set last = excluded.last where number_counter.last < excluded.last)sql"};

}  // namespace

void skip_to(db::Tx& tx, std::int64_t place, char letter, int year, std::int64_t serial) {
  tx.execute(raise, {place, std::string_view(&letter, 1), year, serial});
}

std::string next(db::Tx& tx, std::int64_t place, std::string_view place_code, char letter, int year) {
  std::int64_t serial = 0;
  tx.each(take, {place, std::string_view(&letter, 1), year}, [&](const db::Row& row) { serial = row.integer(0); });
  return Parsed{std::string(place_code), letter, year, serial}.canonical();
}

}  // namespace jauap::numbers
