// Leave: while an official is away, a colleague of the same body stands in. The cases stay with whom they were assigned to and are
// shown to the stand-in; a head's stand-in holds the head's post for that time and signs in the own name.
#pragma once

#include <string>
#include <vector>

#include "directory/commands.h"

namespace jauap::directory {

inline constexpr May may_take_leave{"directory.leave"};
inline constexpr int leave_days_max = 366;

using LeaveId = Id<struct LeaveTag>;

struct Leave {
  LeaveId id;
  AccountId account, stand_in;
  std::string body;
  PostId post;                // 0 unless a post was granted
  CivilDate from_day, to_day; // both away
};
// Those that end on `today` or later, by their first day.
std::vector<Leave> leaves_in(db::ReadTx& tx, std::string_view body, CivilDate today);

struct TakeLeave {
  std::string login, stand_in;  // logins
  std::optional<CivilDate> from, until;
};
// One's own, or a colleague's by whoever manages the people of the body. Problems name the field: nobody of this body, oneself as
// stand-in, days that are past, in wrong order or too many, another leave at the same time, a stand-in who is away too.
Result<Nothing> take_leave(db::Tx& tx, const Context& context, const std::string& body, const TakeLeave& command);
// From today on the person is back; a post that was granted ends at once.
Result<Nothing> end_leave(db::Tx& tx, const Context& context, const std::string& body, LeaveId id);

}  // namespace jauap::directory
