// A copy of a whole database at one moment, while others work on it.
#pragma once

#include <string>

#include "platform/db/db.h"

namespace jauap::db {

// SQLite: writes FOLDER/jauap.db, which must not exist. Throws Failure; also for PostgreSQL, whose own tools do this.
void snapshot(const Location& from, const std::string& folder);

// What the database says of its own pages, one line a fault; empty when all is well. PostgreSQL checks its pages by itself.
std::vector<std::string> integrity_faults(Connection& connection);

}  // namespace jauap::db
