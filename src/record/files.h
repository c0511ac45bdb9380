// The files of the log as anybody may fetch them (C2SP tlog-tiles and our additions): bytes out of the database. Nothing
// beyond the newest published checkpoint is given out.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/module/module.h"
#include "platform/tlog/tlog.h"
#include "record/store.h"

namespace jauap::record {

// A checkpoint with every cosignature that it has gathered.
std::string note_of(db::ReadTx& tx, const store::Signed& checkpoint);

// A tile or bundle of the published tree; nothing when it has none of this width.
std::optional<std::string> published_tile(db::ReadTx& tx, const tlog::TilePlace& place);

// A file by its path below /log/: checkpoint, checkpoints/<size>, tile/…, policy; nothing when there is none.
std::optional<std::string> log_file(db::ReadTx& tx, std::string_view path);

struct Proving {
  enum class State { unknown, promised, proved } state = State::unknown;
  std::string proof;           // C2SP tlog-proof
  std::uint64_t index = 0;
};
// By the largest checkpoint whose witnesses are a quorum, else by the newest.
Proving prove(db::ReadTx& tx, const tlog::Hash& leaf_hash);

// A note as the log alone has signed it.
std::string log_part_of(const std::string& note, const tlog::Policy& whom);

// What a witness in pull mode brings: a note over a published checkpoint. Nothing of it is kept but lines by witnesses of
// the policy. Problems: no such checkpoint, no good line.
Done take_cosignatures(db::Tx& tx, const std::string& note);

std::vector<Route> file_routes();

}  // namespace jauap::record
