#include "platform/files/files.h"

#include <algorithm>

#include "platform/files/store.h"

namespace jauap::files {
namespace {

Problem none() {
  return {.kind = Problem::Kind::not_found, .message = "platform.files.not_found"};
}

std::string megabytes(std::int64_t bytes) {
  return std::to_string(bytes >> 20);
}

struct Found {
  File file;
  Variant variant = Variant::whole;
};

// The file that is shown under this name; not when it was removed.
std::optional<Found> find(db::ReadTx& tx, const Owner& owner, std::string_view shown) {
  for (const auto& file : store::of_owner(tx, owner))
    for (const auto variant : {Variant::whole, Variant::small})
      if (shown_name(file, variant) == shown) return Found{file, variant};
  return std::nullopt;
}

Result<Content> content(db::ReadTx& tx, const Blobs& blobs, const Found& found, Variant variant) {
  const auto kept = store::blob(tx, found.file.place, found.file.id, variant);
  if (!kept) return none();
  auto bytes = blobs.get(kept->name);
  if (!bytes) return Problem{.kind = Problem::Kind::unavailable, .message = "platform.files.damaged"};
  return Content{shown_name(found.file, variant), kept->media_type, found.file.is_public, std::move(*bytes)};
}

void drop_later(db::Tx& tx, IdMaker& ids, Instant now, std::int64_t place, const std::vector<std::string>& names) {
  std::string lines;
  for (const auto& name : names) lines += name + "\n";
  if (!lines.empty()) jobs::add(tx, ids, now, place, "files.drop", lines, now);
}

}  // namespace

std::string shown_name(const File& file, Variant variant) {
  const auto number = std::to_string(file.n);
  if (!is_image(file.kind)) return "document-" + number + ".pdf";
  switch (variant) {
    case Variant::original:
      return "photo-" + number + "-original." + std::string(media_type(file.kind).substr(6));
    case Variant::whole:
      return "photo-" + number + ".jpg";
    case Variant::small:
      return "photo-" + number + "-small.jpg";
  }
  return {};
}

Key reason(const File& file) {
  switch (file.outcome) {
    case Cleaned::Outcome::too_many_pixels:
      return "platform.files.too_many_pixels";
    case Cleaned::Outcome::too_heavy:
      return "platform.files.too_heavy";
    case Cleaned::Outcome::good:
    case Cleaned::Outcome::unavailable:
    case Cleaned::Outcome::unreadable:
      break;
  }
  return "platform.files.unreadable";
}

Result<Staged> stage(const Blobs& blobs, std::string_view bytes, std::string_view field) {
  const std::string place(field);
  if (bytes.empty()) return Problem{.message = "platform.files.empty", .field = place};
  if (bytes.size() > file_bytes_max)
    return Problem{.message = "platform.files.too_large", .field = place, .args = {{"max", megabytes(file_bytes_max)}}};
  const auto kind = kind_of(bytes);
  if (!kind) return Problem{.message = "platform.files.kind_not_taken", .field = place};
  return Staged{*kind, TRY(blobs.put(bytes))};
}

Result<std::vector<FileId>> receive(db::Tx& tx, const Permit&, IdMaker& ids, Instant now, const Received& received) {
  const auto counts = store::counts(tx, received.owner);
  if (counts.present + int(received.files.size()) > files_max)
    return Problem{.message = "platform.files.too_many", .args = {{"max", std::to_string(files_max)}}};
  auto sum = store::sent_since(tx, received.owner.place, received.sender, now.minus(sender_window));
  for (const auto& staged : received.files) sum += std::int64_t(staged.blob.bytes);
  if (sum > sender_bytes_max)
    return Problem{.kind = Problem::Kind::too_many,
                   .message = "platform.files.day_limit",
                   .args = {{"max", megabytes(sender_bytes_max)}}};

  std::vector<FileId> all;
  int n = counts.last_n;
  for (const auto& staged : received.files) {
    const bool picture = is_image(staged.kind);
    const auto id = ids.next<FileId>(now);
    store::insert(tx, {.id = id,
                       .owner = received.owner,
                       .n = ++n,
                       .kind = staged.kind,
                       .state = picture ? State::waiting : State::clean,
                       .keep_original = received.keep_original,
                       .sender = received.sender,
                       .bytes = staged.blob.bytes,
                       .now = now});
    store::insert_blob(tx, received.owner.place, id, picture ? Variant::original : Variant::whole, staged.blob,
                       {.media_type = std::string(media_type(staged.kind))});
    if (picture) jobs::add(tx, ids, now, received.owner.place, "files.clean", std::to_string(id.value), now);
    all.push_back(id);
  }
  return all;
}

std::vector<File> of_owner(db::ReadTx& tx, const Owner& owner, const Permit&) {
  return store::of_owner(tx, owner);
}

std::vector<File> public_of_owner(db::ReadTx& tx, const Owner& owner) {
  auto all = store::of_owner(tx, owner);
  std::erase_if(all, [](const File& file) { return !file.is_public || file.state != State::clean; });
  return all;
}

Result<Content> read(db::ReadTx& tx, const Blobs& blobs, const Permit&, const Owner& owner, std::string_view shown) {
  const auto found = find(tx, owner, shown);
  if (!found || found->file.state != State::clean) return none();
  return content(tx, blobs, *found, found->variant);
}

Result<Content> read_public(db::ReadTx& tx, const Blobs& blobs, const Owner& owner, std::string_view shown) {
  const auto found = find(tx, owner, shown);
  if (!found || found->file.state != State::clean || !found->file.is_public) return none();
  return content(tx, blobs, *found, found->variant);
}

Result<Content> original_of(db::ReadTx& tx, const Blobs& blobs, const Permit&, const Owner& owner,
                            std::string_view shown) {
  const auto found = find(tx, owner, shown);
  if (!found || found->file.state != State::clean) return none();
  auto original = TRY(content(tx, blobs, *found, Variant::original));
  original.is_public = false;
  return original;
}

http::Response answer(Content content) {
  http::Response response;
  // Pictures are shown only when they are ours: remade as JPEG. The names are ours too, so they need no quoting.
  const bool ours = content.media_type == "image/jpeg" && content.name.find("original") == std::string::npos;
  response.header("Content-Type", content.media_type)
      .header("Content-Disposition",
              std::string(ours ? "inline" : "attachment") + "; filename=\"" + content.name + "\"")
      .header("Content-Security-Policy", "sandbox; default-src 'none'")
      .header("X-Content-Type-Options", "nosniff")
      .header("Cache-Control", content.is_public ? "public, max-age=60" : "no-store");
  response.body = std::move(content.bytes);
  return response;
}

Done publish(db::Tx& tx, const Permit&, const Owner& owner, std::string_view shown, bool is_public) {
  const auto found = find(tx, owner, shown);
  if (!found) return none();
  if (found->file.state != State::clean)
    return Problem{.kind = Problem::Kind::conflict, .message = "platform.files.not_ready"};
  store::set_public(tx, owner.place, found->file.id, is_public);
  return done();
}

Done remove(db::Tx& tx, const Permit&, IdMaker& ids, Instant now, const Owner& owner, std::string_view shown) {
  const auto found = find(tx, owner, shown);
  if (!found) return none();
  drop_later(tx, ids, now, owner.place, store::remove(tx, owner.place, found->file.id, now));
  return done();
}

void remove_all(db::Tx& tx, const Permit&, IdMaker& ids, Instant now, const Owner& owner) {
  std::vector<std::string> names;
  for (const auto& file : store::of_owner(tx, owner))
    for (auto& name : store::remove(tx, owner.place, file.id, now)) names.push_back(std::move(name));
  store::forget_senders(tx, owner);
  drop_later(tx, ids, now, owner.place, names);
}

std::vector<std::string> damaged(db::ReadTx& tx, const Blobs& blobs, int limit) {
  std::vector<std::string> names;
  store::each_blob(tx, [&](const std::string& name, const std::string& sha256) {
    if (int(names.size()) < limit && blobs.hash(name) != sha256) names.push_back(name);
  });
  return names;
}

}  // namespace jauap::files
