// What looks something up: small views shaped for a page or the API. They cannot write.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "appeals/commands.h"
#include "appeals/contact.h"
#include "appeals/store.h"
#include "directory/directory.h"
#include "platform/module/module.h"

namespace jauap::appeals::queries {

// How the day of answer was counted, again from the stored receipt by the rule of the case.
std::optional<law::Deadline> how_counted(const law::Pack& pack, const Appeal& appeal);

// A case as anybody may see it. Of a private case only what the record will show: no topic, district, text.
struct PublicCase {
  Appeal appeal;
  PublicText text;
  std::vector<journal::Seen> events;
  std::vector<Answer> answers;      // decision, body, official and time; the text is PublicText::answer
  std::optional<law::Deadline> deadline;
  std::vector<Attachment> files;    // those let out
};
// The row of a public case alone: enough to know whether a kept page still holds.
std::optional<Appeal> public_head(const Visit& visit, std::string_view number);
// nullopt for none, and for private ones: both look the same.
std::optional<PublicCase> public_case(const Visit& visit, std::string_view number);

// Acts of the audit that show a case, or its title, to somebody else than the applicant.
inline constexpr std::string_view act_read = "appeal.read", act_searched = "appeal.searched", act_listed = "appeal.listed";

// A case for its owner, the holder of the code, or the body that handles it. Staff who get it are told to the audit.
struct PrivateCase {
  Appeal appeal;
  Permit permit;
  Private<Content> content;
  std::vector<Answer> answers;
  std::vector<Judgement> judgements;
  std::vector<journal::Seen> events;
  std::optional<law::Deadline> deadline;
  std::vector<store::Note> notes;            // those that this reader may see
  std::vector<store::Proposal> proposals;    // for the body only
  std::vector<Commitment> commitments;
  std::vector<Appeal> offspring;             // parts split off, complaints
  ContactState contact = ContactState::none;
  std::vector<Attachment> files;
  bool by_key = false;
  bool is_applicant = false;        // own or by code: sees what the applicant may do
};
Result<PrivateCase> private_case(const Visit& visit, const Target& target);

// A file of the case as this visitor may have it: private by code, owner or body; public when it was let out.
Result<files::Content> file_content(const Visit& visit, Whose whose);

// Files of public cases that nobody has looked at: of the actor's body, for a moderator of all bodies.
struct ToReview {
  Appeal appeal;
  std::vector<Attachment> files;    // clean ones that wait
};
Result<std::vector<ToReview>> files_to_review(const Visit& visit);
// One file of a public case for whoever may review it, waiting or decided.
struct Reviewed {
  Appeal appeal;
  Attachment attachment;
};
Result<Reviewed> file_to_review(const Visit& visit, const Target& target, Whose whose, std::string_view name);

// What was told with each event beside its codes (asked for, decided, why), by the event's n. For both parties.
std::vector<std::pair<int, std::string>> told(const Visit& visit, const PrivateCase& view);

struct PublicList {
  std::vector<store::PublicRow> rows;
  std::string next;                 // cursor of the next page, "" on the last
  store::PublicFilter filter;
  std::string q, status, from, to, sort;  // as asked for
  int offset = 0;                   // of a question in words
  std::string spelling;             // a better spelling when nothing was found
};
// Filters from the query: body topic district status from to sort after limit. Unknown values are problems.
Result<PublicList> public_list(const Visit& visit);

// Open public cases like a text, those of the district first; at most five. Nothing without an index.
std::vector<store::PublicRow> similar(const Visit& visit, std::string_view text, std::string_view district);
// Public cases of the past like this one, with their answers, of its topic first: for uniform practice (APPC Art. 15-1).
std::vector<store::PublicRow> answered_alike(const Visit& visit, const PrivateCase& view);

struct Inbox {
  std::vector<store::DeskRow> rows;
  std::string next;
  store::InboxCounts counts;
  store::InboxFilter filter;
  Permit permit;                    // opens the titles
};
inline constexpr int count_cap = 1000;  // counters stop here and say "1000+"
inline constexpr int inbox_rows = 20;
Result<Inbox> inbox(const Visit& visit, int rows = inbox_rows);

// What waits for the head's signature, by its last day.
struct ToSign {
  std::vector<store::Waiting> rows;
  Permit permit;
};
Result<ToSign> to_sign(const Visit& visit);
// What the actor asked a head for: what waits, and what came back and can still be mended.
struct Proposed {
  std::vector<store::Waiting> waiting, returned;
  Permit permit;
};
Result<Proposed> proposed(const Visit& visit);

struct OwnList {
  std::vector<store::DeskRow> rows;
  std::string next;
};
OwnList my_appeals(const Visit& visit);
OwnList entered_today(const Visit& visit);
OwnList by_phone(const Visit& visit, std::string_view phone);

// Four numbers of the city and its overdue cases, for the home page.
struct CityNumbers {
  std::int64_t registered = 0, answered_in_time = 0, answered_late = 0, solved = 0, partly = 0, not_solved = 0;
  int overdue = 0;
};
CityNumbers city_numbers(const Visit& visit);

// The place this visit speaks for (settings.place).
const law::Place& place_of(const Visit& visit);

}  // namespace jauap::appeals::queries
