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
  explicit Writer(const std::string& path);  // must not exist yet
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

// Writes each member into the folder, 0600. Names are relative, of letters, digits, ".", "-" and "/", without "..";
// another one ends the reading.
void extract(const std::string& path, const std::string& folder);

}  // namespace jauap::archive
