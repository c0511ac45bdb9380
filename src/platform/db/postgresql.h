// Opens a PostgreSQL connection. For open() only.
#pragma once

#include "platform/db/db.h"

namespace jauap::db {
std::unique_ptr<Connection> open_postgresql(const std::string& url, Mode mode);
}  // namespace jauap::db
