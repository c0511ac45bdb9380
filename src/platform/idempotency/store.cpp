#include <boost/json.hpp>

#include "platform/idempotency/idempotency.h"

namespace jauap::idempotency {
namespace {

constexpr int everywhere = 0;  // one-time keys belong to no place

const db::Statement select_answer{"idempotency.find", R"sql(
  select digest, answer from idempotency where place_id = $1 and scope_hash = $2 and once_key = $3)sql"};
const db::Statement insert_answer{"idempotency.store", R"sql(
  insert into idempotency (place_id, scope_hash, once_key, digest, answer, keep_until) values ($1, $2, $3, $4, $5, $6))sql"};
const db::Statement delete_old{"idempotency.drop", R"sql(
  delete from idempotency where (place_id, scope_hash, once_key) in
   (select place_id, scope_hash, once_key from idempotency where keep_until < $1 order by keep_until limit $2))sql"};

db::Blob scope_hash(const secrets::Keys& keys, const Key& key) {
  return {keys.keyed_hash(secrets::Purpose::idempotency, key.scope)};
}

std::string about(const Key& key) { return "idempotency/" + key.scope + "/" + key.key; }

std::string packed(const http::Response& response) {
  boost::json::array headers;
  for (const auto& header : response.headers) headers.push_back({header.name, header.value});
  return boost::json::serialize(boost::json::object{
      {"status", response.status}, {"headers", std::move(headers)}, {"body", std::string(response.content())}});
}

http::Response unpacked(std::string_view text) {
  const auto value = boost::json::parse(text);
  const auto& object = value.as_object();
  http::Response response{.status = int(object.at("status").as_int64())};
  for (const auto& header : object.at("headers").as_array())
    response.header(header.as_array().at(0).as_string(), header.as_array().at(1).as_string());
  response.body = std::string(object.at("body").as_string());
  return response;
}

}  // namespace

Found find(db::ReadTx& tx, const secrets::Keys& keys, const Key& key, std::string_view digest) {
  Found found;
  tx.first(select_answer, {everywhere, scope_hash(keys, key), key.key}, [&](const db::Row& row) {
    if (!secrets::equal(row.text(0), digest)) {
      found.kind = Found::Kind::different;
      return;
    }
    const auto answer = keys.open(row.text(1), about(key));
    if (!answer) throw db::Failure("idempotency.find: the kept answer cannot be opened with the present keys");
    found = {Found::Kind::same, unpacked(*answer)};
  });
  return found;
}

void store(db::Tx& tx, const secrets::Keys& keys, const Key& key, std::string_view digest, const http::Response& response,
           Instant, Instant keep_until) {
  const db::Blob sealed{keys.seal(packed(response), about(key))}, digest_blob{std::string(digest)};
  tx.execute(insert_answer, {everywhere, scope_hash(keys, key), key.key, digest_blob, sealed, keep_until});
}

int drop_before(db::Tx& tx, Instant moment, int limit) { return int(tx.execute(delete_old, {moment, limit})); }

}  // namespace jauap::idempotency
