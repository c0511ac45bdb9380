// What changes a case: one function a step, one transaction each. Each asks for its permit, checks the procedure, writes
// through the store and tells the journal. No effect but through `tx`; may be run again.
#pragma once

#include <optional>
#include <string>

#include "appeals/appeal.h"
#include "appeals/attachments.h"
#include "law/law.h"
#include "platform/module/module.h"

namespace jauap::appeals {

// Rights of this module (who has them: module.cpp).
inline constexpr May may_submit{"appeals.submit"};
inline constexpr May may_submit_for_another{"appeals.submit_for_another"};
inline constexpr May may_see_private{"appeals.see_private"};
inline constexpr May may_accept{"appeals.accept"};
inline constexpr May may_redirect{"appeals.redirect"};
inline constexpr May may_answer{"appeals.answer"};
inline constexpr May may_judge{"appeals.judge"};
inline constexpr May may_withdraw{"appeals.withdraw"};
inline constexpr May may_show{"appeals.show"};
inline constexpr May may_see_inbox{"appeals.see_inbox"};
inline constexpr May may_close{"appeals.close"};
inline constexpr May may_amend{"appeals.amend"};
inline constexpr May may_work{"appeals.work"};            // steps of the desk that no head need sign
inline constexpr May may_decide{"appeals.decide"};        // what the head decides: extend, pause, terminate, recusals
inline constexpr May may_propose{"appeals.propose"};      // asks the head for it
inline constexpr May may_take_part{"appeals.take_part"};  // the applicant: repair, object, complain, recuse, reopen
inline constexpr May may_review_files{"appeals.review_files"};  // lets a file out, or keeps it private with a reason
inline constexpr May may_note{"appeals.note"};            // internal notes

// Within this rule a complaint is passed to the body above (Art. 91(4)).
inline constexpr const char* pass_rule = "complaint.pass";

// An appeal as it was asked for: already cleaned and checked by read_submit (input.h).
struct SubmitAppeal {
  std::optional<law::AppealKind> kind;  // none: the platform proposes
  Content content;
  std::string topic, body, district;    // "" for "I do not know"
  std::string place;                    // code of the place, "KZ75"
  std::string language;                 // of the text: kk, ru, or another tag
  Visibility visibility = Visibility::private_to_parties;  // anything else asks for publication
  Channel channel = Channel::web;
  std::string code;                     // the case code, made by the caller before the command (secrets::new_code)
  std::string draft_hash;               // draft to drop in the same transaction, "" for none
  bool must_confirm = false;            // the client sent too many: only with a confirmed address
  bool is_confirmed = false;            // the address was confirmed just now, for this draft
  std::vector<files::Staged> files;     // that came with it
  std::optional<CivilDate> received_on; // when an official enters later what came earlier: the term counts from then
};

struct Submitted {
  Appeal appeal;
  law::Deadline deadline;
  std::optional<law::Deadline> redirect;
  std::string code;  // shown once
};

// Registers an appeal and fixes the day of its answer (rules appeal.register, appeal.consider; Art. 64, 76). Who sent too many gets
// the problem appeals.confirm_first (too_many): the draft is to be kept and the address confirmed.
Result<Submitted> submit(db::Tx& tx, const Context& context, const SubmitAppeal& command);

// What the platform would decide for a text, before it is sent: kind, topic, body, each with the word that decided.
struct Proposal {
  law::ProposedKind kind;
  std::string topic, body;   // "" when nothing decides
  std::string topic_because;
  law::Deadline deadline;
};
Result<Proposal> propose(const Context& context, const SubmitAppeal& command);

// Which case a step is about, and by which right the actor reached it.
struct Target {
  std::string number;        // canonical
  std::string code;          // case code shown with the request, "" when none
  int version = 0;           // the version that the person saw; 0: whichever stands now
  bool is_proven = false;    // the applicant was recognised otherwise (replies.cpp): counts as the code
};

struct Changed {
  Appeal appeal;
  bool waits_for_head = false;  // nothing changed yet: the step was proposed
  std::string created = {};  // number of the case that came out of it: a part split off, a complaint
};

// The executor takes the case into work.
Result<Changed> accept(db::Tx& tx, const Context& context, const Target& target);

struct RedirectAppeal {
  std::string to;            // code of a body
  std::string reason;        // code of the pack, step "redirect"
  std::string sentence;      // one sentence for the applicant
};
// Sends the case to the competent body within the redirect window (Art. 65); the clock there runs from its receipt.
Result<Changed> redirect(db::Tx& tx, const Context& context, const Target& target, const RedirectAppeal& command);

// Who wrote what somebody else signs.
struct Preparer {
  AccountId account;
  std::string name;
};

struct AnswerAppeal {
  Decision decision = Decision::explained;
  std::string text;
  std::vector<AnsweredPoint> points = {};       // the appeal's questions one by one
  std::vector<Commitment> commitments = {};     // what is promised, by whom, until when
  std::optional<Preparer> prepared_by = {};     // set where a proposal is signed, never by what came from outside
};
// Answers on the merits (Art. 76, 80), under the actor's name, where the body wants no other signature; and with it what was joined to the case; opens the applicant's verdict period.
Result<Changed> answer(db::Tx& tx, const Context& context, const Target& target, const AnswerAppeal& command);
// A second answer beside the first, which stays.
Result<Changed> amend(db::Tx& tx, const Context& context, const Target& target, const AnswerAppeal& command);

struct JudgeAnswer {
  Verdict verdict = Verdict::solved;
  bool was_clear = true;
  std::string reason;        // code of the pack, step "not_solved"; required unless solved
  std::string comment;
};
Result<Changed> judge(db::Tx& tx, const Context& context, const Target& target, const JudgeAnswer& command);

// The applicant withdraws before the decision (Art. 64, 70).
Result<Changed> withdraw(db::Tx& tx, const Context& context, const Target& target, const std::string& reason);

// The applicant asks for the case to be public (a moderator looks first: moderation.h) or makes it private (the public copy is deleted).
Result<Changed> show(db::Tx& tx, const Context& context, const Target& target, Visibility visibility);

// What a step was asked for with; which of these a step reads stands in steps.cpp.
struct Details {
  std::string text;                // for the applicant, or in the applicant's own words
  std::string reason;              // code of the pack
  std::string to;                  // code of a body
  std::string number;              // of another case
  std::string value;               // code: kind, decision
  std::optional<CivilDate> until;
  std::string executor;            // login of an official of the body
  std::vector<AnsweredPoint> points = {};
  std::vector<Commitment> commitments = {};
  std::optional<Preparer> prepared_by = {};  // of AnswerAppeal
};

// --- steps of the body (commands_desk.cpp) ---
Result<Changed> assign(db::Tx& tx, const Context& context, const Target& target, const Details& details);
// Another kind by its content; the term is that kind's, counted from the same receipt.
Result<Changed> qualify(db::Tx& tx, const Context& context, const Target& target, const Details& details);
// The arbiter names the body for good.
Result<Changed> arbitrate(db::Tx& tx, const Context& context, const Target& target, const Details& details);
// A part goes to the competent body as a case of its own; the rest is answered here (Art. 65).
Result<Changed> split_case(db::Tx& tx, const Context& context, const Target& target, const Details& details);
// The answer to another case will be the answer to this one.
Result<Changed> join_case(db::Tx& tx, const Context& context, const Target& target, const Details& details);
// Formal shortcomings (Art. 64): asked for, and given back when they were not put right in time.
Result<Changed> ask_repair(db::Tx& tx, const Context& context, const Target& target, const Details& details);
Result<Changed> give_back(db::Tx& tx, const Context& context, const Target& target, const Details& details);
// Puts the day of answer off, once, before it has come, at most to the limit (Art. 76).
Result<Changed> extend(db::Tx& tx, const Context& context, const Target& target, const Details& details);
Result<Changed> pause_clock(db::Tx& tx, const Context& context, const Target& target, const Details& details);
Result<Changed> resume_clock(db::Tx& tx, const Context& context, const Target& target, const Details& details);
// A preliminary decision for the applicant to object to (Art. 73), and the minutes of the hearing (Art. 74).
Result<Changed> hear(db::Tx& tx, const Context& context, const Target& target, const Details& details);
Result<Changed> keep_minutes(db::Tx& tx, const Context& context, const Target& target, const Details& details);
// Left unconsidered with a ground (Art. 70).
Result<Changed> terminate(db::Tx& tx, const Context& context, const Target& target, const Details& details);
// A complaint goes to the body above with the file of the case (Art. 91(4)).
Result<Changed> pass_on(db::Tx& tx, const Context& context, const Target& target, const Details& details);
Result<Changed> decide_recusal(db::Tx& tx, const Context& context, const Target& target, const Details& details);

// --- steps of the applicant (commands_person.cpp) ---
Result<Changed> repair(db::Tx& tx, const Context& context, const Target& target, const Details& details);
Result<Changed> object_to(db::Tx& tx, const Context& context, const Target& target, const Details& details);
// A complaint about the answer or the silence (Art. 91): a case of its own at the body complained about, which passes it on.
Result<Changed> complain(db::Tx& tx, const Context& context, const Target& target, const Details& details);
Result<Changed> recuse(db::Tx& tx, const Context& context, const Target& target, const Details& details);
// Words to the body while the case is open or can be judged; the clock and the state stay as they are.
Result<Changed> write_message(db::Tx& tx, const Context& context, const Target& target, const Details& details);
// Not solved: back to the body with a clock of its own.
Result<Changed> reopen(db::Tx& tx, const Context& context, const Target& target, const Details& details);

// --- files (commands_files.cpp) ---
// The applicant adds files, and may remove one until the case is answered.
Result<Changed> attach(db::Tx& tx, const Context& context, const Target& target, const std::vector<files::Staged>& staged);
Result<Changed> detach(db::Tx& tx, const Context& context, const Target& target, const std::string& name);
// Documents of the body beside its last answer.
Result<Changed> attach_to_answer(db::Tx& tx, const Context& context, const Target& target, const std::vector<files::Staged>& staged);
// Documents of an answer that is to be signed; they go out with it.
Result<Nothing> attach_unsigned(db::Tx& tx, const Context& context, const Target& target, const std::vector<files::Staged>& staged);
// An answer of the actor's own waits for its signature: what is added now waits with it.
bool waits_unsigned(db::ReadTx& tx, const Context& context, const Appeal& appeal);
// How many documents wait with it; the head signs those that were seen.
int unsigned_files(db::ReadTx& tx, const Appeal& appeal);
Result<Nothing> detach_unsigned(db::Tx& tx, const Context& context, const Target& target, const std::string& name);
struct ReviewFile {
  Whose whose = Whose::applicant;
  std::string name;
  bool shows = false;
  std::string reason;        // code of the pack, step "hide_file"; required unless it is shown
};
// Lets a clean file of a public case out, or keeps it private (also takes it back) and tells the author why.
Result<Changed> review_file(db::Tx& tx, const Context& context, const Target& target, const ReviewFile& command);

// Deemed a refusal: the period is over without an act (Art. 91(2)). By the clock only.
Result<Changed> refuse_by_silence(db::Tx& tx, const Context& context, const std::string& number);

// Closes an answered case that nobody judged within the period. By the clock only.
Result<Changed> close_unjudged(db::Tx& tx, const Context& context, const std::string& number);

// The case if the actor (or the shown code) may see it privately; not_found both for none and not yours.
struct Opened {
  Appeal appeal;
  Permit permit;
  bool by_key;               // reached by the case code
};
Result<Opened> open_case(db::ReadTx& tx, const Context& context, const Target& target, May may);

}  // namespace jauap::appeals
