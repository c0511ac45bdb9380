// Bytes of files in the data folder: DATA/files/<two hex digits>/<name>, each sealed under the installation's keys for
// its own name. A name is 128 random bits: it says nothing, and no byte of a person reaches a path.
//
// put() returns when the bytes, the name and the folders are on stable storage, so that a row may speak of them. A
// failed fsync ends the process (db::fatal). Files that no row speaks of are swept (files.h). Thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "platform/secrets/secrets.h"

namespace jauap::files {

struct Blob {
  std::string name;
  std::size_t bytes = 0;  // as they came, unsealed
  std::string sha256;     // of what lies on the disk, so that damage is found without the keys
};

class Blobs {
 public:
  Blobs(std::string data_folder, std::shared_ptr<const secrets::Keys> keys);
  // Problem `unavailable` when the disk is full.
  Result<Blob> put(std::string_view bytes) const;
  // nullopt when there is no such file or it is not what was written.
  std::optional<std::string> get(std::string_view name) const;
  // The SHA-256 of what lies on the disk, nullopt when there is nothing.
  std::optional<std::string> hash(std::string_view name) const;
  // Also when it has gone already.
  void drop(std::string_view name) const;
  // Every file, whole or begun, with the moment of its last change.
  void each(const std::function<void(const std::string& name, Instant changed)>& visit) const;

 private:
  std::string folder_;
  std::shared_ptr<const secrets::Keys> keys_;
};

}  // namespace jauap::files
