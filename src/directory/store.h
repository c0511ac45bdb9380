// SQL of the directory.
#pragma once

#include <cstdint>
#include <vector>

#include "directory/directory.h"
#include "directory/leave.h"

namespace jauap::directory::store {

std::int64_t version(db::ReadTx& tx);
std::vector<Body> all(db::ReadTx& tx);
// Adds a body; one with this code that is already there stays as it is.
void add(db::Tx& tx, std::int64_t place, const Body& body);
void update(db::Tx& tx, std::int64_t place, const Body& body);
void raise_version(db::Tx& tx);

std::vector<Leave> leaves(db::ReadTx& tx, std::string_view body, CivilDate today);  // not yet over, by first day
void add_leave(db::Tx& tx, const Leave& leave);
void end_leave(db::Tx& tx, LeaveId id, CivilDate last_day);

}  // namespace jauap::directory::store
