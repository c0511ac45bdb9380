// A lock on a file that the kernel holds for this process and drops with it, however it ends. A file that a killed
// process left behind locks nobody out. The file is not removed: whoever waits for the same name must find the same
// one.
#pragma once

#include <memory>
#include <string>

namespace jauap {

class FileLock {
 public:
  struct Taken {
    std::unique_ptr<FileLock> lock;  // nullptr: not taken
    std::string holder;  // the process that has it, "?" when it does not say; "" when the file cannot be made
    std::string why;     // the file cannot be made
  };
  // Makes the file (0600) where there is none, and does not wait. One process may not take it twice, either.
  static Taken take(const std::string& path);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  explicit FileLock(int file) : file_(file) {}
  int file_;
};

}  // namespace jauap
