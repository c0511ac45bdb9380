// SQL of the directory.
#pragma once

#include <cstdint>
#include <vector>

#include "directory/directory.h"
#include "directory/leave.h"
#include "directory/packs.h"

namespace jauap::directory::store {

std::int64_t version(db::ReadTx& tx);
std::vector<Body> all(db::ReadTx& tx);
// Adds a body; one with this code that is already there stays as it is.
void add(db::Tx& tx, std::int64_t place, const Body& body);
void update(db::Tx& tx, std::int64_t place, const Body& body);
void set_small(db::Tx& tx, std::int64_t place, std::string_view code, bool is_small);
void raise_version(db::Tx& tx);

std::vector<Leave> leaves(db::ReadTx& tx, std::string_view body, CivilDate today);  // not yet over, by first day
void add_leave(db::Tx& tx, const Leave& leave);
void end_leave(db::Tx& tx, LeaveId id, CivilDate last_day);

void add_pack(db::Tx& tx, const PackVersion& row, const std::string& content);
void decide_pack(db::Tx& tx, const std::string& version, PackState state, CivilDate from, AccountId by, Instant at, const std::string& note);
std::vector<PackVersion> packs(db::ReadTx& tx);  // newest first, at most a hundred
std::optional<PackVersion> pack(db::ReadTx& tx, std::string_view version);
std::optional<std::string> pack_content(db::ReadTx& tx, std::string_view version);
std::string pack_in_force(db::ReadTx& tx, CivilDate today);

}  // namespace jauap::directory::store
