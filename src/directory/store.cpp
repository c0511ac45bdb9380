#include "directory/store.h"

namespace jauap::directory::store {
namespace {

const db::Statement select_version{"directory.version", "select version from directory_version where place_id = 0"};
const db::Statement select_all{"directory.all", R"sql(
  select code, parent, place, district, kind, name_kk, name_ru, name_en, phone, email, address, takes_appeals, is_closed, signing, is_small
    from body order by place_id, code)sql"};
const db::Statement insert_body{"directory.add", R"sql(
  insert into body (place_id, code, parent, place, district, kind, name_kk, name_ru, name_en, phone, email, address,
                    takes_appeals, is_closed, signing, is_small)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) on conflict (place_id, code) do nothing)sql"};
const db::Statement update_body{"directory.update", R"sql(
  update body set parent = $3, name_kk = $4, name_ru = $5, name_en = $6, phone = $7, email = $8, address = $9,
         takes_appeals = $10, is_closed = $11, signing = $12 where place_id = $1 and code = $2)sql"};
const db::Statement update_small{"directory.set_small", "update body set is_small = $3 where place_id = $1 and code = $2"};
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

#define PACK_COLUMNS "version, sha256, from_day, note, state, proposed_by, proposed_at, decided_by, decided_at, decision_note"
const db::Statement insert_pack{"directory.add_pack", R"sql(
  insert into pack_version (version, sha256, content, from_day, note, state, proposed_by, proposed_at, decided_by, decided_at, decision_note)
  values ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, ''))sql"};
const db::Statement update_pack{"directory.decide_pack", R"sql(
  update pack_version set state = $2, from_day = $3, decided_by = $4, decided_at = $5, decision_note = $6 where version = $1)sql"};
const db::Statement select_packs{"directory.packs", "select " PACK_COLUMNS " from pack_version order by proposed_at desc, version limit 100"};
const db::Statement select_pack{"directory.pack", "select " PACK_COLUMNS " from pack_version where version = $1"};
const db::Statement select_pack_content{"directory.pack_content", "select content from pack_version where version = $1"};
const db::Statement select_in_force{"directory.pack_in_force", R"sql(
  select version from pack_version where state = 2 and from_day <= $1 order by from_day desc, decided_at desc limit 1)sql"};

PackVersion pack_row(const db::Row& row) {
  PackVersion pack;
  pack.version = row.string(0);
  pack.sha256 = row.string(1);
  pack.from = row.date(2);
  pack.note = row.string(3);
  pack.state = row.enumerated<PackState>(4);
  pack.proposed_by = row.id<AccountId>(5);
  pack.proposed_at = row.instant(6);
  pack.decided_by = row.id<AccountId>(7);
  pack.decided_at = row.instant(8);
  pack.decision_note = row.string(9);
  return pack;
}

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
                      .closed = row.integer(12) != 0,
                      .small = row.integer(14) != 0,
                      .signing = row.enumerated<Signing>(13)});
  });
  return bodies;
}

void add(db::Tx& tx, std::int64_t place, const Body& b) {
  tx.execute(insert_body, {place, b.code, b.parent, b.place, b.district, b.kind, b.name.kk, b.name.ru, b.name.en, b.phone,
                           b.email, b.address, b.takes_appeals ? 1 : 0, b.closed ? 1 : 0, b.signing, b.small ? 1 : 0});
}

void set_small(db::Tx& tx, std::int64_t place, std::string_view code, bool is_small) { tx.execute(update_small, {place, code, is_small ? 1 : 0}); }

void update(db::Tx& tx, std::int64_t place, const Body& b) {
  tx.execute(update_body, {place, b.code, b.parent, b.name.kk, b.name.ru, b.name.en, b.phone, b.email, b.address,
                           b.takes_appeals ? 1 : 0, b.closed ? 1 : 0, b.signing});
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

void add_pack(db::Tx& tx, const PackVersion& row, const std::string& content) {
  tx.execute(insert_pack, {row.version, row.sha256, content, row.from, row.note, row.state, row.proposed_by, row.proposed_at});
}

void decide_pack(db::Tx& tx, const std::string& version, PackState state, CivilDate from, AccountId by, Instant at, const std::string& note) {
  tx.execute(update_pack, {version, state, from, by, at, note});
}

std::vector<PackVersion> packs(db::ReadTx& tx) {
  std::vector<PackVersion> all;
  tx.each(select_packs, {}, [&](const db::Row& row) { all.push_back(pack_row(row)); });
  return all;
}

std::optional<PackVersion> pack(db::ReadTx& tx, std::string_view version) {
  std::optional<PackVersion> found;
  tx.first(select_pack, {version}, [&](const db::Row& row) { found = pack_row(row); });
  return found;
}

std::optional<std::string> pack_content(db::ReadTx& tx, std::string_view version) {
  std::optional<std::string> found;
  tx.first(select_pack_content, {version}, [&](const db::Row& row) { found = row.string(0); });
  return found;
}

std::string pack_in_force(db::ReadTx& tx, CivilDate today) {
  std::string version;
  tx.first(select_in_force, {today}, [&](const db::Row& row) { version = row.string(0); });
  return version;
}

}  // namespace jauap::directory::store
