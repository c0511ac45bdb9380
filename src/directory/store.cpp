#include "directory/store.h"

namespace jauap::directory::store {
namespace {

const db::Statement select_version{"directory.version", "select version from directory_version where place_id = 0"};
const db::Statement select_all{"directory.all", R"sql(
  select code, parent, place, district, kind, name_kk, name_ru, name_en, phone, email, address, takes_appeals, is_closed
    from body order by place_id, code)sql"};
const db::Statement insert_body{"directory.add", R"sql(
  insert into body (place_id, code, parent, place, district, kind, name_kk, name_ru, name_en, phone, email, address,
                    takes_appeals, is_closed)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) on conflict (place_id, code) do nothing)sql"};
const db::Statement update_body{"directory.update", R"sql(
  update body set parent = $3, name_kk = $4, name_ru = $5, name_en = $6, phone = $7, email = $8, address = $9,
         takes_appeals = $10, is_closed = $11 where place_id = $1 and code = $2)sql"};
const db::Statement next_version{"directory.raise_version", R"sql(
  insert into directory_version (place_id, version) values (0, 1)
  on conflict (place_id) do update set version = directory_version.version + 1)sql"};

constexpr std::int64_t everywhere = 0;
const db::Statement select_leaves{"directory.leaves", R"sql(
  select id, account, body, stand_in, post, from_day, to_day from leave_of_absence
   where place_id = $1 and body = $2 and to_day >= $3 order by from_day, id)sql"};
const db::Statement insert_leave{"directory.add_leave", R"sql(
  insert into leave_of_absence (place_id, id, account, body, stand_in, post, from_day, to_day) values ($1, $2, $3, $4, $5, $6, $7, $8))sql"};
const db::Statement update_leave{"directory.end_leave", "update leave_of_absence set to_day = $3 where place_id = $1 and id = $2"};

}  // namespace

std::int64_t version(db::ReadTx& tx) {
  std::int64_t value = 0;
  tx.first(select_version, {}, [&](const db::Row& row) { value = row.integer(0); });
  return value;
}

std::vector<Body> all(db::ReadTx& tx) {
  std::vector<Body> bodies;
  tx.each(select_all, {}, [&](const db::Row& row) {
    bodies.push_back({.code = row.string(0),
                      .parent = row.string(1),
                      .place = row.string(2),
                      .district = row.string(3),
                      .kind = row.string(4),
                      .name = {row.string(5), row.string(6), row.string(7)},
                      .phone = row.string(8),
                      .email = row.string(9),
                      .address = row.string(10),
                      .takes_appeals = row.integer(11) != 0,
                      .closed = row.integer(12) != 0});
  });
  return bodies;
}

void add(db::Tx& tx, std::int64_t place, const Body& b) {
  tx.execute(insert_body, {place, b.code, b.parent, b.place, b.district, b.kind, b.name.kk, b.name.ru, b.name.en, b.phone,
                           b.email, b.address, b.takes_appeals ? 1 : 0, b.closed ? 1 : 0});
}

void update(db::Tx& tx, std::int64_t place, const Body& b) {
  tx.execute(update_body, {place, b.code, b.parent, b.name.kk, b.name.ru, b.name.en, b.phone, b.email, b.address,
                           b.takes_appeals ? 1 : 0, b.closed ? 1 : 0});
}

void raise_version(db::Tx& tx) { tx.execute(next_version, {}); }

std::vector<Leave> leaves(db::ReadTx& tx, std::string_view body, CivilDate today) {
  std::vector<Leave> all;
  tx.each(select_leaves, {everywhere, body, today}, [&](const db::Row& row) {
    all.push_back({.id = row.id<LeaveId>(0), .account = row.id<AccountId>(1), .stand_in = row.id<AccountId>(3), .body = row.string(2),
                   .post = row.id<PostId>(4), .from_day = row.date(5), .to_day = row.date(6)});
  });
  return all;
}

void add_leave(db::Tx& tx, const Leave& leave) {
  tx.execute(insert_leave, {everywhere, leave.id, leave.account, leave.body, leave.stand_in, leave.post, leave.from_day, leave.to_day});
}

void end_leave(db::Tx& tx, LeaveId id, CivilDate last_day) { tx.execute(update_leave, {everywhere, id, last_day}); }

}  // namespace jauap::directory::store
