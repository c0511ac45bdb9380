// One server on one data folder: a lock on DIR/lock that the kernel holds for the process and drops with it, however it ends.
// A file that a killed server left behind locks nobody out. Commands of the command line do not ask for it.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"

namespace jauap::app {

class FolderLock {
 public:
  // `unavailable` when another process serves the folder, with its number, or when the file cannot be made.
  static Result<std::unique_ptr<FolderLock>> take(const std::string& folder);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  explicit FolderLock(int file) : file_(file) {}
  int file_;
};

}  // namespace jauap::app
