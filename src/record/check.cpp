#include "record/check.h"

#include "platform/journal/commitment.h"
#include "platform/secrets/secrets.h"
#include "platform/tlog/verify.h"
#include "record/append.h"
#include "record/files.h"
#include "record/leaves.h"
#include "record/policy.h"

namespace jauap::record {
namespace {

constexpr int rows_at_once = 2000;
constexpr CarriesOnly to_be_hashed{"contents are hashed against their commitments, never shown"};

class Check {
 public:
  Check(db::ReadTx& tx, const House& house) : tx_(tx), house_(house) {}

  Checked run() {
    out_.pending = store::pending_count(tx_);
    const auto pack = house_.pack.get();
    events_of(0);
    for (const auto& place : pack->places) events_of(place.id);
    entries();
    signatures();
    if (const auto lone = store::leaves_without_event(tx_); lone > 0) fault(std::to_string(lone) + " leaves have no event");
    return std::move(out_);
  }

 private:
  void fault(std::string words) {
    if (out_.faults.size() < faults_max) out_.faults.push_back(std::move(words));
  }

  void events_of(std::int64_t place) {
    EventId after;
    for (bool more = true; more;) {
      const auto events = journal::read_after(tx_, place, after, rows_at_once);
      more = int(events.size()) == rows_at_once;
      for (const auto& one : events) {
        after = one.id;
        ++out_.events;
        event(one);
      }
    }
  }

  void event(const journal::Entry& one) {
    const auto name = one.object.number + " event " + std::to_string(one.event.n);
    const auto hash = store::leaf_hash(tx_, one.object.place, one.object.id, one.event.n);
    if (!hash) return fault(name + " has no leaf");
    if (tlog::leaf_hash(leaf_again(tx_, one.object, one.event)) != *hash) fault(name + " is not what its entry says: the event was changed");
    if (!store::entry_of(tx_, *hash) && !store::pending_of(tx_, *hash)) fault(name + " is neither in the tree nor waiting");
    commitment(one, name);
  }

  // The parts make the commitment of the event, and what is still there makes its part.
  void commitment(const journal::Entry& one, const std::string& name) {
    const auto opened = journal::open_parts(tx_, *house_.keys, one.object.place, one.object.id, one.event.n, [](std::string_view) { return true; });
    if (!opened) return;
    std::vector<journal::Committed> parts;
    for (const auto& part : opened->parts) {
      const auto c = secrets::from_hex(part.c);
      if (!c) return fault(name + ": the commitment of the part " + part.name + " cannot be read");
      parts.push_back({part.name, *c});
      ++out_.parts;
      if (!part.salt)
        ++out_.erased;
      else if (journal::part_commitment(*part.salt, part.name, part.content.open(to_be_hashed)) != *c)
        fault(name + ": the part " + part.name + " is not what was recorded");
    }
    // An event brought back from a mirror has no parts any more.
    if (!parts.empty() && secrets::hex(journal::commitment(std::move(parts))) != one.event.cm) fault(name + ": its parts do not make its commitment");
  }

  // The tree anew, at each signed size.
  void entries() {
    const auto head = store::head(tx_);
    if (!head) return fault("there is no record");
    tlog::Edge edge;
    for (bool more = true; more;) {
      const auto page = store::entries(tx_, edge.size(), rows_at_once);
      more = !page.empty();
      for (const auto& entry : page) {
        if (entry.index != edge.size()) return fault("entry " + std::to_string(edge.size()) + " is missing");
        if (tlog::leaf_hash(entry.leaf) != entry.hash) fault("entry " + std::to_string(entry.index) + " does not make its hash");
        edge.append(tlog::leaf_hash(entry.leaf));
        if (const auto at = store::checkpoint(tx_, edge.size()); at && at->root != edge.root())
          fault("the entries do not make the root that was signed for " + std::to_string(edge.size()));
      }
    }
    out_.entries = std::int64_t(edge.size());
    if (edge.size() != head->size || edge.root() != head->root) fault("the entries do not make the head of the tree");
    const auto anchored = house_.record->signing().anchored();
    if (!anchored) return fault("the anchor cannot be read: " + words(anchored.problems()));
    if (anchored->size > head->size)
      fault("the database is older than its anchor: " + std::to_string(head->size) + " entries, " + std::to_string(anchored->size) + " were signed");
    else if (anchored->size > 0 && tlog::root_of(anchored->size, nodes_of(tx_, head->size)) != anchored->root)
      fault("the entries do not make the root of the anchor");
  }

  // What readers are given, checked as they would check it.
  void signatures() {
    const auto newest = store::newest_checkpoint(tx_);
    if (!newest) return;
    out_.signed_size = newest->size;
    tlog::LogFiles log([this](const std::string& path) {
      auto bytes = log_file(tx_, path);
      return bytes ? tlog::Fetched{tlog::Fetched::State::found, std::move(*bytes), ""} : tlog::Fetched{};
    });
    try {
      const auto full = tlog::check_full(policy(tx_), log);
      if (full.exit != tlog::Exit::good && full.exit != tlog::Exit::no_quorum) fault(full.words);
    } catch (const tlog::Stop& stop) {
      fault(stop.what());
    }
  }

  db::ReadTx& tx_;
  const House& house_;
  Checked out_;
};

}  // namespace

Checked check(db::ReadTx& tx, const House& house) { return Check(tx, house).run(); }

}  // namespace jauap::record
