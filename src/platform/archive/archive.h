// One file that holds many (pax tar, packed with zstd), for backups. Written and read in one pass, never a whole file in memory.
#pragma once

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>

namespace jauap::archive {

// The disk is full, the archive is damaged, a name leads out of the folder. `what()` names the file.
struct Failure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Writer {
 public:
  // Neither the file nor `path`.part may exist yet. The file has its name from finish() on; what is not finished is removed.
  explicit Writer(const std::string& path);
  ~Writer();
  Writer(const Writer&) = delete;
  // False when there is no such file any more: it was removed since it was listed.
  bool add(const std::string& name, const std::string& file);
  // Everything is on stable storage when it returns.
  void finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Writes each member into the folder, 0600. Names are relative, of letters, digits, ".", "-" and "/", without "..", and
// `is_known`; another one ends the reading.
void extract(const std::string& path, const std::string& folder, const std::function<bool(const std::string&)>& is_known = {});

}  // namespace jauap::archive
