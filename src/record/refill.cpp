#include "record/refill.h"

#include "platform/config/config.h"
#include "platform/numbers/numbers.h"
#include "record/append.h"
#include "record/files.h"
#include "record/policy.h"

namespace jauap::record {
namespace {

Problem refused(std::string why) {
  return {.kind = Problem::Kind::conflict, .message = "record.refill.refused", .args = {{"why", std::move(why)}}};
}

struct Newest {
  tlog::SeenCheckpoint seen;
  std::string note;
};

Result<Newest> newest_of(const tlog::LogFiles& mirror, const tlog::Policy& whom, const store::Head& head) {
  const auto note = mirror.file("checkpoint");
  const auto seen = tlog::open_checkpoint(note, whom);
  if (!seen) return refused(seen.wrong());
  if (seen->checkpoint.origin != head.origin) return refused("it is another log, " + seen->checkpoint.origin);
  if (seen->checkpoint.size <= head.size) return refused("it has nothing that is not here: " + std::to_string(seen->checkpoint.size) + " entries");
  return Newest{*seen, note};
}

// The entries behind the tree of the database, proved by the root that the log has signed.
Result<std::vector<std::string>> entries_behind(db::ReadTx& tx, const tlog::LogFiles& mirror, const store::Head& head,
                                                const tlog::Checkpoint& to) {
  auto edge = tlog::Edge::of(head.size, nodes_of(tx, head.size));
  if (!edge || edge->root() != head.root) return refused("the tiles of this database do not make its own root");
  std::vector<std::string> behind;
  for (auto tile = head.size / tlog::tile_width; tile * tlog::tile_width < to.size; ++tile) {
    const auto width = unsigned(std::min<std::uint64_t>(tlog::tile_width, to.size - tile * tlog::tile_width));
    auto entries = mirror.entries(tile, width);
    for (std::size_t i = 0; i < entries.size(); ++i) {
      if (tile * tlog::tile_width + i < head.size) continue;
      edge->append(tlog::leaf_hash(entries[i]));
      behind.push_back(std::move(entries[i]));
    }
  }
  if (edge->size() != to.size || edge->root() != to.root) return refused("its entries do not continue the tree of this database");
  return behind;
}

std::optional<CivilDate> day(const std::string& text) { return CivilDate::parse(text); }

// "applicant" stands for several roles; the event gets the plainest.
Role role_of_class(std::string_view name) {
  if (name == "applicant") return Role::citizen;
  if (name == "council") return Role::council_member;
  return role_of(name).value_or(Role::system);
}

// The event of an entry, as far as the entry says it.
Result<EventId> bring_back(db::Tx& tx, const House& house, const tlog::Leaf& leaf, const tlog::Hash& hash) {
  const auto pack = house.pack.get();
  const auto number = tlog::parse_object_number(leaf.object);
  const auto place_code = leaf.object.substr(0, leaf.object.find('-'));
  const auto* place = pack->place(place_code);
  if (!number || !place) return refused("an entry is about the unknown object " + leaf.object);
  const Instant at{std::int64_t(leaf.at) * 1000};
  auto object = journal::object_named(tx, place->id, leaf.object);
  if (!object)
    object = number->letter == 'L' ? journal::log_object(tx, place->id, place_code, 0)
                                   : ObjectRef{place->id, number->letter, house.ids->next<Id<struct LostTag>>(house.clock->now()).value, leaf.object};
  if (store::leaf_hash(tx, object->place, object->id, int(leaf.n)))
    return refused("event " + std::to_string(leaf.n) + " of " + leaf.object + " is another one here");
  const auto year = std::stoi(number->series.substr(number->series.size() - 4));
  numbers::skip_to(tx, place->id, number->letter, year, std::int64_t(number->serial));
  const auto id = house.ids->next<EventId>(house.clock->now());
  journal::restore(tx, id, *object,
                   {.n = int(leaf.n), .type = leaf.type, .at = at, .role = role_of_class(leaf.role), .body = leaf.body, .to = leaf.to,
                    .rule = leaf.rule, .pack = leaf.pack, .reason = leaf.reason, .val = leaf.val, .ref = leaf.ref, .due0 = day(leaf.due0),
                    .due = day(leaf.due), .start = day(leaf.start), .occurred = day(leaf.occ), .cm = leaf.cm});
  store::add_event_leaf(tx, id, *object, int(leaf.n), hash);
  return id;
}

}  // namespace

Result<Refilled> refill(db::Tx& tx, const House& house, const tlog::LogFiles& mirror, const tlog::Policy& whom) {
  const auto now = house.clock->now();
  if (!store::take_lease(tx, house.settings->node, -1, now, now.plus(std::chrono::seconds(15)))) return refused("a server leads the record: stop it first");
  const auto head = *store::head(tx);
  const auto newest = TRY(newest_of(mirror, whom, head));
  const auto& to = newest.seen.checkpoint;
  const auto leaves = TRY(entries_behind(tx, mirror, head, to));
  Refilled report{.from = head.size, .to = to.size, .lost = {}};
  std::vector<store::Pending> batch;
  for (const auto& bytes : leaves) {
    const auto leaf = tlog::read_leaf(bytes);
    if (!leaf) return refused("an entry cannot be read: " + leaf.wrong());
    const auto hash = tlog::leaf_hash(bytes);
    if (const auto waiting = store::pending_of(tx, hash)) {
      store::drop_pending(tx, waiting->id);
      batch.push_back(*waiting);
      ++report.known;
      continue;
    }
    batch.push_back({TRY(bring_back(tx, house, *leaf, hash)), bytes});
    report.lost.push_back({leaf->object, int(leaf->n), leaf->type});
  }
  if (store::pending_count(tx) > 0) return refused("events were recorded here after the restore; they cannot be joined with those of the log");
  const auto appended = append(tx, head, batch);
  invariant(appended.leads && appended.root == to.root, "the refilled tree has the signed root");
  store::add_checkpoint(tx, {to.size, to.root, log_part_of(newest.note, whom), now});
  TRY(take_cosignatures(tx, newest.note));
  store::free_lease(tx, house.settings->node, head.epoch);
  return report;
}

}  // namespace jauap::record
