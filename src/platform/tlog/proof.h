// The proof that an entry is on the record, good without any network (C2SP tlog-proof):
//   c2sp.org/tlog-proof@v1 / [extra <base64>] / index <decimal> / <base64 hash>… / empty line / the cosigned checkpoint
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "platform/tlog/parsed.h"
#include "platform/tlog/policy.h"
#include "platform/tlog/tree.h"

namespace jauap::tlog {

struct Proof {
  std::uint64_t index = 0;
  Hashes hashes;
  std::string checkpoint;  // the note
};

std::string format_proof(const Proof& proof);
Parsed<Proof> parse_proof(std::string_view bytes);
// The checkpoint that holds the entry; refused when anything does not fit. Whether the quorum is met is the
// checkpoint's is_witnessed.
Parsed<SeenCheckpoint> open_proof(const Proof& proof, std::string_view leaf, const Policy& policy);

}  // namespace jauap::tlog
