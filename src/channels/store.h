// The only SQL of the module. Phones, handles, addresses and secrets are sealed; they are found again by keyed hashes.
// Channels belong to the whole installation (place 0).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "platform/db/db.h"
#include "platform/secrets/secrets.h"

namespace jauap::channels::store {

struct Channel {
  std::string name, url, secret;
  Instant created_at;
};
void put(db::Tx& tx, const secrets::Keys& keys, const Channel& channel);  // also over an older one
bool drop(db::Tx& tx, std::string_view name);
std::optional<Channel> find(db::ReadTx& tx, const secrets::Keys& keys, std::string_view name);
std::vector<Channel> all(db::ReadTx& tx, const secrets::Keys& keys);

// A message taken before: what came out of it.
struct Taken {
  std::string digest, outcome;
};
std::optional<Taken> taken(db::ReadTx& tx, const secrets::Keys& keys, std::string_view channel, std::string_view id);
void put_taken(db::Tx& tx, const secrets::Keys& keys, std::string_view channel, std::string_view id, const Taken& taken,
               Instant now);

// Somebody at the other end of a channel.
struct Peer {
  std::string channel, address;  // "sms", "+77012345678"
  std::string language;
};
void follow(db::Tx& tx, const secrets::Keys& keys, const Peer& peer, std::string_view number, Instant now);
bool follows(db::ReadTx& tx, const secrets::Keys& keys, const Peer& peer, std::string_view number);
// Nobody follows the case any more.
void unfollow_case(db::Tx& tx, std::string_view number);
int unfollow(db::Tx& tx, const secrets::Keys& keys, const Peer& peer);  // all; returns how many
std::vector<Peer> followers(db::ReadTx& tx, const secrets::Keys& keys, std::string_view number);

void put_draft(db::Tx& tx, const secrets::Keys& keys, std::string_view draft_hash, const Peer& peer, Instant now);
// Also forgets it.
std::optional<Peer> take_draft(db::Tx& tx, const secrets::Keys& keys, std::string_view draft_hash);

enum class Counted { draft, notice };
// One more of this sender on this day; returns how many there are now.
int count(db::Tx& tx, const secrets::Keys& keys, const Peer& peer, CivilDate day, Counted what);

// What is older is not needed: repeats after a month, drafts after their lifetime, counts after a week.
void drop_old(db::Tx& tx, Instant month_ago, CivilDate week_ago);

}  // namespace jauap::channels::store
