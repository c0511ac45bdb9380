// The SQL of moderation: what waits for a moderator, what was decided, what people report.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "appeals/appeal.h"
#include "platform/db/db.h"
#include "platform/secrets/secrets.h"

namespace jauap::appeals::store {

// --- what waits: one row a case; a later wish replaces an earlier one. The numbers stand in the database. ---
enum class Waits { text = 1, answer = 2, removal = 3 };
struct ReviewRow {
  Waits waits = Waits::text;
  Instant asked_at;
  AccountId not_by;          // who decided before and may not decide now; 0 for none
  std::string reason = {};   // of a removal
  std::string number = {}, body = {};  // of the case, when read as a list
};
void ask_review(db::Tx& tx, const Permit& permit, const Appeal& appeal, const ReviewRow& row);
void end_review(db::Tx& tx, const Permit& permit, const Appeal& appeal);
std::optional<ReviewRow> review(db::ReadTx& tx, const Appeal& appeal);
// The longest wait first.
std::vector<ReviewRow> reviews(db::ReadTx& tx, std::int64_t place, int limit);

// --- what was decided ---
enum class Moderated {
  published = 1,
  answer_published = 2,
  kept_private = 3,       // from here on: the register of removals
  redacted = 4,           // parts hidden after publication
  removed = 5,            // no longer shown, a second person looks at it
  removal_confirmed = 6,
  restored = 7,
};
std::string_view code(Moderated what);
struct ModerationRow {
  Moderated what = Moderated::published;
  std::string reason = {};
  AccountId by;
  Instant at;
  std::string number = {}, body = {};  // of the case, when read as a register
  AppealId appeal = {};
  int n = 0;
};
void add_moderation(db::Tx& tx, const Permit& permit, const Appeal& appeal, const ModerationRow& row);
std::vector<ModerationRow> moderation_of(db::ReadTx& tx, const Appeal& appeal);
// Rows of the register before `last` (its time, case and n), newest first.
std::vector<ModerationRow> removals(db::ReadTx& tx, std::int64_t place, const ModerationRow& last, int limit);

// --- what people report ---
struct ReportRow {
  int n = 0;
  std::string reason;
  Private<std::string> text;
  Instant at;
};
void add_report(db::Tx& tx, const Permit& permit, const secrets::Keys& keys, const Appeal& appeal, const std::string& reason,
                const std::string& text, Instant at);
// All that wait for this case are decided at once.
void end_reports(db::Tx& tx, const Permit& permit, const Appeal& appeal, AccountId by, Instant at);
std::vector<ReportRow> reports(db::ReadTx& tx, const secrets::Keys& keys, const Appeal& appeal);
// Cases with reports that wait: how many, the longest wait first.
struct Reported {
  std::string number, body;
  int count = 0;
  Instant first_at;
};
std::vector<Reported> reported(db::ReadTx& tx, std::int64_t place, int limit);

// The statements behind the lists above, for the test that asserts their query plans.
std::vector<const db::Statement*> moderation_lists();

}  // namespace jauap::appeals::store
