// Appeals: a person's voice is registered, answered by a lawful date, judged by that person.
//
// From outside: `module()` for the list of modules, the ids and small values below for those who link to a case, and the doors
// by which letters and messages come in (module channels). Everything else happens through the journal ("appeal.registered",
// "appeal.answered" …).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "appeals/appeal.h"
#include "platform/files/files.h"
#include "platform/module/module.h"

namespace jauap::appeals {

Module module();

// ---- letters and messages about a case (replies.cpp) ---------------------------------------------------------------------------

// Where an answer to a letter about a case is read: the general address with the number and a seal under our key, which nobody
// can make who never got a letter about the case. "" while no mail comes in.
std::string reply_address(const Context& context, std::string_view number);
// The number in such an address; nothing when the seal is not ours.
std::optional<std::string> number_in_reply_address(const Context& context, std::string_view address);

struct Written {
  std::string text;                    // cleaned, without what is quoted; may be empty
  std::vector<files::Staged> files;
};
struct Joined {
  enum class How {
    repaired,       // it was asked for: the case goes on
    added,          // a message from the applicant
    other_sender,   // not from the confirmed address: nothing changed
    too_late,       // the case takes no messages any more
    nothing,        // neither words nor files
    not_found,
  } how = How::not_found;
  std::string number, language;        // in which the applicant is written to
  bool files_kept = true;
};
// A reply to a letter: by the address that was confirmed for the case.
Joined join_letter(db::Tx& tx, const Context& context, const std::string& number, const std::string& from, const Written& written);
// A message of somebody who has shown the code of the case in the same conversation.
Joined join_message(db::Tx& tx, const Context& context, const std::string& number, const Written& written);

// A case for a line of news: nothing private.
struct News {
  std::string number, language;        // of the text
  State state = State::registered;
  CivilDate due_on;
};
std::optional<News> news_of(db::ReadTx& tx, const Context& context, std::string_view number);
bool is_code_of(db::ReadTx& tx, const Context& context, std::string_view number, std::string_view typed_code);
// Events of which applicants are told.
bool is_told(std::string_view event_type);

// ---- an appeal that begins as a letter or a message (drafts.cpp) ---------------------------------------------------------------

struct Begun {
  std::string title, text, email, phone;
  std::vector<files::Staged> files;
  Channel channel = Channel::mail;
  bool is_own_email = false;           // the draft's address goes to `email` and nowhere else
};
// Keeps it as a draft, of which nothing counts before the person has looked at it and sent it; returns its secret token.
std::string begin_draft(db::Tx& tx, const Visit& visit, const Begun& begun);
std::string draft_hash(const Visit& visit, std::string_view token);
// kk, ru or en by its letters.
std::string language_of_text(std::string_view written);

// Told in the transaction that registers a case, with the hash of the draft it came from ("" for none). Set once at start.
using WhenSubmitted = std::function<void(db::Tx&, const Context&, const Appeal&, const std::string& draft_hash)>;
void when_submitted(WhenSubmitted listener);

}  // namespace jauap::appeals
