// How large the tree was when it was last signed, kept in a small file outside the database and its backups. It only
// grows: a database that is smaller was restored from an old copy, and must not be signed again.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "platform/tlog/tree.h"

namespace jauap::record {

struct Anchored {
  std::uint64_t size = 0;
  tlog::Hash root = tlog::empty_root();
};

// What a file says, whichever log it is of; nothing when it is no anchor.
std::optional<Anchored> read_anchor(const std::string& path);
// The file's content.
std::string anchor_text(const std::string& origin, const Anchored& anchored);

class Anchor {
 public:
  // `path`: the file; its folder is made when missing.
  Anchor(std::string path, std::string origin) : path_(std::move(path)), origin_(std::move(origin)) {}
  // Size 0 when there is no file yet. `unavailable`, naming the file, when it cannot be read or is another log's.
  Result<Anchored> read() const;
  // On stable storage when it returns. A smaller size, or another root for the same, is a broken invariant.
  void raise(const Anchored& to);
  const std::string& path() const { return path_; }

 private:
  std::string path_, origin_;
};

}  // namespace jauap::record
