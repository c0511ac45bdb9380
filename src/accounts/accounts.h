// Signing in and one's own page: citizens by a code sent by e-mail, staff by password and one-time code, and, with
// demonstration data only, "enter as".
#pragma once

#include "platform/module/dispatch.h"
#include "platform/module/module.h"

namespace jauap::accounts {

Module module();

// Who sent a request: a bearer token or the session cookie. For the dispatcher.
Result<Identity> identify(const House& house, db::ReadTx& tx, const http::Request& request, Instant now);

// The accounts of the demonstration ("clerk@demo" …) with their posts. Safe to call twice.
void add_demo_accounts(db::Tx& tx, const Context& context);

}  // namespace jauap::accounts
