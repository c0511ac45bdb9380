#include "platform/tlog/policy.h"

#include <algorithm>

namespace jauap::tlog {
namespace {

using Items = std::vector<std::string_view>;

Items items_of(std::string_view line) {
  Items items;
  while (true) {
    const auto begin = line.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return items;
    line.remove_prefix(begin);
    const auto end = std::min(line.find_first_of(" \t"), line.size());
    items.push_back(line.substr(0, end));
    line.remove_prefix(end);
  }
}

// Reads line after line into a policy.
class PolicyReader {
 public:
  std::optional<Fault> take(const Items& items) {
    if (items.empty()) return std::nullopt;
    if (items[0] == "#" && items.size() > 1 && items[1] == "receipt-key") return take_receipt_key(items);
    if (items[0].starts_with('#')) return std::nullopt;
    if (items[0] == "log") return take_log(items);
    if (items[0] == "witness") return take_witness(items);
    if (items[0] == "group") return take_group(items);
    if (items[0] == "quorum") return take_quorum(items);
    return Fault{"unknown word " + std::string(items[0])};
  }

  Parsed<Policy> finish() {
    if (!has_quorum_) return Fault{"the policy has no quorum line"};
    return std::move(policy_);
  }

 private:
  std::optional<Fault> take_receipt_key(const Items& items) {
    if (items.size() != 3) return Fault{"a receipt key is # receipt-key <vkey>"};
    auto key = parse_verifier_key(items[2]);
    if (!key) return key.fault();
    if (key->type != KeyType::ed25519) return Fault{"a receipt key has the type 0x01"};
    policy_.receipt_keys.push_back(key.take());
    return std::nullopt;
  }

  std::optional<Fault> take_log(const Items& items) {
    if (items.size() != 2 && items.size() != 3) return Fault{"a log is log <vkey> [<url>]"};
    auto key = parse_verifier_key(items[1]);
    if (!key) return key.fault();
    if (key->type != KeyType::ed25519) return Fault{"the key of a log has the type 0x01"};
    for (const auto& log : policy_.logs)
      if (log.key.key == key->key) return Fault{"the key of " + key->name + " stands there twice"};
    policy_.logs.push_back({key.take(), items.size() == 3 ? std::string(items[2]) : ""});
    return std::nullopt;
  }

  std::optional<Fault> take_witness(const Items& items) {
    if (items.size() != 3 && items.size() != 4) return Fault{"a witness is witness <name> <vkey> [<url>]"};
    if (auto fault = name_fault(items[1])) return fault;
    auto key = parse_verifier_key(items[2]);
    if (!key) return key.fault();
    if (key->type == KeyType::ed25519) return Fault{"the key of a witness has the type 0x04 or 0x06"};
    for (const auto& member : policy_.members)
      if (member.key && member.key->key == key->key) return Fault{"the key of " + key->name + " stands there twice"};
    policy_.members.push_back(
        {std::string(items[1]), key.take(), items.size() == 4 ? std::string(items[3]) : "", 0, {}});
    is_used_.push_back(false);
    return std::nullopt;
  }

  std::optional<Fault> take_group(const Items& items) {
    if (items.size() < 4) return Fault{"a group is group <name> <k>|any|all <member>…"};
    if (auto fault = name_fault(items[1])) return fault;
    PolicyMember group{std::string(items[1]), std::nullopt, "", 0, {}};
    for (std::size_t i = 3; i < items.size(); ++i) {
      const auto member = place_of(items[i]);
      if (!member) return Fault{"no line before names the member " + std::string(items[i])};
      // In one group only and once: a witness counts in one way.
      if (is_used_[*member]) return Fault{"the member " + std::string(items[i]) + " stands in a group already"};
      is_used_[*member] = true;
      group.members.push_back(*member);
    }
    const auto threshold = items[2] == "any"   ? 1
                           : items[2] == "all" ? group.members.size()
                                               : strict_decimal(items[2]).value_or(0);
    if (threshold < 1 || threshold > group.members.size())
      return Fault{"the threshold " + std::string(items[2]) + " is not between 1 and the members"};
    group.threshold = threshold;
    policy_.members.push_back(std::move(group));
    is_used_.push_back(false);
    return std::nullopt;
  }

  std::optional<Fault> take_quorum(const Items& items) {
    if (items.size() != 2) return Fault{"a quorum is quorum <name>|none"};
    if (has_quorum_) return Fault{"the policy has a second quorum line"};
    has_quorum_ = true;
    if (items[1] == "none") return std::nullopt;
    policy_.quorum = place_of(items[1]);
    if (!policy_.quorum) return Fault{"no line before names the quorum " + std::string(items[1])};
    return std::nullopt;
  }

  std::optional<Fault> name_fault(std::string_view name) const {
    if (name == "none") return Fault{"none is no name of a witness or a group"};
    if (place_of(name)) return Fault{"the name " + std::string(name) + " stands there twice"};
    return std::nullopt;
  }

  std::optional<std::size_t> place_of(std::string_view name) const {
    for (std::size_t i = 0; i < policy_.members.size(); ++i)
      if (policy_.members[i].name == name) return i;
    return std::nullopt;
  }

  Policy policy_;
  std::vector<bool> is_used_;  // as a member of a group; beside Policy::members
  bool has_quorum_ = false;
};

// The rule below a member, whatever names it uses.
std::string rule_of(const Policy& policy, std::size_t place) {
  const auto& member = policy.members[place];
  if (member.key) return member.key->text();
  std::vector<std::string> rules;
  for (const auto one : member.members) rules.push_back(rule_of(policy, one));
  std::sort(rules.begin(), rules.end());
  std::string rule = std::to_string(member.threshold) + "(";
  for (const auto& one : rules) rule += one + " ";
  return rule + ")";
}

std::vector<std::string> keys_of(const Policy& policy) {
  std::vector<std::string> keys;
  for (const auto& log : policy.logs) keys.push_back("log " + log.key.text());
  for (const auto& key : policy.receipt_keys) keys.push_back("receipt " + key.text());
  for (const auto& member : policy.members)
    if (member.key) keys.push_back("witness " + member.key->text());
  std::sort(keys.begin(), keys.end());
  return keys;
}

// The keys of the log of an origin, then those of all witnesses.
struct KnownKeys {
  std::vector<VerifierKey> keys;
  std::size_t log_count = 0;
  std::vector<std::size_t> witnesses;  // places in Policy::members, in the order of their keys
};

KnownKeys known_keys(const Policy& policy, const std::string& origin) {
  KnownKeys known;
  for (const auto& log : policy.logs)
    if (log.key.name == origin) known.keys.push_back(log.key);
  known.log_count = known.keys.size();
  for (std::size_t i = 0; i < policy.members.size(); ++i)
    if (policy.members[i].key) known.keys.push_back(*policy.members[i].key), known.witnesses.push_back(i);
  return known;
}

// A witness that cosigned twice counts once, with its newest time.
void add_cosignature(std::vector<Cosignature>& all, const Cosignature& one) {
  const auto is_same = [&](const Cosignature& other) { return other.witness == one.witness; };
  const auto same = std::find_if(all.begin(), all.end(), is_same);
  if (same == all.end())
    all.push_back(one);
  else
    same->time = std::max(same->time, one.time);
}

}  // namespace

bool Policy::is_met(const std::vector<std::size_t>& cosigned_by) const {
  if (!quorum) return true;
  // Members stand behind those that they are made of.
  std::vector<bool> has(members.size(), false);
  for (std::size_t i = 0; i < members.size(); ++i) {
    const auto& member = members[i];
    const auto count =
        std::count_if(member.members.begin(), member.members.end(), [&](std::size_t one) { return has[one]; });
    has[i] = member.is_witness() ? std::find(cosigned_by.begin(), cosigned_by.end(), i) != cosigned_by.end()
                                 : std::size_t(count) >= member.threshold;
  }
  return has[*quorum];
}

std::size_t Policy::witness_count() const {
  return std::size_t(
      std::count_if(members.begin(), members.end(), [](const auto& member) { return member.is_witness(); }));
}

bool Policy::agrees_with(const Policy& other) const {
  const auto rule = [](const Policy& policy) { return policy.quorum ? rule_of(policy, *policy.quorum) : "none"; };
  return keys_of(*this) == keys_of(other) && rule(*this) == rule(other);
}

Parsed<Policy> parse_policy(std::string_view bytes) {
  if (bytes.size() > policy_bytes_max) return Fault{"the policy is larger than 512 KiB"};
  PolicyReader reader;
  for (std::size_t number = 1; !bytes.empty(); ++number) {
    const auto where = "line " + std::to_string(number) + " of the policy: ";
    const auto end = bytes.find('\n');
    if (end == std::string_view::npos) return Fault{where + "no newline at its end"};
    const auto line = bytes.substr(0, end);
    for (const char c : line)
      if ((std::uint8_t(c) < 0x20 && c != '\t') || c == 0x7F) return Fault{where + "a control character"};
    if (auto fault = reader.take(items_of(line))) return Fault{where + fault->words};
    bytes.remove_prefix(end + 1);
  }
  return reader.finish();
}

std::vector<std::size_t> SeenCheckpoint::witnesses() const {
  std::vector<std::size_t> places;
  for (const auto& one : cosignatures) places.push_back(one.witness);
  return places;
}

std::optional<std::uint64_t> SeenCheckpoint::quorum_time(const Policy& policy) const {
  if (!policy.quorum) return std::nullopt;
  auto newest_first = cosignatures;
  std::sort(newest_first.begin(), newest_first.end(), [](const auto& a, const auto& b) { return a.time > b.time; });
  std::vector<std::size_t> enough;
  for (const auto& one : newest_first) {
    enough.push_back(one.witness);
    if (policy.is_met(enough)) return one.time;
  }
  return std::nullopt;
}

Parsed<SeenCheckpoint> open_checkpoint(std::string_view note_bytes, const Policy& policy) {
  const auto note = parse_note(note_bytes);
  if (!note) return note.fault();
  const auto checkpoint = parse_checkpoint(note->text);
  if (!checkpoint) return checkpoint.fault();
  const auto known = known_keys(policy, checkpoint->origin);
  if (known.log_count == 0) return Fault{"the policy knows no log with the origin " + checkpoint->origin};
  const auto good = verify_note(*note, known.keys);
  if (!good) return Fault{"the checkpoint is not genuine: " + good.wrong()};
  const auto is_log = [&](const GoodSignature& one) { return one.key < known.log_count; };
  if (std::none_of(good->begin(), good->end(), is_log))
    return Fault{"the checkpoint is not genuine: the log has not signed it"};
  if (checkpoint->size == 0 && checkpoint->root != empty_root())
    return Fault{"the checkpoint gives a wrong root to the empty tree"};
  SeenCheckpoint seen{*checkpoint, note->text, {}, false};
  for (const auto& one : *good)
    if (!is_log(one)) add_cosignature(seen.cosignatures, {known.witnesses[one.key - known.log_count], *one.time});
  seen.is_witnessed = policy.is_met(seen.witnesses());
  return seen;
}

}  // namespace jauap::tlog
