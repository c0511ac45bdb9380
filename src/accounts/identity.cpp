#include "accounts/accounts.h"
#include "accounts/cookies.h"
#include "platform/auth/accounts.h"
#include "platform/auth/cookies.h"

namespace jauap::accounts {

std::string session_of(const http::Request& request) {
  return std::string(http::parse_cookies(request.header("cookie")).get(auth::cookie_name(request.secure)));
}

std::string session_cookie(const http::Request& request, std::string_view value) {
  return value.empty() ? auth::drop_cookie(request.secure) : auth::set_cookie(request.secure, value);
}

Result<Identity> identify(const House& house, db::ReadTx& tx, const http::Request& request, Instant now) {
  const auto today = house.pack->civil(now).date;
  Identity who;
  const auto header = request.header("authorization");
  if (!header.empty()) {
    constexpr std::string_view scheme = "Bearer ";
    const auto use = header.starts_with(scheme)
                         ? auth::use_of_token(tx, *house.keys, header.substr(scheme.size()), now, today)
                         : std::nullopt;
    if (!use) return Problem{.kind = Problem::Kind::unauthorised, .message = "platform.auth.bad_token"};
    who.actor = use->actor;
    if (!use->used_today)
      who.touch = [hash = use->hash, today](db::Tx& write) { return auth::mark_token_used(write, hash, today); };
    who.by_token = true;
    return who;
  }
  const auto cookie = session_of(request);
  if (cookie.empty()) return who;
  const auto resumed = auth::resume(tx, *house.keys, cookie, now, today);
  if (!resumed) return who;
  who.actor = resumed->actor;
  who.session = cookie;
  who.fresh_factor = resumed->fresh_factor;
  if (resumed->touch)
    who.touch = [keys = house.keys, cookie, now](db::Tx& write) {
      return auth::touch_session(write, *keys, cookie, now);
    };
  return who;
}

}  // namespace jauap::accounts
