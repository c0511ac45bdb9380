#include "platform/files/blobs.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "base/durable.h"
#include "platform/db/db.h"

namespace jauap::files {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view begun_suffix = ".begun";  // of write_durably

std::string shard_of(std::string_view name) {
  return std::string(name.substr(0, 2));
}
std::string about(std::string_view name) {
  return "files/" + std::string(name);
}

// A name made here, and nothing that could be a path.
bool is_name(std::string_view name) {
  return name.size() == 32 && name.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

[[noreturn]] void sync_failed(const std::string& path) {
  const std::string why = std::strerror(errno);
  db::fatal("fsync of " + path, why);
  throw db::Failure("fsync of " + path + ": " + why);
}

// A folder that is there for good when this returns true.
bool make_folder(const std::string& path, const std::string& parent) {
  if (::mkdir(path.c_str(), 0700) == 0) {
    if (!sync_folder(parent)) sync_failed(parent);
    return true;
  }
  return errno == EEXIST;
}

std::optional<std::string> read_all(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::string bytes{std::istreambuf_iterator<char>(file), {}};
  if (file.bad()) return std::nullopt;
  return bytes;
}

Problem full() {
  return {.kind = Problem::Kind::unavailable, .message = "platform.files.cannot_keep"};
}

}  // namespace

Blobs::Blobs(std::string data_folder, std::shared_ptr<const secrets::Keys> keys)
    : folder_(std::move(data_folder) + "/files"), keys_(std::move(keys)) {}

Result<Blob> Blobs::put(std::string_view bytes) const {
  const auto name = secrets::hex(secrets::random_bytes(16));
  const auto shard = folder_ + "/" + shard_of(name), path = shard + "/" + name;
  if (!make_folder(folder_, fs::path(folder_).parent_path().string()) || !make_folder(shard, folder_)) return full();
  const auto sealed = keys_->seal(bytes, about(name));
  switch (write_durably(path, sealed, 0600)) {
    case Kept::yes:
      break;
    case Kept::no:
      return full();
    case Kept::unknown:
      sync_failed(path);
  }
  return Blob{name, bytes.size(), secrets::sha256(sealed)};
}

std::optional<std::string> Blobs::get(std::string_view name) const {
  if (!is_name(name)) return std::nullopt;
  const auto sealed = read_all(folder_ + "/" + shard_of(name) + "/" + std::string(name));
  return sealed ? keys_->open(*sealed, about(name)) : std::nullopt;
}

std::optional<std::string> Blobs::hash(std::string_view name) const {
  if (!is_name(name)) return std::nullopt;
  const auto sealed = read_all(folder_ + "/" + shard_of(name) + "/" + std::string(name));
  if (!sealed) return std::nullopt;
  return secrets::sha256(*sealed);
}

void Blobs::drop(std::string_view name) const {
  const auto plain = name.ends_with(begun_suffix) ? name.substr(0, name.size() - begun_suffix.size()) : name;
  if (!is_name(plain)) return;
  ::unlink((folder_ + "/" + shard_of(plain) + "/" + std::string(name)).c_str());
}

void Blobs::each(const std::function<void(const std::string&, Instant)>& visit) const {
  std::error_code gone;
  for (const auto& shard : fs::directory_iterator(folder_, gone))
    for (const auto& entry : fs::directory_iterator(shard.path(), gone)) {
      struct stat info {};
      if (::stat(entry.path().c_str(), &info) != 0) continue;
      visit(entry.path().filename().string(), Instant{std::int64_t(info.st_mtim.tv_sec) * 1000});
    }
}

}  // namespace jauap::files
