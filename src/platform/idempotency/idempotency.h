// One-time keys: a request sent again with its key gets the same answer and changes nothing (docs/architecture.md).
#pragma once

#include <string>
#include <string_view>

#include "platform/db/db.h"
#include "platform/http/http.h"
#include "platform/secrets/secrets.h"

namespace jauap::idempotency {

struct Key {
  std::string scope;  // who and which route
  std::string key;    // the client's random text
};

struct Found {
  enum class Kind { none, same, different } kind = Kind::none;  // different: same key, other content
  http::Response response;                                      // for same
};

// `digest` is the SHA-256 of what was asked.
Found find(db::ReadTx& tx, const secrets::Keys& keys, const Key& key, std::string_view digest);

// In the command's own transaction. A parallel request with the same key ends in db::Conflict.
void store(db::Tx& tx, const secrets::Keys& keys, const Key& key, std::string_view digest, const http::Response& response,
           Instant now, Instant keep_until);

// Deletes what is older, at most `limit` rows; returns how many.
int drop_before(db::Tx& tx, Instant moment, int limit);

}  // namespace jauap::idempotency
