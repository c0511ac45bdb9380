#include <algorithm>

#include "base/text.h"
#include "platform/auth/accounts.h"

namespace jauap::auth {
namespace {

constexpr int everywhere = 0;  // accounts belong to no place

constexpr std::int64_t minute_ms = 60'000, hour_ms = 60 * minute_ms, day_ms = 24 * hour_ms;
constexpr std::int64_t fresh_ms = 15 * minute_ms;

// ---- statements
// ---------------------------------------------------------------------------------------------------------

const db::Statement select_session{"auth.session", R"sql(
  select s.account, s.post, s.last_seen_at, s.fresh_until, s.idle_ms, s.ends_at, a.name, a.closed_at, s.created_at, s.agent
    from session s join account a on a.place_id = s.place_id and a.id = s.account
   where s.place_id = $1 and s.id_hash = $2)sql"};
const db::Statement select_held{"auth.held_posts", R"sql(
  select id, role, body from post
   where place_id = $1 and account = $2 and from_day <= $3 and (to_day = 0 or to_day >= $3) order by id)sql"};
const db::Statement update_seen{"auth.touch",
                                "update session set last_seen_at = $3 where place_id = $1 and id_hash = $2"};
const db::Statement insert_session{"auth.start_session", R"sql(
  insert into session (place_id, id_hash, account, post, created_at, last_seen_at, fresh_until, idle_ms, ends_at, agent)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10))sql"};
const db::Statement delete_session{"auth.end_session", "delete from session where place_id = $1 and id_hash = $2"};
const db::Statement delete_sessions{"auth.end_all", "delete from session where place_id = $1 and account = $2"};
const db::Statement select_sessions{"auth.sessions_of", R"sql(
  select id_hash, agent, created_at, last_seen_at, idle_ms, ends_at from session
   where place_id = $1 and account = $2 order by created_at desc)sql"};
const db::Statement delete_old_sessions{"auth.drop_sessions",
                                        "delete from session where place_id = $1 and ends_at < $2"};

#define ACCOUNT_COLUMNS "id, login, name, email, password_hash, totp_secret, totp_step, language, closed_at, shortcuts"
const db::Statement account_by_login{
    "auth.by_login", "select " ACCOUNT_COLUMNS " from account where place_id = $1 and login = $2 and login <> ''"};
// A citizen comes before staff with the same address.
const db::Statement account_by_email{
    "auth.by_email",
    "select " ACCOUNT_COLUMNS " from account where place_id = $1 and email_index = $2 order by login, id limit 1"};
const db::Statement account_by_id{"auth.by_id",
                                  "select " ACCOUNT_COLUMNS " from account where place_id = $1 and id = $2"};
const db::Statement staff_accounts{
    "auth.staff_after",
    "select " ACCOUNT_COLUMNS " from account where place_id = $1 and id > $2 and login <> '' order by id limit $3"};
const db::Statement insert_account{"auth.create_account", R"sql(
  insert into account (place_id, id, login, name, email, email_index, password_hash, totp_secret, totp_step, language,
                       created_at, closed_at)
  values ($1, $2, $3, $4, $5, $6, '', $7, 0, $8, $9, 0))sql"};
const db::Statement update_name{"auth.set_name", "update account set name = $3 where place_id = $1 and id = $2"};
const db::Statement update_language{"auth.set_language",
                                    "update account set language = $3 where place_id = $1 and id = $2"};
const db::Statement update_shortcuts{"auth.set_shortcuts",
                                     "update account set shortcuts = $3 where place_id = $1 and id = $2"};
const db::Statement update_closed{"auth.close", "update account set closed_at = $3 where place_id = $1 and id = $2"};
const db::Statement update_password{"auth.set_password",
                                    "update account set password_hash = $3 where place_id = $1 and id = $2"};
const db::Statement update_totp{"auth.set_totp",
                                "update account set totp_secret = $3, totp_step = 0 where place_id = $1 and id = $2"};
const db::Statement update_step{"auth.spend_step",
                                "update account set totp_step = $3 where place_id = $1 and id = $2 and totp_step < $3"};

const db::Statement select_posts{"auth.posts_of",
                                 "select id, account, body, title, role, from_day, to_day from post where place_id = "
                                 "$1 and account = $2 order by id"};
const db::Statement select_body_posts{
    "auth.posts_in",
    "select id, account, body, title, role, from_day, to_day from post where place_id = $1 and body = $2 order by id"};
const db::Statement insert_post{"auth.grant", R"sql(
  insert into post (place_id, id, account, body, role, title, from_day, to_day) values ($1, $2, $3, $4, $5, $6, $7, $8))sql"};
const db::Statement update_post{"auth.end_post", "update post set to_day = $3 where place_id = $1 and id = $2"};
const db::Statement delete_post_sessions{"auth.end_post_sessions",
                                         "delete from session where place_id = $1 and account in (select account from "
                                         "post where place_id = $1 and id = $2)"};
const db::Statement count_admins{"auth.admins", R"sql(
  select count(*) from post where place_id = $1 and role = $2 and from_day <= $3 and (to_day = 0 or to_day >= $3))sql"};
const db::Statement first_open_post{
    "auth.first_open_post",
    "select id from post where place_id = $1 and account = $2 and to_day = 0 order by id limit 1"};

const db::Statement count_codes{
    "auth.count_codes", "select count(*) from email_code where place_id = $1 and email_index = $2 and sent_at > $3"};
const db::Statement insert_code{"auth.insert_code", R"sql(
  insert into email_code (place_id, id, email_index, browser_hash, code_hash, email, sent_at, tries, used)
  values ($1, $2, $3, $4, $5, $6, $7, 0, 0))sql"};
// Only codes that this browser asked for: what others ask for the same address neither replaces nor spends them.
const db::Statement newest_code{"auth.newest_code", R"sql(
  select id, code_hash, sent_at, used from email_code
   where place_id = $1 and email_index = $2 and browser_hash = $3 order by sent_at desc, id desc limit 1)sql"};
// The try is taken before the code is looked at, so that two servers cannot give more than five between them.
const db::Statement update_try{"auth.spend_try", R"sql(
  update email_code set tries = tries + 1 where place_id = $1 and id = $2 and tries < $3 and used = 0)sql"};
const db::Statement update_used{"auth.use_code",
                                "update email_code set used = 1 where place_id = $1 and id = $2 and used = 0"};
const db::Statement delete_codes{"auth.drop_codes", "delete from email_code where place_id = $1 and sent_at < $2"};

const db::Statement insert_token{"auth.issue_token", R"sql(
  insert into api_token (place_id, token_hash, account, post, label, scopes, created_at, expires_at, last_used_day)
  values ($1, $2, $3, $4, $5, $6, $7, $8, 0))sql"};
const db::Statement select_token{"auth.token", R"sql(
  select t.account, t.scopes, t.expires_at, a.name, a.closed_at, t.post, t.last_used_day from api_token t
    join account a on a.place_id = t.place_id and a.id = t.account where t.place_id = $1 and t.token_hash = $2)sql"};
const db::Statement select_tokens{"auth.tokens_of", R"sql(
  select token_hash, label, scopes, post, created_at, expires_at, last_used_day from api_token
   where place_id = $1 and account = $2 order by created_at desc)sql"};
const db::Statement delete_token{"auth.revoke_token",
                                 "delete from api_token where place_id = $1 and account = $2 and token_hash = $3"};
const db::Statement delete_tokens{"auth.revoke_all", "delete from api_token where place_id = $1 and account = $2"};
const db::Statement delete_post_tokens{"auth.end_post_tokens",
                                       "delete from api_token where place_id = $1 and post = $2"};
const db::Statement delete_old_tokens{"auth.drop_tokens",
                                      "delete from api_token where place_id = $1 and expires_at < $2"};
const db::Statement update_token_use{"auth.token_used",
                                     "update api_token set last_used_day = $3 where place_id = $1 and token_hash = $2"};

const db::Statement delete_enrolments{"auth.drop_enrolments",
                                      "delete from enrolment where place_id = $1 and account = $2"};
const db::Statement delete_old_enrolments{"auth.drop_old_enrolments",
                                          "delete from enrolment where place_id = $1 and expires_at < $2"};
const db::Statement insert_enrolment{"auth.enrol", R"sql(
  insert into enrolment (place_id, code_hash, account, totp_secret, expires_at) values ($1, $2, $3, $4, $5))sql"};
const db::Statement select_enrolment{"auth.enrolment", R"sql(
  select account, totp_secret, expires_at from enrolment where place_id = $1 and code_hash = $2)sql"};

// ---- helpers of rows
// --------------------------------------------------------------------------------------------------------

std::string about(AccountId id, std::string_view what) {
  return "account/" + std::to_string(id.value) + "/" + std::string(what);
}

db::Blob hashed(const secrets::Keys& keys, secrets::Purpose purpose, std::string_view value) {
  return {keys.keyed_hash(purpose, value)};
}

// Names a session or token to its owner: part of its stored hash, from which nothing can be made.
std::string handle_of(std::string_view hash) {
  return secrets::hex(hash.substr(0, 8));
}

db::Blob email_index_of(const secrets::Keys& keys, std::string_view email) {
  return email.empty() ? db::Blob{} : hashed(keys, secrets::Purpose::contact_index, email);
}

std::string lower_login(std::string_view typed) {
  return text::lower(text::trim(typed));
}

std::string opened(const secrets::Keys& keys, AccountId id, std::string_view what, std::string_view sealed) {
  return sealed.empty() ? std::string() : keys.open(sealed, about(id, what)).value_or("");
}

Account account_from(const db::Row& row, const secrets::Keys& keys) {
  const auto id = row.id<AccountId>(0);
  return {.id = id,
          .login = row.string(1),
          .name = opened(keys, id, "name", row.text(2)),
          .email = opened(keys, id, "email", row.text(3)),
          .password_hash = row.string(4),
          .totp_secret = opened(keys, id, "totp", row.text(5)),
          .language = row.string(7),
          .totp_step = row.integer(6),
          .closed = row.integer(8) != 0,
          .shortcuts = row.integer(9) != 0};
}

std::optional<Account> one_account(db::ReadTx& tx, const secrets::Keys& keys, const db::Statement& statement,
                                   std::initializer_list<db::Param> params) {
  std::optional<Account> found;
  tx.first(statement, params, [&](const db::Row& row) { found = account_from(row, keys); });
  return found;
}

// Posts held today, and the one acted in: the chosen one, or the first when none is chosen, or a citizen. False when
// the chosen post is not held: its rights, and what was begun with them, are over.
bool fill_posts(db::ReadTx& tx, Actor& actor, PostId chosen, CivilDate today) {
  tx.each(select_held, {everywhere, actor.account, today}, [&](const db::Row& row) {
    actor.posts.push_back({row.id<PostId>(0), row.enumerated<Role>(1), row.string(2)});
  });
  actor.role = Role::citizen;
  if (chosen == as_citizen) return true;
  for (const auto& post : actor.posts)
    if (!chosen || post.id == chosen) {
      actor.role = post.role;
      actor.body = post.body;
      actor.post = post.id;
      return true;
    }
  return !chosen;
}

Post post_from(const db::Row& row) {
  Post post{.id = row.id<PostId>(0),
            .account = row.id<AccountId>(1),
            .body = row.string(2),
            .title = row.string(3),
            .role = row.enumerated<Role>(4),
            .from_day = row.date(5)};
  if (row.integer(6) != 0) post.to_day = row.date(6);
  return post;
}

constexpr std::int64_t code_ms = 10 * minute_ms;
constexpr int code_tries = 5;
constexpr std::int64_t enrolment_ms = 3 * day_ms;

db::Blob enrolment_hash(const secrets::Keys& keys, std::string_view code) {
  return hashed(keys, secrets::Purpose::email_code, "enrolment/" + std::string(code));
}

// Without the bias of a plain remainder: numbers past the last whole hundred million are thrown again.
std::string eight_digits() {
  constexpr std::uint32_t range = 100'000'000, whole = 4'200'000'000;
  std::uint32_t number = whole;
  while (number >= whole) {
    number = 0;
    for (const unsigned char byte : secrets::random_bytes(4)) number = number << 8 | byte;
  }
  const auto digits = std::to_string(number % range);
  return std::string(8 - digits.size(), '0') + digits;
}

struct Lifetime {
  std::int64_t idle, absolute;
};
void insert(db::Tx& tx, const db::Blob& hash, AccountId account, PostId post, Instant created, Instant seen,
            std::int64_t fresh_until, const Lifetime& life, std::int64_t ends_at, std::string_view agent) {
  tx.execute(insert_session, {everywhere, hash, account, post, created, seen, fresh_until, life.idle, ends_at, agent});
}

Lifetime lifetime(SessionKind kind) {
  switch (kind) {
    case SessionKind::citizen:
      return {14 * day_ms, 30 * day_ms};
    case SessionKind::staff:
      return {30 * minute_ms, 12 * hour_ms};
    case SessionKind::admin:
      return {15 * minute_ms, 4 * hour_ms};
  }
  return {};
}

}  // namespace

// ---- sessions
// -----------------------------------------------------------------------------------------------------------

std::optional<Resumed> resume(db::ReadTx& tx, const secrets::Keys& keys, std::string_view cookie, Instant now,
                              CivilDate today) {
  if (cookie.empty() || cookie.size() > 100) return std::nullopt;
  std::optional<Resumed> resumed;
  PostId chosen;
  tx.first(select_session, {everywhere, hashed(keys, secrets::Purpose::session, cookie)}, [&](const db::Row& row) {
    const auto last_seen = row.integer(2);
    if (row.integer(7) != 0 || now.ms >= row.integer(5) || now.ms - last_seen > row.integer(4)) return;
    resumed = Resumed{};
    resumed->actor.account = row.id<AccountId>(0);
    resumed->actor.name = opened(keys, resumed->actor.account, "name", row.text(6));
    resumed->fresh_factor = now.ms < row.integer(3);
    resumed->touch = now.ms - last_seen > minute_ms;
    chosen = row.id<PostId>(1);
  });
  if (resumed && !fill_posts(tx, resumed->actor, chosen, today)) return std::nullopt;
  return resumed;
}

bool touch_session(db::Tx& tx, const secrets::Keys& keys, std::string_view cookie, Instant now) {
  return tx.execute(update_seen, {everywhere, hashed(keys, secrets::Purpose::session, cookie), now}) == 1;
}

std::string start_session(db::Tx& tx, const secrets::Keys& keys, AccountId account, PostId post, SessionKind kind,
                          Instant now, std::string_view agent) {
  const auto cookie = secrets::hex(secrets::random_bytes(32));
  const auto life = lifetime(kind);
  insert(tx, hashed(keys, secrets::Purpose::session, cookie), account, post, now, now, now.ms + fresh_ms, life,
         now.ms + life.absolute, agent);
  return cookie;
}

Result<std::string> choose_post(db::Tx& tx, const secrets::Keys& keys, std::string_view cookie, PostId post,
                                Instant now, CivilDate today) {
  const auto resumed = resume(tx, keys, cookie, now, today);
  if (!resumed) return Problem{.kind = Problem::Kind::unauthorised, .message = "platform.auth.sign_in_first"};
  const auto& held = resumed->actor.posts;
  const auto chosen = std::find_if(held.begin(), held.end(), [&](const HeldPost& one) { return one.id == post; });
  if (post != as_citizen && chosen == held.end())
    return Problem{.kind = Problem::Kind::forbidden, .message = "platform.auth.not_allowed"};
  const auto old = hashed(keys, secrets::Purpose::session, cookie);
  const auto fresh = secrets::hex(secrets::random_bytes(32));
  const auto life = lifetime(kind_for(held));
  std::int64_t created = 0, fresh_until = 0, ends_at = 0;
  std::string agent;
  tx.first(select_session, {everywhere, old}, [&](const db::Row& row) {
    fresh_until = row.integer(3);
    ends_at = row.integer(5);
    created = row.integer(8);
    agent = row.string(9);
  });
  // Neither the factor becomes fresher nor the end moves out: only a sign-in does that.
  tx.execute(delete_session, {everywhere, old});
  insert(tx, hashed(keys, secrets::Purpose::session, fresh), resumed->actor.account, post, {created}, now, fresh_until,
         life, std::min(ends_at, created + life.absolute), agent);
  return fresh;
}

void end_session(db::Tx& tx, const secrets::Keys& keys, std::string_view cookie) {
  tx.execute(delete_session, {everywhere, hashed(keys, secrets::Purpose::session, cookie)});
}

void end_all_sessions(db::Tx& tx, AccountId account) {
  tx.execute(delete_sessions, {everywhere, account});
}
int drop_sessions_before(db::Tx& tx, Instant moment) {
  return int(tx.execute(delete_old_sessions, {everywhere, moment}));
}

std::vector<ListedSession> sessions_of(db::ReadTx& tx, const secrets::Keys& keys, AccountId account,
                                       std::string_view cookie, Instant now) {
  const auto own = keys.keyed_hash(secrets::Purpose::session, cookie);
  std::vector<ListedSession> all;
  tx.each(select_sessions, {everywhere, account}, [&](const db::Row& row) {
    if (now.ms >= row.integer(5) || now.ms - row.integer(3) > row.integer(4)) return;
    all.push_back({.handle = handle_of(row.text(0)),
                   .agent = row.string(1),
                   .created_at = row.instant(2),
                   .last_seen_at = row.instant(3),
                   .is_this = row.text(0) == own});
  });
  return all;
}

bool end_one_session(db::Tx& tx, AccountId account, std::string_view handle) {
  db::Blob found;
  tx.each(select_sessions, {everywhere, account}, [&](const db::Row& row) {
    if (handle_of(row.text(0)) == handle) found.bytes = row.string(0);
  });
  return !found.bytes.empty() && tx.execute(delete_session, {everywhere, found}) == 1;
}

SessionKind kind_for(const std::vector<HeldPost>& posts) {
  auto kind = SessionKind::citizen;
  for (const auto& post : posts) {
    if (post.role == Role::admin || post.role == Role::auditor) return SessionKind::admin;
    kind = SessionKind::staff;
  }
  return kind;
}

std::optional<TokenUse> use_of_token(db::ReadTx& tx, const secrets::Keys& keys, std::string_view token, Instant now,
                                     CivilDate today) {
  if (!token.starts_with("jp_") || token.size() > 100) return std::nullopt;
  const auto hash = hashed(keys, secrets::Purpose::api_token, token);
  std::optional<TokenUse> use;
  PostId chosen;
  tx.first(select_token, {everywhere, hash}, [&](const db::Row& row) {
    if (row.integer(4) != 0 || now.ms >= row.integer(2)) return;
    use = TokenUse{.actor = {.account = row.id<AccountId>(0)}, .hash = hash.bytes, .used_today = row.date(6) == today};
    use->actor.scopes = row.string(1);
    use->actor.name = opened(keys, use->actor.account, "name", row.text(3));
    chosen = row.id<PostId>(5);
  });
  if (use && !fill_posts(tx, use->actor, chosen, today)) return std::nullopt;
  return use;
}

std::optional<Actor> of_token(db::ReadTx& tx, const secrets::Keys& keys, std::string_view token, Instant now,
                              CivilDate today) {
  const auto use = use_of_token(tx, keys, token, now, today);
  return use ? std::optional(use->actor) : std::nullopt;
}

bool mark_token_used(db::Tx& tx, std::string_view hash, CivilDate today) {
  return tx.execute(update_token_use, {everywhere, db::Blob{std::string(hash)}, today}) == 1;
}

// ---- accounts
// -----------------------------------------------------------------------------------------------------------

std::optional<Account> by_login(db::ReadTx& tx, const secrets::Keys& keys, std::string_view login) {
  return one_account(tx, keys, account_by_login, {everywhere, lower_login(login)});
}

std::optional<Account> by_email(db::ReadTx& tx, const secrets::Keys& keys, std::string_view email) {
  if (email.empty()) return std::nullopt;
  return one_account(tx, keys, account_by_email, {everywhere, email_index_of(keys, email)});
}

std::optional<Account> by_id(db::ReadTx& tx, const secrets::Keys& keys, AccountId id) {
  return one_account(tx, keys, account_by_id, {everywhere, id});
}

std::vector<Account> staff_after(db::ReadTx& tx, const secrets::Keys& keys, AccountId after, int limit) {
  std::vector<Account> all;
  tx.each(staff_accounts, {everywhere, after, limit},
          [&](const db::Row& row) { all.push_back(account_from(row, keys)); });
  return all;
}

AccountId create_account(db::Tx& tx, const secrets::Keys& keys, IdMaker& ids, Instant now, const NewAccount& account) {
  const auto id = ids.next<AccountId>(now);
  const db::Blob name{keys.seal(account.name, about(id, "name"))}, email{keys.seal(account.email, about(id, "email"))},
      none{};
  tx.execute(insert_account, {everywhere, id, lower_login(account.login), name, email,
                              email_index_of(keys, account.email), none, code(account.language), now});
  return id;
}

void set_name(db::Tx& tx, const secrets::Keys& keys, AccountId account, std::string_view name) {
  const db::Blob sealed{keys.seal(name, about(account, "name"))};
  tx.execute(update_name, {everywhere, account, sealed});
}

void set_language(db::Tx& tx, AccountId account, Language language) {
  tx.execute(update_language, {everywhere, account, code(language)});
}

void set_shortcuts(db::Tx& tx, AccountId account, bool on) { tx.execute(update_shortcuts, {everywhere, account, on ? 1 : 0}); }

void close_account(db::Tx& tx, AccountId account, Instant now) {
  tx.execute(update_closed, {everywhere, account, now});
  end_all_sessions(tx, account);
  tx.execute(delete_tokens, {everywhere, account});
  tx.execute(delete_enrolments, {everywhere, account});
}

void set_password_hash(db::Tx& tx, AccountId account, std::string_view hash) {
  tx.execute(update_password, {everywhere, account, hash});
  end_all_sessions(tx, account);
}

void set_totp(db::Tx& tx, const secrets::Keys& keys, AccountId account, std::string_view secret) {
  const db::Blob sealed{keys.seal(secret, about(account, "totp"))};
  tx.execute(update_totp, {everywhere, account, sealed});
  end_all_sessions(tx, account);
}

bool spend_totp_step(db::Tx& tx, AccountId account, std::int64_t step) {
  return tx.execute(update_step, {everywhere, account, step}) == 1;
}

// ---- posts
// --------------------------------------------------------------------------------------------------------------

std::vector<Post> posts_of(db::ReadTx& tx, AccountId account) {
  std::vector<Post> all;
  tx.each(select_posts, {everywhere, account}, [&](const db::Row& row) { all.push_back(post_from(row)); });
  return all;
}

std::vector<Post> posts_in(db::ReadTx& tx, std::string_view body) {
  std::vector<Post> all;
  tx.each(select_body_posts, {everywhere, body}, [&](const db::Row& row) { all.push_back(post_from(row)); });
  return all;
}

PostId grant_post(db::Tx& tx, IdMaker& ids, Instant now, AccountId account, std::string_view body, Role role,
                  std::string_view title, CivilDate from_day, std::optional<CivilDate> to_day) {
  const auto id = ids.next<PostId>(now);
  tx.execute(insert_post, {everywhere, id, account, body, role, title, from_day, to_day ? to_day->days() : 0});
  return id;
}

void end_post(db::Tx& tx, PostId post, CivilDate yesterday) {
  tx.execute(update_post, {everywhere, post, yesterday});
  tx.execute(delete_post_sessions, {everywhere, post});
  tx.execute(delete_post_tokens, {everywhere, post});
}

int admin_count(db::ReadTx& tx, CivilDate today) {
  int count = 0;
  tx.first(count_admins, {everywhere, Role::admin, today}, [&](const db::Row& row) { count = int(row.integer(0)); });
  return count;
}

// ---- codes and tokens
// -----------------------------------------------------------------------------------------------------

Result<std::string> new_email_code(db::Tx& tx, const secrets::Keys& keys, IdMaker& ids, Instant now,
                                   std::string_view email, std::string_view browser) {
  const auto index = email_index_of(keys, email);
  const auto sent_since = [&](std::int64_t span) {
    std::int64_t count = 0;
    tx.first(count_codes, {everywhere, index, now.ms - span}, [&](const db::Row& row) { count = row.integer(0); });
    return count;
  };
  if (sent_since(hour_ms) >= 3 || sent_since(day_ms) >= 5)
    return Problem{.kind = Problem::Kind::too_many, .message = "platform.auth.too_many_codes", .field = "email"};
  const auto code = eight_digits();
  const auto id = ids.next<AccountId>(now);
  const db::Blob sealed{keys.seal(email, "email_code/" + std::to_string(id.value))};
  tx.execute(insert_code, {everywhere, id, index, hashed(keys, secrets::Purpose::email_code, browser),
                           hashed(keys, secrets::Purpose::email_code, code + std::string(email)), sealed, now});
  return code;
}

CodeState check_email_code(db::Tx& tx, const secrets::Keys& keys, Instant now, std::string_view email,
                           std::string_view browser, std::string_view code) {
  AccountId id;
  std::string expected;
  tx.first(newest_code, {everywhere, email_index_of(keys, email), hashed(keys, secrets::Purpose::email_code, browser)},
           [&](const db::Row& row) {
             if (row.integer(3) != 0 || now.ms - row.integer(2) > code_ms) return;
             id = row.id<AccountId>(0);
             expected = row.string(1);
           });
  if (!id || tx.execute(update_try, {everywhere, id, code_tries}) != 1) return CodeState::over;
  if (!secrets::equal(expected, keys.keyed_hash(secrets::Purpose::email_code, std::string(code) + std::string(email))))
    return CodeState::wrong;
  return tx.execute(update_used, {everywhere, id}) == 1 ? CodeState::good : CodeState::over;
}

std::string issue_token(db::Tx& tx, const secrets::Keys& keys, AccountId account, std::string_view scopes, int days,
                        Instant now, PostId post, std::string_view label) {
  if (!post) {
    post = as_citizen;
    tx.first(first_open_post, {everywhere, account}, [&](const db::Row& row) { post = row.id<PostId>(0); });
  }
  const auto token = secrets::new_token();
  tx.execute(insert_token, {everywhere, hashed(keys, secrets::Purpose::api_token, token), account, post, label, scopes,
                            now, now.ms + std::clamp(days, 1, token_days_max) * day_ms});
  return token;
}

std::vector<Token> tokens_of(db::ReadTx& tx, AccountId account, Instant now) {
  std::vector<Token> all;
  tx.each(select_tokens, {everywhere, account}, [&](const db::Row& row) {
    if (now.ms >= row.integer(5)) return;
    Token token{.handle = handle_of(row.text(0)),
                .label = row.string(1),
                .scopes = row.string(2),
                .post = row.id<PostId>(3),
                .created_at = row.instant(4),
                .expires_at = row.instant(5)};
    if (row.integer(6) != 0) token.last_used_on = row.date(6);
    all.push_back(std::move(token));
  });
  return all;
}

bool revoke_token(db::Tx& tx, AccountId account, std::string_view handle) {
  db::Blob found;
  tx.each(select_tokens, {everywhere, account}, [&](const db::Row& row) {
    if (handle_of(row.text(0)) == handle) found.bytes = row.string(0);
  });
  return !found.bytes.empty() && tx.execute(delete_token, {everywhere, account, found}) == 1;
}

// ---- enrolment
// ------------------------------------------------------------------------------------------------------------

std::string new_enrolment(db::Tx& tx, const secrets::Keys& keys, AccountId account, Instant now) {
  const auto code = secrets::new_code();
  tx.execute(delete_enrolments, {everywhere, account});
  const auto hash = enrolment_hash(keys, code);
  const db::Blob sealed{keys.seal(secrets::random_bytes(20), about(account, "enrolment"))};
  tx.execute(insert_enrolment, {everywhere, hash, account, sealed, now.ms + enrolment_ms});
  return secrets::shown_code(code);
}

std::optional<Enrolment> find_enrolment(db::ReadTx& tx, const secrets::Keys& keys, std::string_view typed,
                                        Instant now) {
  const auto code = secrets::parse_code(typed);
  if (!code) return std::nullopt;
  std::optional<Enrolment> found;
  tx.first(select_enrolment, {everywhere, enrolment_hash(keys, *code)}, [&](const db::Row& row) {
    if (now.ms >= row.integer(2)) return;
    const auto account = row.id<AccountId>(0);
    found = Enrolment{account, keys.open(row.text(1), about(account, "enrolment")).value_or("")};
  });
  return found;
}

bool finish_enrolment(db::Tx& tx, const secrets::Keys& keys, std::string_view typed, std::string_view password_hash,
                      std::int64_t totp_step, Instant now) {
  const auto enrolment = find_enrolment(tx, keys, typed, now);
  if (!enrolment || enrolment->totp_secret.empty()) return false;
  if (tx.execute(delete_enrolments, {everywhere, enrolment->account}) != 1) return false;
  set_totp(tx, keys, enrolment->account, enrolment->totp_secret);
  set_password_hash(tx, enrolment->account, password_hash);
  return spend_totp_step(tx, enrolment->account, totp_step);
}

void forget_expired(db::Tx& tx, Instant now) {
  tx.execute(delete_old_sessions, {everywhere, now});
  tx.execute(delete_codes, {everywhere, now.ms - day_ms});
  tx.execute(delete_old_tokens, {everywhere, now});
  tx.execute(delete_old_enrolments, {everywhere, now});
}

}  // namespace jauap::auth
