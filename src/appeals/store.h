// The only SQL of the module. Writing asks for a Permit; reading rows of private content gives it as Private<T>.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "appeals/appeal.h"
#include "appeals/attachments.h"
#include "platform/db/db.h"
#include "platform/secrets/secrets.h"

namespace jauap::appeals::store {

// --- writing ---------------------------------------------------------------------------------------------------------
void insert(db::Tx& tx, const Permit& permit, const secrets::Keys& keys, const Appeal& appeal,
            std::string_view code_hash, const Private<Content>& content);
// Writes all that steps may change and sets version + 1. False when the row's version is no longer `appeal.version`:
// somebody was faster.
bool update(db::Tx& tx, const Permit& permit, const Appeal& appeal);
void put_public(db::Tx& tx, const Permit& permit, const Appeal& appeal, const PublicText& text);
void drop_public(db::Tx& tx, const Permit& permit, const Appeal& appeal);
void add_answer(db::Tx& tx, const Permit& permit, const Appeal& appeal, const Answer& answer);
void add_judgement(db::Tx& tx, const Permit& permit, const Appeal& appeal, const Judgement& judgement);
// The applicant anew, when an address was changed.
void set_applicant(db::Tx& tx, const Permit& permit, const secrets::Keys& keys, const Appeal& appeal, const Private<Applicant>& applicant);
// The address was shown to be the applicant's.
void put_confirmed(db::Tx& tx, const Permit& permit, const secrets::Keys& keys, const Appeal& appeal, std::string_view email, Instant at);
bool is_confirmed(db::ReadTx& tx, const secrets::Keys& keys, const Appeal& appeal, std::string_view email);
// When this account wrote, and when this address was confirmed for a case, newest first, at most `limit`.
std::vector<Instant> lately_of_owner(db::ReadTx& tx, AccountId owner, int limit);
std::vector<Instant> lately_of_email(db::ReadTx& tx, const secrets::Keys& keys, std::string_view email, int limit);
// The last case of the same person (account, telephone or e-mail) on the same topic at the same body, "" for none; withdrawn ones do not count.
std::string earlier_number(db::ReadTx& tx, const secrets::Keys& keys, const Appeal& appeal, const Applicant& who);
// Adds `by` to a number of the result pages.
void count(db::Tx& tx, std::int64_t place, std::string_view name, int by);

void add_points(db::Tx& tx, const Permit& permit, const Appeal& appeal, int answer_n, const std::vector<AnsweredPoint>& points);
void add_commitments(db::Tx& tx, const Permit& permit, const Appeal& appeal, int answer_n, const std::vector<Commitment>& all);

// What officials of a body write for each other, and what the parties add to a case on its way.
enum class NoteKind { internal = 1, addition = 2, preliminary = 3, objection = 4, minutes = 5, message = 6 };
struct Note {
  NoteKind kind = NoteKind::internal;
  std::string body, author, text;
  Instant at;
};
void add_note(db::Tx& tx, const Permit& permit, const secrets::Keys& keys, const Appeal& appeal, const Note& note);
std::vector<Private<Note>> notes(db::ReadTx& tx, const secrets::Keys& keys, const Appeal& appeal);

// --- files ---
struct FileMark {
  FileId file;
  int answer_n = 0;
  Review review = Review::none;
  std::string reason;
};
void add_file(db::Tx& tx, const Permit& permit, const Appeal& appeal, const FileMark& mark);
// Writes review and reason of the file.
void review_file(db::Tx& tx, const Permit& permit, const Appeal& appeal, const FileMark& mark, AccountId by, Instant at);
// The documents that waited for a signature (unsigned_answer) now stand beside this answer; returns how many.
int sign_files(db::Tx& tx, const Permit& permit, const Appeal& appeal, int answer_n, Review review);
// Of all files of the case but the unsigned, whatever was decided before.
void restart_reviews(db::Tx& tx, const Permit& permit, const Appeal& appeal, Review review);
void drop_file(db::Tx& tx, const Permit& permit, const Appeal& appeal, FileId file);
std::vector<FileMark> file_marks(db::ReadTx& tx, const Appeal& appeal);
// Public cases of a body ("" for all) with a file that waits to be looked at, the longest wait first.
std::vector<std::string> files_to_review(db::ReadTx& tx, std::int64_t place, std::string_view body, int limit);

// --- steps that wait for a signature ---
enum class ProposalState { waiting = 1, approved = 2, declined = 3, overtaken = 4 };
struct Proposal {
  int n = 0;
  std::string number, step, details;     // details: what the step was asked for with, opened
  int version = 0;
  AccountId proposed_by;
  std::string proposer;
  Instant proposed_at;
  std::optional<CivilDate> due_on;
  ProposalState state = ProposalState::waiting;
  std::string note;                      // why it was declined
  std::string body = {};                 // whose head decides
  Instant decided_at = {};
};
// False when one for the same step waits already.
bool add_proposal(db::Tx& tx, const Permit& permit, const secrets::Keys& keys, const Appeal& appeal, const Proposal& proposal);
// False when it waits no more.
bool decide_proposal(db::Tx& tx, const Permit& permit, const secrets::Keys& keys, const Appeal& appeal, int n, ProposalState state,
                     AccountId by, Instant at, const std::string& note);
// What waits is read by its last day, which is that of the case.
void move_proposals(db::Tx& tx, const Permit& permit, const Appeal& appeal);
// The recusal that waits, if there is one.
bool decide_recusal(db::Tx& tx, const Permit& permit, const Appeal& appeal, bool is_granted, AccountId by, Instant at);
std::vector<Proposal> proposals(db::ReadTx& tx, const secrets::Keys& keys, const Appeal& appeal);
struct Waiting {
  Appeal appeal;
  Private<std::string> title;
  int n = 0;
  std::string step, proposer;
  Instant proposed_at;
};
// What waits for the head of a body, by its last day; what an official asked for, the newest first.
std::vector<Waiting> waiting_of_body(db::ReadTx& tx, std::int64_t place, std::string_view body, int limit);
std::vector<Waiting> proposed_by(db::ReadTx& tx, std::int64_t place, AccountId account, ProposalState state, int limit);

// --- one case --------------------------------------------------------------------------------------------------------
std::optional<Appeal> find(db::ReadTx& tx, std::int64_t place, std::string_view number);
std::optional<Appeal> find_by_code(db::ReadTx& tx, std::string_view code_hash);
bool code_fits(db::ReadTx& tx, const Appeal& appeal, std::string_view code_hash);
std::optional<Private<Content>> content(db::ReadTx& tx, const secrets::Keys& keys, const Appeal& appeal);
std::optional<PublicText> public_text(db::ReadTx& tx, const Appeal& appeal);
std::vector<Answer> answers(db::ReadTx& tx, const Appeal& appeal);
std::vector<Commitment> commitments(db::ReadTx& tx, const Appeal& appeal);
// Cases that came out of this one: parts split off and complaints about it.
std::vector<Appeal> offspring(db::ReadTx& tx, const Appeal& appeal);
// Open cases whose answer will be this one's.
std::vector<Appeal> joined_to(db::ReadTx& tx, const Appeal& appeal, int limit);
std::vector<Judgement> judgements(db::ReadTx& tx, const Appeal& appeal);

// --- lists: keyset pages -----------------------------------------------------------------------------------------------
// Row of a public list. Nothing personal: the cleared title.
struct PublicRow {
  Appeal appeal;
  std::string title, place;
  std::string answer = {};                // the cleared text of the last answer, read by public_of only
};
struct PublicFilter {
  std::int64_t place = 0;
  std::string body, topic, district;      // "" for any
  std::optional<State> state;
  AppealId newer_than, older_than;        // bounds of ids (ids follow time), 0 for none
  bool oldest_first = false;
  int limit = 20;
};
std::vector<PublicRow> public_page(db::ReadTx& tx, const PublicFilter& filter);

// The public ones among these numbers, in the order given; at most 101.
std::vector<PublicRow> public_of(db::ReadTx& tx, std::int64_t place, const std::vector<std::string>& numbers);

// Row of a body's inbox.
struct DeskRow {
  Appeal appeal;
  Private<std::string> title;             // of the applicant's own text
};
enum class Due { any, overdue, today, soon };  // soon: within three days from today
struct InboxFilter {
  std::int64_t place = 0;
  std::string body;
  CivilDate today;
  Due due = Due::any;
  std::optional<State> state;
  AccountId executor;                     // 0 for any
  bool redirect_ends_today = false;
  bool waits_for_others = false;          // the applicant or an expert; with an executor or without
  CivilDate after_due;                    // keyset: rows after (after_due, after_id)
  AppealId after_id;
  int limit = 20;
};
std::vector<DeskRow> inbox_page(db::ReadTx& tx, const InboxFilter& filter);
// Counters above the inbox; each stops at `cap`.
struct InboxCounts {
  int redirect_today = 0, due_today = 0, due_soon = 0, overdue = 0, waiting = 0, disputed = 0, open = 0;
};
InboxCounts inbox_counts(db::ReadTx& tx, std::int64_t place, std::string_view body, CivilDate today, int cap);

// Open terms of each body and executor: how many are over, how many end until `soon`. Cases whose clock stands still are left out.
struct Workload {
  std::string body;
  AccountId executor;                     // 0: nobody yet
  int overdue = 0, soon = 0;
};
std::vector<Workload> workload(db::ReadTx& tx, std::int64_t place, CivilDate today, CivilDate soon);

// Bodies with terms that are over, most first: how many and since which day the oldest. Reads all that is overdue: not for each request.
struct Overdue {
  std::string body;
  int count = 0;
  CivilDate oldest;
};
std::vector<Overdue> overdue_by_body(db::ReadTx& tx, std::int64_t place, CivilDate today);

// Cases whose applicant's own term ends on a day from `from` to `until`, after (day, id): to judge, to repair or to object.
enum class OwnTerm { verdict, wait };
struct TermRow {
  std::string number;
  CivilDate day;
  AppealId id;
};
std::vector<TermRow> own_terms(db::ReadTx& tx, OwnTerm term, std::int64_t place, CivilDate from, CivilDate until, const TermRow& after, int limit);
// The day up to which a kind of alarm was done; nullopt for never.
std::optional<CivilDate> alarm_done(db::ReadTx& tx, std::int64_t place, std::string_view name);
void set_alarm_done(db::Tx& tx, std::int64_t place, std::string_view name, CivilDate until);

std::vector<DeskRow> of_owner(db::ReadTx& tx, AccountId owner, AppealId before, int limit);
std::vector<DeskRow> entered_by(db::ReadTx& tx, AccountId account, AppealId before, int limit);
std::vector<DeskRow> by_phone(db::ReadTx& tx, std::int64_t place, std::string_view phone_index, int limit);
// Answered cases whose verdict period ended before `today`, oldest first.
std::vector<std::string> unjudged_until(db::ReadTx& tx, std::int64_t place, CivilDate today, int limit);
// Open cases of a place whose period ended before `today` and that the clock has not yet declared refused, oldest first.
std::vector<std::string> unanswered_until(db::ReadTx& tx, std::int64_t place, CivilDate today, int limit);
// Open cases of a place in the order of their ids, after `after`.
std::vector<Appeal> open_cases(db::ReadTx& tx, std::int64_t place, AppealId after, int limit);
// Open cases of a place that are overdue, at most `cap`.
int overdue_count(db::ReadTx& tx, std::int64_t place, CivilDate today, int cap);
std::int64_t figure(db::ReadTx& tx, std::int64_t place, std::string_view name);

// --- calendars of officials ---
void put_calendar_key(db::Tx& tx, const Permit& permit, AccountId account, std::string_view key_hash, Instant now);
void drop_calendar_key(db::Tx& tx, const Permit& permit, AccountId account);
bool has_calendar_key(db::ReadTx& tx, AccountId account);
std::optional<AccountId> calendar_owner(db::ReadTx& tx, std::string_view key_hash);

// --- drafts ----------------------------------------------------------------------------------------------------------
void put_draft(db::Tx& tx, std::int64_t place, std::string_view token_hash, std::string_view sealed, Instant now);
std::optional<std::string> draft(db::ReadTx& tx, std::int64_t place, std::string_view token_hash);
void drop_draft(db::Tx& tx, std::int64_t place, std::string_view token_hash);
int drop_drafts_before(db::Tx& tx, Instant moment);

// The statements behind lists, for the test that asserts their query plans.
std::vector<const db::Statement*> list_statements();

}  // namespace jauap::appeals::store
