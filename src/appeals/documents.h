// Appeals in the search index.
#pragma once

#include <optional>

#include "appeals/appeal.h"
#include "platform/journal/journal.h"
#include "platform/search/search.h"

namespace jauap::appeals {

namespace mark {
inline constexpr char body = 'B', topic = 'T', district = 'D', state = 'S', open = 'O';
}

// Nothing for a private appeal, and so it leaves the index.
std::optional<search::Document> document(db::ReadTx& tx, const law::Pack& pack, const ObjectRef& object);

}  // namespace jauap::appeals
