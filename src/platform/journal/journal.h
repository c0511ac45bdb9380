// Everything that happens is recorded here, in the transaction in which it happens: one row an event, then those who
// listen (the record's leaf, counters), then job rows. Events are appended, never edited.
//
// The row carries exactly the public fields that a leaf of the public record will need (docs/architecture.md, "Events and
// room for the public record"), and private parts with their salts apart, so that they can be erased. Content and salts are
// sealed under a random key of the object; when that key is deleted, all copies of the parts are shredded, wherever they are.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/private.h"
#include "platform/auth/auth.h"
#include "platform/db/db.h"
#include "platform/secrets/secrets.h"

namespace jauap {

using EventId = Id<struct EventTag>;

// A public object: KZ75-A-2026-000284.
struct ObjectRef {
  std::int64_t place = 0;
  char letter = 'A';
  std::int64_t id = 0;       // internal
  std::string number;        // public
};

namespace journal {

struct EventType {
  const char* name;  // "appeal.registered": begins with the kind of object
  Key words = {};    // how people call it
};

// The public fields of an event; names and meaning are those of a leaf. Codes only, never text of people.
struct Event {
  const char* type = "";
  std::string body, to;                     // codes of bodies
  std::string shown_body, shown_to;         // what the public record shows instead; "": the same
  std::optional<CivilDate> due0, due, start;
  std::string rule, pack, reason, val, ref;
  std::optional<CivilDate> occurred;        // the day it truly happened when entered later
};

// A named private part of an event: "text", "applicant", "note", "answer".
struct PrivatePart {
  std::string name;
  Private<std::string> content;
};

struct Recorded {
  EventId id;
  int n = 0;       // 1, 2, 3 … within the object
  std::string cm;  // the commitment to its private parts, 64 lower-case hex
};

struct Speaker {  // who records: everything journal::record needs of the context of a command
  Actor actor;
  Instant now;
  IdMaker* ids = nullptr;
  const secrets::Keys* keys = nullptr;
};

// Appends the event; `n` follows the object's last event. The private parts are sealed and each gets a fresh 32-byte salt.
// Where the record shows other bodies, the true ones become the parts "body" and "to".
Recorded record(db::Tx& tx, const Speaker& speaker, const ObjectRef& object, const Event& event,
                const std::vector<PrivatePart>& parts = {});

// The object that the log of a place is; its number is taken when it is asked for the first time.
ObjectRef log_object(db::Tx& tx, std::int64_t place, std::string_view place_code, int year);
// That of a new log, when the one before is finished. It is the place's from its first event on.
ObjectRef next_log_object(db::Tx& tx, std::int64_t place, std::string_view place_code, int year);

// Those who must act in the speaker's transaction. Registered once at start, before the first record().
using Listener = std::function<void(db::Tx&, const Speaker&, const ObjectRef&, const Event&, const Recorded&)>;
void listen(Listener listener);

// One event: codes only.
struct Seen {
  int n = 0;
  std::string type;
  Instant at;
  Role role = Role::system;
  std::string body, to;              // the true ones: for the parties
  std::string shown_body, shown_to;  // what anybody else is shown instead; "": the same
  std::string rule, pack, reason, val, ref;
  std::optional<CivilDate> due0, due, start, occurred;
  std::string cm;  // commitment to the private parts, hex
};
// The event as anybody may see it: the bodies that the record shows, and no others.
Seen as_public(Seen event);
std::vector<Seen> of_object(db::ReadTx& tx, std::int64_t place, std::int64_t object_id);

// The journal in its order, for those who follow it: what came after an event, oldest first.
struct Entry {
  EventId id;
  ObjectRef object;
  Seen event;
};
std::vector<Entry> read_after(db::ReadTx& tx, std::int64_t place, EventId after, int limit);

// What the public record has kept and this database has lost: the event again, without its private parts. Nobody listens.
void restore(db::Tx& tx, EventId id, const ObjectRef& object, const Seen& event);
// The object of a public number, by its first event here.
std::optional<ObjectRef> object_named(db::ReadTx& tx, std::int64_t place, std::string_view number);

// Whether nothing was ever recorded.
bool is_empty(db::ReadTx& tx);

// The newest event of a place, 0 when nothing has happened yet: a version of everything that the place shows.
EventId last(db::ReadTx& tx, std::int64_t place);

// The private part of an event, for those whose permit covers the object.
std::optional<Private<std::string>> private_part(db::ReadTx& tx, const secrets::Keys& keys, std::int64_t place,
                                                 std::int64_t object_id, int n, std::string_view name);

// The parts of an event in ascending order of their names: those that `shows` names with what opens them, the others, and what
// was erased, closed. nullopt when there is no such event.
struct OpenedPart {
  std::string name, c;              // c: 64 lower-case hex
  std::optional<std::string> salt;  // 32 bytes; none: closed
  Private<std::string> content;
};
struct OpenedEvent {
  std::string cm;                   // 64 lower-case hex
  std::vector<OpenedPart> parts;
};
std::optional<OpenedEvent> open_parts(db::ReadTx& tx, const secrets::Keys& keys, std::int64_t place, std::int64_t object_id, int n,
                                      const std::function<bool(std::string_view)>& shows);

// Private parts of an object that still have their content.
int count_parts(db::ReadTx& tx, std::int64_t place, std::int64_t object_id);
// Deletes content and salts of all private parts of an object and its key. `c` of each part and `cm` of each event stay, so the
// record still verifies; without the salts nothing opens them, and without the key no old copy can be read. Returns how many
// parts were erased.
int erase(db::Tx& tx, std::int64_t place, std::int64_t object_id);

// The keys of objects as they lie in the database, sealed; backups keep them apart, for thirty days at most.
struct SealedKey {
  std::int64_t place = 0, object = 0;
  std::string sealed;
};
void each_key(db::ReadTx& tx, const std::function<void(const SealedKey&)>& each);
void put_key(db::Tx& tx, const SealedKey& key);
void drop_keys(db::Tx& tx);

}  // namespace journal
}  // namespace jauap
