// SQL of the directory.
#pragma once

#include <cstdint>
#include <vector>

#include "directory/directory.h"

namespace jauap::directory::store {

std::int64_t version(db::ReadTx& tx);
std::vector<Body> all(db::ReadTx& tx);
// Adds a body; one with this code that is already there stays as it is.
void add(db::Tx& tx, std::int64_t place, const Body& body);
void update(db::Tx& tx, std::int64_t place, const Body& body);
void raise_version(db::Tx& tx);

struct AuditRow {
  Instant at;
  AccountId actor;
  std::string act, object;
};
void add_audit(db::Tx& tx, IdMaker& ids, const AuditRow& row);
std::vector<AuditRow> audit(db::ReadTx& tx, int limit);

}  // namespace jauap::directory::store
