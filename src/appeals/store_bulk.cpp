#include "appeals/store_bulk.h"

namespace jauap::appeals::store {
namespace {

#define BULK_COLUMNS "place_id, id, account, role, body, actor_name, language, step, executor, target, state, due_at"
const db::Statement insert_bulk{"appeals.add_bulk", "insert into appeal_bulk (" BULK_COLUMNS ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"};
const db::Statement insert_item{"appeals.add_bulk_item", R"sql(
  insert into appeal_bulk_item (place_id, bulk_id, number, version, is_done, outcome) values ($1, $2, $3, $4, 0, ''))sql"};
const db::Statement select_bulk{"appeals.bulk", "select " BULK_COLUMNS " from appeal_bulk where place_id = $1 and id = $2"};
const db::Statement select_items{"appeals.bulk_items", R"sql(
  select number, version, is_done, outcome from appeal_bulk_item where place_id = $1 and bulk_id = $2 order by number)sql"};
const db::Statement update_bulk{"appeals.move_bulk", "update appeal_bulk set state = $4 where place_id = $1 and id = $2 and state = $3"};
const db::Statement update_item{"appeals.end_bulk_item", R"sql(
  update appeal_bulk_item set is_done = 1, outcome = $4 where place_id = $1 and bulk_id = $2 and number = $3 and is_done = 0)sql"};

Bulk bulk_row(const db::Row& row) {
  Bulk bulk;
  bulk.place = row.integer(0);
  bulk.id = row.id<BulkId>(1);
  bulk.actor = {.account = row.id<AccountId>(2), .role = row.enumerated<Role>(3), .body = row.string(4), .name = row.string(5)};
  bulk.language = row.string(6);
  bulk.step = row.string(7);
  bulk.executor = row.string(8);
  bulk.target = row.string(9);
  bulk.state = row.enumerated<BulkState>(10);
  bulk.due_at = row.instant(11);
  return bulk;
}

void read_items(db::ReadTx& tx, Bulk& bulk) {
  tx.each(select_items, {bulk.place, bulk.id}, [&](const db::Row& row) {
    bulk.items.push_back({row.string(0), int(row.integer(1)), row.integer(2) != 0, row.string(3)});
  });
}

}  // namespace

void add_bulk(db::Tx& tx, const Permit&, const Bulk& bulk) {
  tx.execute(insert_bulk, {bulk.place, bulk.id, bulk.actor.account, bulk.actor.role, bulk.actor.body, bulk.actor.name, bulk.language, bulk.step, bulk.executor,
                           bulk.target, bulk.state, bulk.due_at});
  for (const auto& item : bulk.items) tx.execute(insert_item, {bulk.place, bulk.id, item.number, item.version});
}

std::optional<Bulk> bulk(db::ReadTx& tx, std::int64_t place, BulkId id) {
  std::optional<Bulk> found;
  tx.first(select_bulk, {place, id}, [&](const db::Row& row) { found = bulk_row(row); });
  if (found) read_items(tx, *found);
  return found;
}

bool move_bulk(db::Tx& tx, const Bulk& bulk, BulkState from, BulkState to) { return tx.execute(update_bulk, {bulk.place, bulk.id, from, to}) == 1; }

bool end_item(db::Tx& tx, const Bulk& bulk, const BulkItem& item) { return tx.execute(update_item, {bulk.place, bulk.id, item.number, item.outcome}) == 1; }

}  // namespace jauap::appeals::store
