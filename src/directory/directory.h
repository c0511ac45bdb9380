// Who is who: bodies, districts, topics, people with posts. Bodies begin with the pack's and may be changed by an
// administrator; accounts of staff hold posts in bodies.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "platform/module/module.h"

namespace jauap::directory {

// Whose signature the answers of a body need. The numbers stand in the database.
enum class Signing {
  writer = 0,      // of whoever writes the answer
  head = 1,        // of the head or the head's stand-in; who holds that post signs by writing
  two_people = 2,  // of a head who is not the writer, as long as there is one at work
};
inline constexpr Signing all_signings[] = {Signing::writer, Signing::head, Signing::two_people};
std::string_view code(Signing signing);  // "writer"
std::optional<Signing> signing_of(std::string_view code);
Key words_of(Signing signing);

struct Body {
  std::string code, parent, place, district, kind;
  Names name;
  std::string phone, email, address;  // of the body, public
  bool takes_appeals = true;
  bool closed = false;                // no longer exists: old cases keep the name
  bool small = false;                 // as the pack marks it: the public record names the parent instead
  Signing signing = Signing::writer;
};

// All bodies as they stand; immutable; pages take it once per request.
class Register {
 public:
  explicit Register(std::vector<Body> bodies);
  Register(const Register&) = delete;
  const Body* find(std::string_view code) const;
  const std::vector<Body>& all() const { return bodies_; }
  // All bodies in the alphabetical order of a language.
  const std::vector<const Body*>& sorted(Language language) const { return sorted_[std::size_t(language)]; }
  // The code that the public record shows for a body that is not to be named there: its parent's, its own where it has none.
  std::string above(std::string_view code) const;
  // Name of a body in a language, the code when it is unknown.
  std::string name(std::string_view code, Language language) const;

 private:
  std::vector<Body> bodies_;
  std::unordered_map<std::string_view, std::size_t> by_code_;  // views into bodies_
  std::array<std::vector<const Body*>, 3> sorted_;
};

// The register as the database has it now. Cheap: kept in memory, read again when the database's version of it moved.
std::shared_ptr<const Register> bodies(db::ReadTx& tx);

// Grows with each change of the register: part of the key of pages that show names of bodies.
std::int64_t version(db::ReadTx& tx);

// Puts the pack's bodies into an empty database; later packs add what is new and say anew which are small. Called at start.
void sync_from_pack(db::Tx& tx, const Context& context);

Module module();

}  // namespace jauap::directory
