// How a log asks a witness. One request, five seconds; whoever asks keeps the order and the patience.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "platform/tlog/source.h"
#include "platform/tlog/witness.h"

namespace jauap::witness {

struct Asked {
  int status = 0;                         // 0: not reached
  std::string lines;                      // 200: what it signed, to be read with own_line
  std::optional<std::uint64_t> its_size;  // 409: what it remembers; ask again from there
  std::string why;                        // for people, when there are no lines
};
// `url` of the witness as in a policy: https, or http on loopback.
Asked ask(const std::string& url, const tlog::AddCheckpoint& request);

// The good line of that witness among `lines`, its newest; nothing when there is none. Nothing else that a witness
// sends belongs under a checkpoint: one bad line in a name that readers know makes them refuse the whole note.
std::optional<std::string> own_line(const std::string& checkpoint_text, std::string_view lines,
                                    const tlog::VerifierKey& witness);

// The note that the witness cosigned last for the log, unchecked; missing: it knows none.
tlog::Fetched newest_of(const std::string& url, const std::string& origin);

}  // namespace jauap::witness
