#include "appeals/store_moderation.h"

#include <algorithm>

namespace jauap::appeals::store {
namespace {

const db::Statement upsert_review{"appeals.ask_review", R"sql(
  insert into appeal_review (place_id, appeal_id, waits, asked_at, not_by, reason) values ($1, $2, $3, $4, $5, $6)
  on conflict (place_id, appeal_id) do update set waits = excluded.waits, asked_at = excluded.asked_at,
         not_by = excluded.not_by, reason = excluded.reason)sql"};
const db::Statement delete_review{"appeals.end_review", "delete from appeal_review where place_id = $1 and appeal_id = $2"};
const db::Statement select_review{"appeals.review", R"sql(
  select waits, asked_at, not_by, reason from appeal_review where place_id = $1 and appeal_id = $2)sql"};
const db::Statement select_reviews{"appeals.reviews", R"sql(
  select r.waits, r.asked_at, r.not_by, r.reason, a.number, a.body
    from appeal_review r join appeal a on a.place_id = r.place_id and a.id = r.appeal_id
   where r.place_id = $1 order by r.asked_at, r.appeal_id limit $2)sql"};

const db::Statement insert_moderation{"appeals.add_moderation", R"sql(
  insert into appeal_moderation (place_id, appeal_id, n, what, reason, decided_by, at)
  select $1, $2, coalesce(max(n), 0) + 1, $3, $4, $5, $6 from appeal_moderation where place_id = $1 and appeal_id = $2)sql"};
const db::Statement select_moderation{"appeals.moderation", R"sql(
  select what, reason, decided_by, at, n from appeal_moderation where place_id = $1 and appeal_id = $2 order by n)sql"};
const db::Statement select_removals{"appeals.removals", R"sql(
  select m.what, m.reason, m.decided_by, m.at, m.n, a.number, a.body, m.appeal_id
    from appeal_moderation m join appeal a on a.place_id = m.place_id and a.id = m.appeal_id
   where m.what >= 3 and m.place_id = $1 and (m.at, m.appeal_id, m.n) < ($2, $3, $4)
   order by m.at desc, m.appeal_id desc, m.n desc limit $5)sql"};

const db::Statement insert_report{"appeals.add_report", R"sql(
  insert into appeal_report (place_id, appeal_id, n, reason, report_text, at, decided_by, decided_at)
  select $1, $2, coalesce(max(n), 0) + 1, $3, $4, $5, 0, 0 from appeal_report where place_id = $1 and appeal_id = $2)sql"};
const db::Statement update_reports{"appeals.end_reports", R"sql(
  update appeal_report set decided_by = $3, decided_at = $4 where place_id = $1 and appeal_id = $2 and decided_at = 0)sql"};
const db::Statement select_reports{"appeals.reports", R"sql(
  select n, reason, report_text, at from appeal_report where place_id = $1 and appeal_id = $2 and decided_at = 0 order by n)sql"};
const db::Statement select_reported{"appeals.reported", R"sql(
  select a.number, a.body, r.at from appeal_report r join appeal a on a.place_id = r.place_id and a.id = r.appeal_id
   where r.decided_at = 0 and r.place_id = $1 order by r.at, r.appeal_id limit $2)sql"};

std::string sealed_part(const Appeal& appeal) { return "appeal_report/" + std::to_string(appeal.place) + "/" + std::to_string(appeal.id.value); }

}  // namespace

void ask_review(db::Tx& tx, const Permit&, const Appeal& appeal, const ReviewRow& row) {
  tx.execute(upsert_review, {appeal.place, appeal.id, row.waits, row.asked_at, row.not_by, row.reason});
}

void end_review(db::Tx& tx, const Permit&, const Appeal& appeal) { tx.execute(delete_review, {appeal.place, appeal.id}); }

std::optional<ReviewRow> review(db::ReadTx& tx, const Appeal& appeal) {
  std::optional<ReviewRow> found;
  tx.first(select_review, {appeal.place, appeal.id}, [&](const db::Row& row) {
    found = ReviewRow{.waits = row.enumerated<Waits>(0), .asked_at = row.instant(1), .not_by = row.id<AccountId>(2), .reason = row.string(3)};
  });
  return found;
}

std::vector<ReviewRow> reviews(db::ReadTx& tx, std::int64_t place, int limit) {
  std::vector<ReviewRow> all;
  tx.each(select_reviews, {place, limit}, [&](const db::Row& row) {
    all.push_back({.waits = row.enumerated<Waits>(0), .asked_at = row.instant(1), .not_by = row.id<AccountId>(2), .reason = row.string(3),
                   .number = row.string(4), .body = row.string(5)});
  });
  return all;
}

std::string_view code(Moderated what) {
  switch (what) {
    case Moderated::published: return "published";
    case Moderated::answer_published: return "answer_published";
    case Moderated::kept_private: return "kept_private";
    case Moderated::redacted: return "redacted";
    case Moderated::removed: return "removed";
    case Moderated::removal_confirmed: return "removal_confirmed";
    case Moderated::restored: return "restored";
  }
  return "";
}

void add_moderation(db::Tx& tx, const Permit&, const Appeal& appeal, const ModerationRow& row) {
  tx.execute(insert_moderation, {appeal.place, appeal.id, row.what, row.reason, row.by, row.at});
}

std::vector<ModerationRow> moderation_of(db::ReadTx& tx, const Appeal& appeal) {
  std::vector<ModerationRow> all;
  tx.each(select_moderation, {appeal.place, appeal.id}, [&](const db::Row& row) {
    all.push_back({.what = row.enumerated<Moderated>(0), .reason = row.string(1), .by = row.id<AccountId>(2), .at = row.instant(3),
                   .appeal = appeal.id, .n = int(row.integer(4))});
  });
  return all;
}

std::vector<ModerationRow> removals(db::ReadTx& tx, std::int64_t place, const ModerationRow& last, int limit) {
  std::vector<ModerationRow> all;
  tx.each(select_removals, {place, last.at, last.appeal, last.n, limit}, [&](const db::Row& row) {
    all.push_back({.what = row.enumerated<Moderated>(0), .reason = row.string(1), .by = row.id<AccountId>(2), .at = row.instant(3),
                   .number = row.string(5), .body = row.string(6), .appeal = row.id<AppealId>(7), .n = int(row.integer(4))});
  });
  return all;
}

void add_report(db::Tx& tx, const Permit&, const secrets::Keys& keys, const Appeal& appeal, const std::string& reason,
                const std::string& text, Instant at) {
  tx.execute(insert_report, {appeal.place, appeal.id, reason, db::Blob{keys.seal(text, sealed_part(appeal))}, at});
}

void end_reports(db::Tx& tx, const Permit&, const Appeal& appeal, AccountId by, Instant at) {
  tx.execute(update_reports, {appeal.place, appeal.id, by, at});
}

std::vector<ReportRow> reports(db::ReadTx& tx, const secrets::Keys& keys, const Appeal& appeal) {
  std::vector<ReportRow> all;
  tx.each(select_reports, {appeal.place, appeal.id}, [&](const db::Row& row) {
    const auto text = keys.open(row.text(2), sealed_part(appeal));
    if (!text) throw db::Failure("appeals.reports: a report cannot be opened with the present keys");
    all.push_back({int(row.integer(0)), row.string(1), Private<std::string>(*text), row.instant(3)});
  });
  return all;
}

std::vector<Reported> reported(db::ReadTx& tx, std::int64_t place, int limit) {
  std::vector<Reported> all;
  tx.each(select_reported, {place, limit}, [&](const db::Row& row) {
    const auto known = std::find_if(all.begin(), all.end(), [&](const Reported& one) { return one.number == row.string(0); });
    if (known != all.end()) ++known->count;
    else all.push_back({row.string(0), row.string(1), 1, row.instant(2)});
  });
  return all;
}

std::vector<const db::Statement*> moderation_lists() { return {&select_reviews, &select_removals, &select_reported}; }

}  // namespace jauap::appeals::store
