// The SQL of steps on several cases at once.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "appeals/appeal.h"
#include "platform/db/db.h"

namespace jauap::appeals {

using BulkId = Id<struct BulkTag>;

namespace store {

enum class BulkState { waits = 1, done = 2, undone = 3, taking = 4 };  // the numbers stand in the database
struct BulkItem {
  std::string number;
  int version = 0;
  bool is_done = false;
  std::string outcome = {};
};
struct Bulk {
  std::int64_t place = 0;
  BulkId id;
  Actor actor;
  std::string language, step, executor, target;
  BulkState state = BulkState::waits;
  Instant due_at;
  std::vector<BulkItem> items = {};
};
void add_bulk(db::Tx& tx, const Permit& permit, const Bulk& bulk);
std::optional<Bulk> bulk(db::ReadTx& tx, std::int64_t place, BulkId id);
// False when it was in another state than `from`.
bool move_bulk(db::Tx& tx, const Bulk& bulk, BulkState from, BulkState to);
// False when it had its outcome already.
bool end_item(db::Tx& tx, const Bulk& bulk, const BulkItem& item);

}  // namespace store
}  // namespace jauap::appeals
