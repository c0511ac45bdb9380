#include "platform/tlog/verify.h"

#include "platform/tlog/leaf.h"
#include "platform/tlog/opening.h"
#include "platform/tlog/proof.h"
#include "platform/tlog/receipt.h"

namespace jauap::tlog {
namespace {

SeenCheckpoint genuine(std::string_view note, const Policy& policy) {
  auto seen = open_checkpoint(note, policy);
  if (!seen) throw Stop(Exit::forged, seen.wrong());
  return seen.take();
}

std::string witnessed_by(const SeenCheckpoint& seen, const Policy& policy) {
  return "witnessed by " + std::to_string(seen.cosignatures.size()) + " of " + std::to_string(policy.witness_count());
}

// What holds for the checkpoint holds for what was proved against it.
Finding proved(const SeenCheckpoint& seen, const Policy& policy, const std::string& words) {
  if (!seen.is_witnessed)
    return {Exit::no_quorum, words + "; genuine, but the quorum is not met: " + witnessed_by(seen, policy)};
  return {Exit::good, words + "; " + witnessed_by(seen, policy)};
}

std::string of_size(const SeenCheckpoint& seen) {
  return "size " + std::to_string(seen.checkpoint.size);
}

// Compares the hashes of each level, as they become complete, with the tiles of the log.
class TileCheck {
 public:
  explicit TileCheck(const LogFiles& log) : log_(log) {}

  void completed(unsigned level, const Hash& hash) {
    if (level % 8 != 0) return;
    const auto at = level / 8;
    if (rows_.size() <= at) rows_.resize(at + 1), next_.resize(at + 1);
    rows_[at].push_back(hash);
    if (rows_[at].size() == tile_width) compare(at);
  }
  void finish() {
    for (unsigned level = 0; level < rows_.size(); ++level)
      if (!rows_[level].empty()) compare(level);
  }

 private:
  void compare(unsigned level) {
    const TilePlace place{.level = level, .index = next_[level]++, .width = unsigned(rows_[level].size())};
    if (log_.tile(place) != rows_[level]) throw Stop(Exit::forged, tile_path(place) + " does not fit the entries");
    rows_[level].clear();
  }
  const LogFiles& log_;
  std::vector<Hashes> rows_;
  std::vector<std::uint64_t> next_;
};

// Lowest tiles in order; the tree that they make.
Edge walk_tiles(const LogFiles& log, std::uint64_t size, const std::function<void(std::uint64_t, const Hash&)>& each) {
  Edge edge;
  for (std::uint64_t index = 0; index < tiles_at(0, size); ++index)
    for (const auto& hash : log.tile({.index = index, .width = width_of_tile(0, index, size)})) {
      each(edge.size(), hash);
      edge.append(hash);
    }
  return edge;
}

void expect_root(const Edge& edge, const Checkpoint& checkpoint, const std::string& what) {
  if (edge.root() != checkpoint.root)
    throw Stop(Exit::forged,
               what + " do not make the root of the checkpoint of size " + std::to_string(checkpoint.size));
}

// The old checkpoint is the beginning of the new one, by a proof out of the tiles.
void expect_consistent(LogFiles* log, const Checkpoint& old, const Checkpoint& next) {
  if (old.origin != next.origin) throw Stop(Exit::forged, "the checkpoints are of different logs");
  if (old.size > next.size)
    throw Stop(Exit::forged,
               "the log has shrunk from " + std::to_string(old.size) + " to " + std::to_string(next.size) + " entries");
  if (old.size == next.size && old.root != next.root)
    throw Stop(Exit::forged, "two roots for the size " + std::to_string(old.size) + ": the log was forked");
  if (old.size == next.size || old.size == 0) return;
  if (!log) throw Stop(Exit::usage, "checkpoints of different sizes need the tiles of the log: --log DIR|URL");
  TileNodes nodes(next.size, log->tiles());
  const auto proof = consistency_proof(old.size, next.size, nodes.reader());
  if (!proof || !verify_consistency(old.size, next.size, old.root, next.root, *proof))
    throw Stop(Exit::forged, "the log of size " + std::to_string(next.size) + " does not continue the one of size " +
                                 std::to_string(old.size));
}

// What the log itself serves as the proof of an entry; nothing unless it is genuine and witnessed. It only saves
// reading all tiles: without it they are read.
std::optional<Finding> served_proof(const LogFiles& log, std::string_view leaf, const Policy& policy,
                                    const std::string& about) {
  const auto bytes = log.file_if_there("proof/" + hex(leaf_hash(leaf)));
  const auto proof = bytes ? parse_proof(*bytes) : Parsed<Proof>(Fault{"the log serves no proof"});
  const auto seen = proof ? open_proof(*proof, leaf, policy) : Parsed<SeenCheckpoint>(proof.fault());
  if (!seen || !seen->is_witnessed) return std::nullopt;
  return proved(*seen, policy, about + std::to_string(proof->index));
}

Finding unkept(const Receipt& receipt, const SeenCheckpoint& seen, const Policy& policy) {
  const auto time = seen.quorum_time(policy);
  const auto about =
      "the entry of " + receipt.object + " is not among the " + std::to_string(seen.checkpoint.size) + " of the log";
  if (!time || *time <= receipt.promised)
    return {Exit::promised, about + "; promised until " + std::to_string(receipt.promised) +
                                ", and no quorum has cosigned later than that"};
  return {Exit::forged, "broken promise: " + about + " that was cosigned at " + std::to_string(*time) +
                            ", promised until " + std::to_string(receipt.promised)};
}

}  // namespace

SeenCheckpoint newest_checkpoint(const Policy& policy, LogFiles& log) {
  auto seen = genuine(log.file("checkpoint"), policy);
  log.expect_size(seen.checkpoint.size);
  return seen;
}

Edge walk_entries(const LogFiles& log, std::uint64_t size,
                  const std::function<void(std::uint64_t, const std::string&, const Hash&)>& each,
                  const NodeWriter& completed) {
  Edge edge;
  for (std::uint64_t index = 0; index < tiles_at(0, size); ++index)
    for (const auto& entry : log.entries(index, width_of_tile(0, index, size))) {
      const auto hash = leaf_hash(entry);
      if (each) each(edge.size(), entry, hash);
      edge.append(hash, completed);
    }
  return edge;
}

Finding check_checkpoint(const Policy& policy, std::string_view note) {
  const auto seen = genuine(note, policy);
  return proved(seen, policy, "genuine checkpoint of " + seen.checkpoint.origin + ", " + of_size(seen));
}

Finding check_root(const Policy& policy, LogFiles& log) {
  const auto seen = newest_checkpoint(policy, log);
  expect_root(walk_tiles(log, seen.checkpoint.size, [](auto, const auto&) {}), seen.checkpoint, "the tiles");
  return proved(seen, policy, "the tiles make the root, " + of_size(seen));
}

Finding check_full(const Policy& policy, LogFiles& log) {
  const auto seen = newest_checkpoint(policy, log);
  TileCheck tiles(log);
  const auto edge = walk_entries(log, seen.checkpoint.size, {}, [&](unsigned level, std::uint64_t, const Hash& hash) {
    tiles.completed(level, hash);
  });
  tiles.finish();
  expect_root(edge, seen.checkpoint, "the entries");
  return proved(seen, policy, "all entries and tiles make the root, " + of_size(seen));
}

Finding check_consistency(const Policy& policy, LogFiles* log, std::string_view old_note, std::string_view new_note) {
  const auto old = genuine(old_note, policy), next = genuine(new_note, policy);
  expect_consistent(log, old.checkpoint, next.checkpoint);
  const auto& weaker = old.is_witnessed ? next : old;
  return proved(weaker, policy, "the log of " + of_size(next) + " continues the one of " + of_size(old));
}

Finding check_inclusion(const Policy& policy, LogFiles& log, std::uint64_t index, std::string_view leaf) {
  const auto seen = newest_checkpoint(policy, log);
  const auto& tree = seen.checkpoint;
  const auto what = "entry " + std::to_string(index) + " of the log of " + of_size(seen);
  if (index >= tree.size) return {Exit::forged, what + " does not exist"};
  TileNodes nodes(tree.size, log.tiles());
  const auto proof = inclusion_proof(index, tree.size, nodes.reader());
  if (!proof || !verify_inclusion(index, tree.size, leaf_hash(leaf), *proof, tree.root))
    return {Exit::forged, what + " is not this one"};
  return proved(seen, policy, what + " is this one");
}

Finding check_proof(const Policy& policy, std::string_view bytes, std::string_view leaf) {
  const auto proof = parse_proof(bytes);
  if (!proof) return {Exit::forged, proof.wrong()};
  const auto seen = open_proof(*proof, leaf, policy);
  if (!seen) return {Exit::forged, seen.wrong()};
  return proved(
      *seen, policy,
      "the entry is number " + std::to_string(proof->index) + " of " + seen->checkpoint.origin + ", " + of_size(*seen));
}

Finding check_receipt(const Policy& policy, LogFiles* log, std::string_view bytes) {
  const auto receipt = open_receipt(bytes, policy.receipt_keys);
  if (!receipt) return {Exit::forged, receipt.wrong()};
  const auto about = "the receipt of " + receipt->object + " is genuine";
  if (!log)
    return {Exit::good, about + ", promised until " + std::to_string(receipt->promised) +
                            "; whether it was kept is in the log (--log DIR|URL)"};
  const auto seen = newest_checkpoint(policy, *log);
  if (seen.checkpoint.origin != receipt->origin)
    return {Exit::forged, "the receipt is of another log: " + receipt->origin};
  const auto kept = about + " and kept: entry ";
  if (const auto finding = served_proof(*log, receipt->leaf, policy, kept)) return *finding;
  const auto index = find_leaf(*log, seen.checkpoint, leaf_hash(receipt->leaf));
  if (!index) return unkept(*receipt, seen, policy);
  return proved(seen, policy, kept + std::to_string(*index));
}

Finding check_opening(std::string_view leaf, std::string_view opening) {
  const auto event = parse_leaf(leaf);
  if (!event) return {Exit::forged, event.wrong()};
  const auto opened = parse_opening(opening);
  if (!opened) return {Exit::forged, opened.wrong()};
  if (const auto wrong = opening_fault(*opened, event->cm)) return {Exit::forged, *wrong};
  std::string words = "the opening fits the entry of " + event->object;
  for (const auto& part : opened->parts)
    words += "; " + part.name + (part.salt ? ", " + std::to_string(part.content.size()) + " bytes" : " stays closed");
  return {Exit::good, words};
}

std::optional<std::uint64_t> find_leaf(const LogFiles& log, const Checkpoint& checkpoint, const Hash& leaf) {
  std::optional<std::uint64_t> found;
  const auto edge = walk_tiles(log, checkpoint.size, [&](std::uint64_t index, const Hash& hash) {
    if (hash == leaf && !found) found = index;
  });
  expect_root(edge, checkpoint, "the tiles");
  return found;
}

}  // namespace jauap::tlog
