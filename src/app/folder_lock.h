// One server on one data folder: a lock on DIR/lock. Commands of the command line do not ask for it, but for those
// that rewrite the public record.
#pragma once

#include <memory>
#include <string>

#include "base/file_lock.h"
#include "base/result.h"

namespace jauap::app {

class FolderLock {
 public:
  // `unavailable` when another process serves the folder, with its number, or when the file cannot be made.
  static Result<std::unique_ptr<FolderLock>> take(const std::string& folder);

 private:
  explicit FolderLock(std::unique_ptr<FileLock> lock) : lock_(std::move(lock)) {}
  std::unique_ptr<FileLock> lock_;
};

}  // namespace jauap::app
