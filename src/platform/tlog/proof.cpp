#include "platform/tlog/proof.h"

#include "platform/secrets/secrets.h"

namespace jauap::tlog {
namespace {

constexpr std::string_view first_line = "c2sp.org/tlog-proof@v1";

std::optional<std::string_view> take_line(std::string_view& text) {
  const auto end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const auto line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

}  // namespace

std::string format_proof(const Proof& proof) {
  std::string text = std::string(first_line) + "\nindex " + std::to_string(proof.index) + "\n";
  for (const auto& hash : proof.hashes) text += secrets::base64(bytes_of(hash)) + "\n";
  return text + "\n" + proof.checkpoint;
}

Parsed<Proof> parse_proof(std::string_view bytes) {
  if (bytes.size() > note_bytes_max + 64 * 1024) return Fault{"the proof is too large"};
  if (take_line(bytes) != first_line) return Fault{"a proof begins with c2sp.org/tlog-proof@v1"};
  auto line = take_line(bytes);
  // What an application may add says nothing about the tree; it must only be well written.
  if (line && line->starts_with("extra ")) {
    if (!strict_base64(line->substr(6))) return Fault{"the extra line of the proof is not strict base64"};
    line = take_line(bytes);
  }
  const auto index = line && line->starts_with("index ") ? strict_decimal(line->substr(6)) : std::nullopt;
  if (!index) return Fault{"the proof has no index"};
  Proof proof{*index, {}, ""};
  for (line = take_line(bytes); line && !line->empty(); line = take_line(bytes)) {
    const auto hash_bytes = strict_base64(*line);
    const auto hash = hash_bytes ? hash_of_bytes(*hash_bytes) : std::nullopt;
    if (!hash)
      return Fault{"hash " + std::to_string(proof.hashes.size() + 1) +
                   " of the proof is not 32 bytes in strict base64"};
    if (proof.hashes.size() == proof_hashes_max) return Fault{"the proof has more than 63 hashes"};
    proof.hashes.push_back(*hash);
  }
  if (!line) return Fault{"the proof has no empty line before its checkpoint"};
  proof.checkpoint = bytes;
  return proof;
}

Parsed<SeenCheckpoint> open_proof(const Proof& proof, std::string_view leaf, const Policy& policy) {
  auto seen = open_checkpoint(proof.checkpoint, policy);
  if (!seen) return seen;
  const auto& tree = seen->checkpoint;
  if (proof.index >= tree.size) return Fault{"the index of the proof is outside the tree of its checkpoint"};
  if (!verify_inclusion(proof.index, tree.size, leaf_hash(leaf), proof.hashes, tree.root))
    return Fault{"the hashes of the proof do not lead from this entry to the root of the checkpoint"};
  return seen;
}

}  // namespace jauap::tlog
