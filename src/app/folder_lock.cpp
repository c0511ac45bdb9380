#include "app/folder_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>

namespace jauap::app {
namespace {

// Who holds the lock, as written by the holder; digits only.
std::string holder_of(int file) {
  char text[32] = {};
  const auto size = ::pread(file, text, sizeof text - 1, 0);
  std::string digits;
  for (ssize_t i = 0; i < size && text[i] >= '0' && text[i] <= '9'; ++i) digits.push_back(text[i]);
  return digits.empty() ? "?" : digits;
}

}  // namespace

Result<std::unique_ptr<FolderLock>> FolderLock::take(const std::string& folder) {
  const auto path = folder + "/lock";
  std::error_code ignored;  // what is wrong with the folder is told by open()
  std::filesystem::create_directories(folder, ignored);
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0)
    return Problem{.kind = Problem::Kind::unavailable,
                   .message = "platform.lock.cannot_make",
                   .args = {{"file", path}, {"why", std::strerror(errno)}}};
  auto lock = std::unique_ptr<FolderLock>(new FolderLock(file));
  if (::flock(file, LOCK_EX | LOCK_NB) != 0)
    return Problem{.kind = Problem::Kind::unavailable,
                   .message = "platform.lock.taken",
                   .args = {{"folder", folder}, {"process", holder_of(file)}}};
  const auto own = std::to_string(::getpid()) + "\n";
  if (::ftruncate(file, 0) != 0 || ::pwrite(file, own.data(), own.size(), 0) != ssize_t(own.size()))
    return Problem{.kind = Problem::Kind::unavailable,
                   .message = "platform.lock.cannot_make",
                   .args = {{"file", path}, {"why", std::strerror(errno)}}};
  return lock;
}

FolderLock::~FolderLock() { ::close(file_); }

}  // namespace jauap::app
