// Erasure of what was written in a case: by law, by a court, when the retention period is over. An administrator asks and says on what
// ground, an auditor decides; neither reads the case. Content, salts and the object's key go, the number, the steps and their days stay,
// and the erasure is a step of its own with its reason: destroying evidence by "erasure" stays visible.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "appeals/commands.h"
#include "appeals/store_erasure.h"

namespace jauap::appeals {

inline constexpr May may_ask_erasure{"appeals.ask_erasure"};
inline constexpr May may_approve_erasure{"appeals.approve_erasure"};
inline constexpr May may_see_erasures{"appeals.see_erasures"};

inline constexpr std::size_t basis_min = 10, basis_max = 1'000;

// What would go. Counts only: whoever decides about an erasure does not read the case.
struct ToErase {
  Appeal appeal;
  store::Erasable content;
  int parts = 0;                      // private parts of events
  int files = 0;
  std::vector<std::string> offspring; // numbers of cases that came out of this one: they stay
  std::optional<store::ErasureRow> asked;
};
Result<ToErase> to_erase(db::ReadTx& tx, const Context& context, const std::string& number);

struct AskErasure {
  std::string reason;  // code of the pack, step "erase"
  std::string basis;   // the document behind it: number and day, without names
};
// Only of a case in which no body owes anything any more.
Done ask_erasure(db::Tx& tx, const Context& context, const Target& target, const AskErasure& command);
// Erases. Nobody approves an own request; a case that moved meanwhile is looked at again (Target::version).
Result<Changed> approve_erasure(db::Tx& tx, const Context& context, const Target& target);
Done decline_erasure(db::Tx& tx, const Context& context, const Target& target, const std::string& why);

// An erased case as anybody may know of it; nullopt for one that is not erased, or is not there.
struct Erased {
  Appeal appeal;
  std::string reason;
};
std::optional<Erased> erased_case(db::ReadTx& tx, const Context& context, std::string_view number);

}  // namespace jauap::appeals
