// A checkpoint (C2SP tlog-checkpoint): what a log says about itself. Three lines, no extension lines:
// <origin>, <size in decimal>, <base64(root)>.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "platform/tlog/parsed.h"
#include "platform/tlog/tree.h"

namespace jauap::tlog {

struct Checkpoint {
  std::string origin;  // address of the log without scheme and trailing slash; also the name of its key
  std::uint64_t size = 0;
  Hash root = empty_root();
  bool operator==(const Checkpoint&) const = default;
  std::string text() const;  // what is signed
};

Parsed<Checkpoint> parse_checkpoint(std::string_view signed_text);

}  // namespace jauap::tlog
