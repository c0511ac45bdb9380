// Whom to believe (C2SP tlog-policy): keys of the log, witnesses, groups, and the quorum. A comment line of ours,
// "# receipt-key <vkey>", names the key of receipts; other tools skip it.
//   log <vkey> [<url>] · witness <name> <vkey> [<url>] · group <name> <k>|any|all <member>… · quorum <name>|none
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/tlog/checkpoint.h"
#include "platform/tlog/note.h"

namespace jauap::tlog {

inline constexpr std::size_t policy_bytes_max = 512 * 1024;

struct PolicyLog {
  VerifierKey key;
  std::string url;
};

// A witness, or a group of members that stand before it in `members`.
struct PolicyMember {
  std::string name;
  std::optional<VerifierKey> key;  // of a witness
  std::string url;
  std::size_t threshold = 0;         // of a group
  std::vector<std::size_t> members;  // places in Policy::members
  bool is_witness() const { return key.has_value(); }
};

class Policy {
 public:
  std::vector<PolicyLog> logs;
  std::vector<VerifierKey> receipt_keys;
  std::vector<PolicyMember> members;
  std::optional<std::size_t> quorum;  // nothing: no cosignatures are asked for

  // Whether these witnesses (places in `members`) are enough.
  bool is_met(const std::vector<std::size_t>& cosigned_by) const;
  std::size_t witness_count() const;
  // The same keys and the same rule, whatever comments and addresses say.
  bool agrees_with(const Policy& other) const;
};

Parsed<Policy> parse_policy(std::string_view bytes);

struct Cosignature {
  std::size_t witness = 0;  // place in Policy::members
  std::uint64_t time = 0;   // Unix seconds
};

// A checkpoint that the log signed, with what the policy's witnesses said to it.
struct SeenCheckpoint {
  Checkpoint checkpoint;
  std::string text;
  std::vector<Cosignature> cosignatures;  // one a witness, its newest
  bool is_witnessed = false;              // the quorum is met
  std::vector<std::size_t> witnesses() const;
  // The latest moment at which a quorum, taken by itself, had cosigned; nothing when there is no quorum.
  std::optional<std::uint64_t> quorum_time(const Policy& policy) const;
};

// Refused: no good signature by the log whose origin it names, or a bad one by any key of the policy.
Parsed<SeenCheckpoint> open_checkpoint(std::string_view note_bytes, const Policy& policy);

}  // namespace jauap::tlog
