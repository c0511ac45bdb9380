#include "record/signing.h"

#include <filesystem>

#include "platform/secrets/secrets.h"

namespace jauap::record {
namespace {

Problem wrong_key(const std::string& file) {
  return {.kind = Problem::Kind::unavailable, .message = "record.wrong_key", .args = {{"file", file}}};
}

Problem not_signed(const Anchored& head, const Anchored& anchored) {
  return {.kind = Problem::Kind::invalid,
          .message = "record.not_continued",
          .args = {{"size", std::to_string(head.size)}, {"anchored", std::to_string(anchored.size)}}};
}

bool continues(const Anchored& before, const Anchored& to, const tlog::Hashes& proof) {
  if (to.size < before.size) return false;
  if (before.size == 0) return true;
  if (to.size == before.size) return to.root == before.root;
  return tlog::verify_consistency(before.size, to.size, before.root, to.root, proof);
}

}  // namespace

std::string words(const Problems& problems) {
  const auto& problem = problems.first();
  std::string line(problem.message.name());
  for (const auto& arg : problem.args) line += " " + arg.name + "=" + arg.value;
  return line;
}

std::string key_name(std::string_view origin, store::KeyKind kind) {
  return std::string(origin) + (kind == store::KeyKind::receipt ? "/receipt" : "");
}

std::string seed_name(store::KeyKind kind, int n) {
  const std::string name = kind == store::KeyKind::log ? "log" : "receipt";
  return n == 1 ? name : name + "-" + std::to_string(n);
}

OwnKeys::OwnKeys(std::string folder, std::string origin, std::string anchor)
    : folder_(std::move(folder)), origin_(std::move(origin)), anchor_(std::move(anchor), origin_) {
  std::filesystem::create_directories(folder_);
}

Result<std::shared_ptr<const tlog::Signer>> OwnKeys::signer(store::KeyKind kind, int n, bool may_make) {
  const std::lock_guard lock(mutex_);
  auto& known = signers_[{kind, n}];
  if (known) return known;
  // A key that was lost must not be made anew in silence: what it would sign is not what readers were told to believe.
  const auto file = folder_ + "/" + seed_name(kind, n) + ".key";
  if (!may_make && !std::filesystem::exists(file)) return wrong_key(file);
  const auto seed = TRY(secrets::seed_file(file));
  known = std::make_shared<const tlog::Signer>(key_name(origin_, kind), tlog::KeyType::ed25519, seed);
  return known;
}

Result<std::string> OwnKeys::key(store::KeyKind kind, int n, bool may_make) {
  return TRY(signer(kind, n, may_make))->key().text();
}

// The promise counts from the minute that the entry names, so that it reads the same whenever it is asked for.
Result<std::string> OwnKeys::promise(int n, const std::string& leaf) {
  const auto read = tlog::parse_leaf(leaf);
  if (!read)
    return Problem{.kind = Problem::Kind::invalid, .message = "record.no_entry", .args = {{"why", read.wrong()}}};
  const auto key = TRY(signer(store::KeyKind::receipt, n, false));
  return tlog::sign_receipt({origin_, read->object, leaf, read->at + tlog::promise_seconds}, *key);
}

Result<Anchored> OwnKeys::anchored() {
  const std::lock_guard lock(mutex_);
  return anchor_.read();
}

Done OwnKeys::extend(const Anchored& to, const tlog::Hashes& proof) {
  const std::lock_guard lock(mutex_);
  const auto before = TRY(anchor_.read());
  if (!continues(before, to, proof)) return not_signed(to, before);
  anchor_.raise(to);
  return done();
}

Result<std::string> OwnKeys::sign(int n, const Anchored& head) {
  const auto anchored = TRY(this->anchored());
  if (head.size != anchored.size || head.root != anchored.root) return not_signed(head, anchored);
  return TRY(signer(store::KeyKind::log, n, false))->sign(tlog::Checkpoint{origin_, head.size, head.root}.text());
}

}  // namespace jauap::record
