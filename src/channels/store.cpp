#include "channels/store.h"

namespace jauap::channels::store {
namespace {

const db::Statement put_channel{"channels.put", R"sql(
  insert into channel (place_id, name, url, secret, created_at) values ($1, $2, $3, $4, $5)
  on conflict (place_id, name) do update set url = excluded.url, secret = excluded.secret, created_at = excluded.created_at)sql"};
const db::Statement delete_channel{"channels.drop", "delete from channel where place_id = $1 and name = $2"};
const db::Statement select_channel{"channels.find", "select name, url, secret, created_at from channel where place_id = $1 and name = $2"};
const db::Statement select_channels{"channels.all", "select name, url, secret, created_at from channel where place_id = $1 order by name"};

const db::Statement select_taken{"channels.taken",
                                 "select digest, outcome from channel_message where place_id = $1 and channel = $2 and id_hash = $3"};
const db::Statement insert_taken{"channels.put_taken", R"sql(
  insert into channel_message (place_id, channel, id_hash, digest, at, outcome) values ($1, $2, $3, $4, $5, $6))sql"};

const db::Statement insert_thread{"channels.follow", R"sql(
  insert into channel_thread (place_id, channel, peer_hash, number, peer, language, since) values ($1, $2, $3, $4, $5, $6, $7)
  on conflict (place_id, channel, peer_hash, number) do update set language = excluded.language)sql"};
const db::Statement select_thread{"channels.follows",
                                  "select since from channel_thread where place_id = $1 and channel = $2 and peer_hash = $3 and number = $4"};
const db::Statement delete_threads_of_case{"channels.unfollow_case", "delete from channel_thread where place_id = $1 and number = $2"};
const db::Statement delete_threads{"channels.unfollow", "delete from channel_thread where place_id = $1 and channel = $2 and peer_hash = $3"};
const db::Statement select_followers{"channels.followers", R"sql(
  select channel, peer, language from channel_thread where place_id = $1 and number = $2 order by since, channel limit 100)sql"};

const db::Statement insert_draft{"channels.put_draft", R"sql(
  insert into channel_draft (place_id, draft_hash, channel, peer_hash, peer, language, at) values ($1, $2, $3, $4, $5, $6, $7))sql"};
const db::Statement select_draft{"channels.draft",
                                 "select channel, peer, language from channel_draft where place_id = $1 and draft_hash = $2"};
const db::Statement delete_draft{"channels.drop_draft", "delete from channel_draft where place_id = $1 and draft_hash = $2"};

const db::Statement count_one{"channels.count", R"sql(
  insert into channel_sender (place_id, channel, peer_hash, day, drafts, notices) values ($1, $2, $3, $4, $5, $6)
  on conflict (place_id, channel, peer_hash, day)
  do update set drafts = channel_sender.drafts + excluded.drafts, notices = channel_sender.notices + excluded.notices)sql"};
const db::Statement select_counts{"channels.counts", R"sql(
  select drafts, notices from channel_sender where place_id = $1 and channel = $2 and peer_hash = $3 and day = $4)sql"};

const db::Statement drop_messages{"channels.drop_messages", "delete from channel_message where at < $1"};
const db::Statement drop_drafts{"channels.drop_drafts", "delete from channel_draft where at < $1"};
const db::Statement drop_counts{"channels.drop_counts", "delete from channel_sender where day < $1"};

std::string about_secret(std::string_view name) { return "channel/" + std::string(name); }
constexpr std::int64_t place = 0;  // the whole installation
constexpr std::string_view about_peer = "channel/peer", about_outcome = "channel_message/outcome";

db::Blob hashed(const secrets::Keys& keys, std::string_view channel, std::string_view what) {
  std::string named(channel);
  named.append("\n").append(what);
  return {keys.keyed_hash(secrets::Purpose::channel, named)};
}
db::Blob hashed(const secrets::Keys& keys, const Peer& peer) { return hashed(keys, peer.channel, peer.address); }

std::optional<Channel> channel_of(const secrets::Keys& keys, const db::Row& row) {
  const auto secret = keys.open(row.text(2), about_secret(row.text(0)));
  if (!secret) return std::nullopt;
  return Channel{row.string(0), row.string(1), *secret, row.instant(3)};
}

std::optional<Peer> peer_of(const secrets::Keys& keys, const db::Row& row) {
  const auto address = keys.open(row.text(1), about_peer);
  if (!address) return std::nullopt;
  return Peer{row.string(0), *address, row.string(2)};
}

}  // namespace

void put(db::Tx& tx, const secrets::Keys& keys, const Channel& channel) {
  const db::Blob sealed{keys.seal(channel.secret, about_secret(channel.name))};
  tx.execute(put_channel, {place, channel.name, channel.url, sealed, channel.created_at});
}

bool drop(db::Tx& tx, std::string_view name) { return tx.execute(delete_channel, {place, name}) > 0; }

std::optional<Channel> find(db::ReadTx& tx, const secrets::Keys& keys, std::string_view name) {
  std::optional<Channel> found;
  tx.first(select_channel, {place, name}, [&](const db::Row& row) { found = channel_of(keys, row); });
  return found;
}

std::vector<Channel> all(db::ReadTx& tx, const secrets::Keys& keys) {
  std::vector<Channel> channels;
  tx.each(select_channels, {place}, [&](const db::Row& row) {
    if (auto one = channel_of(keys, row)) channels.push_back(std::move(*one));
  });
  return channels;
}

std::optional<Taken> taken(db::ReadTx& tx, const secrets::Keys& keys, std::string_view channel, std::string_view id) {
  std::optional<Taken> found;
  const auto hash = hashed(keys, channel, id);
  tx.first(select_taken, {place, channel, hash}, [&](const db::Row& row) {
    found = Taken{row.string(0), keys.open(row.text(1), about_outcome).value_or("{}")};
  });
  return found;
}

void put_taken(db::Tx& tx, const secrets::Keys& keys, std::string_view channel, std::string_view id, const Taken& taken,
               Instant now) {
  const auto hash = hashed(keys, channel, id);
  const db::Blob digest{taken.digest}, outcome{keys.seal(taken.outcome, about_outcome)};
  tx.execute(insert_taken, {place, channel, hash, digest, now, outcome});
}

void follow(db::Tx& tx, const secrets::Keys& keys, const Peer& peer, std::string_view number, Instant now) {
  const auto hash = hashed(keys, peer);
  const db::Blob sealed{keys.seal(peer.address, about_peer)};
  tx.execute(insert_thread, {place, peer.channel, hash, number, sealed, peer.language, now});
}

bool follows(db::ReadTx& tx, const secrets::Keys& keys, const Peer& peer, std::string_view number) {
  const auto hash = hashed(keys, peer);
  return tx.first(select_thread, {place, peer.channel, hash, number}, [](const db::Row&) {});
}

int unfollow(db::Tx& tx, const secrets::Keys& keys, const Peer& peer) {
  const auto hash = hashed(keys, peer);
  return int(tx.execute(delete_threads, {place, peer.channel, hash}));
}

void unfollow_case(db::Tx& tx, std::string_view number) { tx.execute(delete_threads_of_case, {place, number}); }

std::vector<Peer> followers(db::ReadTx& tx, const secrets::Keys& keys, std::string_view number) {
  std::vector<Peer> peers;
  tx.each(select_followers, {place, number}, [&](const db::Row& row) {
    if (auto peer = peer_of(keys, row)) peers.push_back(std::move(*peer));
  });
  return peers;
}

void put_draft(db::Tx& tx, const secrets::Keys& keys, std::string_view draft_hash, const Peer& peer, Instant now) {
  const auto hash = hashed(keys, peer);
  const db::Blob draft{std::string(draft_hash)}, sealed{keys.seal(peer.address, about_peer)};
  tx.execute(insert_draft, {place, draft, peer.channel, hash, sealed, peer.language, now});
}

std::optional<Peer> take_draft(db::Tx& tx, const secrets::Keys& keys, std::string_view draft_hash) {
  std::optional<Peer> peer;
  const db::Blob draft{std::string(draft_hash)};
  tx.first(select_draft, {place, draft}, [&](const db::Row& row) { peer = peer_of(keys, row); });
  if (peer) tx.execute(delete_draft, {place, draft});
  return peer;
}

int count(db::Tx& tx, const secrets::Keys& keys, const Peer& peer, CivilDate day, Counted what) {
  const auto hash = hashed(keys, peer);
  const int draft = what == Counted::draft;
  tx.execute(count_one, {place, peer.channel, hash, day, draft, 1 - draft});
  int now = 0;
  tx.first(select_counts, {place, peer.channel, hash, day}, [&](const db::Row& row) { now = int(row.integer(1 - draft)); });
  return now;
}

void drop_old(db::Tx& tx, Instant month_ago, CivilDate week_ago) {
  tx.execute(drop_messages, {month_ago});
  tx.execute(drop_drafts, {month_ago});
  tx.execute(drop_counts, {week_ago});
}

}  // namespace jauap::channels::store
