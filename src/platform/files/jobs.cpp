#include <charconv>
#include <chrono>

#include "platform/files/store.h"

namespace jauap::files {
namespace {

constexpr std::chrono::hours spoken_of_within{24 * 7};

// What the jobs work with; lives as long as the program.
struct Room {
  const Blobs& blobs;
  db::Writer& writer;
  db::Readers& readers;
  const Clock& clock;
  Child cleaner;
};

FileId id_of(const jobs::Job& job) {
  FileId id;
  std::from_chars(job.payload.data(), job.payload.data() + job.payload.size(), id.value);
  return id;
}

std::optional<store::Waiting> waiting(const Room& room, const jobs::Job& job) {
  std::optional<store::Waiting> found;
  room.readers.run([&](db::ReadTx& tx) { found = store::waiting(tx, job.place, id_of(job)); });
  return found;
}

jobs::Finished again(std::string reason) {
  return {.good = false, .reason = std::move(reason)};
}

// The rows of the outcome in one transaction, then the original's bytes. What a lost race leaves on the disk is swept.
jobs::Finished settle(const Room& room, const jobs::Job& job, const store::Waiting& file, Cleaned::Outcome outcome,
                      const std::function<void(db::Tx&)>& also) {
  const auto now = room.clock.now();
  const bool good = outcome == Cleaned::Outcome::good, keep = good && file.keep_original;
  const auto fate = room.writer.run([&](db::Tx& tx) {
    if (!store::settle(tx, job.place, id_of(job), good ? State::clean : State::refused, outcome, now)) return false;
    also(tx);
    if (!keep) store::delete_blob(tx, job.place, id_of(job), Variant::original);
    return true;
  });
  if (fate == db::Fate::refused) return {};  // removed meanwhile
  if (fate != db::Fate::committed) return again("the outcome could not be written");
  if (!keep) room.blobs.drop(file.original);
  return {};
}

jobs::Finished clean_one(const Room& room, const jobs::Job& job) {
  const auto file = waiting(room, job);
  if (!file) return {};
  const auto bytes = room.blobs.get(file->original);
  if (!bytes) return again("the file on the disk is damaged or gone");
  const auto cleaned = clean(room.cleaner, file->kind, *bytes);
  if (cleaned.outcome == Cleaned::Outcome::unavailable) return again("the cleaning process does not start");
  // A process can be ended by others too: once is no proof that the picture is at fault.
  if (cleaned.outcome == Cleaned::Outcome::too_heavy && job.attempts < 2)
    return again("the cleaning process was ended");
  if (cleaned.outcome != Cleaned::Outcome::good) return settle(room, job, *file, cleaned.outcome, [](db::Tx&) {});

  const auto whole = room.blobs.put(cleaned.whole.jpeg), small = room.blobs.put(cleaned.small.jpeg);
  if (!whole || !small) return again("the disk does not take the cleaned picture");
  return settle(room, job, *file, cleaned.outcome, [&](db::Tx& tx) {
    const auto shape = [](const Picture& picture) { return store::Shape{"image/jpeg", picture.width, picture.height}; };
    store::insert_blob(tx, job.place, id_of(job), Variant::whole, *whole, shape(cleaned.whole));
    store::insert_blob(tx, job.place, id_of(job), Variant::small, *small, shape(cleaned.small));
  });
}

jobs::Finished drop(const Room& room, const jobs::Job& job) {
  std::string_view names = job.payload;
  for (auto end = names.find('\n'); end != std::string_view::npos; end = names.find('\n')) {
    room.blobs.drop(names.substr(0, end));
    names.remove_prefix(end + 1);
  }
  return {};
}

jobs::Finished sweep(const Room& room) {
  const auto limit = room.clock.now().minus(spoken_of_within);
  std::vector<std::string> old;
  room.blobs.each([&](const std::string& name, Instant changed) {
    if (changed < limit) old.push_back(name);
  });
  for (const auto& name : old)
    room.readers.run([&](db::ReadTx& tx) {
      if (!store::is_spoken_of(tx, name)) room.blobs.drop(name);
    });
  return {};
}

}  // namespace

std::vector<jobs::Handler> handlers(const Blobs& blobs, db::Writer& writer, db::Readers& readers, const Clock& clock,
                                    const Child& cleaner) {
  const Room room{blobs, writer, readers, clock, cleaner};
  return {{"files.clean", [room](const jobs::Job& job) { return clean_one(room, job); }},
          {"files.drop", [room](const jobs::Job& job) { return drop(room, job); }},
          {sweep_job, [room](const jobs::Job&) { return sweep(room); }}};
}

}  // namespace jauap::files
