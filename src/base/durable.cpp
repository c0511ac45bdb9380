#include "base/durable.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace jauap {
namespace {

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto put = ::write(file, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return false;
    bytes.remove_prefix(std::size_t(put));
  }
  return true;
}

// Takes the file away; errno stays what it was.
Kept given_up(const std::string& path, Kept kept) {
  const auto why = errno;
  ::unlink(path.c_str());
  errno = why;
  return kept;
}

void close_quietly(int file) {
  const auto why = errno;
  ::close(file);
  errno = why;
}

}  // namespace

Kept write_synced(const std::string& path, std::string_view bytes, mode_t mode) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (file < 0) return Kept::no;
  const bool written = write_all(file, bytes);
  const bool synced = written && ::fsync(file) == 0;
  close_quietly(file);
  if (synced) return Kept::yes;
  return given_up(path, written ? Kept::unknown : Kept::no);
}

Kept write_durably(const std::string& path, std::string_view bytes, mode_t mode) {
  const auto draft = path + ".begun";
  if (::unlink(draft.c_str()) != 0 && errno != ENOENT) return Kept::no;
  if (const auto kept = write_synced(draft, bytes, mode); kept != Kept::yes) return kept;
  if (::rename(draft.c_str(), path.c_str()) != 0) return given_up(draft, Kept::no);
  return sync_folder(folder_of(path)) ? Kept::yes : Kept::unknown;
}

bool sync_folder(const std::string& folder) {
  const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return false;
  const bool synced = ::fsync(file) == 0;
  close_quietly(file);
  return synced;
}

std::string folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

}  // namespace jauap
