// One step on several cases: seen before, undone for a while, then taken case by case, each in a transaction of its own.
#pragma once

#include <string>
#include <vector>

#include "appeals/commands.h"
#include "appeals/store_bulk.h"
#include "platform/module/house.h"

namespace jauap::appeals {

inline constexpr std::size_t bulk_max = 100;          // cases at once
inline constexpr auto bulk_undo = std::chrono::seconds(60);  // nothing happens before

enum class BulkStep { accept, assign, join };
struct AskBulk {
  BulkStep step = BulkStep::accept;
  std::string executor;   // login, to assign
  std::string target;     // number, to join to
  std::vector<std::pair<std::string, int>> cases;  // number and the version that was seen, 0 for the present one
};
std::string_view name_of(BulkStep step);
std::optional<BulkStep> bulk_step_of(std::string_view name);

// What would come of each case now, by taking the steps in a transaction that the caller must undo: outcome "" when the
// step is taken, else why not. Fields that are missing are problems.
Result<std::vector<store::BulkItem>> preview_bulk(db::Tx& tx, const Context& context, Language language, const AskBulk& command);
// Kept until the time to undo is over, then taken by take_bulk.
Result<store::Bulk> ask_bulk(db::Tx& tx, const Context& context, Language language, const AskBulk& command);
Result<store::Bulk> undo_bulk(db::Tx& tx, const Context& context, BulkId id);
// Of the actor only.
Result<store::Bulk> own_bulk(db::ReadTx& tx, const Context& context, BulkId id);

// The work of its job, case by case, each in a transaction of its own; may be run again. Undone or done it is left alone. False when
// some of it could not be written now.
bool take_bulk(House& house, std::int64_t place, BulkId id);

}  // namespace jauap::appeals
