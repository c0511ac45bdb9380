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

}  // namespace jauap::directory::store
