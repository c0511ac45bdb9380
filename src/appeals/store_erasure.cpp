#include "appeals/store_erasure.h"

namespace jauap::appeals::store {
namespace {

const db::Statement insert_erasure{"appeals.ask_erasure", R"sql(
  insert into appeal_erasure (place_id, appeal_id, n, state, reason, basis, asked_by, asked_at, decided_by, decided_at, note)
  select $1, $2, coalesce(max(n), 0) + 1, 1, $3, $4, $5, $6, 0, 0, $7 from appeal_erasure where place_id = $1 and appeal_id = $2)sql"};
const db::Statement erasure_waits{"appeals.erasure_waits", R"sql(
  select n from appeal_erasure where place_id = $1 and appeal_id = $2 and state = 1)sql"};
const db::Statement update_erasure{"appeals.decide_erasure", R"sql(
  update appeal_erasure set state = $4, decided_by = $5, decided_at = $6, note = $7
   where place_id = $1 and appeal_id = $2 and n = $3 and state = 1)sql"};
const db::Statement select_erasure{"appeals.erasure", R"sql(
  select n, state, reason, basis, asked_by, asked_at, decided_by, decided_at, note from appeal_erasure
   where place_id = $1 and appeal_id = $2 order by n desc limit 1)sql"};
const db::Statement select_erasures{"appeals.erasures", R"sql(
  select e.n, e.state, e.reason, e.asked_by, e.asked_at, e.decided_by, e.decided_at, a.number
    from appeal_erasure e join appeal a on a.place_id = e.place_id and a.id = e.appeal_id
   where e.place_id = $1 and e.state = $2 order by e.asked_at desc, e.appeal_id desc limit $3)sql"};

const db::Statement count_erasable{"appeals.erasable", R"sql(
  select (select count(*) from appeal_content where place_id = $1 and id = $2) + (select count(*) from appeal_public where place_id = $1 and id = $2),
         (select count(*) from appeal_answer where place_id = $1 and appeal_id = $2 and answer_text <> ''),
         (select count(*) from appeal_verdict where place_id = $1 and appeal_id = $2 and comment_text <> ''),
         (select count(*) from appeal_note where place_id = $1 and appeal_id = $2),
         (select count(*) from appeal_proposal where place_id = $1 and appeal_id = $2),
         (select count(*) from appeal_report where place_id = $1 and appeal_id = $2))sql"};

// A table that holds words of a case or of its people belongs here; the canary test finds what was forgotten.
const db::Statement erase_content{"appeals.erase_content", "delete from appeal_content where place_id = $1 and id = $2"};
const db::Statement erase_public{"appeals.erase_public", "delete from appeal_public where place_id = $1 and id = $2"};
const db::Statement erase_contact{"appeals.erase_contact", "delete from appeal_contact where place_id = $1 and appeal_id = $2"};
const db::Statement erase_points{"appeals.erase_points", "delete from appeal_point where place_id = $1 and appeal_id = $2"};
const db::Statement erase_promises{"appeals.erase_promises", "delete from appeal_commitment where place_id = $1 and appeal_id = $2"};
const db::Statement erase_notes{"appeals.erase_notes", "delete from appeal_note where place_id = $1 and appeal_id = $2"};
const db::Statement erase_proposals{"appeals.erase_proposals", "delete from appeal_proposal where place_id = $1 and appeal_id = $2"};
const db::Statement erase_reports{"appeals.erase_reports", "delete from appeal_report where place_id = $1 and appeal_id = $2"};
const db::Statement erase_review{"appeals.erase_review", "delete from appeal_review where place_id = $1 and appeal_id = $2"};
const db::Statement erase_file_marks{"appeals.erase_file_marks", "delete from appeal_file where place_id = $1 and appeal_id = $2"};
const db::Statement erase_answers{"appeals.erase_answers", "update appeal_answer set answer_text = '', signed_by = '', prepared_by = '' where place_id = $1 and appeal_id = $2"};
const db::Statement erase_comments{"appeals.erase_comments", "update appeal_verdict set comment_text = '' where place_id = $1 and appeal_id = $2"};
const db::Statement* const deletions[] = {&erase_content, &erase_public, &erase_contact, &erase_points, &erase_promises, &erase_notes, &erase_proposals, &erase_reports, &erase_review, &erase_file_marks, &erase_answers, &erase_comments};
const db::Statement mark_erased{"appeals.mark_erased", R"sql(
  update appeal set owner = 0, topic = '', district = '', erased_at = $3 where place_id = $1 and id = $2)sql"};

std::string sealed_about(const Appeal& appeal, std::string_view what) {
  return "appeal_erasure/" + std::to_string(appeal.place) + "/" + std::to_string(appeal.id.value) + "/" + std::string(what);
}

}  // namespace

bool ask_erasure(db::Tx& tx, const Permit&, const secrets::Keys& keys, const Appeal& appeal, const ErasureRow& row) {
  if (tx.first(erasure_waits, {appeal.place, appeal.id}, [](const db::Row&) {})) return false;
  const db::Blob basis{keys.seal(row.basis, sealed_about(appeal, "basis"))}, note{keys.seal("", sealed_about(appeal, "note"))};
  tx.execute(insert_erasure, {appeal.place, appeal.id, row.reason, basis, row.asked_by, row.asked_at, note});
  return true;
}

void decide_erasure(db::Tx& tx, const Permit&, const secrets::Keys& keys, const Appeal& appeal, int n, ErasureState state, AccountId by,
                    Instant at, const std::string& note) {
  const db::Blob sealed{keys.seal(note, sealed_about(appeal, "note"))};
  tx.execute(update_erasure, {appeal.place, appeal.id, n, state, by, at, sealed});
}

std::optional<ErasureRow> erasure(db::ReadTx& tx, const secrets::Keys& keys, const Appeal& appeal) {
  std::optional<ErasureRow> found;
  tx.first(select_erasure, {appeal.place, appeal.id}, [&](const db::Row& row) {
    found = ErasureRow{.n = int(row.integer(0)),
                       .state = row.enumerated<ErasureState>(1),
                       .reason = row.string(2),
                       .basis = keys.open(row.text(3), sealed_about(appeal, "basis")).value_or(""),
                       .asked_by = row.id<AccountId>(4),
                       .asked_at = row.instant(5),
                       .decided_by = row.id<AccountId>(6),
                       .decided_at = row.instant(7),
                       .note = keys.open(row.text(8), sealed_about(appeal, "note")).value_or(""),
                       .number = appeal.number};
  });
  return found;
}

std::vector<ErasureRow> erasures(db::ReadTx& tx, std::int64_t place, ErasureState state, int limit) {
  std::vector<ErasureRow> all;
  tx.each(select_erasures, {place, state, limit}, [&](const db::Row& row) {
    all.push_back({.n = int(row.integer(0)),
                   .state = row.enumerated<ErasureState>(1),
                   .reason = row.string(2),
                   .basis = "",
                   .asked_by = row.id<AccountId>(3),
                   .asked_at = row.instant(4),
                   .decided_by = row.id<AccountId>(5),
                   .decided_at = row.instant(6),
                   .number = row.string(7)});
  });
  return all;
}

Erasable erasable(db::ReadTx& tx, const Appeal& appeal) {
  Erasable all;
  tx.first(count_erasable, {appeal.place, appeal.id}, [&](const db::Row& row) {
    const auto at = [&](int column) { return int(row.integer(column)); };
    all = {.texts = at(0), .answers = at(1), .comments = at(2), .notes = at(3), .proposals = at(4), .reports = at(5)};
  });
  return all;
}

void erase_content(db::Tx& tx, const Permit&, const Appeal& appeal, Instant at) {
  for (const auto* deletion : deletions) tx.execute(*deletion, {appeal.place, appeal.id});
  tx.execute(mark_erased, {appeal.place, appeal.id, at});
}

std::vector<const db::Statement*> erasure_lists() { return {&select_erasures}; }

}  // namespace jauap::appeals::store
