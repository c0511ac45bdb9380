#include "record/sequencer.h"

#include "platform/config/config.h"
#include "platform/metrics/log.h"

namespace jauap::record {
namespace {

constexpr auto lease = std::chrono::seconds(15), renewal = std::chrono::seconds(5), looked_again = std::chrono::seconds(10);
constexpr std::int64_t clock_step_ms = 2000, steady_ms = 60'000;

std::string_view code(Trouble trouble) {
  switch (trouble) {
    case Trouble::none: return "none";
    case Trouble::starting: return "starting";
    case Trouble::stale: return "stale";
    case Trouble::forked: return "forked";
    case Trouble::clock: return "clock";
  }
  return "";
}

}  // namespace

Sequencer::Sequencer(House& house, std::shared_ptr<Office> office, SequencerParts parts)
    : house_(house), office_(std::move(office)), parts_(std::move(parts)) {}

void Sequencer::pass(Step step) const {
  if (parts_.before) parts_.before(step);
}

Trouble compare(db::ReadTx& tx, const store::Head& head, const std::vector<tlog::Checkpoint>& others) {
  bool is_stale = false;
  for (const auto& other : others) {
    if (other.size > head.size) {
      is_stale = true;
      continue;
    }
    if (other.size == 0) continue;
    const auto root = tlog::root_of(other.size, nodes_of(tx, head.size));
    if (root != other.root) return Trouble::forked;
  }
  return is_stale ? Trouble::stale : Trouble::none;
}

// The wall clock against the one that nobody sets: a step stops signing until it was steady for a minute.
bool Sequencer::clock_is_steady(Instant now) {
  const auto steady = parts_.steady_ms();
  const auto difference = now.ms - steady;
  if (!wall_minus_steady_ms_)
    steady_since_ms_ = steady - steady_ms;
  else if (std::abs(difference - *wall_minus_steady_ms_) > clock_step_ms)
    steady_since_ms_ = steady;
  wall_minus_steady_ms_ = difference;
  return steady - steady_since_ms_ >= steady_ms;
}

bool Sequencer::lead(Instant now) {
  if (epoch_ >= 0 && now < renew_at_) return true;
  pass(Step::lead);
  std::optional<store::Head> head;
  const auto fate = house_.writer->run([&](db::Tx& tx) {
    const bool taken = store::take_lease(tx, house_.settings->node, epoch_, now, now.plus(lease));
    head = store::head(tx);
    return taken;
  });
  const bool leads = fate == db::Fate::committed && head;
  if (!leads || head->epoch != epoch_) looked_ = false;
  epoch_ = leads ? head->epoch : -1;
  renew_at_ = now.plus(renewal);
  return leads;
}

// What was signed before, as far as anybody remembers it.
Trouble Sequencer::look(bool asks_witnesses) {
  const auto anchored = office_->signing().anchored();
  if (!anchored) throw db::Failure("the anchor of the record cannot be read: " + words(anchored.problems()));
  Trouble trouble = Trouble::none;
  // Witnesses first: meanwhile another server may lead, and what they have seen must not be newer than the tree that is compared.
  std::vector<tlog::Checkpoint> others;
  if (asks_witnesses && parts_.remembered) house_.readers->run([&](db::ReadTx& tx) { others = parts_.remembered(tx); });
  house_.readers->run([&](db::ReadTx& tx) {
    others.push_back({office_->origin(), anchored->size, anchored->root});
    if (const auto newest = store::newest_checkpoint(tx)) others.push_back({office_->origin(), newest->size, newest->root});
    trouble = compare(tx, *store::head(tx), others);
  });
  return trouble;
}

void Sequencer::first_look() {
  const auto anchored = office_->signing().anchored();
  std::uint64_t size = 0;
  house_.readers->run([&](db::ReadTx& tx) { size = store::head(tx)->size; });
  if (anchored && (anchored->size > 0 || size == 0)) office_->set_trouble(look(false));
}

// Looks at each take-over, and again while something is wrong.
bool Sequencer::may_sign(Instant now) {
  if (looked_) return true;
  if (office_->trouble() != Trouble::starting && now < look_at_) return false;
  const auto trouble = look();
  look_at_ = now.plus(looked_again);
  office_->set_trouble(trouble);
  looked_ = trouble == Trouble::none;
  if (!looked_) metrics::log().write(metrics::Level::error, "log.not_signed", {{"why", code(trouble)}});
  return looked_;
}

// False when somebody else leads.
bool Sequencer::append_all(Round& round, store::Head& head) {
  for (;;) {
    pass(Step::append);
    Appended appended{.leads = false};
    const auto fate = house_.writer->run([&](db::Tx& tx) {
      appended = append_pending(tx, house_.settings->node, epoch_);
      return appended.leads && appended.count > 0;
    });
    if (!appended.leads) return false;
    if (fate != db::Fate::committed) return true;
    round.appended += appended.count;
    head.size = appended.size;
    head.root = appended.root;
    if (appended.count < append_max) return true;
    if (!lead(house_.clock->now())) return false;
  }
}

// The proof is made from the tree in the database; whoever holds the keys checks it against what was signed before.
void Sequencer::raise_anchor(const store::Head& head) {
  auto& signing = office_->signing();
  const auto anchored = signing.anchored();
  if (!anchored) throw db::Failure("the anchor of the record cannot be read: " + words(anchored.problems()));
  tlog::Hashes proof;
  if (anchored->size > 0 && anchored->size < head.size)
    house_.readers->run([&](db::ReadTx& tx) {
      proof = tlog::consistency_proof(anchored->size, head.size, nodes_of(tx, head.size)).value_or(tlog::Hashes());
    });
  if (const auto extended = signing.extend({head.size, head.root}, proof); !extended)
    throw db::Failure("the anchor of the record is not raised: " + words(extended.problems()));
}

Sequencer::Round Sequencer::round() {
  const auto now = house_.clock->now();
  Round round;
  if (!lead(now)) {
    const auto trouble = office_->trouble();
    if (trouble == Trouble::starting || (trouble != Trouble::none && now >= look_at_)) {
      office_->set_trouble(look());
      look_at_ = now.plus(looked_again);
    }
    return round;
  }
  if (!may_sign(now)) return round;
  round.leads = true;
  const bool steady = clock_is_steady(now);
  office_->set_trouble(steady ? Trouble::none : Trouble::clock);

  store::Head head;
  std::optional<store::Signed> newest;
  bool waits = false;
  house_.readers->run([&](db::ReadTx& tx) {
    office_->follow_keys(tx);
    head = *store::head(tx);
    newest = store::newest_checkpoint(tx);
    waits = !store::pending(tx, 1).empty();
  });
  if (waits && !append_all(round, head)) {
    epoch_ = -1;
    return {};
  }
  if (head.size == 0 || (newest && newest->size == head.size) || !steady) return round;

  pass(Step::anchor);
  raise_anchor(head);
  pass(Step::sign);
  const auto note = office_->sign({head.size, head.root}, now);
  pass(Step::publish);
  const auto fate = house_.writer->run([&](db::Tx& tx) {
    return store::add_checkpoint(tx, {head.size, head.root, note, house_.clock->now()});
  });
  if (fate == db::Fate::committed) round.published = head.size;
  return round;
}

void Sequencer::resign() {
  if (epoch_ < 0) return;
  house_.writer->run([&](db::Tx& tx) {
    store::free_lease(tx, house_.settings->node, epoch_);
    return true;
  });
  epoch_ = -1;
}

SequencerThread::SequencerThread(Sequencer& sequencer, std::function<void()> published)
    : sequencer_(sequencer), published_(std::move(published)), thread_([this] { work(); }) {}

SequencerThread::~SequencerThread() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  wake_.notify_all();
  thread_.join();
  sequencer_.resign();
}

void SequencerThread::work() {
  for (;;) {
    try {
      if (sequencer_.round().published > 0) published_();
    } catch (const std::exception& error) {
      metrics::log().write(metrics::Level::error, "log.round_failed", {{"what", std::string_view(error.what())}});
    }
    std::unique_lock lock(mutex_);
    if (wake_.wait_for(lock, std::chrono::seconds(1), [&] { return closing_; })) return;
  }
}

}  // namespace jauap::record
