// Reading a log: from a folder in the layout of the served files, or through any function that fetches a path. Nothing
// that comes from here is believed: whoever asks checks it against a signed root.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "platform/tlog/tile.h"

namespace jauap::tlog {

// What `jauap verify` says to the shell. When several hold, the first of them wins over no_quorum.
enum class Exit { good = 0, forged = 1, usage = 2, unreadable = 3, no_quorum = 4, promised = 5 };

// A check that cannot go on, or need not: caught once, where the command ends.
struct Stop : std::runtime_error {
  Stop(Exit exit, const std::string& words) : std::runtime_error(words), exit(exit) {}
  Exit exit;
};

struct Fetched {
  enum class State { found, missing, unreachable } state = State::missing;
  std::string bytes;  // of what was found
  std::string why;    // it could not be reached
};
using Fetch = std::function<Fetched(const std::string& path)>;

Fetch folder_fetch(std::string folder);
// The bytes of a file, or a Stop with Exit::unreadable.
std::string read_file(const std::string& path, std::size_t bytes_max);

class LogFiles {
 public:
  explicit LogFiles(Fetch fetch) : fetch_(std::move(fetch)) {}

  // A Stop with Exit::unreadable when there is no such file.
  std::string file(const std::string& path) const;
  // Nothing when the log has no such file.
  std::optional<std::string> file_if_there(const std::string& path) const;

  // The size of the newest checkpoint: a partial tile that is gone is cut out of a wider one.
  void expect_size(std::uint64_t size) { newest_size_ = size; }
  // Hashes and entries of a place. Stops: unreadable for what is not there, forged for bytes that are no tile.
  Hashes tile(const TilePlace& place) const;
  std::vector<std::string> entries(std::uint64_t index, unsigned width) const;
  TileReader tiles() const;

 private:
  // The bytes of the place or of a wider tile that begins with it, and how wide they are.
  std::pair<std::string, unsigned> widest(const TilePlace& place) const;
  Fetch fetch_;
  std::uint64_t newest_size_ = 0;
};

}  // namespace jauap::tlog
