// What others may read of a case: the applicant asks, a moderator looks. A public text may only take away from what was written; what
// was published comes off with a reason and a second person's word; people report what should not be there.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "appeals/commands.h"
#include "appeals/store_moderation.h"

namespace jauap::appeals {

inline constexpr May may_moderate{"appeals.moderate"};
inline constexpr May may_report{"appeals.report"};

// The mark that stands for what was taken out, in the language of the text.
std::string mark_of_removed(const std::string& language);

// What a moderator works on: what was written, and the public version as it is or as it is proposed.
struct UnderReview {
  Appeal appeal;
  Permit permit;
  Private<PublicText> original;        // title, text, address and answer as written
  PublicText proposed;
  std::vector<std::string> finds;      // what was taken out by itself
  std::optional<store::ReviewRow> review;
  std::vector<store::ReportRow> reports;
  std::vector<store::ModerationRow> decisions;
};
// not_found for a case that is neither public nor asked to be.
Result<UnderReview> under_review(db::ReadTx& tx, const Context& context, const Target& target);

// The public version as the moderator leaves it; what is not given stays as proposed.
struct ClearText {
  std::optional<std::string> title, text, place, answer;
  std::string reason;        // code of the pack, step "withhold"; required when a public text loses words
};
// Publishes what waits (the text, a new answer, or again what was to be removed), or hides parts of what is public.
Result<Changed> clear_text(db::Tx& tx, const Context& context, const Target& target, const ClearText& command);
// The text is not published; the applicant may ask once more, and somebody else will look.
Result<Changed> keep_private(db::Tx& tx, const Context& context, const Target& target, const std::string& reason);
// Comes off at once; whether for good a second person says.
Result<Changed> restrict_display(db::Tx& tx, const Context& context, const Target& target, const std::string& reason);
Result<Changed> confirm_restriction(db::Tx& tx, const Context& context, const Target& target);

struct ReportText {
  std::string reason, text;  // code of the pack, step "withhold"; what is wrong and where, in the reporter's words
};
inline constexpr int reports_waiting_max = 50;  // of one case: more say nothing new
// Anybody about a public case. The case does not change.
Done report_text(db::Tx& tx, const Context& context, const std::string& number, const ReportText& report);
// Nothing to hide: the public version stays.
Done dismiss_reports(db::Tx& tx, const Context& context, const Target& target);

// Whether this case was public once and is no more: its address says so.
bool was_public(db::ReadTx& tx, const Context& context, std::string_view number);

}  // namespace jauap::appeals
