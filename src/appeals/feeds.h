// The public list as CSV (RFC 4180) and Atom (RFC 4287).
#pragma once

#include "appeals/queries.h"
#include "platform/module/module.h"

namespace jauap::appeals::feeds {

http::Response csv(const Visit& visit, const queries::PublicList& list);
http::Response atom(const Visit& visit, const queries::PublicList& list);

}  // namespace jauap::appeals::feeds
