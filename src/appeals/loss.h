// What a restore from an old backup took: the public record has kept steps whose words are gone. Each case says so itself, whoever
// can be reached gets a letter, and the number of an appeal of which nothing else is left leads to a page and not to "not found".
#pragma once

#include <optional>
#include <set>
#include <string>

#include "appeals/commands.h"

namespace jauap::appeals {

struct Told {
  int cases = 0;  // that are here and lack some of their steps
  int lost = 0;   // of which nothing is left but the record
};
// Once for each of the public numbers; those of other objects are passed over. By the system only.
Result<Told> tell_of_loss(db::Tx& tx, const Context& context, const std::set<std::string>& numbers);

// An appeal that is on the record and not in the register, by its first event.
struct LostCase {
  std::string number;
  journal::Seen registered;
};
std::optional<LostCase> lost_case(db::ReadTx& tx, const Context& context, std::string_view number);

}  // namespace jauap::appeals
