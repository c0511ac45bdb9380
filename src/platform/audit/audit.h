// The audit: who of the staff did or saw what, when, acting in which post. Rows are appended, never edited, and hold codes and
// numbers only, nothing of what was seen.
//
// What changes something appends its row in its own transaction. What only reads says so with Visit::seen(), and the dispatcher
// sends the answer after the row is durable: reader threads do not wait for it, the row goes through the writer's group commit, and
// where it cannot be written nothing is shown. A queue in memory would be quicker by one commit and would lose rows in a crash
// after the answer was read.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "platform/auth/auth.h"
#include "platform/db/db.h"
#include "platform/secrets/secrets.h"

namespace jauap {

using AuditId = Id<struct AuditTag>;

namespace audit {

struct Entry {
  std::string act;          // "appeal.read"
  std::string object = {};  // public number, login or code; "" for none
  std::string fields = {};  // codes: classes of data shown (D2 identity, D3 content, D5 internal notes), or the post given
  int amount = 1;           // rows of a list
  bool operator==(const Entry&) const = default;
};

// `client`: see client_of, "" when there is none.
void append(db::Tx& tx, IdMaker& ids, Instant now, const Actor& actor, const Entry& entry, std::string_view client = "");

// Tells two clients apart without naming them: a keyed hash of the address prefix, 16 hex digits.
std::string client_of(const secrets::Keys& keys, const std::string& address);

struct Row {
  AuditId id;
  Instant at;
  AccountId actor;
  Role role = Role::system;
  std::string body;
  Entry entry;
  std::string client;
};

struct Filter {
  std::string object;    // "" for any
  AccountId actor;       // 0 for any
  AuditId before;        // 0: from the newest
  int limit = 50;
};
// Newest first.
std::vector<Row> page(db::ReadTx& tx, const Filter& filter);

// Who looked at an object, by role and body: how often and when last, latest first. Acts that begin with `act`.
struct Viewer {
  Role role = Role::system;
  std::string body;
  int times = 0;
  Instant last_at;
};
std::vector<Viewer> viewers(db::ReadTx& tx, std::string_view object, const std::vector<std::string_view>& acts);

// The statements behind lists, for the test that asserts their query plans.
std::vector<const db::Statement*> list_statements();

}  // namespace audit
}  // namespace jauap
