// The e-mail given with an appeal. It is the applicant's only after a code sent there was typed on a page of the case; until then
// nothing but codes goes to it, so that nobody gets letters because a stranger knows the address. The appeal itself is registered
// and answered whatever becomes of the address. Codes are those of platform/auth (ten minutes, five tries, three an hour and five
// a day for one address), bound to the case or the draft instead of a browser.
#pragma once

#include <string>

#include "appeals/commands.h"
#include "platform/auth/accounts.h"

namespace jauap::appeals {

inline constexpr May may_confirm_contact{"appeals.confirm_contact"};

enum class ContactState { none, unconfirmed, confirmed };
std::string_view code(ContactState state);  // "unconfirmed": in JSON
ContactState contact_state(db::ReadTx& tx, const secrets::Keys& keys, const Appeal& appeal, std::string_view email);

// At registration: an address that was confirmed just now, or that the signed-in person signs in with, gets the receipt; another
// gets a code, unless it got too many lately.
void begin_contact(db::Tx& tx, const Context& context, const Permit& permit, const Appeal& appeal, const Content& content,
                   const std::string& case_code, bool is_confirmed);
// A case that came out of another one: what was confirmed there is confirmed here.
void inherit_contact(db::Tx& tx, const Context& context, const Permit& permit, const Appeal& parent, const Appeal& child,
                     const Content& content, const std::string& case_code);

// Sends a code to the present address of the case.
Done send_contact_code(db::Tx& tx, const Context& context, const Target& target);
// Counts a try: keep the transaction whatever comes out. A good code brings the receipt to the address.
Result<auth::CodeState> confirm_contact(db::Tx& tx, const Context& context, const Target& target, const std::string& typed);

struct ChangeContact {
  std::string email;     // as typed; "" to get no letters
  std::string old_code;  // sent to the present address; asked for when that one is confirmed
};
// The new address begins unconfirmed and gets a code. Counts a try like confirm_contact.
Result<auth::CodeState> change_contact(db::Tx& tx, const Context& context, const Target& target, const ChangeContact& command);

// Before there is a case: who sent much lately confirms an address first. The draft waits meanwhile.
bool wrote_much(db::ReadTx& tx, const Context& context, std::string_view email);
Done send_draft_code(db::Tx& tx, const Context& context, const SubmitAppeal& command);
auth::CodeState check_draft_code(db::Tx& tx, const Context& context, const SubmitAppeal& command, const std::string& typed);

// Digits without the spaces and dashes that people and programs put between them.
std::string code_digits(std::string_view typed);

}  // namespace jauap::appeals
