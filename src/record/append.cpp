#include "record/append.h"

#include <algorithm>
#include <map>
#include <memory>
#include <unordered_map>

namespace jauap::record {
namespace {

constexpr std::size_t hash_bytes = 32;

// Hashes that the append has added to one level of tiles, from `first` on.
struct Added {
  std::uint64_t first = 0;
  std::string hashes;
};

void write_level(db::Tx& tx, unsigned level, const Added& added) {
  std::uint64_t at = added.first;
  for (std::size_t taken = 0; taken < added.hashes.size();) {
    const auto index = at / tlog::tile_width;
    const auto offset = std::size_t(at % tlog::tile_width);
    auto hashes = offset > 0 ? store::tile(tx, level, index).value_or("").substr(0, offset * hash_bytes) : std::string();
    if (hashes.size() != offset * hash_bytes) throw db::Failure("a tile of the record is shorter than its tree");
    const auto more = std::min((tlog::tile_width - offset) * hash_bytes, added.hashes.size() - taken);
    hashes.append(added.hashes, taken, more);
    store::put_tile(tx, level, index, hashes);
    taken += more;
    at += more / hash_bytes;
  }
}

// What the database gives back, hashed anew.
void check_written(db::ReadTx& tx, std::uint64_t old_size, std::uint64_t size, const tlog::Hash& root) {
  const auto read = nodes_of(tx, size);
  std::uint64_t index = old_size;
  for (const auto& entry : store::entries(tx, old_size, int(size - old_size))) {
    const auto hash = tlog::leaf_hash(entry.leaf);
    if (entry.index != index || entry.hash != hash || read(0, index) != hash)
      throw db::Failure("an entry of the record came back changed");
    ++index;
  }
  if (index != size || tlog::root_of(size, read) != root) throw db::Failure("the tree of the record came back changed");
}

// Events of one object in their order, each only when the one before is in the tree or in front of it.
std::vector<store::Pending> in_order(db::ReadTx& tx, std::vector<store::Pending> batch, bool& all) {
  struct Waiting {
    store::Pending pending;
    std::uint64_t n = 0;
    std::string prev;
  };
  std::unordered_map<std::string, std::vector<Waiting>> by_object;
  std::vector<std::string> objects;
  for (auto& pending : batch) {
    auto leaf = tlog::read_leaf(pending.leaf);
    if (!leaf) throw db::Failure("a pending entry of the record cannot be read: " + leaf.wrong());
    auto& list = by_object[leaf->object];
    if (list.empty()) objects.push_back(leaf->object);
    list.push_back({std::move(pending), leaf->n, leaf->prev});
  }
  std::vector<store::Pending> ordered;
  for (const auto& object : objects) {
    auto& list = by_object[object];
    std::sort(list.begin(), list.end(), [](const Waiting& a, const Waiting& b) { return a.n < b.n; });
    std::string before;
    for (auto& waiting : list) {
      const auto prev = tlog::hash_of_hex(waiting.prev);
      const bool follows = !prev || waiting.prev == before || store::entry_of(tx, *prev).has_value();
      if (!follows) {
        all = false;
        break;
      }
      before = tlog::hex(tlog::leaf_hash(waiting.pending.leaf));
      ordered.push_back(std::move(waiting.pending));
    }
  }
  return ordered;
}

}  // namespace

std::optional<std::string> tile_at(db::ReadTx& tx, const tlog::TilePlace& place) {
  auto hashes = store::tile(tx, place.level, place.index);
  if (!hashes || hashes->size() < place.width * hash_bytes) return std::nullopt;
  hashes->resize(place.width * hash_bytes);
  return hashes;
}

tlog::NodeReader nodes_of(db::ReadTx& tx, std::uint64_t size) {
  const auto nodes = std::make_shared<tlog::TileNodes>(size, [&tx](const tlog::TilePlace& place) { return tile_at(tx, place); });
  return [nodes](unsigned level, std::uint64_t index) { return (*nodes)(level, index); };
}

Appended append(db::Tx& tx, const store::Head& head, const std::vector<store::Pending>& leaves) {
  auto edge = tlog::Edge::of(head.size, nodes_of(tx, head.size));
  if (!edge || edge->root() != head.root) throw db::Failure("the tiles of the record do not make the head of the tree");
  std::map<unsigned, Added> levels;
  const auto completed = [&](unsigned level, std::uint64_t index, const tlog::Hash& hash) {
    if (level % 8 != 0) return;
    auto& added = levels.try_emplace(level / 8, Added{index, {}}).first->second;
    added.hashes.append(tlog::bytes_of(hash));
  };
  for (const auto& one : leaves) {
    const auto hash = tlog::leaf_hash(one.leaf);
    store::add_entry(tx, {edge->size(), one.id, one.leaf, hash});
    edge->append(hash, completed);
  }
  for (const auto& [level, added] : levels) write_level(tx, level, added);
  const auto root = edge->root();
  check_written(tx, head.size, edge->size(), root);
  if (!store::grow(tx, head.size, head.epoch, edge->size(), root)) return {.leads = false};
  return {.count = int(leaves.size()), .size = edge->size(), .root = root};
}

Appended append_pending(db::Tx& tx, int node, std::int64_t epoch) {
  const auto head = store::head(tx);
  invariant(head.has_value(), "the record has begun");
  if (head->holder != node || head->epoch != epoch) return {.leads = false};
  bool all = true;
  auto batch = store::pending(tx, append_max);
  const auto last = batch.empty() ? EventId{} : batch.back().id;
  const auto leaves = in_order(tx, std::move(batch), all);
  if (leaves.empty()) return {.size = head->size, .root = head->root};
  const auto appended = append(tx, *head, leaves);
  if (!appended.leads) return appended;
  if (all)
    store::drop_pending_to(tx, last);
  else
    for (const auto& one : leaves) store::drop_pending(tx, one.id);
  return appended;
}

}  // namespace jauap::record
