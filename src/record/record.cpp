#include "record/record.h"

#include "platform/config/config.h"
#include "record/cosigner.h"
#include "record/demo_witnesses.h"
#include "record/leaves.h"
#include "record/office.h"
#include "record/policy.h"
#include "record/sequencer.h"

namespace jauap::record {

std::vector<Standing> standing_of(db::ReadTx& tx, std::int64_t place, std::int64_t object) {
  std::vector<Standing> all;
  const auto newest = store::newest_checkpoint(tx);
  std::vector<std::uint64_t> cosigned;  // size that each witness vouches for
  int of = 0;
  const auto whom = policy(tx);
  for (const auto& member : whom.members) {
    if (!member.is_witness()) continue;
    ++of;
    if (const auto last = store::newest_of(tx, member.key->name)) cosigned.push_back(last->size);
  }
  for (const auto& event : store::of_object(tx, place, object)) {
    Standing standing{.n = event.n, .hash = event.hash, .index = event.index, .of = of};
    if (event.index && newest && *event.index < newest->size) {
      for (const auto size : cosigned) standing.witnesses += size > *event.index;
      standing.state = standing.witnesses > 0 ? Standing::State::witnessed : Standing::State::on_record;
    }
    all.push_back(standing);
  }
  return all;
}

bool is_settled(db::ReadTx& tx, const Office& office, std::int64_t place, std::int64_t object) {
  const auto last = store::last_index(tx, place, object);
  return last && *last < office.settled_size();
}

Result<Promise> promise_of(db::ReadTx& tx, const Office& office, std::int64_t place, std::int64_t object, int n) {
  const Problem none{.kind = Problem::Kind::not_found, .message = "record.no_promise"};
  const auto hash = store::leaf_hash(tx, place, object, n);
  if (!hash) return none;
  const auto entry = store::entry_of(tx, *hash);
  const auto waiting = entry ? std::nullopt : store::pending_of(tx, *hash);
  if (!entry && !waiting) return none;
  auto leaf = entry ? entry->leaf : waiting->leaf;
  auto receipt = office.receipt(leaf);
  if (!receipt) return Problem{.kind = Problem::Kind::unavailable, .message = "record.promise_later"};
  return Promise{std::move(leaf), receipt.take()};
}

Done open(House& house) {
  house.record = TRY(Office::open(house));
  return add_demo_witnesses(house);
}

struct Service::State {
  explicit State(House& house)
      : office(house.record),
        cosigner(house, house.record),
        sequencer(house, house.record, {.remembered = [this](db::ReadTx& tx) { return cosigner.remembered(tx); }}),
        thread((sequencer.first_look(), sequencer), [this] { cosigner.nudge(); }) {}
  std::shared_ptr<Office> office;
  Cosigner cosigner;
  Sequencer sequencer;
  SequencerThread thread;
};

Service::Service(House& house) : state_(std::make_unique<State>(house)) {}
Service::~Service() = default;

std::string Service::refuse_writes() const {
  switch (state_->office->trouble()) {
    case Trouble::starting: return "what was signed of the public record is not known yet";
    case Trouble::stale: return "the database is older than the public record";
    case Trouble::forked: return "the database contradicts the public record";
    default: return "";
  }
}

}  // namespace jauap::record
