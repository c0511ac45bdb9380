#include "platform/archive/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/descriptor.h"
#include "base/durable.h"

namespace jauap::archive {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t piece = 256 * 1024;

[[noreturn]] void fail(const std::string& what, const char* why) { throw Failure(what + ": " + (why ? why : "unknown fault")); }

using Entry = std::unique_ptr<::archive_entry, decltype(&::archive_entry_free)>;

bool is_plain_name(const std::string& name) {
  constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_/";
  return !name.empty() && name.front() != '/' && name.find("..") == std::string::npos && name.find_first_not_of(allowed) == std::string::npos;
}

}  // namespace

struct Writer::State {
  explicit State(const std::string& where)
      : path(where), part(where + ".part"), file(::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)) {
    if (file.get() < 0) fail(part, std::strerror(errno));
    if (fs::exists(path)) {
      ::unlink(part.c_str());
      fail(path, "there is such a file already");
    }
    if (archive_write_set_format_pax_restricted(out.get()) != ARCHIVE_OK || archive_write_add_filter_zstd(out.get()) != ARCHIVE_OK ||
        archive_write_open_fd(out.get(), file.get()) != ARCHIVE_OK)
      fail(path, archive_error_string(out.get()));
  }
  ~State() {
    if (!is_finished) ::unlink(part.c_str());
  }
  std::string path, part;
  bool is_finished = false;
  Descriptor file;
  std::unique_ptr<::archive, decltype(&::archive_write_free)> out{archive_write_new(), archive_write_free};
};

Writer::Writer(const std::string& path) : state_(std::make_unique<State>(path)) {}
Writer::~Writer() = default;

bool Writer::add(const std::string& name, const std::string& file) {
  const Descriptor in(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (in.get() < 0 && errno == ENOENT) return false;
  struct stat info {};
  if (in.get() < 0 || ::fstat(in.get(), &info) != 0) fail(file, std::strerror(errno));
  auto* out = state_->out.get();
  const Entry entry(archive_entry_new(), archive_entry_free);
  archive_entry_set_pathname(entry.get(), name.c_str());
  archive_entry_set_size(entry.get(), info.st_size);
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_entry_set_perm(entry.get(), 0600);
  if (archive_write_header(out, entry.get()) != ARCHIVE_OK) fail(state_->path, archive_error_string(out));
  std::array<char, piece> buffer;
  for (std::int64_t left = info.st_size; left > 0;) {
    const auto got = ::read(in.get(), buffer.data(), std::min<std::size_t>(buffer.size(), std::size_t(left)));
    if (got <= 0) fail(file, got < 0 ? std::strerror(errno) : "it became shorter while it was read");
    if (archive_write_data(out, buffer.data(), std::size_t(got)) != got) fail(state_->path, archive_error_string(out));
    left -= got;
  }
  return true;
}

void Writer::finish() {
  if (archive_write_close(state_->out.get()) != ARCHIVE_OK) fail(state_->path, archive_error_string(state_->out.get()));
  if (::fsync(state_->file.get()) != 0 || ::rename(state_->part.c_str(), state_->path.c_str()) != 0) fail(state_->path, std::strerror(errno));
  state_->is_finished = true;
  if (!sync_folder(folder_of(state_->path))) fail(state_->path, std::strerror(errno));
}

void extract(const std::string& path, const std::string& folder, const std::function<bool(const std::string&)>& is_known) {
  const std::unique_ptr<::archive, decltype(&::archive_read_free)> in(archive_read_new(), archive_read_free);
  archive_read_support_format_tar(in.get());
  archive_read_support_filter_zstd(in.get());
  if (archive_read_open_filename(in.get(), path.c_str(), piece) != ARCHIVE_OK) fail(path, archive_error_string(in.get()));
  ::archive_entry* entry = nullptr;
  std::array<char, piece> buffer;
  int status = ARCHIVE_OK;
  while ((status = archive_read_next_header(in.get(), &entry)) == ARCHIVE_OK) {
    const char* name = archive_entry_pathname(entry);
    if (!name || !is_plain_name(name) || (is_known && !is_known(name)) || archive_entry_filetype(entry) != AE_IFREG) fail(path, "a member has a name that is not ours");
    const fs::path target = fs::path(folder) / name;
    fs::create_directories(target.parent_path());
    const Descriptor out(::open(target.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (out.get() < 0) fail(target.string(), std::strerror(errno));
    for (;;) {
      const auto got = archive_read_data(in.get(), buffer.data(), buffer.size());
      if (got == 0) break;
      if (got < 0) fail(path, archive_error_string(in.get()));
      if (::write(out.get(), buffer.data(), std::size_t(got)) != got) fail(target.string(), std::strerror(errno));
    }
    if (::fsync(out.get()) != 0 || !sync_folder(target.parent_path().string())) fail(target.string(), std::strerror(errno));
  }
  if (status != ARCHIVE_EOF) fail(path, archive_error_string(in.get()));
}

}  // namespace jauap::archive
