// What a witness decides (C2SP tlog-witness): it remembers one checkpoint for each log and cosigns only what continues
// it. A pure function, so that the server around it reads, persists and answers and decides nothing.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/tlog/checkpoint.h"
#include "platform/tlog/note.h"
#include "platform/tlog/tree.h"

namespace jauap::tlog {

inline constexpr std::size_t witness_request_bytes_max = 64 * 1024;

// POST /add-checkpoint: "old <size>", proof hashes in base64, an empty line, the checkpoint.
struct AddCheckpoint {
  std::uint64_t old_size = 0;
  Hashes proof;
  std::string checkpoint;  // the note
};
std::string format_add_checkpoint(const AddCheckpoint& request);
Parsed<AddCheckpoint> parse_add_checkpoint(std::string_view body);

struct WitnessAnswer {
  int status = 400;  // 200 400 403 404 409 422
  std::string body;  // 200: signature lines; 409: "<size>\n"; otherwise words
  std::string content_type = "text/plain; charset=utf-8";
  // What must be durable before the answer leaves; only with 200.
  std::optional<Checkpoint> remember;
};

// `log_keys`: keys of all logs that this witness follows. `remembered`: what it last cosigned for an origin; nothing is
// the empty tree. Ask under one lock a log: check and write must be one step.
using Remembered = std::function<std::optional<Checkpoint>(const std::string& origin)>;
WitnessAnswer witness_answer(std::string_view body, std::span<const VerifierKey> log_keys, const Remembered& remembered,
                             std::span<const Signer> witness_keys, std::uint64_t now_seconds);

// The place of GET /<this>/checkpoint: SHA-256 of the origin, hex.
std::string origin_hash(std::string_view origin);

}  // namespace jauap::tlog
