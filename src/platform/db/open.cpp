#include "platform/db/postgresql.h"
#include "platform/db/sqlite.h"

namespace jauap::db {

std::unique_ptr<Connection> open(const Location& location, Mode mode) {
  switch (location.kind()) {
    case Kind::sqlite: {
      auto connection = open_sqlite(location.folder, mode);
      if (mode == Mode::read_write) connection->script("pragma cache_size = -" + std::to_string(location.writer_cache_mib * 1024));
      return connection;
    }
    case Kind::postgresql:
      return open_postgresql(location.url, mode);
  }
  throw Failure("unknown kind of database");
}

}  // namespace jauap::db
