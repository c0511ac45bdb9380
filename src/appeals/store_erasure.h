// The SQL of erasure: who asks for it, what there is to erase, and that it goes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "appeals/appeal.h"
#include "platform/db/db.h"
#include "platform/secrets/secrets.h"

namespace jauap::appeals::store {

// The numbers stand in the database.
enum class ErasureState { waits = 1, done = 2, declined = 3 };
struct ErasureRow {
  int n = 0;
  ErasureState state = ErasureState::waits;
  std::string reason, basis;           // code of the pack; the document behind it, opened
  AccountId asked_by = {};
  Instant asked_at = {};
  AccountId decided_by = {};
  Instant decided_at = {};
  std::string note = {};               // why it was declined
  std::string number = {};             // of the case, when read as a list
};
// False when one waits already.
bool ask_erasure(db::Tx& tx, const Permit& permit, const secrets::Keys& keys, const Appeal& appeal, const ErasureRow& row);
void decide_erasure(db::Tx& tx, const Permit& permit, const secrets::Keys& keys, const Appeal& appeal, int n, ErasureState state, AccountId by,
                    Instant at, const std::string& note);
// The newest of the case.
std::optional<ErasureRow> erasure(db::ReadTx& tx, const secrets::Keys& keys, const Appeal& appeal);
// In one state, the newest first, without what is sealed.
std::vector<ErasureRow> erasures(db::ReadTx& tx, std::int64_t place, ErasureState state, int limit);

// How much there is of a case beside its files and the private parts of its events.
struct Erasable {
  int texts = 0;      // what the applicant wrote, the public copy
  int answers = 0;    // with their points and promises
  int comments = 0;   // of verdicts
  int notes = 0;      // internal, additions, minutes
  int proposals = 0;  // steps that waited for a signature
  int reports = 0;    // what people reported about the text
  bool operator==(const Erasable&) const = default;
};
Erasable erasable(db::ReadTx& tx, const Appeal& appeal);

// Deletes all that was written in a case and about its people, in this database: texts, the public copy, contacts, notes, proposals,
// reports, marks of files; answers and verdicts keep decision and day without a word. Of the case stay its number, states, days,
// bodies and decisions; topic, district and the applicant's account go.
void erase_content(db::Tx& tx, const Permit& permit, const Appeal& appeal, Instant at);

// The statements behind the lists above, for the test that asserts their query plans.
std::vector<const db::Statement*> erasure_lists();

}  // namespace jauap::appeals::store
