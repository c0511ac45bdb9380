#include "record/anchor.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "base/durable.h"
#include "platform/db/db.h"
#include "platform/tlog/note.h"

namespace jauap::record {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view first_line = "jauap/anchor/v1";

struct Said {
  std::string origin;
  Anchored anchored;
};

std::optional<Said> parse(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string first, origin, size, root, rest;
  if (!std::getline(file, first) || !std::getline(file, origin) || !std::getline(file, size) || !std::getline(file, root) ||
      std::getline(file, rest))
    return std::nullopt;
  const auto number = tlog::strict_decimal(size);
  const auto hash = tlog::hash_of_hex(root);
  if (first != first_line || !number || !hash) return std::nullopt;
  return Said{origin, {*number, *hash}};
}

}  // namespace

std::string anchor_text(const std::string& origin, const Anchored& anchored) {
  return std::string(first_line) + "\n" + origin + "\n" + std::to_string(anchored.size) + "\n" + tlog::hex(anchored.root) + "\n";
}

Result<Anchored> Anchor::read() const {
  const Problem fault{.kind = Problem::Kind::unavailable, .message = "record.bad_anchor", .args = {{"file", path_}}};
  std::error_code error;
  if (!fs::exists(path_, error)) {
    if (error) return fault;
    return Anchored{};
  }
  const auto said = parse(path_);
  if (!said || said->origin != origin_) return fault;
  return said->anchored;
}

std::optional<Anchored> read_anchor(const std::string& path) {
  const auto said = parse(path);
  return said ? std::optional(said->anchored) : std::nullopt;
}

void Anchor::raise(const Anchored& to) {
  const auto before = read();
  invariant(bool(before), "the anchor could be read");
  invariant(before->size < to.size || (before->size == to.size && before->root == to.root), "the anchor only grows");
  if (before->size == to.size && fs::exists(path_)) return;
  fs::create_directories(fs::path(path_).parent_path());
  if (write_durably(path_, anchor_text(origin_, to), 0600) != Kept::yes) {
    const std::string why = std::strerror(errno);
    db::fatal("write of " + path_, why);
    throw db::Failure("write of " + path_ + ": " + why);
  }
}

}  // namespace jauap::record
