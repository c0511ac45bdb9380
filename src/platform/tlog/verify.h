// The checks behind `jauap verify`. Each says in English what it found and with which exit code; what cannot be read,
// or is no such file at all, is a Stop. No check believes a byte that it did not lead back to a signature.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "platform/tlog/policy.h"
#include "platform/tlog/source.h"

namespace jauap::tlog {

struct Finding {
  Exit exit = Exit::good;
  std::string words;
};

// The checkpoint of the log, or a Stop with Exit::forged. Also tells the files how large the log is.
SeenCheckpoint newest_checkpoint(const Policy& policy, LogFiles& log);
// Every entry in order, and the tree that they make.
Edge walk_entries(const LogFiles& log, std::uint64_t size,
                  const std::function<void(std::uint64_t index, const std::string& entry, const Hash& hash)>& each,
                  const NodeWriter& completed = {});

Finding check_checkpoint(const Policy& policy, std::string_view note);
// The root out of the lowest tiles, without reading entries.
Finding check_root(const Policy& policy, LogFiles& log);
// The tree anew out of the entries, against every tile and the root.
Finding check_full(const Policy& policy, LogFiles& log);
// `log` gives the proof; nullptr: only checkpoints of one size can be compared.
Finding check_consistency(const Policy& policy, LogFiles* log, std::string_view old_note, std::string_view new_note);
Finding check_inclusion(const Policy& policy, LogFiles& log, std::uint64_t index, std::string_view leaf);
Finding check_proof(const Policy& policy, std::string_view proof, std::string_view leaf);
// Without a log only whether the promise is genuine.
Finding check_receipt(const Policy& policy, LogFiles* log, std::string_view receipt);
Finding check_opening(std::string_view leaf, std::string_view opening);

// The index of an entry with that leaf hash in a log whose tiles make the root of the checkpoint; Stop when they do
// not.
std::optional<std::uint64_t> find_leaf(const LogFiles& log, const Checkpoint& checkpoint, const Hash& leaf);

}  // namespace jauap::tlog
