// What changes a case: one function a step, one transaction each. Each asks for its permit, checks the procedure, writes
// through the store and tells the journal. No effect but through `tx`; may be run again.
#pragma once

#include <optional>
#include <string>

#include "appeals/appeal.h"
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

// An appeal as it was asked for: already cleaned and checked by read_submit (input.h).
struct SubmitAppeal {
  std::optional<law::AppealKind> kind;  // none: the platform proposes
  Content content;
  std::string topic, body, district;    // "" for "I do not know"
  std::string place;                    // code of the place, "KZ75"
  std::string language;                 // of the text: kk, ru, or another tag
  Visibility visibility = Visibility::private_to_parties;
  Channel channel = Channel::web;
  std::string code;                     // the case code, made by the caller before the command (secrets::new_code)
  std::string draft_hash;               // draft to drop in the same transaction, "" for none
};

struct Submitted {
  Appeal appeal;
  law::Deadline deadline;
  std::optional<law::Deadline> redirect;
  std::string code;  // shown once
};

// Registers an appeal and fixes the day of its answer (rules appeal.register, appeal.consider; Art. 64, 76).
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
};

struct Changed {
  Appeal appeal;
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

struct AnswerAppeal {
  Decision decision = Decision::explained;
  std::string text;
};
// Answers on the merits (Art. 76, 80); opens the applicant's verdict period.
Result<Changed> answer(db::Tx& tx, const Context& context, const Target& target, const AnswerAppeal& command);

struct JudgeAnswer {
  Verdict verdict = Verdict::solved;
  bool was_clear = true;
  std::string reason;        // code of the pack, step "not_solved"; required unless solved
  std::string comment;
};
Result<Changed> judge(db::Tx& tx, const Context& context, const Target& target, const JudgeAnswer& command);

// The applicant withdraws before the decision (Art. 64, 70).
Result<Changed> withdraw(db::Tx& tx, const Context& context, const Target& target, const std::string& reason);

// The applicant makes the case public (a cleared text appears) or private again (the public copy is deleted).
Result<Changed> show(db::Tx& tx, const Context& context, const Target& target, Visibility visibility);

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
