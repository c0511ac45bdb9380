#include "directory/directory.h"

#include <algorithm>

#include "directory/store.h"

namespace jauap::directory {
namespace {

std::int64_t place_id_of(const law::Pack& pack, const std::string& place) {
  const auto* found = pack.place(place);
  return found ? found->id : 0;
}

struct Snapshot {
  std::int64_t version = -1;
  std::shared_ptr<const Register> bodies;
};

}  // namespace

std::string_view code(Signing signing) {
  switch (signing) {
    case Signing::writer: return "writer";
    case Signing::head: return "head";
    case Signing::two_people: return "two-people";
  }
  throw BrokenInvariant("a signing without a code");
}

Key words_of(Signing signing) {
  switch (signing) {
    case Signing::writer: return "directory.signing.writer";
    case Signing::head: return "directory.signing.head";
    case Signing::two_people: return "directory.signing.two_people";
  }
  throw BrokenInvariant("a signing without words");
}

std::optional<Signing> signing_of(std::string_view text) {
  for (const auto signing : all_signings)
    if (code(signing) == text) return signing;
  return std::nullopt;
}

Register::Register(std::vector<Body> bodies) : bodies_(std::move(bodies)) {
  for (std::size_t i = 0; i < bodies_.size(); ++i) by_code_[bodies_[i].code] = i;
  // Sorted once for each version of the register: keys of the Kazakh alphabet are dear.
  for (const auto language : all_languages) {
    std::vector<std::pair<std::string, const Body*>> keyed;
    for (const auto& body : bodies_) keyed.emplace_back(i18n::sort_key(body.name.in(language)), &body);
    std::sort(keyed.begin(), keyed.end());
    for (const auto& [key, body] : keyed) sorted_[std::size_t(language)].push_back(body);
  }
}

const Body* Register::find(std::string_view code) const {
  const auto found = by_code_.find(code);
  return found == by_code_.end() ? nullptr : &bodies_[found->second];
}

std::string Register::above(std::string_view code) const {
  const auto* body = find(code);
  return body && !body->parent.empty() ? body->parent : std::string(code);
}

std::string Register::name(std::string_view code, Language language) const {
  const auto* body = find(code);
  return std::string(body ? body->name.in(language) : code);
}

// One snapshot a thread: two tests with two databases in one process never see each other's bodies for the length of a
// request, because the version is asked for from the transaction at hand.
std::shared_ptr<const Register> bodies(db::ReadTx& tx) {
  thread_local Snapshot snapshot;
  const auto version = store::version(tx);
  if (snapshot.version != version || version == 0) snapshot = {version, std::make_shared<const Register>(store::all(tx))};
  return snapshot.bodies;
}

std::int64_t version(db::ReadTx& tx) { return store::version(tx); }

void sync_from_pack(db::Tx& tx, const Context& context) {
  const auto& pack = *context.pack;
  const Register known(store::all(tx));
  bool changed = false;
  for (const auto& entry : pack.bodies) {
    if (const auto* body = known.find(entry.code)) {
      if (body->small == entry.small) continue;
      store::set_small(tx, place_id_of(pack, entry.place), entry.code, entry.small);
      changed = true;
      continue;
    }
    store::add(tx, place_id_of(pack, entry.place),
               {.code = entry.code, .parent = entry.parent, .place = entry.place, .district = entry.district, .kind = entry.kind,
                .name = entry.name, .takes_appeals = entry.takes_appeals, .small = entry.small});
    changed = true;
  }
  if (changed) store::raise_version(tx);
}

}  // namespace jauap::directory
