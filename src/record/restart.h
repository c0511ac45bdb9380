// When a log was ever signed twice for one size, it is finished. The next one begins with the last good checkpoint of
// the old one, holds every entry again in the old order, and says what happened.
#pragma once

#include "record/office.h"

namespace jauap::record {

// "record.example/log" → "record.example/log/2" → "record.example/log/3".
std::string next_origin(const std::string& origin);

// The files of the log as it stands, into a folder that is new or empty: what mirrors keep of a finished log. Throws
// db::Failure when one cannot be written.
void write_log(db::ReadTx& tx, const std::string& folder);

// In one transaction. `signing` has the new log's name and an empty anchor. `last_good`: size of a checkpoint that was
// signed here before the fork. `statement`: what the operator publishes about it, with both notes. Problems: a server
// leads the record; no such checkpoint; keys that cannot be made.
Done restart(db::Tx& tx, const House& house, Signing& signing, std::uint64_t last_good, const std::string& statement);

}  // namespace jauap::record
