#include "record/cosigner.h"

#include <algorithm>

#include "platform/metrics/log.h"
#include "record/append.h"
#include "record/demo_witnesses.h"
#include "record/files.h"
#include "record/policy.h"

namespace jauap::record {
namespace {

constexpr auto vouches_for = std::chrono::hours(1);             // then a witness is asked again, although nothing is new
constexpr std::chrono::milliseconds first_patience = std::chrono::seconds(2), longest_patience = std::chrono::minutes(10);
constexpr int asked_at_once = 2;                     // times in one round: a 409 says where the witness stands

}  // namespace

Cosigner::Cosigner(House& house, std::shared_ptr<Office> office)
    : house_(house), office_(std::move(office)), in_process_(demo_callers(house, office_->origin())), thread_([this] { work(); }) {}

Cosigner::~Cosigner() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void Cosigner::nudge() {
  {
    const std::lock_guard lock(mutex_);
    nudged_ = true;
  }
  wake_.notify_all();
}

Caller Cosigner::caller(const tlog::PolicyMember& member) {
  if (const auto found = in_process_.find(member.key->name); found != in_process_.end()) return found->second;
  if (member.url.empty()) return {};
  return {.ask = [url = member.url](const tlog::AddCheckpoint& request) { return witness::ask(url, request); },
          .newest = [url = member.url, origin = office_->origin()]() -> std::optional<std::string> {
            const auto fetched = witness::newest_of(url, origin);
            if (fetched.state != tlog::Fetched::State::found) return std::nullopt;
            return fetched.bytes;
          }};
}

std::vector<tlog::Checkpoint> Cosigner::remembered(db::ReadTx& tx) {
  const auto whom = policy(tx);
  std::vector<tlog::Checkpoint> all(whom.members.size());
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < whom.members.size(); ++i) {
    if (!whom.members[i].is_witness()) continue;
    const auto one = caller(whom.members[i]);
    if (!one.newest) continue;
    threads.emplace_back([&whom, one, into = &all[i]] {
      const auto note = one.newest();
      const auto seen = note ? tlog::open_checkpoint(*note, whom) : tlog::Parsed<tlog::SeenCheckpoint>(tlog::Fault{"none"});
      if (seen) *into = seen->checkpoint;
    });
  }
  for (auto& thread : threads) thread.join();
  std::erase_if(all, [](const tlog::Checkpoint& one) { return one.size == 0; });
  return all;
}

// Asks one witness for its line under the newest checkpoint and keeps it.
void Cosigner::ask(const tlog::PolicyMember& member, const store::Signed& newest, Instant now) {
  const auto one = caller(member);
  if (!one.ask) return;
  std::uint64_t old_size = 0;
  std::string why = "no answer";
  house_.readers->run([&](db::ReadTx& tx) {
    if (const auto last = store::newest_of(tx, member.key->name)) old_size = last->size;
  });
  for (int tries = 0; tries < asked_at_once; ++tries) {
    tlog::AddCheckpoint request{.old_size = std::min(old_size, newest.size), .proof = {}, .checkpoint = newest.note};
    if (old_size > 0 && old_size < newest.size)
      house_.readers->run([&](db::ReadTx& tx) {
        if (auto proof = tlog::consistency_proof(old_size, newest.size, nodes_of(tx, newest.size))) request.proof = *proof;
      });
    const auto asked = one.ask(request);
    why = asked.why.empty() ? std::to_string(asked.status) : asked.why;
    if (asked.status == 200) {
      const auto text = tlog::parse_note(newest.note)->text;
      const auto line = witness::own_line(text, asked.lines, *member.key);
      const bool taken = line && house_.writer->run([&](db::Tx& tx) { return bool(take_cosignatures(tx, text + "\n" + *line)); }) ==
                                     db::Fate::committed;
      const std::lock_guard lock(mutex_);
      if (taken) patience_.erase(member.key->name);
      if (taken) return;
      why = "its line is not good";
      break;
    }
    if (asked.status != 409 || !asked.its_size || *asked.its_size > newest.size) break;
    old_size = *asked.its_size;
  }
  const std::lock_guard lock(mutex_);
  auto& patience = patience_[member.key->name];
  const auto wait = std::min(first_patience * (1 << std::min(patience.failures, 10)), longest_patience);
  ++patience.failures;
  patience.again = now.plus(wait);
  metrics::log().write(metrics::Level::warning, "log.witness",
                       {{"witness", std::string_view(member.key->name)}, {"why", std::string_view(why)}});
}

void Cosigner::round() {
  const auto now = house_.clock->now();
  std::optional<store::Signed> newest;
  std::vector<tlog::PolicyMember> due;
  house_.readers->run([&](db::ReadTx& tx) {
    newest = store::newest_checkpoint(tx);
    if (!newest) return;
    const std::lock_guard lock(mutex_);
    auto settled = newest->size;
    for (const auto& member : policy(tx).members) {
      if (!member.is_witness()) continue;
      const auto last = store::newest_of(tx, member.key->name);
      settled = std::min(settled, last ? last->size : 0);
      const auto waits = patience_.find(member.key->name);
      if (waits != patience_.end() && now < waits->second.again) continue;
      if (last && last->size == newest->size && now < Instant{std::int64_t(last->at) * 1000}.plus(vouches_for)) continue;
      due.push_back(member);
    }
    office_->set_settled_size(settled);
  });
  std::vector<std::thread> threads;
  for (const auto& member : due)
    threads.emplace_back([&] {
      try {
        ask(member, *newest, now);
      } catch (const std::exception& error) {
        metrics::log().write(metrics::Level::error, "log.witness", {{"what", std::string_view(error.what())}});
      }
    });
  for (auto& thread : threads) thread.join();
}

void Cosigner::work() {
  for (;;) {
    try {
      if (office_->trouble() == Trouble::none) round();
    } catch (const std::exception& error) {
      metrics::log().write(metrics::Level::error, "log.cosign_failed", {{"what", std::string_view(error.what())}});
    }
    std::unique_lock lock(mutex_);
    if (!nudged_) wake_.wait_for(lock, std::chrono::seconds(1), [&] { return nudged_ || closing_; });
    if (closing_) return;
    nudged_ = false;
  }
}

}  // namespace jauap::record
