#include "appeals/drafts.h"

#include "appeals/queries.h"
#include "appeals/store.h"

namespace jauap::appeals::drafts {
namespace {

std::string about(const std::string& hash) { return "appeal_draft/" + secrets::hex(hash); }

}  // namespace

std::string new_token() { return secrets::hex(secrets::random_bytes(16)); }

std::string hash_of(const Visit& visit, std::string_view token) {
  return visit.context.keys->keyed_hash(secrets::Purpose::draft, token);
}

std::optional<SubmitInput> load(const Visit& visit, std::string_view token) {
  const auto hash = hash_of(visit, token);
  const auto sealed = store::draft(visit.db, queries::place_of(visit).id, hash);
  const auto text = sealed ? visit.context.keys->open(*sealed, about(hash)) : std::nullopt;
  if (!text) return std::nullopt;
  return from_draft(*text);
}

void save(db::Tx& tx, const Visit& visit, std::string_view token, const SubmitInput& input) {
  const auto hash = hash_of(visit, token);
  store::put_draft(tx, queries::place_of(visit).id, hash, visit.context.keys->seal(to_draft(input), about(hash)), visit.context.now);
}

}  // namespace jauap::appeals::drafts
