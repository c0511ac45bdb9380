// After a restore from an old backup: what the log has kept and the database has lost comes back from any mirror of the
// log's files, because entries are public. Their private contents are lost, and whose they were must be told.
#pragma once

#include "platform/tlog/source.h"
#include "record/office.h"

namespace jauap::record {

struct LostEvent {
  std::string object;  // public number
  int n = 0;
  std::string type;
};

struct Refilled {
  std::uint64_t from = 0, to = 0;  // sizes of the tree
  int known = 0;                   // entries whose events are here, with their contents
  std::vector<LostEvent> lost;     // entries whose contents are not; their owners are to be told in the same transaction
};

// Brings the tree of the database up to the mirror's newest checkpoint, in one transaction. Problems: nothing newer there; a
// checkpoint or entries that do not verify or contradict what is here; events here that took the places of lost ones.
Result<Refilled> refill(db::Tx& tx, const House& house, const tlog::LogFiles& mirror, const tlog::Policy& whom);

}  // namespace jauap::record
