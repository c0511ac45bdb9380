// From events to entries of the record. The leaf is made and frozen in the event's own transaction, so that no event is
// without an entry and no entry without an event.
#pragma once

#include <span>
#include <string>

#include "platform/journal/journal.h"

namespace jauap::record {

// The bytes of the entry of an event. `prev` is the leaf hash of the object's event before, in hex; "" for the first.
// What breaks the schema of leaves is a broken invariant: the command that records such an event is at fault.
std::string leaf_of(const ObjectRef& object, const journal::Event& event, int n, Instant at, Role role,
                    std::string_view cm, std::string_view prev);

// The same out of the event as the journal has it now, whatever the schema says.
std::string leaf_again(db::ReadTx& tx, const ObjectRef& object, const journal::Seen& event);

// A listener of the journal.
void leave_leaf(db::Tx& tx, const journal::Speaker& speaker, const ObjectRef& object, const journal::Event& event,
                const journal::Recorded& recorded);

// Leaves of the events of these places that are older than the record, oldest first. Called when the record begins; what
// an older program wrote may break today's schema and is taken as it is.
void adopt_older_events(db::Tx& tx, std::span<const std::int64_t> places);

}  // namespace jauap::record
