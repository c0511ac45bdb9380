#include <algorithm>

#include "platform/audit/audit.h"
#include "platform/auth/limits.h"

namespace jauap::audit {
namespace {

constexpr int everywhere = 0;

const db::Statement insert_row{"audit.append", R"sql(
  insert into audit (place_id, id, at, actor, role, body, act, object, fields, amount, client)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11))sql"};

#define AUDIT_COLUMNS "id, at, actor, role, body, act, object, fields, amount, client"
const db::Statement all_rows{"audit.page", "select " AUDIT_COLUMNS
                                           " from audit where place_id = $1 and id < $2 order by id desc limit $3"};
const db::Statement object_rows{"audit.of_object", "select " AUDIT_COLUMNS
                                                   " from audit where place_id = $1 and object = $2 and object <> '' and id < $3 "
                                                   "and ($4 = 0 or actor = $4) order by id desc limit $5"};
const db::Statement actor_rows{"audit.of_actor", "select " AUDIT_COLUMNS
                                                 " from audit where place_id = $1 and actor = $2 and id < $3 "
                                                 "order by id desc limit $4"};
const db::Statement object_viewers{"audit.viewers", R"sql(
  select role, body, act, count(*), max(at) from audit where place_id = $1 and object = $2 and object <> ''
   group by role, body, act order by role, body, act)sql"};

constexpr std::int64_t last_id = INT64_MAX;

Row row_from(const db::Row& row) {
  return {.id = row.id<AuditId>(0),
          .at = row.instant(1),
          .actor = row.id<AccountId>(2),
          .role = row.enumerated<Role>(3),
          .body = row.string(4),
          .entry = {.act = row.string(5), .object = row.string(6), .fields = row.string(7), .amount = int(row.integer(8))},
          .client = row.string(9)};
}

}  // namespace

void append(db::Tx& tx, IdMaker& ids, Instant now, const Actor& actor, const Entry& entry, std::string_view client) {
  tx.execute(insert_row, {everywhere, ids.next<AuditId>(now), now, actor.account, actor.role, actor.body, entry.act, entry.object,
                          entry.fields, entry.amount, client});
}

std::string client_of(const secrets::Keys& keys, const std::string& address) {
  return secrets::hex(keys.keyed_hash(secrets::Purpose::client, auth::client_prefix(address)).substr(0, 8));
}

std::vector<Row> page(db::ReadTx& tx, const Filter& filter) {
  std::vector<Row> rows;
  const auto add = [&](const db::Row& row) { rows.push_back(row_from(row)); };
  const auto before = filter.before ? filter.before.value : last_id;
  if (!filter.object.empty())
    tx.each(object_rows, {everywhere, filter.object, before, filter.actor, filter.limit}, add);
  else if (filter.actor)
    tx.each(actor_rows, {everywhere, filter.actor, before, filter.limit}, add);
  else
    tx.each(all_rows, {everywhere, before, filter.limit}, add);
  return rows;
}

std::vector<Viewer> viewers(db::ReadTx& tx, std::string_view object, const std::vector<std::string_view>& acts) {
  std::vector<Viewer> all;
  tx.each(object_viewers, {everywhere, object}, [&](const db::Row& row) {
    if (std::find(acts.begin(), acts.end(), row.text(2)) == acts.end()) return;
    const Viewer one{row.enumerated<Role>(0), row.string(1), int(row.integer(3)), row.instant(4)};
    const auto same = std::find_if(all.begin(), all.end(), [&](const Viewer& v) { return v.role == one.role && v.body == one.body; });
    if (same == all.end()) return all.push_back(one);
    same->times += one.times;
    same->last_at = std::max(same->last_at, one.last_at);
  });
  std::stable_sort(all.begin(), all.end(), [](const Viewer& a, const Viewer& b) { return a.last_at > b.last_at; });
  return all;
}

std::vector<const db::Statement*> list_statements() { return {&all_rows, &object_rows, &actor_rows, &object_viewers}; }

}  // namespace jauap::audit
