#include "record/leaves.h"

#include "base/invariant.h"
#include "platform/numbers/numbers.h"
#include "record/store.h"

namespace jauap::record {
namespace {

constexpr int adopted_at_once = 2000;

std::string day(const std::optional<CivilDate>& date) { return date ? date->iso() : std::string(); }

// Classes of actors, never persons.
std::string_view class_of(Role role) {
  switch (role) {
    case Role::anonymous:
    case Role::citizen:
    case Role::press: return "applicant";
    case Role::operator_: return "operator";
    case Role::clerk: return "clerk";
    case Role::head: return "head";
    case Role::deputy: return "deputy";
    case Role::council_member:
    case Role::secretary: return "council";
    case Role::moderator: return "moderator";
    case Role::auditor: return "auditor";
    case Role::admin: return "admin";
    case Role::system: return "system";
  }
  return "system";
}

std::string prev_of(db::ReadTx& tx, const ObjectRef& object, int n) {
  if (n == 1) return "";
  const auto before = store::leaf_hash(tx, object.place, object.id, n - 1);
  invariant(before.has_value(), "the event before has left its leaf");
  return tlog::hex(*before);
}

void leave(db::Tx& tx, EventId id, const ObjectRef& object, int n, const std::string& leaf) {
  store::add_leaf(tx, id, object, n, leaf, tlog::leaf_hash(leaf));
}

}  // namespace

namespace {

std::string encoded(const ObjectRef& object, const journal::Event& event, int n, Instant at, Role role, std::string_view cm,
                    std::string_view prev) {
  const auto minutes = std::uint64_t(at.ms) / 60'000;
  return tlog::encode_leaf({.at = minutes * 60,
                            .object = object.number,
                            .cm = std::string(cm),
                            .n = std::uint64_t(n),
                            .prev = std::string(prev),
                            .role = std::string(class_of(role)),
                            .type = event.type,
                            .body = event.shown_body.empty() ? event.body : event.shown_body,
                            .to = event.shown_to.empty() ? event.to : event.shown_to,
                            .due0 = day(event.due0),
                            .due = day(event.due),
                            .start = day(event.start),
                            .rule = event.rule,
                            .pack = event.pack,
                            .reason = event.reason,
                            .val = event.val,
                            .ref = event.ref,
                            .occ = day(event.occurred)});
}

}  // namespace

std::string leaf_of(const ObjectRef& object, const journal::Event& event, int n, Instant at, Role role, std::string_view cm,
                    std::string_view prev) {
  auto bytes = encoded(object, event, n, at, role, cm, prev);
  const auto read = tlog::parse_leaf(bytes);
  if (!read) throw std::logic_error(std::string("the event ") + event.type + " makes no entry of the record: " + read.wrong());
  return bytes;
}

std::string leaf_again(db::ReadTx& tx, const ObjectRef& object, const journal::Seen& seen) {
  const journal::Event event{.type = seen.type.c_str(), .body = seen.body, .to = seen.to, .shown_body = seen.shown_body,
                             .shown_to = seen.shown_to, .due0 = seen.due0, .due = seen.due, .start = seen.start, .rule = seen.rule,
                             .pack = seen.pack, .reason = seen.reason, .val = seen.val, .ref = seen.ref, .occurred = seen.occurred};
  return encoded(object, event, seen.n, seen.at, seen.role, seen.cm, prev_of(tx, object, seen.n));
}

void leave_leaf(db::Tx& tx, const journal::Speaker& speaker, const ObjectRef& object, const journal::Event& event,
                const journal::Recorded& recorded) {
  leave(tx, recorded.id, object, recorded.n,
        leaf_of(object, event, recorded.n, speaker.now, speaker.actor.role, recorded.cm, prev_of(tx, object, recorded.n)));
}

void adopt_older_events(db::Tx& tx, std::span<const std::int64_t> places) {
  for (const auto place : places) {
    EventId after;
    for (bool more = true; more;) {
      const auto events = journal::read_after(tx, place, after, adopted_at_once);
      more = int(events.size()) == adopted_at_once;
      for (const auto& [id, object, seen] : events) {
        after = id;
        if (store::leaf_hash(tx, object.place, object.id, seen.n)) continue;
        leave(tx, id, object, seen.n, leaf_again(tx, object, seen));
      }
    }
  }
}

}  // namespace jauap::record
