#include "app/folder_lock.h"

#include <filesystem>

namespace jauap::app {

Result<std::unique_ptr<FolderLock>> FolderLock::take(const std::string& folder) {
  const auto path = folder + "/lock";
  std::error_code ignored;  // what is wrong with the folder is told by the lock
  std::filesystem::create_directories(folder, ignored);
  auto taken = FileLock::take(path);
  if (taken.lock) return std::unique_ptr<FolderLock>(new FolderLock(std::move(taken.lock)));
  if (!taken.holder.empty())
    return Problem{.kind = Problem::Kind::unavailable,
                   .message = "platform.lock.taken",
                   .args = {{"folder", folder}, {"process", taken.holder}}};
  return Problem{.kind = Problem::Kind::unavailable,
                 .message = "platform.lock.cannot_make",
                 .args = {{"file", path}, {"why", taken.why}}};
}

}  // namespace jauap::app
