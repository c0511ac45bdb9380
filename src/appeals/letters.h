// Notices to the applicant. Subject and text hold the number and what happened, never topic, text or names.
#pragma once

#include <string>

#include "appeals/appeal.h"
#include "platform/module/module.h"

namespace jauap::appeals::letters {

// To an address that was confirmed: number, term, how to follow, and the case code when it is at hand ("" otherwise). Once a case.
void receipt(db::Tx& tx, const Context& context, const Permit& permit, const Appeal& appeal, const Applicant& applicant,
             const std::string& code);

// A code that confirms an address for a case (`number`) or, without a number, for an appeal about to be sent. The only letter that
// goes to an address before its owner confirmed it: it says how to ignore it and nothing of the appeal but its number.
void confirm_code(db::Tx& tx, const Context& context, std::int64_t place, const std::string& language, const std::string& email,
                  const std::string& code, const std::string& number);

// "News on KZ75-A-…: {what}". Which events are told stands in letters.cpp; others are silent.
void tell_applicant(db::Tx& tx, const Context& context, const Permit& permit, const Appeal& appeal,
                    std::string_view event_type);

bool is_told(std::string_view event_type);

// The applicant's own term ends on `day`: once for each case and day.
void remind_applicant(db::Tx& tx, const Context& context, const Permit& permit, const Appeal& appeal, Key line, CivilDate day);

// To the official who asked the head for a step that was declined: which case, and where to read the head's words.
void tell_proposer(db::Tx& tx, const Context& context, const Appeal& appeal, AccountId proposer, int n);

}  // namespace jauap::appeals::letters
