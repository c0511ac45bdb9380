// Opens the embedded database of a folder. For open() and for tests of this folder.
#pragma once

#include <chrono>

#include "platform/db/db.h"

namespace jauap::db {

// After this time a statement of a transaction is ended with a Failure, as PostgreSQL's statement_timeout does.
constexpr std::chrono::nanoseconds statement_limit = std::chrono::seconds(10);

std::unique_ptr<Connection> open_sqlite(const std::string& folder, Mode mode,
                                        std::chrono::nanoseconds limit = statement_limit);

}  // namespace jauap::db
