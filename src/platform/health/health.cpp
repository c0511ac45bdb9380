#include "platform/health/health.h"

#include <sys/statvfs.h>

#include <algorithm>

#include "platform/health/store.h"

namespace jauap::health {

bool disk_is_low(const std::string& folder) {
  struct statvfs info {};
  if (statvfs(folder.c_str(), &info) != 0) return true;
  const auto block = std::uint64_t(info.f_frsize);
  const std::uint64_t free = info.f_bavail * block, all = info.f_blocks * block;
  constexpr std::uint64_t least = 64ull << 20, enough = 1ull << 30;
  return free < std::max(least, std::min(enough, all / 20));
}

bool keys_fit(db::Tx& tx, const secrets::Keys& keys) {
  constexpr std::string_view word = "jauap", about = "key_mark.mark";
  if (const auto mark = key_mark(tx)) return keys.open(*mark, about) == word;
  write_key_mark(tx, keys.seal(word, about));
  return true;
}

void Health::check() {
  low_ = disk_is_low(folder_);
  const auto now = clock_.now();
  const auto fate = writer_.run([&](db::Tx& tx) {
    write_heartbeat(tx, node_, now);
    return true;
  });
  const std::lock_guard lock(mutex_);
  missing_ = low_ ? "disk" : fate == db::Fate::committed ? "" : "commit";
}

std::string Health::missing() const {
  const std::lock_guard lock(mutex_);
  return missing_;
}

}  // namespace jauap::health
