// Accounts, sessions, posts, codes sent by e-mail and API tokens. Accounts belong to the whole installation (place 0).
//
// Cookies, codes and tokens are stored only as keyed hashes, names and addresses sealed. These functions trust that
// their caller asked Permissions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/key.h"
#include "base/language.h"
#include "base/result.h"
#include "base/time.h"
#include "platform/auth/auth.h"
#include "platform/db/db.h"
#include "platform/secrets/secrets.h"

namespace jauap::auth {

// ---- sessions -----------------------------------------------------------------------------------------------------

// Idle and absolute limits: citizen 14 and 30 days, staff 30 minutes and 12 hours, admin 15 minutes and 4 hours.
enum class SessionKind { citizen, staff, admin };
// The kind that the posts held ask for: the strictest.
SessionKind kind_for(const std::vector<HeldPost>& posts);

struct Resumed {
  Actor actor;
  bool fresh_factor = false;  // signed in within 15 minutes
  bool touch = false;         // last seen over a minute ago: touch_session is due
};
// In place of a post: acts as a citizen, whatever posts are held. A post of 0 means the first one held.
inline constexpr PostId as_citizen{-1};

// The session of a cookie; nothing when there is none, it is over, its account closed or the post acted in ended.
std::optional<Resumed> resume(db::ReadTx& tx, const secrets::Keys& keys, std::string_view cookie, Instant now,
                              CivilDate today);
bool touch_session(db::Tx& tx, const secrets::Keys& keys, std::string_view cookie, Instant now);
// Returns the value of the cookie: 256 random bits, of which only the keyed hash is kept.
std::string start_session(db::Tx& tx, const secrets::Keys& keys, AccountId account, PostId post, SessionKind kind,
                          Instant now, std::string_view agent = "");
// The same session under a new id, acting in another post held today, or as_citizen. It ends no later and its factor is
// no fresher than before.
Result<std::string> choose_post(db::Tx& tx, const secrets::Keys& keys, std::string_view cookie, PostId post,
                                Instant now, CivilDate today);
void end_session(db::Tx& tx, const secrets::Keys& keys, std::string_view cookie);
void end_all_sessions(db::Tx& tx, AccountId account);
int drop_sessions_before(db::Tx& tx, Instant moment);  // those that ended before; returns how many

struct ListedSession {
  std::string handle;  // names it to its owner; no secret
  std::string agent;   // "Firefox · Android", "" when unknown
  Instant created_at, last_seen_at;
  bool is_this = false;
};
// One's open sessions, newest first; `cookie` is the one that asks.
std::vector<ListedSession> sessions_of(db::ReadTx& tx, const secrets::Keys& keys, AccountId account,
                                       std::string_view cookie, Instant now);
bool end_one_session(db::Tx& tx, AccountId account, std::string_view handle);  // false: none of this account

// ---- accounts -----------------------------------------------------------------------------------------------------

struct Account {
  AccountId id;
  std::string login;           // of staff; "" for citizens
  std::string name, email;     // opened
  std::string password_hash;   // Argon2id, "" while none
  std::string totp_secret;     // bytes, "" while none
  std::string language;        // code
  std::int64_t totp_step = 0;  // the last step spent
  bool closed = false;
  bool shortcuts = false;      // of the keyboard, for staff
};
// Any case. The login of a citizen is "" and never found.
std::optional<Account> by_login(db::ReadTx& tx, const secrets::Keys& keys, std::string_view login);
std::optional<Account> by_email(db::ReadTx& tx, const secrets::Keys& keys, std::string_view email);
std::optional<Account> by_id(db::ReadTx& tx, const secrets::Keys& keys, AccountId id);
std::vector<Account> staff_after(db::ReadTx& tx, const secrets::Keys& keys, AccountId after,
                                 int limit);  // with a login

struct NewAccount {
  std::string login, name, email;
  Language language = Language::kk;
};
// As it is told. Logins are kept in lower case; one that is taken is a db::Conflict.
AccountId create_account(db::Tx& tx, const secrets::Keys& keys, IdMaker& ids, Instant now, const NewAccount& account);
// For people: cleans and checks. login_bad, login_taken, name_bad. Nobody can sign in to it before an enrolment.
Result<AccountId> create_staff(db::Tx& tx, const secrets::Keys& keys, IdMaker& ids, Instant now, std::string_view login,
                               std::string_view name, std::string_view email, Language language = Language::kk);
// One line of at most 200 characters without controls; nothing when it is none.
std::optional<std::string> clean_name(std::string_view typed);
void set_name(db::Tx& tx, const secrets::Keys& keys, AccountId account, std::string_view name);
void set_language(db::Tx& tx, AccountId account, Language language);
void set_shortcuts(db::Tx& tx, AccountId account, bool on);
// No sign-in from now on: sessions, tokens and enrolments end.
void close_account(db::Tx& tx, AccountId account, Instant now);

// Why a password is refused (passwords.h says more); nothing when it is good.
std::optional<Key> password_fault(std::string_view password, std::string_view login, bool staff);
// This and set_totp end every session of the account.
void set_password_hash(db::Tx& tx, AccountId account, std::string_view hash);
void set_totp(db::Tx& tx, const secrets::Keys& keys, AccountId account, std::string_view secret);
// False when this or a later step was spent before: a replay, and the sign-in must be refused.
bool spend_totp_step(db::Tx& tx, AccountId account, std::int64_t step);

// Enrolment: how a member of staff, the first administrator too, gets a password and a one-time-code secret that nobody
// else ever sees. The code is shown once to whoever made the account and is good for three days; a newer one voids it.
std::string new_enrolment(db::Tx& tx, const secrets::Keys& keys, AccountId account, Instant now);
struct Enrolment {
  AccountId account;
  std::string totp_secret;  // proposed; taken over by finish_enrolment
};
std::optional<Enrolment> find_enrolment(db::ReadTx& tx, const secrets::Keys& keys, std::string_view typed, Instant now);
// False when the code is over or was used in the meantime; `totp_step` is the step with which the new secret was
// proved.
bool finish_enrolment(db::Tx& tx, const secrets::Keys& keys, std::string_view typed, std::string_view password_hash,
                      std::int64_t totp_step, Instant now);
// For the console of a new installation: makes an account with the post of administrator and returns its enrolment
// code. Conflict when there is an administrator already.
Result<std::string> first_admin(db::Tx& tx, const secrets::Keys& keys, IdMaker& ids, Instant now, CivilDate today,
                                std::string_view login, std::string_view name);

// ---- posts --------------------------------------------------------------------------------------------------------

struct Post {
  PostId id;
  AccountId account;
  std::string body, title;
  Role role = Role::clerk;
  CivilDate from_day;
  std::optional<CivilDate> to_day;  // the last day held; open while empty
};
std::vector<Post> posts_of(db::ReadTx& tx, AccountId account);
std::vector<Post> posts_in(db::ReadTx& tx, std::string_view body);
PostId grant_post(db::Tx& tx, IdMaker& ids, Instant now, AccountId account, std::string_view body, Role role,
                  std::string_view title, CivilDate from_day, std::optional<CivilDate> to_day = {});
// The post was last held on `yesterday`; the sessions of its holder and the tokens that act in it end.
void end_post(db::Tx& tx, PostId post, CivilDate yesterday);
int admin_count(db::ReadTx& tx, CivilDate today);

// ---- codes and tokens ---------------------------------------------------------------------------------------------

// Eight digits for `email`, bound to `browser` (its pre-session). At most 3 an hour and 5 a day for one address.
Result<std::string> new_email_code(db::Tx& tx, const secrets::Keys& keys, IdMaker& ids, Instant now,
                                   std::string_view email, std::string_view browser);
enum class CodeState { good, wrong, over };
// Counts a try, so the transaction must be kept whatever comes out. Ten minutes, five tries, one use, and only in the
// browser that asked: what others ask for the same address neither voids nor spends it.
CodeState check_email_code(db::Tx& tx, const secrets::Keys& keys, Instant now, std::string_view email,
                           std::string_view browser, std::string_view code);

inline constexpr int token_days_max = 365;
// Shown once. 1 to 365 days; scopes are words apart by spaces: "appeals" covers "appeals.answer", "all" and ""
// everything. The token acts in `post` (0: the first open one; as_citizen) as long as that is held, and never in
// another.
std::string issue_token(db::Tx& tx, const secrets::Keys& keys, AccountId account, std::string_view scopes, int days,
                        Instant now, PostId post = {}, std::string_view label = "");
std::optional<Actor> of_token(db::ReadTx& tx, const secrets::Keys& keys, std::string_view token, Instant now,
                              CivilDate today);

// The same with what is needed to note the last use: mark_token_used is due when used_today is false.
struct TokenUse {
  Actor actor;
  std::string hash;
  bool used_today = false;
};
std::optional<TokenUse> use_of_token(db::ReadTx& tx, const secrets::Keys& keys, std::string_view token, Instant now,
                                     CivilDate today);
bool mark_token_used(db::Tx& tx, std::string_view hash, CivilDate today);

struct Token {
  std::string handle;  // names it to its owner; no secret
  std::string label, scopes;
  PostId post;
  Instant created_at, expires_at;
  std::optional<CivilDate> last_used_on;
};
std::vector<Token> tokens_of(db::ReadTx& tx, AccountId account, Instant now);  // open ones, newest first
bool revoke_token(db::Tx& tx, AccountId account, std::string_view handle);     // false: none of this account

// Removes sessions, codes, tokens and enrolments that are over; called each day.
void forget_expired(db::Tx& tx, Instant now);

}  // namespace jauap::auth
