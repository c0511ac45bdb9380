// Whom readers are told to believe: the keys of the log, and the witnesses that its operator has agreed on with them.
#pragma once

#include <string>

#include "platform/module/module.h"
#include "platform/tlog/policy.h"

namespace jauap::record {

// The file /log/policy: log keys, a comment line for the key of receipts, the lines about witnesses.
std::string policy_text(db::ReadTx& tx);
tlog::Policy policy(db::ReadTx& tx);

// Replaces the lines about witnesses (witness, group, quorum, comments) and records log.witnesses with the SHA-256 of the
// new policy. Problems: what cannot be read, lines about logs.
Done set_witnesses(db::Tx& tx, const Context& context, const std::string& lines);

// A new key of the log or of receipts, whose seed lies in the folder of keys already: log.key_rotated under the old key. The old one
// signs for 30 days beside it; withdrawn (compromised), it signs no more and leaves the policy at once.
Done rotate_key(db::Tx& tx, const Context& context, bool is_receipt_key, const std::string& vkey, bool withdraw_old);

// log.witnesses with the SHA-256 of the policy as it is served now; after each change of a line in it.
void record_policy(db::Tx& tx, const Context& context);

// log.incident with the SHA-256 of a public statement.
Done record_incident(db::Tx& tx, const Context& context, const std::string& statement);

}  // namespace jauap::record
