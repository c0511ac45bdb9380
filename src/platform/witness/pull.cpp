#include "platform/witness/pull.h"

#include "platform/mail/post.h"
#include "platform/tlog/policy.h"
#include "platform/witness/web.h"

namespace jauap::witness {
namespace {

// What the log says of itself, with the log's signatures only: what other witnesses say is theirs to answer for.
struct Published {
  tlog::Checkpoint checkpoint;
  std::string text;
  std::string note;
};

Published newest_published(tlog::LogFiles& log, const std::vector<tlog::VerifierKey>& log_keys) {
  tlog::Policy policy;
  for (const auto& key : log_keys) policy.logs.push_back({key, ""});
  const auto bytes = log.file("checkpoint");
  const auto seen = tlog::open_checkpoint(bytes, policy);
  if (!seen) throw tlog::Stop(tlog::Exit::forged, seen.wrong());
  log.expect_size(seen->checkpoint.size);
  return {seen->checkpoint, seen->text, with_signatures_of(*tlog::parse_note(bytes), log_keys)};
}

// Two signed notes of one log that do not fit together are what the world has to see.
[[noreturn]] void accuse(const std::string& words, const Book& book, const Published& next) {
  const auto kept = book.newest(tlog::origin_hash(next.checkpoint.origin)).value_or("nothing\n");
  throw tlog::Stop(tlog::Exit::forged, words + "\nKeep this.\n\nCosigned by this witness:\n\n" + kept +
                                           "\nPublished by the log now:\n\n" + next.note);
}

tlog::Hashes proof_from(const tlog::LogFiles& log, const tlog::Checkpoint& old, const tlog::Checkpoint& next) {
  if (old.size == 0 || old.size == next.size) return {};
  tlog::TileNodes nodes(next.size, log.tiles());
  const auto proof = tlog::consistency_proof(old.size, next.size, nodes.reader());
  if (!proof) throw tlog::Stop(tlog::Exit::unreadable, "the tiles of the log give no proof");
  return *proof;
}

std::string cosigned(Book& book, const tlog::Checkpoint& old, const Published& next, const tlog::Hashes& proof,
                     std::uint64_t now_seconds) {
  auto answer = book.add_checkpoint(tlog::format_add_checkpoint({old.size, proof, next.note}), now_seconds);
  if (answer.status == 200) return std::move(answer.body);
  if (answer.status == 422)
    accuse("the log does not continue what this witness has cosigned, or its tiles are damaged: " + answer.body, book,
           next);
  throw tlog::Stop(tlog::Exit::unreadable, answer.body);
}

void bring(const std::string& log_url, const std::string& note) {
  const auto posted =
      mail::post_to(without_slash(log_url) + "/cosign", note, {{"Content-Type", "text/plain; charset=utf-8"}});
  if (posted.status >= 200 && posted.status < 300) return;
  const auto why = posted.status ? "it answers " + std::to_string(posted.status) + " " + posted.body : posted.reason;
  throw tlog::Stop(tlog::Exit::unreadable, "cosigned, but the log did not take the line: " + why);
}

}  // namespace

std::string pull(Book& book, const std::string& log_url, std::uint64_t now_seconds) {
  tlog::LogFiles log(web_log(log_url));
  const auto next = newest_published(log, book.log_keys());
  const auto& origin = next.checkpoint.origin;
  const auto old = book.remembered(origin).value_or(tlog::Checkpoint{.origin = origin});
  if (next.checkpoint.size < old.size)
    accuse("the log has shrunk from " + std::to_string(old.size) + " to " + std::to_string(next.checkpoint.size) +
               " entries",
           book, next);
  const auto line = cosigned(book, old, next, proof_from(log, old, next.checkpoint), now_seconds);
  bring(log_url, next.text + "\n" + line);
  return "cosigned " + origin + ", size " + std::to_string(next.checkpoint.size) +
         (old.size == next.checkpoint.size ? ", unchanged" : ", from size " + std::to_string(old.size));
}

}  // namespace jauap::witness
