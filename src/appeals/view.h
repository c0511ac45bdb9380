// What the pages of appeals share: fields with their problems, status and deadline in words, lines of time.
#pragma once

#include <string>
#include <vector>

#include "appeals/queries.h"
#include "platform/html/components.h"
#include "platform/module/module.h"

namespace jauap::appeals::view {

// A field of a form with the words of its problem.
html::FieldWords field(const Visit& visit, std::string name, Key label, std::string value, const Problems* problems,
                       std::string hint = "");
// The box with links to the faulty fields; nothing without problems.
html::Html errors(const Visit& visit, const Problems* problems);

html::Html status(const Visit& visit, const Appeal& appeal);
html::Html deadline(const Visit& visit, const Appeal& appeal, const std::optional<law::Deadline>& counted);
// Rule and article in words: "by law" only where the source was seen.
std::string rule_words(const Visit& visit, std::string_view rule);
// The lines of "how this date is counted".
std::vector<std::string> how_counted(const Visit& visit, const law::Deadline& deadline);
// The legal clock of the present body, the person's own since the first receipt, and what moved the day of answer.
html::Html clocks(const Visit& visit, const Appeal& appeal, const std::vector<journal::Seen>& events);
// Who reads the list of files decides what it says and offers.
enum class Reader { applicant, body, anybody };
html::Html files(const Visit& visit, const Appeal& appeal, const std::vector<Attachment>& all, Reader reader);
// Documents beside one answer.
html::Html answer_files(const Visit& visit, const Appeal& appeal, const std::vector<Attachment>& all, int answer_n, Reader reader);
// What became of a file and who sees it, in a sentence.
std::string file_words(const Visit& visit, const Attachment& attachment, Reader reader);
html::Url file_url(const Appeal& appeal, Whose whose, std::string_view name);
// The field for files with its limits; says so when files chosen before have to be chosen again.
html::Html file_input(const Visit& visit, const Problems* problems);
// The form by which the applicant adds files, where the case still takes any.
html::Html upload_form(const Visit& visit, const Appeal& appeal, const std::vector<Attachment>& all, const Problems* problems = nullptr);
html::Html who_answers(const Visit& visit, const Appeal& appeal);
// Question by question; nothing when the answer has no points.
html::Html points(const Visit& visit, const Answer& answer);
// What is promised, by whom, until when; nothing when nothing is.
html::Html promises(const Visit& visit, const std::vector<Commitment>& all);
// The answer with what stands beside it, and the way to the official reply. `text` is what this reader may see, "" for none.
html::Html answer(const Visit& visit, const Appeal& appeal, const Answer& answer, const std::string& text, const html::Html& documents = {});
// How the like was answered before, folded; nothing when nothing is like it.
html::Html answered_alike(const Visit& visit, const std::vector<store::PublicRow>& rows);
// What the parties wrote to each other on the way: additions, preliminary decision, objection, minutes; promises.
html::Html correspondence(const Visit& visit, const queries::PrivateCase& v);
// Cases that this one came out of or that came out of it.
html::Html related(const Visit& visit, const queries::PrivateCase& v);
// The link to the sealed copy of what was written with the event n.
html::Html opening_link(const Visit& visit, const Appeal& appeal, int n);
// How a kind of event is called; empty for none of appeals.
Key event_words(std::string_view type);
// `with_openings`: for the applicant, each event with words links to its sealed copy.
html::Html history(const Visit& visit, const Appeal& appeal, const std::vector<journal::Seen>& events,
                   const std::vector<std::pair<int, std::string>>& notes = {}, bool with_openings = false);

// The last event in a line: what, who, when.
std::string last_event(const Visit& visit, const std::vector<journal::Seen>& events);

// Colleagues of the same body who opened this case within the last minutes, by name; nothing when there is nobody.
html::Html also_here(const Visit& visit, const Appeal& appeal);
// Who of the staff looked at the case, by role and body.
html::Html viewers(const Visit& visit, const Appeal& appeal);

std::string kind_name(const Visit& visit, law::AppealKind kind);
std::string topic_name(const Visit& visit, std::string_view code);
std::string district_name(const Visit& visit, std::string_view code);
std::string body_name(const Visit& visit, std::string_view code);
std::string reason_name(const Visit& visit, std::string_view code);
std::string when(const Visit& visit, Instant at);

std::vector<html::Choice> reasons(const Visit& visit, std::string_view step);
// Options of selects, kept as long as the pack and the register are the same.
std::shared_ptr<const html::Options> topics(const Visit& visit);
std::shared_ptr<const html::Options> bodies(const Visit& visit);
std::shared_ptr<const html::Options> districts(const Visit& visit);
std::vector<html::ChoiceGroup> bodies_but(const Visit& visit, std::string_view without);
std::vector<html::Choice> kinds(const Visit& visit);

}  // namespace jauap::appeals::view
