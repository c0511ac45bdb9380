// Step 2 of appending: pending leaves get their places in the tree, within one transaction. What was written is read back
// and hashed a second time before the commit, because one flipped bit in a stored hash cannot be undone once it is signed.
#pragma once

#include "platform/tlog/tlog.h"
#include "record/store.h"

namespace jauap::record {

inline constexpr int append_max = 1024;

struct Appended {
  bool leads = true;      // false: somebody else leads; nothing was written
  int count = 0;
  std::uint64_t size = 0;  // of the tree now
  tlog::Hash root = tlog::empty_root();
};

// The nodes of the tree as the database has them.
tlog::NodeReader nodes_of(db::ReadTx& tx, std::uint64_t size);
// The bytes of a tile, cut to its width; nothing when the tree has not so many hashes.
std::optional<std::string> tile_at(db::ReadTx& tx, const tlog::TilePlace& place);

// Puts leaves behind the tree, in this order, and lets the head grow. Throws db::Failure when what was read back differs.
Appended append(db::Tx& tx, const store::Head& head, const std::vector<store::Pending>& leaves);

// At most append_max pending leaves, each behind its object's event before; takes them out of the queue.
// `node` and `epoch`: of whoever holds the lease.
Appended append_pending(db::Tx& tx, int node, std::int64_t epoch);

}  // namespace jauap::record
