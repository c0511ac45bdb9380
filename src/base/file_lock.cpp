#include "base/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace jauap {
namespace {

// Who holds the lock, as written by the holder; digits only.
std::string holder_of(int file) {
  char text[32] = {};
  const auto size = ::pread(file, text, sizeof text - 1, 0);
  std::string digits;
  for (ssize_t i = 0; i < size && text[i] >= '0' && text[i] <= '9'; ++i) digits.push_back(text[i]);
  return digits.empty() ? "?" : digits;
}

bool sign(int file) {
  const auto own = std::to_string(::getpid()) + "\n";
  return ::ftruncate(file, 0) == 0 && ::pwrite(file, own.data(), own.size(), 0) == ssize_t(own.size());
}

}  // namespace

FileLock::Taken FileLock::take(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return {.why = std::strerror(errno)};
  auto lock = std::unique_ptr<FileLock>(new FileLock(file));
  if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return {.why = std::strerror(errno)};
    return {.holder = holder_of(file)};
  }
  if (!sign(file)) return {.why = std::strerror(errno)};
  return {.lock = std::move(lock)};
}

FileLock::~FileLock() {
  ::close(file_);
}

}  // namespace jauap
