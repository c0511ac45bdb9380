#include "platform/witness/book.h"

#include <algorithm>
#include <filesystem>

#include "base/durable.h"
#include "platform/secrets/secrets.h"

namespace jauap::witness {
namespace {

constexpr std::string_view first_line = "jauap/witness/v1\n";
constexpr std::size_t book_bytes_max = 16 * 1024 * 1024;

[[noreturn]] void stop(const std::string& words) {
  throw tlog::Stop(tlog::Exit::unreadable, words);
}

std::unique_ptr<FileLock> lock_for(const std::string& path) {
  auto taken = FileLock::take(path + ".lock");
  if (taken.lock) return std::move(taken.lock);
  if (taken.holder.empty()) stop(path + ".lock cannot be made: " + taken.why);
  stop("another witness (process " + taken.holder + ") has " + path);
}

// The number behind a word, with its line taken off.
std::optional<std::uint64_t> take_number(std::string_view& bytes, std::string_view word) {
  const auto end = bytes.find('\n');
  if (!bytes.starts_with(word) || end == std::string_view::npos) return std::nullopt;
  const auto number = tlog::strict_decimal(bytes.substr(word.size(), end - word.size()));
  bytes.remove_prefix(end + 1);
  return number;
}

std::string sum_line(std::string_view above) {
  return "sum " + secrets::hex(secrets::sha256(above)) + "\n";
}

tlog::WitnessAnswer unwritten() {
  return {.status = 503, .body = "this witness cannot write down what it signs\n"};
}

}  // namespace

std::string with_signatures_of(const tlog::Note& note, std::span<const tlog::VerifierKey> keys) {
  tlog::Note slim{note.text, {}};
  for (const auto& signature : note.signatures)
    if (std::any_of(keys.begin(), keys.end(), [&](const tlog::VerifierKey& key) {
          return key.name == signature.name && key.id == signature.key_id;
        }))
      slim.signatures.push_back(signature);
  return slim.bytes();
}

Book::Book(const std::string& path, std::vector<tlog::VerifierKey> log_keys, tlog::Signer signer)
    : path_(path), log_keys_(std::move(log_keys)), signer_(std::move(signer)), lock_(lock_for(path)) {
  std::error_code error;
  is_new_ = !std::filesystem::exists(path_, error) && !error;
  if (!is_new_) read();
  // Written at once, so that a disk that takes nothing is found now and not at the first question.
  if (write_durably(path_, format(pages_), 0644) != Kept::yes) stop(path_ + " cannot be written");
}

void Book::read() {
  auto pages = parse(tlog::read_file(path_, book_bytes_max));
  if (!pages)
    stop(path_ + " is damaged: " + pages.wrong() +
         ". A witness that forgets may countersign a second history: put back the newest whole copy, and first compare "
         "it with the checkpoints that the log has published since.");
  pages_ = pages.take();
}

tlog::WitnessAnswer Book::add_checkpoint(std::string_view body, std::uint64_t now_seconds) {
  const std::scoped_lock one_at_a_time(deciding_);
  if (is_broken_) return unwritten();
  auto answer = tlog::witness_answer(
      body, log_keys_, [this](const std::string& origin) { return remembered(origin); }, std::span(&signer_, 1),
      now_seconds);
  if (answer.remember && !keep(*answer.remember, own_note(body, answer.body))) return unwritten();
  return answer;
}

std::string Book::own_note(std::string_view body, const std::string& lines) const {
  const auto note = tlog::parse_note(tlog::parse_add_checkpoint(body)->checkpoint);
  return with_signatures_of(*note, log_keys_) + lines;
}

bool Book::keep(const tlog::Checkpoint& checkpoint, const std::string& note) {
  auto next = pages_;  // only add_checkpoint changes it, and that is us
  next[tlog::origin_hash(checkpoint.origin)] = {checkpoint, note};
  if (write_durably(path_, format(next), 0644) != Kept::yes) {
    is_broken_ = true;
    return false;
  }
  const std::scoped_lock lock(reading_);
  pages_ = std::move(next);
  return true;
}

std::optional<std::string> Book::newest(const std::string& origin_hash) const {
  const std::scoped_lock lock(reading_);
  const auto found = pages_.find(origin_hash);
  return found == pages_.end() ? std::nullopt : std::optional(found->second.note);
}

std::optional<tlog::Checkpoint> Book::remembered(const std::string& origin) const {
  const std::scoped_lock lock(reading_);
  const auto found = pages_.find(tlog::origin_hash(origin));
  return found == pages_.end() ? std::nullopt : std::optional(found->second.checkpoint);
}

std::string Book::format(const Pages& pages) {
  std::string bytes(first_line);
  for (const auto& [hash, page] : pages) bytes += "note " + std::to_string(page.note.size()) + "\n" + page.note;
  return bytes + sum_line(bytes);
}

tlog::Parsed<Book::Pages> Book::parse(std::string_view bytes) {
  if (!bytes.starts_with(first_line)) return tlog::Fault{"it is no book of a witness"};
  const auto sum_bytes = sum_line("").size();
  if (bytes.size() < first_line.size() + sum_bytes ||
      bytes.substr(bytes.size() - sum_bytes) != sum_line(bytes.substr(0, bytes.size() - sum_bytes)))
    return tlog::Fault{"its sum does not fit"};
  bytes = bytes.substr(first_line.size(), bytes.size() - first_line.size() - sum_bytes);
  Pages pages;
  while (!bytes.empty()) {
    const auto length = take_number(bytes, "note ");
    if (!length || *length > bytes.size()) return tlog::Fault{"a note has no length"};
    const auto note = tlog::parse_note(bytes.substr(0, *length));
    if (!note) return note.fault();
    const auto checkpoint = tlog::parse_checkpoint(note->text);
    if (!checkpoint) return checkpoint.fault();
    pages[tlog::origin_hash(checkpoint->origin)] = {*checkpoint, std::string(bytes.substr(0, *length))};
    bytes.remove_prefix(*length);
  }
  return pages;
}

}  // namespace jauap::witness
