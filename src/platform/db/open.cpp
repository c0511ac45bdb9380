#include "platform/db/postgresql.h"
#include "platform/db/sqlite.h"

namespace jauap::db {

std::unique_ptr<Connection> open(const Location& location, Mode mode) {
  switch (location.kind()) {
    case Kind::sqlite:
      return open_sqlite(location.folder, mode);
    case Kind::postgresql:
      return open_postgresql(location.url, mode);
  }
  throw Failure("unknown kind of database");
}

}  // namespace jauap::db
