#include "platform/tlog/witness.h"

#include "platform/secrets/secrets.h"

namespace jauap::tlog {
namespace {

WitnessAnswer refused(int status, const std::string& words) {
  return {.status = status, .body = words + "\n"};
}

// Why the new checkpoint does not continue the old one; nullopt: it does.
std::optional<std::string> gap_between(const Checkpoint& old, const Checkpoint& next, const Hashes& proof) {
  if (next.size == 0 && next.root != empty_root()) return "the root of the empty tree is wrong";
  if (old.size == 0) return proof.empty() ? std::nullopt : std::optional<std::string>("an empty tree needs no proof");
  if (old.size == next.size && old.root != next.root) return "another root for the same size";
  if (!verify_consistency(old.size, next.size, old.root, next.root, proof)) return "the proof does not hold";
  return std::nullopt;
}

std::vector<VerifierKey> keys_of(std::span<const VerifierKey> all, const std::string& origin) {
  std::vector<VerifierKey> keys;
  for (const auto& key : all)
    if (key.name == origin) keys.push_back(key);
  return keys;
}

}  // namespace

std::string format_add_checkpoint(const AddCheckpoint& request) {
  std::string body = "old " + std::to_string(request.old_size) + "\n";
  for (const auto& hash : request.proof) body += secrets::base64(bytes_of(hash)) + "\n";
  return body + "\n" + request.checkpoint;
}

Parsed<AddCheckpoint> parse_add_checkpoint(std::string_view body) {
  if (body.size() > witness_request_bytes_max) return Fault{"the request is larger than 64 KiB"};
  const auto take_line = [&]() -> std::optional<std::string_view> {
    const auto end = body.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const auto line = body.substr(0, end);
    body.remove_prefix(end + 1);
    return line;
  };
  auto line = take_line();
  const auto old_size = line && line->starts_with("old ") ? strict_decimal(line->substr(4)) : std::nullopt;
  if (!old_size) return Fault{"the request does not begin with old <size>"};
  AddCheckpoint request{*old_size, {}, ""};
  for (line = take_line(); line && !line->empty(); line = take_line()) {
    const auto bytes = strict_base64(*line);
    const auto hash = bytes ? hash_of_bytes(*bytes) : std::nullopt;
    if (!hash) return Fault{"a hash of the proof is not 32 bytes in strict base64"};
    if (request.proof.size() == proof_hashes_max) return Fault{"the proof has more than 63 hashes"};
    request.proof.push_back(*hash);
  }
  if (!line) return Fault{"the request has no empty line before its checkpoint"};
  request.checkpoint = body;
  return request;
}

WitnessAnswer witness_answer(std::string_view body, std::span<const VerifierKey> log_keys, const Remembered& remembered,
                             std::span<const Signer> witness_keys, std::uint64_t now_seconds) {
  const auto request = parse_add_checkpoint(body);
  if (!request) return refused(400, request.wrong());
  const auto note = parse_note(request->checkpoint);
  if (!note) return refused(400, note.wrong());
  const auto next = parse_checkpoint(note->text);
  if (!next) return refused(400, next.wrong());
  const auto keys = keys_of(log_keys, next->origin);
  if (keys.empty()) return refused(404, "unknown log");
  if (const auto good = verify_note(*note, keys); !good) return refused(403, good.wrong());
  if (request->old_size > next->size) return refused(400, "the old size is larger than the new one");
  const auto old = remembered(next->origin).value_or(Checkpoint{.origin = next->origin});
  if (request->old_size != old.size)
    return {.status = 409, .body = std::to_string(old.size) + "\n", .content_type = "text/x.tlog.size"};
  if (const auto gap = gap_between(old, *next, request->proof)) return refused(422, *gap);
  WitnessAnswer answer{.status = 200, .body = "", .remember = *next};
  for (const auto& key : witness_keys) answer.body += key.cosign(note->text, now_seconds);
  return answer;
}

std::string origin_hash(std::string_view origin) {
  return secrets::hex(secrets::sha256(origin));
}

}  // namespace jauap::tlog
