#include "platform/tlog/monitor.h"

#include <algorithm>
#include <map>

#include "platform/secrets/secrets.h"
#include "platform/tlog/monitor_parts.h"
#include "platform/tlog/proof.h"
#include "platform/tlog/verify.h"

namespace jauap::tlog {
namespace {

constexpr std::uint64_t fresh_seconds = 2 * 3600;

struct Promise {
  std::string name;
  Receipt receipt;
  bool is_kept = false;
};

// One pass over a log with everything that was kept of it.
class Run {
 public:
  Run(const Policy& policy, LogFiles& log, const MonitorOptions& options)
      : policy_(policy),
        log_(log),
        options_(options),
        newest_(newest_checkpoint(policy, log)),
        timeline_(policy, newest_),
        objects_(options) {}

  void take(const Kept& kept) {
    if (is_receipt(kept.bytes)) return take_receipt(kept);
    auto note = kept.bytes;
    if (const auto proof = parse_proof(kept.bytes)) note = proof->checkpoint;
    const auto seen = open_checkpoint(note, policy_);
    if (!seen)
      breaches_.push_back({"M01", -1, kept.name + ": " + seen.wrong()});
    else if (seen->checkpoint.origin != newest_.checkpoint.origin)
      notices_.push_back(kept.name + " is a checkpoint of another log: " + seen->checkpoint.origin);
    else
      timeline_.add(*seen, kept.name);
  }

  MonitorReport report() {
    walk();
    judge_promises();
    judge_freshness();
    judge_keys();
    objects_.missing_numbers(timeline_.newest_time().value_or(latest_at_), options_.mmd_seconds, breaches_);
    const bool is_site_judged = judge_shown();
    for (auto& more : {timeline_.notices(), objects_.notices()})
      notices_.insert(notices_.end(), more.begin(), more.end());
    std::stable_sort(breaches_.begin(), breaches_.end(),
                     [](const Breach& a, const Breach& b) { return a.index < b.index; });
    return {std::move(breaches_), objects_.overdue(), std::move(notices_), newest_.is_witnessed, is_site_judged};
  }

 private:
  void take_receipt(const Kept& kept) {
    const auto receipt = open_receipt(kept.bytes, policy_.receipt_keys);
    if (!receipt)
      breaches_.push_back({"M15", -1, kept.name + ": " + receipt.wrong()});
    else
      promises_.emplace(leaf_hash(receipt->leaf), Promise{kept.name, *receipt});
  }

  void walk() {
    Edge edge;
    timeline_.compare(0, edge.root(), breaches_);
    timeline_.larger_than_newest(breaches_);
    walk_entries(log_, newest_.checkpoint.size, [&](std::uint64_t index, const std::string& entry, const Hash& hash) {
      edge.append(hash);
      if (timeline_.has_size(edge.size())) timeline_.compare(edge.size(), edge.root(), breaches_);
      judge(index, entry, hash);
    });
  }

  void judge(std::uint64_t index, const std::string& entry, const Hash& hash) {
    const auto [begin, end] = promises_.equal_range(hash);
    for (auto it = begin; it != end; ++it) it->second.is_kept = true;
    const auto leaf = read_leaf(entry);
    const auto wrong = leaf ? schema_fault(*leaf) : leaf.wrong();
    if (wrong) breaches_.push_back({"M02", std::int64_t(index), *wrong});
    if (!leaf) return;
    latest_at_ = std::max(latest_at_, leaf->at);
    timeline_.judge(index, leaf->at, options_.mmd_seconds, breaches_);
    objects_.take(index, *leaf, hash, breaches_);
    if (leaf->type == "log.key_rotated" || leaf->type == "log.started") keys_.rotated.push_back(leaf->val);
    if (leaf->type == "log.witnesses") keys_.policy_hash = leaf->val;
  }

  void judge_promises() {
    const auto time = timeline_.newest_time();
    for (const auto& [hash, promise] : promises_) {
      const auto& receipt = promise.receipt;
      if (promise.is_kept || receipt.origin != newest_.checkpoint.origin) continue;
      if (time && *time > receipt.promised)
        breaches_.push_back({"M15", -1, promise.name + ": broken promise, " + receipt.object + " is not in the log"});
      else
        notices_.push_back(promise.name + ": promised and not yet included, the time is not over");
    }
  }

  void judge_freshness() {
    const auto time = timeline_.newest_time();
    if (!options_.now)
      notices_.push_back("M16 was not judged: --now SECONDS says what time it is");
    else if (policy_.quorum && (!time || *time + fresh_seconds < *options_.now))
      breaches_.push_back({"M16", -1,
                           time ? "the quorum cosigned last " + std::to_string(*options_.now - *time) + " s ago"
                                : "no quorum has cosigned the newest checkpoint"});
  }

  bool judge_shown() {
    if (!options_.site) notices_.push_back("M18 was not judged: --site URL says where the cases are shown");
    if (!options_.site) return true;
    const auto judged = judge_site(*options_.site, objects_, log_, newest_.checkpoint.size, breaches_);
    notices_.push_back(judged.words());
    return judged.silent == 0;
  }

  void judge_keys() {
    if (const auto served = log_.file_if_there("policy"))
      judge_policy(policy_, *served, keys_, breaches_);
    else
      notices_.push_back("M17 was not judged: the log serves no policy");
  }

  const Policy& policy_;
  LogFiles& log_;
  const MonitorOptions& options_;
  const SeenCheckpoint newest_;
  Timeline timeline_;
  Objects objects_;
  KeyEvents keys_;
  std::multimap<Hash, Promise> promises_;
  std::uint64_t latest_at_ = 0;
  Breaches breaches_;
  std::vector<std::string> notices_;
};

// Keys of `served` that the given policy does not have and no entry of the log announces.
template <class Keys>
void judge_new_keys(const Keys& known, const std::vector<VerifierKey>& served, const KeyEvents& events,
                    Breaches& breaches) {
  for (const auto& key : served)
    if (std::find(known.begin(), known.end(), key) == known.end() &&
        std::find(events.rotated.begin(), events.rotated.end(), key.text()) == events.rotated.end())
      breaches.push_back(
          {"M17", -1, "the served policy has the key " + key.text() + ", which no log.key_rotated announces"});
}

std::vector<VerifierKey> log_keys(const Policy& policy) {
  std::vector<VerifierKey> keys;
  for (const auto& log : policy.logs) keys.push_back(log.key);
  return keys;
}

// Only witnesses and the rule over them.
Policy witnesses_of(Policy policy) {
  policy.logs.clear(), policy.receipt_keys.clear();
  return policy;
}

}  // namespace

std::string Breach::line() const {
  return code + "\t" + std::to_string(index) + "\t" + words;
}

void judge_policy(const Policy& given, const std::string& served_bytes, const KeyEvents& events, Breaches& breaches) {
  const auto served = parse_policy(served_bytes);
  if (!served) {
    breaches.push_back({"M17", -1, "the served policy cannot be read: " + served.wrong()});
    return;
  }
  judge_new_keys(log_keys(given), log_keys(*served), events, breaches);
  judge_new_keys(given.receipt_keys, served->receipt_keys, events, breaches);
  const auto hash = secrets::hex(secrets::sha256(served_bytes));
  if (events.policy_hash && *events.policy_hash != hash)
    breaches.push_back({"M17", -1, "the served policy is not the one whose hash log.witnesses recorded last"});
  if (!events.policy_hash && !witnesses_of(given).agrees_with(witnesses_of(*served)))
    breaches.push_back(
        {"M17", -1,
         "the served policy has other witnesses or another quorum than the given one, and no log.witnesses says so"});
}

MonitorReport monitor(const Policy& policy, LogFiles& log, const std::vector<Kept>& kept,
                      const MonitorOptions& options) {
  Run run(policy, log, options);
  for (const auto& one : kept) run.take(one);
  return run.report();
}

}  // namespace jauap::tlog
