// Notices to the applicant. Subject and text hold the number and what happened, never topic, text or names.
#pragma once

#include <string>

#include "appeals/appeal.h"
#include "platform/module/module.h"

namespace jauap::appeals::letters {

// After registration: number, term, how to follow, and once the case code. Nothing happens without an e-mail.
void receipt(db::Tx& tx, const Context& context, const Permit& permit, const Appeal& appeal, const Applicant& applicant,
             const std::string& code);

// "News on KZ75-A-…: {what}". Which events are told stands in letters.cpp; others are silent.
void tell_applicant(db::Tx& tx, const Context& context, const Permit& permit, const Appeal& appeal,
                    std::string_view event_type);

}  // namespace jauap::appeals::letters
