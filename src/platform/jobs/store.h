// SQL of jobs. Claiming is the one place where several servers compete.
#pragma once

#include "platform/jobs/jobs.h"

namespace jauap::jobs::store {

struct Claimed {
  Job job;
  std::int64_t fence = 0;
};

// Takes at most `limit` due jobs until `lease_until`.
std::vector<Claimed> claim(db::Tx& tx, Instant now, Instant lease_until, int limit);
// False when the lease was lost: somebody else has the job now.
bool finish(db::Tx& tx, const Claimed& claimed);
bool postpone(db::Tx& tx, const Claimed& claimed, Instant due_at, std::string_view error);
bool bury(db::Tx& tx, const Claimed& claimed, std::string_view error);

}  // namespace jauap::jobs::store
