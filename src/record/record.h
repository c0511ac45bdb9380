// The public record: each event leaves one entry in an append-only log that anybody can check (docs/public-record.md).
// Formats are platform/tlog; here they meet the database, the clock and the network.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "platform/module/house.h"
#include "platform/tlog/tree.h"

namespace jauap::record {

class Office;

// How far an event has come on its way.
struct Standing {
  enum class State { promised, on_record, witnessed } state = State::promised;
  int n = 0;                           // of the event within its object
  tlog::Hash hash{};                   // leaf hash: the name of /log/proof/<hash>
  std::optional<std::uint64_t> index;  // in the log
  int witnesses = 0, of = 0;           // how many of the policy's witnesses vouch for it
};
// Of each event of an object, in order. Two queries and one for each witness.
std::vector<Standing> standing_of(db::ReadTx& tx, std::int64_t place, std::int64_t object);

// Whether all events of an object stand where nothing changes any more: a page that shows them may be kept.
bool is_settled(db::ReadTx& tx, const Office& office, std::int64_t place, std::int64_t object);

// What an applicant takes home: the bytes of the entry, and the promise over them. Nothing for an event without an entry.
struct Promise {
  std::string leaf, receipt;
};
// `not_found` when there is no such event; `unavailable` while nobody can sign.
Result<Promise> promise_of(db::ReadTx& tx, const Office& office, std::int64_t place, std::int64_t object, int n);

// Begins the record of a new installation or opens the one it has; sets house.record.
Done open(House& house);

// The sequencer and whoever asks witnesses, on threads of their own, until destroyed.
class Service {
 public:
  explicit Service(House& house);
  ~Service();
  // "" when changes may be taken; else a short code for the operator: what the record lacks.
  std::string refuse_writes() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

Module module();

}  // namespace jauap::record
