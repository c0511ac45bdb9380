// The sealed copy of what stands behind an event: proves by the record's commitment that these words were recorded then, without
// showing the parts that are left closed. The form is platform/tlog/opening.h.
#pragma once

#include <optional>
#include <string>

#include "appeals/commands.h"
#include "platform/tlog/tlog.h"

namespace jauap::appeals {

// Of event `n` of a case: for its applicant all of the own words, of a body's event what the applicant was told (the answer,
// the sentence of a redirect), never what officials wrote for each other; for officials of the body all parts. nullopt when there is no
// such event.
std::optional<tlog::Opening> opening(db::ReadTx& tx, const Context& context, const Opened& opened, int n);

// Whether the opening would show anything to the applicant.
bool has_opening(const journal::Seen& event);

}  // namespace jauap::appeals
