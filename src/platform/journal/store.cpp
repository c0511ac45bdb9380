#include "platform/journal/journal.h"

#include <algorithm>

#include "platform/journal/commitment.h"

namespace jauap::journal {
namespace {

const db::Statement last_n{"journal.last_n", "select max(n) from event where place_id = $1 and object_id = $2"};
const db::Statement insert_event{"journal.insert", R"sql(
  insert into event (place_id, object_id, n, id, letter, number, type, at, role, actor, body, to_body, due0, due,
                     start_day, rule, pack, reason, val, ref, occurred, cm)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22))sql"};
const db::Statement insert_part{"journal.insert_part", R"sql(
  insert into event_part (place_id, object_id, n, name, content, salt, c) values ($1, $2, $3, $4, $5, $6, $7))sql"};

#define EVENT_COLUMNS                                                                                            \
  "n, type, at, role, body, to_body, due0, due, start_day, rule, pack, reason, val, ref, occurred, id, object_id, " \
  "number, letter"
const db::Statement object_events{"journal.of_object",
                                  "select " EVENT_COLUMNS " from event where place_id = $1 and object_id = $2 order by n"};
const db::Statement later_events{"journal.read_after",
                                 "select " EVENT_COLUMNS " from event where place_id = $1 and id > $2 order by id limit $3"};
const db::Statement newest_event{"journal.last", "select id from event where place_id = $1 order by id desc limit 1"};
const db::Statement select_part{"journal.part", R"sql(
  select content from event_part where place_id = $1 and object_id = $2 and n = $3 and name = $4)sql"};

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

Seen seen_from(const db::Row& row) {
  return {.n = int(row.integer(0)),
          .type = row.string(1),
          .at = row.instant(2),
          .role = row.enumerated<Role>(3),
          .body = row.string(4),
          .to = row.string(5),
          .rule = row.string(9),
          .pack = row.string(10),
          .reason = row.string(11),
          .val = row.string(12),
          .ref = row.string(13),
          .due0 = day_of(row, 6),
          .due = day_of(row, 7),
          .start = day_of(row, 8),
          .occurred = day_of(row, 14)};
}

}  // namespace

void listen(Listener listener) { listeners().push_back(std::move(listener)); }

Recorded record(db::Tx& tx, const Speaker& speaker, const ObjectRef& object, const Event& event,
                const std::vector<PrivatePart>& parts) {
  int n = 1;
  tx.first(last_n, {object.place, object.id}, [&](const db::Row& row) { n = int(row.integer(0)) + 1; });
  Recorded recorded{speaker.ids->next<EventId>(speaker.now), n, {}};

  std::vector<Committed> committed;
  for (const auto& part : parts) {
    const auto& content = part.content.open(into_the_journal);
    if (content.empty()) continue;
    const db::Blob salt{secrets::random_bytes(32)};
    committed.push_back({part.name, part_commitment(salt.bytes, part.name, content)});
    const db::Blob sealed{speaker.keys->seal(content, sealed_about(object.place, object.id, n, part.name))};
    tx.execute(insert_part, {object.place, object.id, n, part.name, sealed, salt, secrets::hex(committed.back().c)});
  }
  recorded.cm = secrets::hex(commitment(std::move(committed)));
  tx.execute(insert_event, {object.place, object.id, n, recorded.id, std::string_view(&object.letter, 1), object.number,
                            event.type, speaker.now, speaker.actor.role, speaker.actor.account, event.body, event.to,
                            day_or_null(event.due0), day_or_null(event.due), day_or_null(event.start), event.rule,
                            event.pack, event.reason, event.val, event.ref, day_or_null(event.occurred),
                            recorded.cm});
  for (const auto& listener : listeners()) listener(tx, speaker, object, event, recorded);
  return recorded;
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

EventId last(db::ReadTx& tx, std::int64_t place) {
  EventId id;
  tx.first(newest_event, {place}, [&](const db::Row& row) { id = row.id<EventId>(0); });
  return id;
}

std::optional<Private<std::string>> private_part(db::ReadTx& tx, const secrets::Keys& keys, std::int64_t place,
                                                 std::int64_t object_id, int n, std::string_view name) {
  std::optional<Private<std::string>> found;
  tx.first(select_part, {place, object_id, n, name}, [&](const db::Row& row) {
    if (auto content = keys.open(row.text(0), sealed_about(place, object_id, n, name)))
      found = Private<std::string>(std::move(*content));
  });
  return found;
}

}  // namespace jauap::journal
