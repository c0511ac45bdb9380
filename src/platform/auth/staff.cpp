// Accounts of staff as people make them: checked, and without a password until their owner sets one.
#include <algorithm>

#include "base/text.h"
#include "platform/auth/accounts.h"

namespace jauap::auth {
namespace {

constexpr std::size_t name_max = 200, login_min = 3, login_max = 64;

// Plain letters, so that no login looks like another.
bool is_login(std::string_view login) {
  return login.size() >= login_min && login.size() <= login_max && std::all_of(login.begin(), login.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_' || c == '@';
         });
}

}  // namespace

std::optional<std::string> clean_name(std::string_view typed) {
  auto name = text::clean_line(typed);
  if (!name || name->empty() || text::characters(*name) > name_max) return std::nullopt;
  return name;
}

Result<AccountId> create_staff(db::Tx& tx, const secrets::Keys& keys, IdMaker& ids, Instant now,
                               std::string_view typed_login, std::string_view typed_name, std::string_view email,
                               Language language) {
  const auto login = text::lower(text::trim(typed_login));
  const auto name = clean_name(typed_name);
  Problems problems;
  if (!is_login(login)) problems.add(Problem{.message = "platform.auth.login_bad", .field = "login"});
  if (!name) problems.add(Problem{.message = "platform.auth.name_bad", .field = "name"});
  if (problems.empty() && by_login(tx, keys, login))
    problems.add(Problem{.kind = Problem::Kind::conflict, .message = "platform.auth.login_taken", .field = "login"});
  if (!problems.empty()) return problems;
  return create_account(tx, keys, ids, now,
                        {.login = login, .name = *name, .email = std::string(email), .language = language});
}

Result<std::string> first_admin(db::Tx& tx, const secrets::Keys& keys, IdMaker& ids, Instant now, CivilDate today,
                                std::string_view login, std::string_view name) {
  if (admin_count(tx, today) > 0)
    return Problem{.kind = Problem::Kind::conflict, .message = "platform.auth.admin_exists"};
  const auto account = TRY(create_staff(tx, keys, ids, now, login, name, ""));
  grant_post(tx, ids, now, account, "", Role::admin, "", today);
  return new_enrolment(tx, keys, account, now);
}

}  // namespace jauap::auth
