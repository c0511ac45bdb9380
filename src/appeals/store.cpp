#include "appeals/store.h"

#include <algorithm>
#include <boost/json.hpp>

namespace jauap::appeals::store {
namespace {

// ---- statements -------------------------------------------------------------------------------------------------------

const db::Statement insert_appeal{"appeals.insert", R"sql(
  insert into appeal (place_id, id, number, kind, kind_claimed, state, is_open, version, visibility, channel, language,
                      body, first_body, topic, district, owner, entered_by, executor, code_hash, submitted_at,
                      received_day, due_day, due_rule, pack, redirect_until_day, first_received_day, first_due_day,
                      redirects, answered_at, answered_late, verdict_until_day, closed_at, about, against, repeats)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
          $21, $22, $23, $24, $25, $26, $27, $28, 0, 0, 0, 0, $29, $30, $31))sql"};

const db::Statement insert_content{"appeals.insert_content", R"sql(
  insert into appeal_content (place_id, id, title, body_text, address, lat, lon, reply_language, applicant,
                              phone_index, email_index)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11))sql"};

const db::Statement update_appeal{"appeals.update", R"sql(
  update appeal set kind = $4, state = $5, is_open = $6, version = version + 1, visibility = $7, body = $8, executor = $9,
         received_day = $10, due_day = $11, due_rule = $12, pack = $13, redirect_until_day = $14, redirects = $15,
         answered_at = $16, answered_late = $17, verdict_until_day = $18, closed_at = $19, also_body = $20,
         joined_to = $21, extensions = $22, reopened = $23, is_final = $24, paused_day = $25, wait_until_day = $26
   where place_id = $1 and id = $2 and version = $3)sql"};

const db::Statement upsert_public{"appeals.put_public", R"sql(
  insert into appeal_public (place_id, id, title, body_text, place_text, answer_text) values ($1, $2, $3, $4, $5, $6)
  on conflict (place_id, id) do update set title = excluded.title, body_text = excluded.body_text,
         place_text = excluded.place_text, answer_text = excluded.answer_text)sql"};

const db::Statement delete_public{"appeals.drop_public",
                                  "delete from appeal_public where place_id = $1 and id = $2"};

const db::Statement insert_answer{"appeals.add_answer", R"sql(
  insert into appeal_answer (place_id, appeal_id, n, decision, answer_text, language, body, signed_by, at, prepared_by)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10))sql"};

const db::Statement insert_verdict{"appeals.add_verdict", R"sql(
  insert into appeal_verdict (place_id, appeal_id, n, val, was_clear, reason, comment_text, at)
  values ($1, $2, $3, $4, $5, $6, $7, $8))sql"};

const db::Statement insert_file{"appeals.add_file", R"sql(
  insert into appeal_file (place_id, appeal_id, file_id, answer_n, review, reason, reviewed_by, reviewed_at)
  values ($1, $2, $3, $4, $5, $6, 0, 0))sql"};

const db::Statement update_file_review{"appeals.review_file", R"sql(
  update appeal_file set review = $4, reason = $5, reviewed_by = $6, reviewed_at = $7
   where place_id = $1 and appeal_id = $2 and file_id = $3)sql"};

const db::Statement restart_file_reviews{"appeals.restart_file_reviews", R"sql(
  update appeal_file set review = $3, reason = '', reviewed_by = 0, reviewed_at = 0
   where place_id = $1 and appeal_id = $2 and answer_n >= 0)sql"};

const db::Statement sign_unsigned_files{"appeals.sign_files", R"sql(
  update appeal_file set answer_n = $3, review = $4 where place_id = $1 and appeal_id = $2 and answer_n < 0)sql"};

const db::Statement delete_file{"appeals.drop_file",
                                "delete from appeal_file where place_id = $1 and appeal_id = $2 and file_id = $3"};

const db::Statement select_files{"appeals.files", R"sql(
  select file_id, answer_n, review, reason from appeal_file
   where place_id = $1 and appeal_id = $2 order by file_id)sql"};

const db::Statement files_waiting{"appeals.files_waiting", R"sql(
  select a.number from appeal_file f join appeal a on a.place_id = f.place_id and a.id = f.appeal_id
   where f.review = 1 and f.place_id = $1 and ($2 = '' or a.body = $2)
   order by f.file_id limit $3)sql"};

const db::Statement add_figure{"appeals.count", R"sql(
  insert into appeal_figure (place_id, name, amount) values ($1, $2, $3)
  on conflict (place_id, name) do update set amount = appeal_figure.amount + excluded.amount)sql"};

#define APPEAL_COLUMNS                                                                                              \
  "a.place_id, a.id, a.number, a.kind, a.kind_claimed, a.state, a.version, a.visibility, a.channel, a.language, "  \
  "a.body, a.first_body, a.topic, a.district, a.owner, a.entered_by, a.executor, a.submitted_at, a.received_day, " \
  "a.due_day, a.due_rule, a.pack, a.redirect_until_day, a.first_received_day, a.first_due_day, a.redirects, "      \
  "a.answered_at, a.answered_late, a.verdict_until_day, a.closed_at, a.about, a.against, a.also_body, "              \
  "a.joined_to, a.extensions, a.reopened, a.is_final, a.paused_day, a.wait_until_day, a.erased_at, a.repeats"
constexpr int appeal_columns = 41;

const db::Statement by_number{"appeals.by_number",
                              "select " APPEAL_COLUMNS " from appeal a where a.place_id = $1 and a.number = $2"};
const db::Statement by_code{"appeals.by_code", "select " APPEAL_COLUMNS " from appeal a where a.code_hash = $1"};
const db::Statement code_of{"appeals.code_of", "select code_hash from appeal where place_id = $1 and id = $2"};
const db::Statement select_content{"appeals.content", R"sql(
  select title, body_text, address, lat, lon, reply_language, applicant from appeal_content
   where place_id = $1 and id = $2)sql"};
const db::Statement select_public{"appeals.public_text", R"sql(
  select title, body_text, place_text, answer_text from appeal_public where place_id = $1 and id = $2)sql"};
const db::Statement select_answers{"appeals.answers", R"sql(
  select n, decision, answer_text, language, body, signed_by, at, prepared_by from appeal_answer
   where place_id = $1 and appeal_id = $2 order by n)sql"};
const db::Statement select_verdicts{"appeals.verdicts", R"sql(
  select n, val, was_clear, reason, comment_text, at from appeal_verdict
   where place_id = $1 and appeal_id = $2 order by n)sql"};

// The public list is driven by the index of the narrowest filters that are set; the others are checked row by row.
// Parameters: $1 place, $2 after which id, $3 before which id, $4 limit, $5 body, $6 topic, $7 district, $8 state.
#define PUBLIC_LIST(driver, order)                                                                              \
  "select " APPEAL_COLUMNS                                                                                      \
  ", p.title, p.place_text from appeal a join appeal_public p on p.place_id = a.place_id and p.id = a.id "      \
  "where a.visibility = 1 and a.place_id = $1 " driver " and a.id > $2 and a.id < $3 "                          \
  "and ($5 = '' or a.body = $5) and ($6 = '' or a.topic = $6) and ($7 = '' or a.district = $7) "                \
  "and ($8 = 0 or a.state = $8) order by a.id " order " limit $4"

#define TEN(first) "$" #first "0, $" #first "1, $" #first "2, $" #first "3, $" #first "4, $" #first "5, $" #first "6, $" #first "7, $" #first "8, $" #first "9"
constexpr std::size_t numbers_at_once = 20;
const db::Statement public_by_number{"appeals.public_by_number",
                                     "select " APPEAL_COLUMNS ", p.title, p.place_text, p.answer_text from appeal a join appeal_public p "
                                     "on p.place_id = a.place_id and p.id = a.id where a.visibility = 1 and a.place_id = $1 "
                                     "and a.number in ($2, $3, $4, $5, $6, $7, $8, $9, " TEN(1) ", $20, $21)"};
#undef TEN

// One statement for each index and order. `filters` says which of body, topic, district and state drive it.
enum Filter : unsigned { by_body = 1, by_topic = 2, by_district = 4, by_state = 8 };
struct PublicList {
  unsigned filters;
  db::Statement newest, oldest;
};
#define PUBLIC_LISTS(name, driver) \
  {"appeals.public_" name, PUBLIC_LIST(driver, "desc")}, {"appeals.public_old_" name, PUBLIC_LIST(driver, "asc")}

// The narrowest first: the first row whose filters are all set drives the list.
const PublicList public_lists[] = {
    {by_topic | by_district | by_state, PUBLIC_LISTS("topic_district_state", "and a.topic = $6 and a.district = $7 and a.state = $8")},
    {by_body | by_district | by_state, PUBLIC_LISTS("body_district_state", "and a.body = $5 and a.district = $7 and a.state = $8")},
    {by_topic | by_district, PUBLIC_LISTS("topic_district", "and a.topic = $6 and a.district = $7")},
    {by_topic | by_state, PUBLIC_LISTS("topic_state", "and a.topic = $6 and a.state = $8")},
    {by_body | by_district, PUBLIC_LISTS("body_district", "and a.body = $5 and a.district = $7")},
    {by_body | by_state, PUBLIC_LISTS("body_state", "and a.body = $5 and a.state = $8")},
    {by_district | by_state, PUBLIC_LISTS("district_state", "and a.district = $7 and a.state = $8")},
    {by_topic, PUBLIC_LISTS("topic", "and a.topic = $6")},
    {by_body, PUBLIC_LISTS("body", "and a.body = $5")},
    {by_district, PUBLIC_LISTS("district", "and a.district = $7")},
    {by_state, PUBLIC_LISTS("state", "and a.state = $8")},
    {0, PUBLIC_LISTS("all", "")},
};

const db::Statement& public_statement(const PublicFilter& filter) {
  const unsigned set = (filter.body.empty() ? 0u : by_body) | (filter.topic.empty() ? 0u : by_topic) |
                       (filter.district.empty() ? 0u : by_district) | (filter.state ? by_state : 0u);
  for (const auto& list : public_lists)
    if ((list.filters & set) == list.filters) return filter.oldest_first ? list.oldest : list.newest;
  throw BrokenInvariant("the last list needs no filter");
}

// One statement for each index: all of the body, in one state, of one executor (in any state or one).
// The day after which a page goes on is also the lowest day asked for ($5): with a row value beside both bounds SQLite prefers the
// index of the whole inbox.
#define INBOX(more)                                                                                                             \
  "select " APPEAL_COLUMNS                                                                                                      \
  ", c.title from appeal a join appeal_content c on c.place_id = a.place_id and c.id = a.id "                                   \
  "where a.is_open = 1 and a.place_id = $1 and a.body = $2" more " and (a.due_day > $3 or a.id > $4) "                          \
  "and a.due_day >= $5 and a.due_day <= $6 order by a.due_day, a.id limit $7"
const db::Statement inbox{"appeals.inbox_page", INBOX("")};
const db::Statement inbox_state{"appeals.inbox_state", INBOX(" and a.state = $8")};
const db::Statement inbox_executor{"appeals.inbox_executor", INBOX(" and a.executor = $8")};
const db::Statement inbox_executor_state{"appeals.inbox_executor_state", INBOX(" and a.executor = $8 and a.state = $9")};
const db::Statement inbox_waiting{"appeals.inbox_waiting", INBOX(" and a.state in (10, 11, 12) and ($8 = 0 or a.executor = $8)")};
#undef INBOX

const db::Statement inbox_redirect{"appeals.inbox_redirect",
                                   "select " APPEAL_COLUMNS R"sql(, c.title
  from appeal a join appeal_content c on c.place_id = a.place_id and c.id = a.id
  where a.is_open = 1 and a.place_id = $1 and a.body = $2 and a.redirect_until_day = $3 and a.id > $4
  order by a.id limit $5)sql"};

const db::Statement count_due{"appeals.count_due", R"sql(
  select count(*) from (select 1 as one from appeal where is_open = 1 and place_id = $1 and body = $2
         and due_day >= $3 and due_day <= $4 limit $5) as counted)sql"};
const db::Statement count_redirect{"appeals.count_redirect", R"sql(
  select count(*) from (select 1 as one from appeal where is_open = 1 and place_id = $1 and body = $2
         and redirect_until_day = $3 limit $4) as counted)sql"};
const db::Statement count_waiting{"appeals.count_waiting", R"sql(
  select count(*) from (select 1 as one from appeal where is_open = 1 and state in (10, 11, 12) and place_id = $1 and body = $2
         limit $3) as counted)sql"};
const db::Statement count_state{"appeals.count_state", R"sql(
  select count(*) from (select 1 as one from appeal where is_open = 1 and place_id = $1 and body = $2 and state = $3
         limit $4) as counted)sql"};
const db::Statement count_overdue{"appeals.count_overdue", R"sql(
  select count(*) from (select 1 as one from appeal where is_open = 1 and place_id = $1 and due_day < $2
         limit $3) as counted)sql"};

#define WITH_TITLE " from appeal a join appeal_content c on c.place_id = a.place_id and c.id = a.id "
const db::Statement owned{"appeals.of_owner", "select " APPEAL_COLUMNS ", c.title" WITH_TITLE
                                              "where a.owner = $1 and a.owner <> 0 and a.id < $2 order by a.id desc limit $3"};
const db::Statement entered{"appeals.entered_by",
                            "select " APPEAL_COLUMNS ", c.title" WITH_TITLE
                            "where a.entered_by = $1 and a.entered_by <> 0 and a.id < $2 order by a.id desc limit $3"};
const db::Statement phoned{"appeals.by_phone",
                           "select " APPEAL_COLUMNS ", c.title from appeal_content c join appeal a on a.place_id = "
                           "c.place_id and a.id = c.id where c.phone_index = $1 and "
                           "c.place_id = $2 order by c.id desc limit $3"};
const db::Statement unjudged{"appeals.unjudged", R"sql(
  select number from appeal where state = 4 and place_id = $1 and verdict_until_day < $2
   order by verdict_until_day, id limit $3)sql"};
const db::Statement select_figure{"appeals.figure",
                                  "select amount from appeal_figure where place_id = $1 and name = $2"};

const db::Statement select_workload{"appeals.workload", R"sql(
  select body, executor, sum(case when due_day < $2 then 1 else 0 end), sum(case when due_day < $2 then 0 else 1 end)
    from appeal where is_open = 1 and state <> 11 and place_id = $1 and due_day <= $3 group by body, executor order by body, executor)sql"};
const db::Statement select_overdue{"appeals.overdue_by_body", R"sql(
  select body, count(*), min(due_day) from appeal where is_open = 1 and state <> 11 and place_id = $1 and due_day < $2
   group by body order by 2 desc, body)sql"};
const db::Statement verdict_terms{"appeals.verdict_terms", R"sql(
  select number, verdict_until_day, id from appeal where state = 4 and place_id = $1 and verdict_until_day >= $2 and verdict_until_day <= $3
     and (verdict_until_day > $4 or id > $5) order by verdict_until_day, id limit $6)sql"};
const db::Statement wait_terms{"appeals.wait_terms", R"sql(
  select number, wait_until_day, id from appeal where wait_until_day <> 0 and place_id = $1 and wait_until_day >= $2 and wait_until_day <= $3
     and (wait_until_day > $4 or id > $5) order by wait_until_day, id limit $6)sql"};
const db::Statement select_alarm{"appeals.alarm_done", "select done_until_day from appeal_alarm where place_id = $1 and name = $2"};
const db::Statement upsert_alarm{"appeals.set_alarm_done", R"sql(
  insert into appeal_alarm (place_id, name, done_until_day) values ($1, $2, $3)
  on conflict (place_id, name) do update set done_until_day = excluded.done_until_day)sql"};
const db::Statement select_open{"appeals.open_cases", "select " APPEAL_COLUMNS
                                " from appeal a where a.is_open = 1 and a.place_id = $1 and a.id > $2 order by a.id limit $3"};
const db::Statement unanswered{"appeals.unanswered", R"sql(
  select number from appeal where is_open = 1 and state <> 11 and state <> 14 and place_id = $1 and due_day < $2
   order by due_day, id limit $3)sql"};

const db::Statement upsert_calendar{"appeals.put_calendar_key", R"sql(
  insert into appeal_calendar (account, key_hash, made_at) values ($1, $2, $3)
  on conflict (account) do update set key_hash = excluded.key_hash, made_at = excluded.made_at)sql"};
const db::Statement delete_calendar{"appeals.drop_calendar_key", "delete from appeal_calendar where account = $1"};
const db::Statement select_calendar{"appeals.has_calendar_key", "select made_at from appeal_calendar where account = $1"};
const db::Statement select_calendar_owner{"appeals.calendar_owner", "select account from appeal_calendar where key_hash = $1"};

const db::Statement insert_point{"appeals.add_point", R"sql(
  insert into appeal_point (place_id, appeal_id, answer_n, n, question, answer_text) values ($1, $2, $3, $4, $5, $6))sql"};
const db::Statement select_points{"appeals.points", R"sql(
  select answer_n, question, answer_text from appeal_point where place_id = $1 and appeal_id = $2 order by answer_n, n)sql"};
const db::Statement insert_commitment{"appeals.add_commitment", R"sql(
  insert into appeal_commitment (place_id, appeal_id, n, answer_n, body, what, owner_post, due_day, done_at)
  select $1, $2, coalesce(max(n), 0) + 1, $3, $4, $5, $6, $7, 0 from appeal_commitment where place_id = $1 and appeal_id = $2)sql"};
const db::Statement select_commitments{"appeals.commitments", R"sql(
  select what, owner_post, due_day, answer_n from appeal_commitment where place_id = $1 and appeal_id = $2 order by n)sql"};
const db::Statement insert_note{"appeals.add_note", R"sql(
  insert into appeal_note (place_id, appeal_id, n, kind, body, author, note_text, at)
  select $1, $2, coalesce(max(n), 0) + 1, $3, $4, $5, $6, $7 from appeal_note where place_id = $1 and appeal_id = $2)sql"};
const db::Statement select_notes{"appeals.notes", R"sql(
  select kind, body, author, note_text, at from appeal_note where place_id = $1 and appeal_id = $2 order by n)sql"};

const db::Statement insert_proposal{"appeals.add_proposal", R"sql(
  insert into appeal_proposal (place_id, appeal_id, n, body, step, details, version, proposed_by, proposer, proposed_at,
                               due_day, state, decided_by, decided_at, note)
  select $1, $2, coalesce(max(n), 0) + 1, $3, $4, $5, $6, $7, $8, $9, $10, 1, 0, 0, $11
    from appeal_proposal where place_id = $1 and appeal_id = $2)sql"};
const db::Statement same_waiting{"appeals.same_proposal", R"sql(
  select n from appeal_proposal where place_id = $1 and appeal_id = $2 and step = $3 and state = 1)sql"};
const db::Statement update_proposal{"appeals.decide_proposal", R"sql(
  update appeal_proposal set state = $4, decided_by = $5, decided_at = $6, note = $7
   where place_id = $1 and appeal_id = $2 and n = $3 and state = 1)sql"};
const db::Statement update_recusal{"appeals.decide_recusal", R"sql(
  update appeal_proposal set state = $3, decided_by = $4, decided_at = $5
   where place_id = $1 and appeal_id = $2 and step = 'decide-recusal' and state = 1)sql"};
const db::Statement move_proposals_to{"appeals.move_proposals", R"sql(
  update appeal_proposal set due_day = $3 where place_id = $1 and appeal_id = $2 and state = 1)sql"};
const db::Statement select_proposals{"appeals.proposals", R"sql(
  select n, step, details, version, proposed_by, proposer, proposed_at, due_day, state, note, body, decided_at from appeal_proposal
   where place_id = $1 and appeal_id = $2 order by n)sql"};
#define PROPOSED(where) "select " APPEAL_COLUMNS ", c.title, p.n, p.step, p.proposer, p.proposed_at" \
  " from appeal_proposal p join appeal a on a.place_id = p.place_id and a.id = p.appeal_id" \
  " join appeal_content c on c.place_id = a.place_id and c.id = a.id where p.place_id = $1 and " where
const db::Statement waiting_proposals{"appeals.waiting_proposals", PROPOSED("p.state = 1 and p.body = $2 order by p.due_day, p.appeal_id limit $3")};
const db::Statement own_proposals{"appeals.own_proposals", PROPOSED(
  "p.proposed_by = $2 and p.state = $3 order by p.proposed_at desc, p.appeal_id desc limit $4")};
#undef PROPOSED
const db::Statement came_out_of{"appeals.offspring", "select " APPEAL_COLUMNS R"sql( from appeal a
  where a.about <> '' and a.place_id = $1 and a.about = $2 order by a.id limit 50)sql"};
const db::Statement led_by{"appeals.joined_to", "select " APPEAL_COLUMNS R"sql( from appeal a
  where a.joined_to <> '' and a.place_id = $1 and a.joined_to = $2 order by a.id limit $3)sql"};

const db::Statement update_applicant{"appeals.set_applicant", R"sql(
  update appeal_content set applicant = $3, phone_index = $4, email_index = $5 where place_id = $1 and id = $2)sql"};
const db::Statement upsert_confirmed{"appeals.put_confirmed", R"sql(
  insert into appeal_contact (place_id, appeal_id, email_index, confirmed_at) values ($1, $2, $3, $4)
  on conflict (place_id, appeal_id) do update set email_index = excluded.email_index,
         confirmed_at = excluded.confirmed_at)sql"};
const db::Statement select_confirmed{"appeals.confirmed", R"sql(
  select email_index from appeal_contact where place_id = $1 and appeal_id = $2)sql"};
const db::Statement owner_lately{"appeals.lately_of_owner", R"sql(
  select submitted_at from appeal where owner = $1 and owner <> 0 order by id desc limit $2)sql"};
const db::Statement email_lately{"appeals.lately_of_email", R"sql(
  select confirmed_at from appeal_contact where email_index = $1 order by appeal_id desc limit $2)sql"};

// The last case of one person on a topic at a body; one statement for each way to know the person. Ordered by the table whose index
// knows the person: by the other one all cases of the place would be read.
#define EARLIER(from, person, known) \
  "select a.number from " from " where " person " and " known ".place_id = $2 and a.body = $3 and a.topic = $4 and a.state <> 9 " \
  "order by " known ".id desc limit 1"
#define BY_CONTACT "appeal_content c join appeal a on a.place_id = c.place_id and a.id = c.id"
const db::Statement earlier_of_owner{"appeals.earlier_of_owner", EARLIER("appeal a", "a.owner = $1 and a.owner <> 0", "a")};
const db::Statement earlier_by_phone{"appeals.earlier_by_phone", EARLIER(BY_CONTACT, "c.phone_index = $1", "c")};
const db::Statement earlier_by_email{"appeals.earlier_by_email", EARLIER(BY_CONTACT, "c.email_index = $1", "c")};
#undef BY_CONTACT
#undef EARLIER

const db::Statement upsert_draft{"appeals.put_draft", R"sql(
  insert into appeal_draft (place_id, token_hash, content, changed_at) values ($1, $2, $3, $4)
  on conflict (place_id, token_hash) do update set content = excluded.content, changed_at = excluded.changed_at)sql"};
const db::Statement select_draft{"appeals.draft",
                                 "select content from appeal_draft where place_id = $1 and token_hash = $2"};
const db::Statement delete_draft{"appeals.drop_draft",
                                 "delete from appeal_draft where place_id = $1 and token_hash = $2"};
const db::Statement delete_old_drafts{"appeals.drop_drafts", "delete from appeal_draft where changed_at < $1"};

// ---- rows ---------------------------------------------------------------------------------------------------------------

std::optional<CivilDate> day_or_none(const db::Row& row, int column) {
  if (row.integer(column) == 0) return std::nullopt;
  return row.date(column);
}

Appeal appeal_from(const db::Row& row) {
  Appeal appeal;
  appeal.place = row.integer(0);
  appeal.id = row.id<AppealId>(1);
  appeal.number = row.string(2);
  appeal.kind = row.enumerated<law::AppealKind>(3);
  appeal.kind_claimed = row.enumerated<law::AppealKind>(4);
  appeal.state = row.enumerated<State>(5);
  appeal.version = int(row.integer(6));
  appeal.visibility = row.enumerated<Visibility>(7);
  appeal.channel = row.enumerated<Channel>(8);
  appeal.language = row.string(9);
  appeal.body = row.string(10);
  appeal.first_body = row.string(11);
  appeal.topic = row.string(12);
  appeal.district = row.string(13);
  appeal.owner = row.id<AccountId>(14);
  appeal.entered_by = row.id<AccountId>(15);
  appeal.executor = row.id<AccountId>(16);
  appeal.submitted_at = row.instant(17);
  appeal.received_on = row.date(18);
  appeal.due_on = row.date(19);
  appeal.due_rule = row.string(20);
  appeal.pack = row.string(21);
  appeal.redirect_until = day_or_none(row, 22);
  appeal.first_received_on = row.date(23);
  appeal.first_due_on = row.date(24);
  appeal.redirects = int(row.integer(25));
  appeal.answered_at = row.instant(26);
  appeal.answered_late = row.integer(27) != 0;
  appeal.verdict_until = day_or_none(row, 28);
  appeal.closed_at = row.instant(29);
  appeal.about = row.string(30);
  appeal.against = row.string(31);
  appeal.also_body = row.string(32);
  appeal.joined_to = row.string(33);
  appeal.extensions = int(row.integer(34));
  appeal.reopened = int(row.integer(35));
  appeal.is_final = row.integer(36) != 0;
  appeal.paused_on = day_or_none(row, 37);
  appeal.wait_until = day_or_none(row, 38);
  appeal.erased_at = row.instant(39);
  appeal.repeats = row.string(40);
  return appeal;
}

std::int64_t day_or_zero(const std::optional<CivilDate>& day) { return day ? day->days() : 0; }

std::string sealed_about(std::int64_t place, AppealId id) {
  return "appeal_content/" + std::to_string(place) + "/" + std::to_string(id.value) + "/applicant";
}

std::string sealed_part(const Appeal& appeal, std::string_view what) {
  return "appeal_" + std::string(what) + "/" + std::to_string(appeal.place) + "/" + std::to_string(appeal.id.value);
}

std::string applicant_json(const Applicant& who) {
  return boost::json::serialize(boost::json::object{{"surname", who.surname},
                                                    {"first_name", who.first_name},
                                                    {"patronymic", who.patronymic},
                                                    {"iin", who.iin},
                                                    {"bin", who.bin},
                                                    {"email", who.email},
                                                    {"phone", who.phone},
                                                    {"address", who.address}});
}

Applicant applicant_from(std::string_view json) {
  const auto value = boost::json::parse(json);
  const auto& object = value.as_object();
  const auto get = [&](std::string_view name) { return std::string(object.at(name).as_string()); };
  return {.surname = get("surname"), .first_name = get("first_name"), .patronymic = get("patronymic"),
          .iin = get("iin"),         .bin = get("bin"),               .email = get("email"),
          .phone = get("phone"),     .address = get("address")};
}

// The keyed hash by which a contact is found again; empty for an empty contact.
std::string contact_index(const secrets::Keys& keys, std::string_view contact) {
  return contact.empty() ? std::string() : keys.keyed_hash(secrets::Purpose::contact_index, contact);
}

constexpr CarriesOnly into_the_database{"the store writes sealed or private columns and shows nothing"};

std::vector<DeskRow> desk_rows(db::ReadTx& tx, const db::Statement& statement, std::initializer_list<db::Param> params) {
  std::vector<DeskRow> rows;
  tx.each(statement, params, [&](const db::Row& row) {
    rows.push_back({appeal_from(row), Private<std::string>(row.string(appeal_columns))});
  });
  return rows;
}

int counted(db::ReadTx& tx, const db::Statement& statement, std::initializer_list<db::Param> params) {
  int count = 0;
  tx.first(statement, params, [&](const db::Row& row) { count = int(row.integer(0)); });
  return count;
}

std::optional<Appeal> one(db::ReadTx& tx, const db::Statement& statement, std::initializer_list<db::Param> params) {
  std::optional<Appeal> found;
  tx.first(statement, params, [&](const db::Row& row) { found = appeal_from(row); });
  return found;
}

constexpr std::int64_t last_id = INT64_MAX;
constexpr std::int64_t last_day = 4'000'000;  // far after every calendar

}  // namespace

// ---- writing ------------------------------------------------------------------------------------------------------------

void insert(db::Tx& tx, const Permit&, const secrets::Keys& keys, const Appeal& a, std::string_view code_hash,
            const Private<Content>& sealed_content) {
  const db::Blob hash{std::string(code_hash)};
  tx.execute(insert_appeal, {a.place, a.id, a.number, a.kind, a.kind_claimed, a.state, is_open(a.state) ? 1 : 0,
                             a.version, a.visibility, a.channel, a.language, a.body, a.first_body, a.topic, a.district,
                             a.owner, a.entered_by, a.executor, hash, a.submitted_at, a.received_on, a.due_on,
                             a.due_rule, a.pack, day_or_zero(a.redirect_until), a.first_received_on, a.first_due_on,
                             a.redirects, a.about, a.against, a.repeats});
  const auto& content = sealed_content.open(into_the_database);
  const db::Blob applicant{keys.seal(applicant_json(content.applicant), sealed_about(a.place, a.id))};
  const db::Blob phone{contact_index(keys, content.applicant.phone)};
  const db::Blob email{contact_index(keys, content.applicant.email)};
  const db::Param lat = content.point ? db::Param(content.point->lat) : db::Param(nullptr);
  const db::Param lon = content.point ? db::Param(content.point->lon) : db::Param(nullptr);
  tx.execute(insert_content, {a.place, a.id, content.title, content.text, content.address, lat, lon,
                              content.reply_language, applicant, phone, email});
}

bool update(db::Tx& tx, const Permit&, const Appeal& a) {
  return tx.execute(update_appeal,
                    {a.place, a.id, a.version, a.kind, a.state, is_open(a.state) ? 1 : 0, a.visibility, a.body,
                     a.executor, a.received_on, a.due_on, a.due_rule, a.pack, day_or_zero(a.redirect_until),
                     a.redirects, a.answered_at, a.answered_late ? 1 : 0, day_or_zero(a.verdict_until),
                     a.closed_at, a.also_body, a.joined_to, a.extensions, a.reopened, a.is_final ? 1 : 0,
                     day_or_zero(a.paused_on), day_or_zero(a.wait_until)}) == 1;
}

void put_public(db::Tx& tx, const Permit&, const Appeal& appeal, const PublicText& text) {
  tx.execute(upsert_public, {appeal.place, appeal.id, text.title, text.text, text.place, text.answer});
}

void drop_public(db::Tx& tx, const Permit&, const Appeal& appeal) {
  tx.execute(delete_public, {appeal.place, appeal.id});
}

void add_answer(db::Tx& tx, const Permit&, const Appeal& appeal, const Answer& answer) {
  tx.execute(insert_answer, {appeal.place, appeal.id, answer.n, answer.decision, answer.text, answer.language,
                             answer.body, answer.signed_by, answer.at, answer.prepared_by});
}

void add_judgement(db::Tx& tx, const Permit&, const Appeal& appeal, const Judgement& judgement) {
  tx.execute(insert_verdict, {appeal.place, appeal.id, judgement.n, judgement.verdict, judgement.was_clear ? 1 : 0,
                              judgement.reason, judgement.comment, judgement.at});
}

void add_file(db::Tx& tx, const Permit&, const Appeal& appeal, const FileMark& mark) {
  tx.execute(insert_file, {appeal.place, appeal.id, mark.file, mark.answer_n, mark.review, mark.reason});
}

void review_file(db::Tx& tx, const Permit&, const Appeal& appeal, const FileMark& mark, AccountId by, Instant at) {
  tx.execute(update_file_review, {appeal.place, appeal.id, mark.file, mark.review, mark.reason, by, at});
}

void restart_reviews(db::Tx& tx, const Permit&, const Appeal& appeal, Review review) {
  tx.execute(restart_file_reviews, {appeal.place, appeal.id, review});
}

int sign_files(db::Tx& tx, const Permit&, const Appeal& appeal, int answer_n, Review review) {
  return int(tx.execute(sign_unsigned_files, {appeal.place, appeal.id, answer_n, review}));
}

void drop_file(db::Tx& tx, const Permit&, const Appeal& appeal, FileId file) {
  tx.execute(delete_file, {appeal.place, appeal.id, file});
}

std::vector<FileMark> file_marks(db::ReadTx& tx, const Appeal& appeal) {
  std::vector<FileMark> marks;
  tx.each(select_files, {appeal.place, appeal.id}, [&](const db::Row& row) {
    marks.push_back({FileId{row.integer(0)}, int(row.integer(1)), Review(row.integer(2)), row.string(3)});
  });
  return marks;
}

std::vector<std::string> files_to_review(db::ReadTx& tx, std::int64_t place, std::string_view body, int limit) {
  std::vector<std::string> numbers;
  tx.each(files_waiting, {place, body, limit}, [&](const db::Row& row) {
    if (std::find(numbers.begin(), numbers.end(), row.string(0)) == numbers.end()) numbers.push_back(row.string(0));
  });
  return numbers;
}

void add_points(db::Tx& tx, const Permit&, const Appeal& appeal, int answer_n, const std::vector<AnsweredPoint>& points) {
  int n = 0;
  for (const auto& point : points) tx.execute(insert_point, {appeal.place, appeal.id, answer_n, ++n, point.question, point.answer});
}

void add_commitments(db::Tx& tx, const Permit&, const Appeal& appeal, int answer_n, const std::vector<Commitment>& all) {
  for (const auto& one : all)
    tx.execute(insert_commitment, {appeal.place, appeal.id, answer_n, appeal.body, one.what, one.owner_post, one.due_on});
}

void add_note(db::Tx& tx, const Permit&, const secrets::Keys& keys, const Appeal& appeal, const Note& note) {
  const db::Blob sealed{keys.seal(note.text, sealed_part(appeal, "note"))};
  tx.execute(insert_note, {appeal.place, appeal.id, note.kind, note.body, note.author, sealed, note.at});
}

bool add_proposal(db::Tx& tx, const Permit&, const secrets::Keys& keys, const Appeal& appeal, const Proposal& p) {
  if (tx.first(same_waiting, {appeal.place, appeal.id, p.step}, [](const db::Row&) {})) return false;
  const db::Blob details{keys.seal(p.details, sealed_part(appeal, "proposal"))}, no_note{std::string()};
  tx.execute(insert_proposal, {appeal.place, appeal.id, appeal.body, p.step, details, appeal.version, p.proposed_by, p.proposer,
                               p.proposed_at, day_or_zero(p.due_on), no_note});
  return true;
}

bool decide_proposal(db::Tx& tx, const Permit&, const secrets::Keys& keys, const Appeal& appeal, int n, ProposalState state,
                     AccountId by, Instant at, const std::string& note) {
  const db::Blob sealed{note.empty() ? std::string() : keys.seal(note, sealed_part(appeal, "proposal"))};
  return tx.execute(update_proposal, {appeal.place, appeal.id, n, state, by, at, sealed}) == 1;
}

void move_proposals(db::Tx& tx, const Permit&, const Appeal& appeal) { tx.execute(move_proposals_to, {appeal.place, appeal.id, appeal.due_on}); }

bool decide_recusal(db::Tx& tx, const Permit&, const Appeal& appeal, bool is_granted, AccountId by, Instant at) {
  const auto state = is_granted ? ProposalState::approved : ProposalState::declined;
  return tx.execute(update_recusal, {appeal.place, appeal.id, state, by, at}) == 1;
}

void set_applicant(db::Tx& tx, const Permit&, const secrets::Keys& keys, const Appeal& appeal, const Private<Applicant>& applicant) {
  const auto& open = applicant.open(into_the_database);
  const db::Blob sealed{keys.seal(applicant_json(open), sealed_about(appeal.place, appeal.id))};
  const db::Blob phone{contact_index(keys, open.phone)}, email{contact_index(keys, open.email)};
  tx.execute(update_applicant, {appeal.place, appeal.id, sealed, phone, email});
}

void put_confirmed(db::Tx& tx, const Permit&, const secrets::Keys& keys, const Appeal& appeal, std::string_view email, Instant at) {
  const db::Blob index{contact_index(keys, email)};
  tx.execute(upsert_confirmed, {appeal.place, appeal.id, index, at});
}

bool is_confirmed(db::ReadTx& tx, const secrets::Keys& keys, const Appeal& appeal, std::string_view email) {
  bool is = false;
  tx.first(select_confirmed, {appeal.place, appeal.id},
           [&](const db::Row& row) { is = secrets::equal(row.text(0), contact_index(keys, email)); });
  return is;
}

std::vector<Instant> lately_of_owner(db::ReadTx& tx, AccountId owner, int limit) {
  std::vector<Instant> times;
  tx.each(owner_lately, {owner, limit}, [&](const db::Row& row) { times.push_back(row.instant(0)); });
  return times;
}

std::vector<Instant> lately_of_email(db::ReadTx& tx, const secrets::Keys& keys, std::string_view email, int limit) {
  const db::Blob index{contact_index(keys, email)};
  std::vector<Instant> times;
  tx.each(email_lately, {index, limit}, [&](const db::Row& row) { times.push_back(row.instant(0)); });
  return times;
}

std::string earlier_number(db::ReadTx& tx, const secrets::Keys& keys, const Appeal& appeal, const Applicant& who) {
  if (appeal.topic.empty()) return {};
  std::string number;
  const auto look = [&](const db::Statement& statement, const db::Param& person) {
    tx.first(statement, {person, appeal.place, appeal.body, appeal.topic}, [&](const db::Row& row) { number = std::max(number, row.string(0)); });
  };
  const db::Blob phone{contact_index(keys, who.phone)}, email{contact_index(keys, who.email)};
  if (appeal.owner) look(earlier_of_owner, appeal.owner);
  if (!who.phone.empty()) look(earlier_by_phone, phone);
  if (!who.email.empty()) look(earlier_by_email, email);
  return number;
}

void count(db::Tx& tx, std::int64_t place, std::string_view name, int by) {
  tx.execute(add_figure, {place, name, by});
}

// ---- one case -----------------------------------------------------------------------------------------------------------

std::optional<Appeal> find(db::ReadTx& tx, std::int64_t place, std::string_view number) {
  return one(tx, by_number, {place, number});
}

std::optional<Appeal> find_by_code(db::ReadTx& tx, std::string_view code_hash) {
  return one(tx, by_code, {db::Blob{std::string(code_hash)}});
}

bool code_fits(db::ReadTx& tx, const Appeal& appeal, std::string_view code_hash) {
  bool fits = false;
  tx.first(code_of, {appeal.place, appeal.id},
           [&](const db::Row& row) { fits = secrets::equal(row.text(0), code_hash); });
  return fits;
}

std::optional<Private<Content>> content(db::ReadTx& tx, const secrets::Keys& keys, const Appeal& appeal) {
  std::optional<Private<Content>> found;
  tx.first(select_content, {appeal.place, appeal.id}, [&](const db::Row& row) {
    Content content;
    content.title = row.string(0);
    content.text = row.string(1);
    content.address = row.string(2);
    if (!row.is_null(3) && !row.is_null(4)) content.point = Point{row.real(3), row.real(4)};
    content.reply_language = row.string(5);
    const auto applicant = keys.open(row.text(6), sealed_about(appeal.place, appeal.id));
    if (!applicant) throw db::Failure("appeals.content: the applicant's data cannot be opened with the present keys");
    content.applicant = applicant_from(*applicant);
    found = Private<Content>(std::move(content));
  });
  return found;
}

std::optional<PublicText> public_text(db::ReadTx& tx, const Appeal& appeal) {
  std::optional<PublicText> found;
  tx.first(select_public, {appeal.place, appeal.id}, [&](const db::Row& row) {
    found = PublicText{row.string(0), row.string(1), row.string(2), row.string(3)};
  });
  return found;
}

std::vector<Answer> answers(db::ReadTx& tx, const Appeal& appeal) {
  std::vector<Answer> all;
  tx.each(select_answers, {appeal.place, appeal.id}, [&](const db::Row& row) {
    all.push_back({.n = int(row.integer(0)),
                   .decision = row.enumerated<Decision>(1),
                   .text = row.string(2),
                   .language = row.string(3),
                   .body = row.string(4),
                   .signed_by = row.string(5),
                   .at = row.instant(6),
                   .points = {},
                   .prepared_by = row.string(7)});
  });
  tx.each(select_points, {appeal.place, appeal.id}, [&](const db::Row& row) {
    const auto n = std::size_t(row.integer(0));
    invariant(n >= 1 && n <= all.size(), "a point belongs to an answer");
    all[n - 1].points.push_back({row.string(1), row.string(2)});
  });
  return all;
}

std::vector<Commitment> commitments(db::ReadTx& tx, const Appeal& appeal) {
  std::vector<Commitment> all;
  tx.each(select_commitments, {appeal.place, appeal.id},
          [&](const db::Row& row) { all.push_back({row.string(0), row.string(1), row.date(2), int(row.integer(3))}); });
  return all;
}

std::vector<Private<Note>> notes(db::ReadTx& tx, const secrets::Keys& keys, const Appeal& appeal) {
  std::vector<Private<Note>> all;
  tx.each(select_notes, {appeal.place, appeal.id}, [&](const db::Row& row) {
    const auto text = keys.open(row.text(3), sealed_part(appeal, "note"));
    if (!text) throw db::Failure("appeals.notes: a note cannot be opened with the present keys");
    all.push_back(Private<Note>(Note{row.enumerated<NoteKind>(0), row.string(1), row.string(2), *text, row.instant(4)}));
  });
  return all;
}

std::vector<Proposal> proposals(db::ReadTx& tx, const secrets::Keys& keys, const Appeal& appeal) {
  std::vector<Proposal> all;
  const auto opened = [&](std::string_view sealed) {
    if (sealed.empty()) return std::string();
    const auto text = keys.open(sealed, sealed_part(appeal, "proposal"));
    if (!text) throw db::Failure("appeals.proposals: a proposal cannot be opened with the present keys");
    return *text;
  };
  tx.each(select_proposals, {appeal.place, appeal.id}, [&](const db::Row& row) {
    all.push_back({.n = int(row.integer(0)),
                   .number = appeal.number,
                   .step = row.string(1),
                   .details = opened(row.text(2)),
                   .version = int(row.integer(3)),
                   .proposed_by = row.id<AccountId>(4),
                   .proposer = row.string(5),
                   .proposed_at = row.instant(6),
                   .due_on = day_or_none(row, 7),
                   .state = row.enumerated<ProposalState>(8),
                   .note = opened(row.text(9)),
                   .body = row.string(10),
                   .decided_at = row.instant(11)});
  });
  return all;
}

namespace {
std::vector<Waiting> proposed(db::ReadTx& tx, const db::Statement& statement, std::initializer_list<db::Param> params) {
  std::vector<Waiting> all;
  tx.each(statement, params, [&](const db::Row& row) {
    all.push_back({appeal_from(row), Private<std::string>(row.string(appeal_columns)), int(row.integer(appeal_columns + 1)),
                   row.string(appeal_columns + 2), row.string(appeal_columns + 3), row.instant(appeal_columns + 4)});
  });
  return all;
}
}  // namespace

std::vector<Waiting> waiting_of_body(db::ReadTx& tx, std::int64_t place, std::string_view body, int limit) {
  return proposed(tx, waiting_proposals, {place, body, limit});
}

std::vector<Waiting> proposed_by(db::ReadTx& tx, std::int64_t place, AccountId account, ProposalState state, int limit) {
  return proposed(tx, own_proposals, {place, account, state, limit});
}

namespace {
std::vector<Appeal> related(db::ReadTx& tx, const db::Statement& statement, std::initializer_list<db::Param> params) {
  std::vector<Appeal> all;
  tx.each(statement, params, [&](const db::Row& row) { all.push_back(appeal_from(row)); });
  return all;
}
}  // namespace

std::vector<Appeal> offspring(db::ReadTx& tx, const Appeal& appeal) {
  return related(tx, came_out_of, {appeal.place, appeal.number});
}

std::vector<Appeal> joined_to(db::ReadTx& tx, const Appeal& appeal, int limit) {
  return related(tx, led_by, {appeal.place, appeal.number, limit});
}

std::vector<Judgement> judgements(db::ReadTx& tx, const Appeal& appeal) {
  std::vector<Judgement> all;
  tx.each(select_verdicts, {appeal.place, appeal.id}, [&](const db::Row& row) {
    all.push_back({.n = int(row.integer(0)),
                   .verdict = row.enumerated<Verdict>(1),
                   .was_clear = row.integer(2) != 0,
                   .reason = row.string(3),
                   .comment = row.string(4),
                   .at = row.instant(5)});
  });
  return all;
}

// ---- lists --------------------------------------------------------------------------------------------------------------

std::vector<PublicRow> public_page(db::ReadTx& tx, const PublicFilter& filter) {
  std::vector<PublicRow> rows;
  tx.each(public_statement(filter),
          {filter.place, filter.newer_than, filter.older_than ? filter.older_than.value : last_id, filter.limit,
           filter.body, filter.topic, filter.district, filter.state ? int(*filter.state) : 0},
          [&](const db::Row& row) {
            rows.push_back({appeal_from(row), row.string(appeal_columns), row.string(appeal_columns + 1)});
          });
  return rows;
}

std::vector<PublicRow> public_of(db::ReadTx& tx, std::int64_t place, const std::vector<std::string>& numbers) {
  std::vector<PublicRow> rows;
  for (std::size_t begin = 0; begin < numbers.size(); begin += numbers_at_once) {
    const auto n = [&](std::size_t i) { return begin + i < numbers.size() ? std::string_view(numbers[begin + i]) : std::string_view(); };
    tx.each(public_by_number, {place, n(0), n(1), n(2), n(3), n(4), n(5), n(6), n(7), n(8), n(9), n(10), n(11), n(12), n(13), n(14), n(15), n(16), n(17), n(18), n(19)},
            [&](const db::Row& row) {
              rows.push_back({appeal_from(row), row.string(appeal_columns), row.string(appeal_columns + 1), row.string(appeal_columns + 2)});
            });
  }
  const auto rank = [&](const PublicRow& row) { return std::find(numbers.begin(), numbers.end(), row.appeal.number); };
  std::sort(rows.begin(), rows.end(), [&](const PublicRow& a, const PublicRow& b) { return rank(a) < rank(b); });
  return rows;
}

std::vector<DeskRow> inbox_page(db::ReadTx& tx, const InboxFilter& filter) {
  if (filter.redirect_ends_today)
    return desk_rows(tx, inbox_redirect, {filter.place, filter.body, filter.today, filter.after_id, filter.limit});
  std::int64_t from = 0, until = last_day;
  const std::int64_t today = filter.today.days();
  switch (filter.due) {
    case Due::any: break;
    case Due::overdue: until = today - 1; break;
    case Due::today: from = until = today; break;
    case Due::soon: from = today, until = today + 3; break;
  }
  from = std::max<std::int64_t>(from, filter.after_due.days());
  const auto &place = filter.place, &after_id = filter.after_id.value;
  const int state = filter.state ? int(*filter.state) : 0;
  if (filter.waits_for_others)
    return desk_rows(tx, inbox_waiting, {place, filter.body, filter.after_due, after_id, from, until, filter.limit, filter.executor});
  if (filter.executor && filter.state)
    return desk_rows(tx, inbox_executor_state, {place, filter.body, filter.after_due, after_id, from, until, filter.limit, filter.executor, state});
  if (filter.executor) return desk_rows(tx, inbox_executor, {place, filter.body, filter.after_due, after_id, from, until, filter.limit, filter.executor});
  if (filter.state) return desk_rows(tx, inbox_state, {place, filter.body, filter.after_due, after_id, from, until, filter.limit, state});
  return desk_rows(tx, inbox, {place, filter.body, filter.after_due, after_id, from, until, filter.limit});
}

InboxCounts inbox_counts(db::ReadTx& tx, std::int64_t place, std::string_view body, CivilDate today, int cap) {
  const std::int64_t day = today.days();
  return {.redirect_today = counted(tx, count_redirect, {place, body, day, cap}),
          .due_today = counted(tx, count_due, {place, body, day, day, cap}),
          .due_soon = counted(tx, count_due, {place, body, day, day + 3, cap}),
          .overdue = counted(tx, count_due, {place, body, 0, day - 1, cap}),
          .waiting = counted(tx, count_waiting, {place, body, cap}),
          .disputed = counted(tx, count_state, {place, body, State::disputed, cap}),
          .open = counted(tx, count_due, {place, body, 0, last_day, cap})};
}

std::vector<DeskRow> of_owner(db::ReadTx& tx, AccountId owner, AppealId before, int limit) {
  return desk_rows(tx, owned, {owner, before ? before.value : last_id, limit});
}

std::vector<DeskRow> entered_by(db::ReadTx& tx, AccountId account, AppealId before, int limit) {
  return desk_rows(tx, entered, {account, before ? before.value : last_id, limit});
}

std::vector<DeskRow> by_phone(db::ReadTx& tx, std::int64_t place, std::string_view phone_index, int limit) {
  const db::Blob index{std::string(phone_index)};
  return desk_rows(tx, phoned, {index, place, limit});
}

std::vector<std::string> unjudged_until(db::ReadTx& tx, std::int64_t place, CivilDate today, int limit) {
  std::vector<std::string> numbers;
  tx.each(unjudged, {place, today, limit}, [&](const db::Row& row) { numbers.push_back(row.string(0)); });
  return numbers;
}

void put_calendar_key(db::Tx& tx, const Permit&, AccountId account, std::string_view key_hash, Instant now) {
  tx.execute(upsert_calendar, {account, db::Blob{std::string(key_hash)}, now});
}

void drop_calendar_key(db::Tx& tx, const Permit&, AccountId account) { tx.execute(delete_calendar, {account}); }

bool has_calendar_key(db::ReadTx& tx, AccountId account) {
  return tx.first(select_calendar, {account}, [](const db::Row&) {});
}

std::optional<AccountId> calendar_owner(db::ReadTx& tx, std::string_view key_hash) {
  std::optional<AccountId> owner;
  tx.first(select_calendar_owner, {db::Blob{std::string(key_hash)}}, [&](const db::Row& row) { owner = row.id<AccountId>(0); });
  return owner;
}

std::vector<Appeal> open_cases(db::ReadTx& tx, std::int64_t place, AppealId after, int limit) { return related(tx, select_open, {place, after, limit}); }

std::vector<std::string> unanswered_until(db::ReadTx& tx, std::int64_t place, CivilDate today, int limit) {
  std::vector<std::string> numbers;
  tx.each(unanswered, {place, today, limit}, [&](const db::Row& row) { numbers.push_back(row.string(0)); });
  return numbers;
}

std::vector<Workload> workload(db::ReadTx& tx, std::int64_t place, CivilDate today, CivilDate soon) {
  std::vector<Workload> all;
  tx.each(select_workload, {place, today, soon}, [&](const db::Row& row) {
    all.push_back({row.string(0), row.id<AccountId>(1), int(row.integer(2)), int(row.integer(3))});
  });
  return all;
}

std::vector<Overdue> overdue_by_body(db::ReadTx& tx, std::int64_t place, CivilDate today) {
  std::vector<Overdue> all;
  tx.each(select_overdue, {place, today}, [&](const db::Row& row) { all.push_back({row.string(0), int(row.integer(1)), row.date(2)}); });
  return all;
}

std::vector<TermRow> own_terms(db::ReadTx& tx, OwnTerm term, std::int64_t place, CivilDate from, CivilDate until, const TermRow& after, int limit) {
  std::vector<TermRow> rows;
  // From the day of the last row on: its earlier days are done.
  tx.each(term == OwnTerm::verdict ? verdict_terms : wait_terms, {place, std::max(from, after.day), until, after.day, after.id, limit},
          [&](const db::Row& row) { rows.push_back({row.string(0), row.date(1), row.id<AppealId>(2)}); });
  return rows;
}

std::optional<CivilDate> alarm_done(db::ReadTx& tx, std::int64_t place, std::string_view name) {
  std::optional<CivilDate> until;
  tx.first(select_alarm, {place, name}, [&](const db::Row& row) { until = row.date(0); });
  return until;
}

void set_alarm_done(db::Tx& tx, std::int64_t place, std::string_view name, CivilDate until) { tx.execute(upsert_alarm, {place, name, until}); }

int overdue_count(db::ReadTx& tx, std::int64_t place, CivilDate today, int cap) {
  return counted(tx, count_overdue, {place, today, cap});
}

std::int64_t figure(db::ReadTx& tx, std::int64_t place, std::string_view name) {
  std::int64_t amount = 0;
  tx.first(select_figure, {place, name}, [&](const db::Row& row) { amount = row.integer(0); });
  return amount;
}

// ---- drafts -------------------------------------------------------------------------------------------------------------

void put_draft(db::Tx& tx, std::int64_t place, std::string_view token_hash, std::string_view sealed, Instant now) {
  const db::Blob token{std::string(token_hash)}, content{std::string(sealed)};
  tx.execute(upsert_draft, {place, token, content, now});
}

std::optional<std::string> draft(db::ReadTx& tx, std::int64_t place, std::string_view token_hash) {
  const db::Blob token{std::string(token_hash)};
  std::optional<std::string> found;
  tx.first(select_draft, {place, token}, [&](const db::Row& row) { found = row.string(0); });
  return found;
}

void drop_draft(db::Tx& tx, std::int64_t place, std::string_view token_hash) {
  const db::Blob token{std::string(token_hash)};
  tx.execute(delete_draft, {place, token});
}

int drop_drafts_before(db::Tx& tx, Instant moment) { return int(tx.execute(delete_old_drafts, {moment})); }

std::vector<const db::Statement*> list_statements() {
  std::vector<const db::Statement*> all{&inbox, &inbox_state, &inbox_executor, &inbox_executor_state, &inbox_waiting, &inbox_redirect, &count_due, &count_waiting, &count_state, &count_redirect, &count_overdue,
                                        &owned, &entered,        &phoned,    &unjudged, &unanswered, &select_open, &waiting_proposals, &own_proposals, &came_out_of, &led_by, &owner_lately, &email_lately, &earlier_of_owner, &earlier_by_phone, &earlier_by_email, &verdict_terms, &wait_terms};
  for (const auto& list : public_lists) {
    all.push_back(&list.newest);
    all.push_back(&list.oldest);
  }
  return all;
}

}  // namespace jauap::appeals::store
