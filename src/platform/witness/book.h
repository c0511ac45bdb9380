// What a witness remembers, in one small file: for each log the checkpoint that it cosigned last. The file is on stable
// storage before an answer leaves, so that no restart, however sudden, lets a witness cosign a second history.
//
//   jauap/witness/v1
//   note <bytes>         for each log: the checkpoint, the log's signature, the witness's own line
//   <the note>
//   sum <SHA-256 of everything above, hex>
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_lock.h"
#include "platform/tlog/source.h"
#include "platform/tlog/witness.h"

namespace jauap::witness {

// Thread-safe: one question at a time is decided and written. Looking up does not wait for the disk.
class Book {
 public:
  // Makes the file where there is none: then nothing is remembered, see is_new(). A Stop with Exit::unreadable when it
  // is damaged, cannot be written, or another process has it (<path>.lock). `log_keys`: of all logs that are followed.
  Book(const std::string& path, std::vector<tlog::VerifierKey> log_keys, tlog::Signer signer);

  // As tlog::witness_answer, and what it tells to remember is remembered. 503: it could not be written. After that the
  // book answers nothing but 503, until it is opened anew: what the disk holds is not known.
  tlog::WitnessAnswer add_checkpoint(std::string_view body, std::uint64_t now_seconds);
  // The note that was cosigned last for the log with that tlog::origin_hash.
  std::optional<std::string> newest(const std::string& origin_hash) const;
  std::optional<tlog::Checkpoint> remembered(const std::string& origin) const;

  bool is_new() const { return is_new_; }
  bool is_broken() const { return is_broken_; }
  const std::vector<tlog::VerifierKey>& log_keys() const { return log_keys_; }
  const tlog::VerifierKey& key() const { return signer_.key(); }

 private:
  struct Page {
    tlog::Checkpoint checkpoint;
    std::string note;
  };
  using Pages = std::map<std::string, Page>;  // by origin_hash

  static std::string format(const Pages& pages);
  static tlog::Parsed<Pages> parse(std::string_view bytes);
  void read();
  bool keep(const tlog::Checkpoint& checkpoint, const std::string& note);
  std::string own_note(std::string_view body, const std::string& lines) const;

  const std::string path_;
  const std::vector<tlog::VerifierKey> log_keys_;
  const tlog::Signer signer_;
  std::unique_ptr<FileLock> lock_;
  bool is_new_ = false;
  std::atomic<bool> is_broken_{false};
  std::mutex deciding_;         // held from the check until the file is written
  mutable std::mutex reading_;  // of pages_, held for moments
  Pages pages_;
};

// The text of a note with the signatures of those keys and no others.
std::string with_signatures_of(const tlog::Note& note, std::span<const tlog::VerifierKey> keys);

}  // namespace jauap::witness
