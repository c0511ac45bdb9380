// Terms under another jurisdiction pack: what it would do to open cases, and the days counted anew when it comes into force.
#pragma once

#include "appeals/commands.h"
#include "directory/packs.h"
#include "platform/module/house.h"

namespace jauap::appeals {

// A term that an official moved (put off, stood still) stays as decided; one that would end in the past stays too.
struct Recounted {
  enum class What { same, moves, past, by_hand } what = What::same;
  CivilDate due;
  std::optional<CivilDate> redirect_until;
};
// Problem: `next` has no such rule in force on the day of receipt.
Result<Recounted> recounted(const law::Pack& before, const law::Pack& next, const Appeal& appeal, CivilDate today);

directory::PackEffect effect_of_pack(db::ReadTx& tx, const Context& context, const law::Pack& next);

// Counts the term of one case anew by the pack in force; `before` made it. By the clock only.
Result<Changed> recount(db::Tx& tx, const Context& context, const std::string& number, const law::Pack& before);
// All open cases whose term is another pack's, once for each pack in force; returns how many days moved.
int recount_cases(House& house);

}  // namespace jauap::appeals
