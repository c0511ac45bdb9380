// Photos and documents that people attach. From the browser to the public page:
//
//   stage()    the bytes are looked at and lie sealed on the disk; no row yet. On a reader thread.
//   receive()  the row, in the command's own transaction. A picture waits for cleaning; a PDF is ready as it came.
//   "files.clean"  a job remakes the picture in a sandboxed process (cleaner.h): upright, without place, words and
//   tails. publish()  somebody has looked and lets it out; until then only read() with a permit opens it. remove()
//   bytes go at once, the row stays as a mark.
//
// Pictures are served as our own JPEG; a PDF only as a download, in its own sandbox. Names shown are ours: photo-1.jpg,
// photo-1-small.jpg, document-2.pdf. What is refused is refused in words.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/auth/auth.h"
#include "platform/db/writer.h"
#include "platform/files/blobs.h"
#include "platform/files/cleaner.h"
#include "platform/files/limits.h"
#include "platform/http/http.h"
#include "platform/jobs/jobs.h"

namespace jauap {

using FileId = Id<struct FileTag>;

namespace files {

// What a file belongs to. `kind` is chosen by the module: "appeal", "appeal.answer".
struct Owner {
  std::int64_t place = 0;
  std::string kind;
  std::int64_t id = 0;
};

enum class State { waiting = 0, clean = 1, refused = 2, removed = 3 };
enum class Variant { original = 0, whole = 1, small = 2 };

// One file as a page needs it.
struct File {
  FileId id;
  std::int64_t place = 0;
  int n = 0;
  Kind kind = Kind::jpeg;
  State state = State::waiting;
  Cleaned::Outcome outcome = Cleaned::Outcome::good;
  bool is_public = false;
  Instant received_at;
  std::size_t bytes = 0;      // of the whole variant when clean, else of what came
  int width = 0, height = 0;  // of the whole variant
  int small_width = 0, small_height = 0;
};
std::string shown_name(const File& file, Variant variant = Variant::whole);  // "photo-1.jpg"
Key reason(const File& file);                                                // why it was refused, in words

// On the disk, not yet spoken of. Swept after a week when no row comes.
struct Staged {
  Kind kind = Kind::jpeg;
  Blob blob;
};
// Problems: empty, too large, a kind that is not taken (invalid), disk full (unavailable); `field` is the form's.
Result<Staged> stage(const Blobs& blobs, std::string_view bytes, std::string_view field);

struct Received {
  Owner owner;
  std::vector<Staged> files;
  std::string sender;          // whoever counts as one for sender_bytes_max: "account/5", a keyed hash of an address
  bool keep_original = false;  // the sender agreed that those who handle the object see the picture as it came
};
// Problems: more than files_max for one owner (invalid), more than sender_bytes_max in a day (too_many).
Result<std::vector<FileId>> receive(db::Tx& tx, const Permit& permit, IdMaker& ids, Instant now,
                                    const Received& received);

// All that were not removed, in the order they came.
std::vector<File> of_owner(db::ReadTx& tx, const Owner& owner, const Permit& permit);
// Those that are clean and let out: for public pages.
std::vector<File> public_of_owner(db::ReadTx& tx, const Owner& owner);

// Bytes ready to be sent.
struct Content {
  std::string name, media_type;
  bool is_public = false;
  std::string bytes;
};
// By the shown name. Problem not_found: no such name, not ready, removed, for read_public also not let out;
// unavailable: the file on the disk is damaged or gone. The original of a picture is read by `original_of`.
Result<Content> read(db::ReadTx& tx, const Blobs& blobs, const Permit& permit, const Owner& owner,
                     std::string_view shown);
Result<Content> read_public(db::ReadTx& tx, const Blobs& blobs, const Owner& owner, std::string_view shown);
Result<Content> original_of(db::ReadTx& tx, const Blobs& blobs, const Permit& permit, const Owner& owner,
                            std::string_view shown);
// The answer with its headers: a sandbox of its own; pictures inline, everything else and every original as a download.
http::Response answer(Content content);

// Lets a clean file out, or takes it back. Problem conflict when it is not clean.
Done publish(db::Tx& tx, const Permit& permit, const Owner& owner, std::string_view shown, bool is_public);
// Problem not_found when there is none. The bytes are deleted by a job right after the commit.
Done remove(db::Tx& tx, const Permit& permit, IdMaker& ids, Instant now, const Owner& owner, std::string_view shown);
// The same for every file of an owner, and forgets who sent them: erasure.
void remove_all(db::Tx& tx, const Permit& permit, IdMaker& ids, Instant now, const Owner& owner);

// "files.clean", "files.drop" and the periodic "files.sweep", which deletes what no row has spoken of for a week.
std::vector<jobs::Handler> handlers(const Blobs& blobs, db::Writer& writer, db::Readers& readers, const Clock& clock,
                                    const Child& cleaner);
inline constexpr const char* sweep_job = "files.sweep";

// Names of files whose bytes are missing or are not what was written, at most `limit`: for the check of a whole
// database.
std::vector<std::string> damaged(db::ReadTx& tx, const Blobs& blobs, int limit);

}  // namespace files
}  // namespace jauap
