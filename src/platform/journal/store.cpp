#include "platform/journal/journal.h"

#include <algorithm>
#include <utility>

#include "platform/journal/commitment.h"
#include "platform/numbers/numbers.h"

namespace jauap::journal {
namespace {

const db::Statement last_n{"journal.last_n", "select max(n) from event where place_id = $1 and object_id = $2"};
const db::Statement insert_event{"journal.insert", R"sql(
  insert into event (place_id, object_id, n, id, letter, number, type, at, role, actor, body, to_body, due0, due,
                     start_day, rule, pack, reason, val, ref, occurred, cm, shown_body, shown_to)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24))sql"};
const db::Statement insert_part{"journal.insert_part", R"sql(
  insert into event_part (place_id, object_id, n, name, content, salt, c, keyed) values ($1, $2, $3, $4, $5, $6, $7, 1))sql"};
const db::Statement select_key{"journal.key", "select key from object_key where place_id = $1 and object_id = $2"};
const db::Statement insert_key{"journal.add_key", "insert into object_key (place_id, object_id, key) values ($1, $2, $3)"};
const db::Statement select_all_keys{"journal.each_key", "select place_id, object_id, key from object_key order by place_id, object_id"};
const db::Statement delete_all_keys{"journal.drop_keys", "delete from object_key"};
const db::Statement delete_key{"journal.drop_key", "delete from object_key where place_id = $1 and object_id = $2"};
const db::Statement erase_parts{"journal.erase_parts", R"sql(
  update event_part set content = $3, salt = $3 where place_id = $1 and object_id = $2 and salt <> $3)sql"};
const db::Statement count_parts_of{"journal.count_parts", R"sql(
  select count(*) from event_part where place_id = $1 and object_id = $2 and salt <> $3)sql"};

#define EVENT_COLUMNS                                                                                            \
  "n, type, at, role, body, to_body, due0, due, start_day, rule, pack, reason, val, ref, occurred, id, object_id, " \
  "number, letter, shown_body, shown_to, cm"
const db::Statement object_events{"journal.of_object",
                                  "select " EVENT_COLUMNS " from event where place_id = $1 and object_id = $2 order by n"};
const db::Statement later_events{"journal.read_after",
                                 "select " EVENT_COLUMNS " from event where place_id = $1 and id > $2 order by id limit $3"};
const db::Statement newest_event{"journal.last", "select id from event where place_id = $1 order by id desc limit 1"};
const db::Statement select_object_named{"journal.object_named", R"sql(
  select object_id, letter from event where place_id = $1 and number = $2 and n = 1)sql"};
const db::Statement any_event{"journal.any", "select 1 from event limit 1"};
const db::Statement select_part{"journal.part", R"sql(
  select content, keyed from event_part where place_id = $1 and object_id = $2 and n = $3 and name = $4)sql"};
const db::Statement select_parts{"journal.parts", R"sql(
  select name, c, content, salt, keyed from event_part where place_id = $1 and object_id = $2 and n = $3 order by name)sql"};
const db::Statement select_cm{"journal.cm", "select cm from event where place_id = $1 and object_id = $2 and n = $3"};

const db::Statement select_newest_log{"journal.newest_log", R"sql(
  select object_id, number from event where place_id = $1 and object_id < $2 and n = 1 order by object_id desc limit 1)sql"};

constexpr std::int64_t log_objects_end = 1000;  // ids of logs count from 1; those that are made from the time are larger

constexpr CarriesOnly into_the_journal{"private parts are sealed, never shown, by the journal's store"};

std::vector<Listener>& listeners() {
  static std::vector<Listener> all;
  return all;
}

db::Param day_or_null(const std::optional<CivilDate>& day) { return day ? db::Param(*day) : db::Param(nullptr); }

std::optional<CivilDate> day_of(const db::Row& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return row.date(column);
}

std::string sealed_about(std::int64_t place, std::int64_t object, int n, std::string_view name) {
  return "event_part/" + std::to_string(place) + "/" + std::to_string(object) + "/" + std::to_string(n) + "/" + std::string(name);
}

std::string salt_about(std::string_view about) { return std::string(about) + "/salt"; }

std::string key_about(std::int64_t place, std::int64_t object) { return "object_key/" + std::to_string(place) + "/" + std::to_string(object); }

std::optional<secrets::ObjectKey> key_of(db::ReadTx& tx, const secrets::Keys& keys, std::int64_t place, std::int64_t object) {
  std::optional<secrets::ObjectKey> key;
  tx.first(select_key, {place, object}, [&](const db::Row& row) { key = secrets::ObjectKey::open_key(keys, row.text(0), key_about(place, object)); });
  return key;
}

// The object's key, made with its first private part.
secrets::ObjectKey key_for(db::Tx& tx, const secrets::Keys& keys, const ObjectRef& object) {
  if (auto known = key_of(tx, keys, object.place, object.id)) return std::move(*known);
  auto made = secrets::ObjectKey::fresh();
  tx.execute(insert_key, {object.place, object.id, db::Blob{made.sealed_key(keys, key_about(object.place, object.id))}});
  return made;
}

// What a row of before 0002 holds was sealed under the key of the installation.
std::optional<std::string> content_of(const db::Row& row, int content, int keyed, const secrets::Keys& keys,
                                      const std::optional<secrets::ObjectKey>& key, std::string_view about) {
  if (row.integer(keyed) == 0) return keys.open(row.text(content), about);
  return key ? key->open(row.text(content), about) : std::nullopt;
}

// The parts to commit to: with the true codes where the record shows others.
std::vector<PrivatePart> parts_of(const Event& event, const std::vector<PrivatePart>& parts) {
  auto all = parts;
  if (!event.shown_body.empty()) all.push_back({"body", Private<std::string>(event.body)});
  if (!event.shown_to.empty()) all.push_back({"to", Private<std::string>(event.to)});
  return all;
}

Seen seen_from(const db::Row& row) {
  return {.n = int(row.integer(0)),
          .type = row.string(1),
          .at = row.instant(2),
          .role = row.enumerated<Role>(3),
          .body = row.string(4),
          .to = row.string(5),
          .shown_body = row.string(19),
          .shown_to = row.string(20),
          .rule = row.string(9),
          .pack = row.string(10),
          .reason = row.string(11),
          .val = row.string(12),
          .ref = row.string(13),
          .due0 = day_of(row, 6),
          .due = day_of(row, 7),
          .start = day_of(row, 8),
          .occurred = day_of(row, 14),
          .cm = row.string(21)};
}

}  // namespace

void listen(Listener listener) { listeners().push_back(std::move(listener)); }

Recorded record(db::Tx& tx, const Speaker& speaker, const ObjectRef& object, const Event& event,
                const std::vector<PrivatePart>& parts) {
  int n = 1;
  tx.first(last_n, {object.place, object.id}, [&](const db::Row& row) { n = int(row.integer(0)) + 1; });
  Recorded recorded{speaker.ids->next<EventId>(speaker.now), n, {}};

  std::vector<Committed> committed;
  std::optional<secrets::ObjectKey> key;
  for (const auto& part : parts_of(event, parts)) {
    const auto& content = part.content.open(into_the_journal);
    if (content.empty()) continue;
    if (!key) key = key_for(tx, *speaker.keys, object);
    const auto salt = secrets::random_bytes(32), about = sealed_about(object.place, object.id, n, part.name);
    committed.push_back({part.name, part_commitment(salt, part.name, content)});
    const db::Blob sealed{key->seal(content, about)}, sealed_salt{key->seal(salt, salt_about(about))};
    tx.execute(insert_part, {object.place, object.id, n, part.name, sealed, sealed_salt, secrets::hex(committed.back().c)});
  }
  recorded.cm = secrets::hex(commitment(std::move(committed)));
  tx.execute(insert_event, {object.place, object.id, n, recorded.id, std::string_view(&object.letter, 1), object.number,
                            event.type, speaker.now, speaker.actor.role, speaker.actor.account, event.body, event.to,
                            day_or_null(event.due0), day_or_null(event.due), day_or_null(event.start), event.rule,
                            event.pack, event.reason, event.val, event.ref, day_or_null(event.occurred),
                            recorded.cm, event.shown_body, event.shown_to});
  for (const auto& listener : listeners()) listener(tx, speaker, object, event, recorded);
  return recorded;
}

ObjectRef log_object(db::Tx& tx, std::int64_t place, std::string_view place_code, int year) {
  ObjectRef log{place, 'L', 0, ""};
  tx.first(select_newest_log, {place, log_objects_end}, [&](const db::Row& row) { log.id = row.integer(0), log.number = row.string(1); });
  return log.number.empty() ? next_log_object(tx, place, place_code, year) : log;
}

ObjectRef next_log_object(db::Tx& tx, std::int64_t place, std::string_view place_code, int year) {
  std::int64_t last = 0;
  tx.first(select_newest_log, {place, log_objects_end}, [&](const db::Row& row) { last = row.integer(0); });
  return {place, 'L', last + 1, numbers::next(tx, place, place_code, 'L', year)};
}

Seen as_public(Seen event) {
  if (!event.shown_body.empty()) event.body = std::exchange(event.shown_body, "");
  if (!event.shown_to.empty()) event.to = std::exchange(event.shown_to, "");
  return event;
}

std::vector<Seen> of_object(db::ReadTx& tx, std::int64_t place, std::int64_t object_id) {
  std::vector<Seen> all;
  tx.each(object_events, {place, object_id}, [&](const db::Row& row) { all.push_back(seen_from(row)); });
  return all;
}

std::vector<Entry> read_after(db::ReadTx& tx, std::int64_t place, EventId after, int limit) {
  std::vector<Entry> all;
  tx.each(later_events, {place, after, limit}, [&](const db::Row& row) {
    all.push_back({row.id<EventId>(15), {place, row.text(18)[0], row.integer(16), row.string(17)}, seen_from(row)});
  });
  return all;
}

void restore(db::Tx& tx, EventId id, const ObjectRef& object, const Seen& event) {
  tx.execute(insert_event, {object.place, object.id, event.n, id, std::string_view(&object.letter, 1), object.number, event.type, event.at,
                            event.role, AccountId{}, event.body, event.to, day_or_null(event.due0), day_or_null(event.due),
                            day_or_null(event.start), event.rule, event.pack, event.reason, event.val, event.ref,
                            day_or_null(event.occurred), event.cm, "", ""});
}

std::optional<ObjectRef> object_named(db::ReadTx& tx, std::int64_t place, std::string_view number) {
  std::optional<ObjectRef> object;
  tx.first(select_object_named, {place, number}, [&](const db::Row& row) {
    object = ObjectRef{place, row.text(1)[0], row.integer(0), std::string(number)};
  });
  return object;
}

bool is_empty(db::ReadTx& tx) {
  return !tx.first(any_event, {}, [](const db::Row&) {});
}

EventId last(db::ReadTx& tx, std::int64_t place) {
  EventId id;
  tx.first(newest_event, {place}, [&](const db::Row& row) { id = row.id<EventId>(0); });
  return id;
}

std::optional<Private<std::string>> private_part(db::ReadTx& tx, const secrets::Keys& keys, std::int64_t place,
                                                 std::int64_t object_id, int n, std::string_view name) {
  const auto key = key_of(tx, keys, place, object_id);
  std::optional<Private<std::string>> found;
  tx.first(select_part, {place, object_id, n, name}, [&](const db::Row& row) {
    if (auto content = content_of(row, 0, 1, keys, key, sealed_about(place, object_id, n, name))) found = Private<std::string>(std::move(*content));
  });
  return found;
}

std::optional<OpenedEvent> open_parts(db::ReadTx& tx, const secrets::Keys& keys, std::int64_t place, std::int64_t object_id, int n,
                                      const std::function<bool(std::string_view)>& shows) {
  std::optional<OpenedEvent> opened;
  tx.first(select_cm, {place, object_id, n}, [&](const db::Row& row) { opened = OpenedEvent{row.string(0), {}}; });
  if (!opened) return std::nullopt;
  const auto key = key_of(tx, keys, place, object_id);
  tx.each(select_parts, {place, object_id, n}, [&](const db::Row& row) {
    OpenedPart part{row.string(0), row.string(1), std::nullopt, {}};
    const auto about = sealed_about(place, object_id, n, part.name);
    if (shows(part.name)) {
      auto content = content_of(row, 2, 4, keys, key, about);
      auto salt = row.integer(4) == 0 ? std::optional(row.string(3)) : content_of(row, 3, 4, keys, key, salt_about(about));
      if (content && salt && salt->size() == 32) part.salt = std::move(*salt), part.content = Private<std::string>(std::move(*content));
    }
    opened->parts.push_back(std::move(part));
  });
  std::sort(opened->parts.begin(), opened->parts.end(), [](const OpenedPart& a, const OpenedPart& b) { return a.name < b.name; });
  return opened;
}

int count_parts(db::ReadTx& tx, std::int64_t place, std::int64_t object_id) {
  int count = 0;
  tx.first(count_parts_of, {place, object_id, db::Blob{}}, [&](const db::Row& row) { count = int(row.integer(0)); });
  return count;
}

int erase(db::Tx& tx, std::int64_t place, std::int64_t object_id) {
  const auto erased = tx.execute(erase_parts, {place, object_id, db::Blob{}});
  tx.execute(delete_key, {place, object_id});
  return int(erased);
}

void each_key(db::ReadTx& tx, const std::function<void(const SealedKey&)>& each) {
  tx.each(select_all_keys, {}, [&](const db::Row& row) { each({row.integer(0), row.integer(1), row.string(2)}); });
}

void put_key(db::Tx& tx, const SealedKey& key) { tx.execute(insert_key, {key.place, key.object, db::Blob{key.sealed}}); }
void drop_keys(db::Tx& tx) { tx.execute(delete_all_keys, {}); }

}  // namespace jauap::journal
