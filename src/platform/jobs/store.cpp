#include "platform/jobs/store.h"

#include "base/invariant.h"

namespace jauap::jobs {
namespace {

const db::Statement insert_job{"jobs.add", R"sql(
  insert into job (place_id, id, kind, payload, state, due_at, created_at, attempts, lease_until, fence, unique_key, last_error)
  values ($1, $2, $3, $4, 0, $5, $6, 0, 0, 0, $7, ''))sql"};
const db::Statement insert_once{"jobs.add_once", R"sql(
  insert into job (place_id, id, kind, payload, state, due_at, created_at, attempts, lease_until, fence, unique_key, last_error)
  values ($1, $2, $3, $4, 0, $5, $6, 0, 0, 0, $7, '') on conflict (place_id, unique_key) where unique_key <> '' do nothing)sql"};
const db::Statement due_jobs{"jobs.due", R"sql(
  select place_id, id, kind, payload, attempts, due_at, created_at, fence from job
   where state = 0 and due_at <= $1 and lease_until <= $1 order by due_at, id limit $2)sql"};
const db::Statement take_job{"jobs.take", R"sql(
  update job set lease_until = $4, fence = fence + 1, attempts = attempts + 1
   where place_id = $1 and id = $2 and fence = $3 and state = 0)sql"};
const db::Statement finish_job{"jobs.finish", R"sql(
  update job set state = 1, payload = $4 where place_id = $1 and id = $2 and fence = $3 and state = 0)sql"};
const db::Statement postpone_job{"jobs.postpone", R"sql(
  update job set due_at = $4, lease_until = 0, last_error = $5
   where place_id = $1 and id = $2 and fence = $3 and state = 0)sql"};
const db::Statement bury_job{"jobs.bury", R"sql(
  update job set state = 2, last_error = $4 where place_id = $1 and id = $2 and fence = $3 and state = 0)sql"};
const db::Statement delete_done{"jobs.drop_done", R"sql(
  delete from job where (place_id, id) in (select place_id, id from job where state = 1 and due_at < $1 limit $2))sql"};
const db::Statement delete_by_key{"jobs.drop_by_key", R"sql(
  delete from job where place_id = $1 and unique_key <> '' and unique_key >= $2 and unique_key < $3 and kind = $4)sql"};
const db::Statement count_waiting{"jobs.waiting", R"sql(
  select count(*), min(due_at) from (select due_at from job where state = 0 order by due_at, id limit 10000) as waiting)sql"};
const db::Statement count_dead{"jobs.count_dead",
                               "select count(*) from (select id from job where state = 2 limit 10000) as buried"};
const db::Statement dead_jobs{"jobs.dead", R"sql(
  select id, kind, last_error, created_at, attempts from job where state = 2 order by id desc limit $1)sql"};

}  // namespace

JobId add(db::Tx& tx, IdMaker& ids, Instant now, std::int64_t place, std::string_view kind, std::string_view payload,
          Instant due_at, std::string_view unique_key) {
  const auto id = ids.next<JobId>(now);
  const db::Blob bytes{std::string(payload)};
  tx.execute(unique_key.empty() ? insert_job : insert_once, {place, id, kind, bytes, due_at, now, unique_key});
  return id;
}

Figures figures(db::ReadTx& tx) {
  Figures figures;
  tx.first(count_waiting, {}, [&](const db::Row& row) {
    figures.waiting = row.integer(0);
    figures.oldest_due = row.instant(1);
  });
  tx.first(count_dead, {}, [&](const db::Row& row) { figures.dead = row.integer(0); });
  return figures;
}

std::vector<DeadJob> dead(db::ReadTx& tx, int limit) {
  std::vector<DeadJob> all;
  tx.each(dead_jobs, {limit}, [&](const db::Row& row) {
    all.push_back({row.id<JobId>(0), row.string(1), row.string(2), row.instant(3), int(row.integer(4))});
  });
  return all;
}

int drop_by_key(db::Tx& tx, std::int64_t place, std::string_view kind, std::string_view key) {
  invariant(key.ends_with('/'), "a beginning of keys ends with a slash");
  const auto end = std::string(key.substr(0, key.size() - 1)) + '0';  // what follows the slash
  return int(tx.execute(delete_by_key, {place, key, end, kind}));
}

int drop_done_before(db::Tx& tx, Instant moment, int limit) { return int(tx.execute(delete_done, {moment, limit})); }

namespace store {

std::vector<Claimed> claim(db::Tx& tx, Instant now, Instant lease_until, int limit) {
  std::vector<Claimed> due;
  tx.each(due_jobs, {now, limit}, [&](const db::Row& row) {
    due.push_back({{.id = row.id<JobId>(1),
                    .place = row.integer(0),
                    .kind = row.string(2),
                    .payload = row.string(3),
                    .attempts = int(row.integer(4)) + 1,
                    .due_at = row.instant(5),
                    .created_at = row.instant(6)},
                   row.integer(7)});
  });
  // The fence is compared as it is raised, so of two servers that saw the same row one gets it.
  std::erase_if(due, [&](Claimed& claimed) {
    return tx.execute(take_job, {claimed.job.place, claimed.job.id, claimed.fence++, lease_until}) != 1;
  });
  return due;
}

bool finish(db::Tx& tx, const Claimed& claimed) {
  const db::Blob nothing{};  // what was private is gone with the work
  return tx.execute(finish_job, {claimed.job.place, claimed.job.id, claimed.fence, nothing}) == 1;
}

bool postpone(db::Tx& tx, const Claimed& claimed, Instant due_at, std::string_view error) {
  return tx.execute(postpone_job, {claimed.job.place, claimed.job.id, claimed.fence, due_at, error}) == 1;
}

bool bury(db::Tx& tx, const Claimed& claimed, std::string_view error) {
  return tx.execute(bury_job, {claimed.job.place, claimed.job.id, claimed.fence, error}) == 1;
}

}  // namespace store
}  // namespace jauap::jobs
