// SQL of the public record.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/journal/journal.h"
#include "platform/tlog/tlog.h"

namespace jauap::record::store {

// ---- what an event leaves in its own transaction -------------------------------------------------------------------

void add_leaf(db::Tx& tx, EventId id, const ObjectRef& object, int n, const std::string& leaf, const tlog::Hash& hash);
// Of an event that is in the tree already.
void add_event_leaf(db::Tx& tx, EventId id, const ObjectRef& object, int n, const tlog::Hash& hash);
std::optional<tlog::Hash> leaf_hash(db::ReadTx& tx, std::int64_t place, std::int64_t object, int n);

// ---- the tree ------------------------------------------------------------------------------------------------------

struct Head {
  std::string origin;
  std::uint64_t size = 0;
  tlog::Hash root = tlog::empty_root();
  std::int64_t epoch = 0;
  int holder = 0;
  Instant lease_until;
};
std::optional<Head> head(db::ReadTx& tx);
void begin_head(db::Tx& tx, const std::string& origin);
// Takes or renews the lease when it is free, over, or the node's own; the epoch is raised unless `epoch` is the present one.
bool take_lease(db::Tx& tx, int node, std::int64_t epoch, Instant now, Instant until);
void free_lease(db::Tx& tx, int node, std::int64_t epoch);

struct Pending {
  EventId id;
  std::string leaf;
};
std::vector<Pending> pending(db::ReadTx& tx, int limit);  // oldest first
std::int64_t pending_count(db::ReadTx& tx);
std::optional<Pending> pending_of(db::ReadTx& tx, const tlog::Hash& hash);
void drop_pending_to(db::Tx& tx, EventId last);
void drop_pending(db::Tx& tx, EventId id);

struct Entry {
  std::uint64_t index = 0;
  EventId id;
  std::string leaf;
  tlog::Hash hash{};
};
void add_entry(db::Tx& tx, const Entry& entry);
std::optional<Entry> entry(db::ReadTx& tx, std::uint64_t index);
std::optional<Entry> entry_of(db::ReadTx& tx, const tlog::Hash& hash);
// Entries from an index on, in order.
std::vector<Entry> entries(db::ReadTx& tx, std::uint64_t from, int limit);
// Entries before an index, newest first.
std::vector<Entry> entries_before(db::ReadTx& tx, std::uint64_t before, int limit);
std::optional<std::string> tile(db::ReadTx& tx, unsigned level, std::uint64_t index);
void put_tile(db::Tx& tx, unsigned level, std::uint64_t index, const std::string& hashes);

// Takes the tree, its signed heads and its keys away, and begins an empty one of that name under a new epoch. Entries stay
// known to their events by their hashes.
void begin_again(db::Tx& tx, const std::string& origin);
// Sizes of all signed heads, ascending.
std::vector<std::uint64_t> signed_sizes(db::ReadTx& tx);

// False when somebody else leads, or the tree is no longer of the old size.
bool grow(db::Tx& tx, std::uint64_t old_size, std::int64_t epoch, std::uint64_t size, const tlog::Hash& root);

// ---- signed heads --------------------------------------------------------------------------------------------------

struct Signed {
  std::uint64_t size = 0;
  tlog::Hash root{};
  std::string note;
  Instant at;
};
// False when this size is signed already.
bool add_checkpoint(db::Tx& tx, const Signed& checkpoint);
std::optional<Signed> checkpoint(db::ReadTx& tx, std::uint64_t size);
std::optional<Signed> newest_checkpoint(db::ReadTx& tx);
// Sizes above one that any witness has cosigned, largest first.
std::vector<std::uint64_t> cosigned_sizes(db::ReadTx& tx, std::uint64_t above, int limit);

struct Cosigned {
  std::uint64_t size = 0;
  std::string witness;
  std::uint64_t at = 0;  // Unix seconds
  std::string line;
};
// Keeps the newer of two lines.
void put_cosignature(db::Tx& tx, const Cosigned& cosigned);
std::vector<Cosigned> cosignatures(db::ReadTx& tx, std::uint64_t size);
// The largest checkpoint that a witness has cosigned.
std::optional<Cosigned> newest_of(db::ReadTx& tx, const std::string& witness);

// ---- policy and keys -----------------------------------------------------------------------------------------------

struct WitnessPolicy {
  int version = 0;
  std::string witnesses;
  Instant at;
};
std::optional<WitnessPolicy> policy(db::ReadTx& tx);
void add_policy(db::Tx& tx, const WitnessPolicy& policy);

enum class KeyKind { log = 1, receipt = 2 };  // the numbers stand in the database
struct KeyRow {
  KeyKind kind = KeyKind::log;
  int n = 1;
  std::string vkey;
  Instant since;
  std::optional<Instant> signs_until;
  bool is_withdrawn = false;
  bool operator==(const KeyRow&) const = default;
};
std::vector<KeyRow> keys(db::ReadTx& tx);
void add_key(db::Tx& tx, const KeyRow& key);
void end_key(db::Tx& tx, KeyKind kind, int n, Instant signs_until, bool is_withdrawn);

// ---- one object's events -------------------------------------------------------------------------------------------

struct EventPlace {
  int n = 0;
  tlog::Hash hash{};
  std::optional<std::uint64_t> index;  // none: promised
};
std::vector<EventPlace> of_object(db::ReadTx& tx, std::int64_t place, std::int64_t object);

// Of the newest event; none: promised.
std::optional<std::uint64_t> last_index(db::ReadTx& tx, std::int64_t place, std::int64_t object);

// ---- checking ------------------------------------------------------------------------------------------------------

std::int64_t events_without_leaf(db::ReadTx& tx);
std::int64_t leaves_without_event(db::ReadTx& tx);
std::int64_t event_count(db::ReadTx& tx);
std::int64_t leaf_count(db::ReadTx& tx);  // in the tree and waiting

}  // namespace jauap::record::store
