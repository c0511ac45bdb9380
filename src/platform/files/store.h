// SQL of files.
#pragma once

#include "platform/files/files.h"

namespace jauap::files::store {

struct NewFile {
  FileId id;
  Owner owner;
  int n = 0;
  Kind kind = Kind::jpeg;
  State state = State::waiting;
  bool keep_original = false;
  std::string sender;
  std::size_t bytes = 0;
  Instant now;
};
void insert(db::Tx& tx, const NewFile& file);

struct Shape {
  std::string media_type;
  int width = 0, height = 0;
};
void insert_blob(db::Tx& tx, std::int64_t place, FileId id, Variant variant, const Blob& blob, const Shape& shape);

struct Counts {
  int last_n = 0;   // highest number given
  int present = 0;  // not removed
};
Counts counts(db::ReadTx& tx, const Owner& owner);
std::int64_t sent_since(db::ReadTx& tx, std::int64_t place, std::string_view sender, Instant since);

std::vector<File> of_owner(db::ReadTx& tx, const Owner& owner);

struct Kept {
  std::string name, media_type;
};
std::optional<Kept> blob(db::ReadTx& tx, std::int64_t place, FileId id, Variant variant);

// What the cleaning job must know; nullopt when the file does not wait any more.
struct Waiting {
  Kind kind = Kind::jpeg;
  std::string original;  // name of the blob
  bool keep_original = false;
};
std::optional<Waiting> waiting(db::ReadTx& tx, std::int64_t place, FileId id);
// False when it was no longer waiting.
bool settle(db::Tx& tx, std::int64_t place, FileId id, State state, Cleaned::Outcome outcome, Instant now);
void delete_blob(db::Tx& tx, std::int64_t place, FileId id, Variant variant);

void set_public(db::Tx& tx, std::int64_t place, FileId id, bool is_public);
// Marks it removed and forgets its blobs; returns their names.
std::vector<std::string> remove(db::Tx& tx, std::int64_t place, FileId id, Instant now);

void forget_senders(db::Tx& tx, const Owner& owner);

bool is_spoken_of(db::ReadTx& tx, std::string_view blob_name);
void each_blob(db::ReadTx& tx, const std::function<void(const std::string& name, const std::string& sha256)>& visit);

}  // namespace jauap::files::store
