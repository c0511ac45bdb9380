// What goes out to gateways: replies in a conversation and news of the cases that it follows. Job "channels.post", at least once,
// with the same Webhook-Id for every try.
#pragma once

#include "channels/store.h"
#include "platform/module/house.h"

namespace jauap::channels {

// A reply to a message, in this transaction.
void post_reply(db::Tx& tx, const Context& context, const store::Peer& peer, const std::string& text, const std::string& number,
                const std::string& in_reply_to);

// Listens to the journal: what an applicant is told by letter is also told where the case is followed.
void tell_followers(db::Tx& tx, const journal::Speaker& speaker, const ObjectRef& object, const journal::Event& event,
                    const journal::Recorded& recorded);

// Listens to the journal, too: of an erased case nobody's phone or handle is kept, and nothing waits to be sent.
void forget_erased(db::Tx& tx, const journal::Speaker& speaker, const ObjectRef& object, const journal::Event& event,
                   const journal::Recorded& recorded);

// The number in the id of a message of ours, "" when it is none.
std::string number_in_id(std::string_view webhook_id);

std::vector<jobs::Handler> job_handlers(House& house);

}  // namespace jauap::channels
