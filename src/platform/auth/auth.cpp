#include "platform/auth/auth.h"

namespace jauap {
namespace {

struct RoleName {
  Role role;
  std::string_view code;
};
constexpr RoleName role_names[] = {
    {Role::anonymous, "anonymous"},
    {Role::citizen, "citizen"},
    {Role::operator_, "operator"},
    {Role::clerk, "clerk"},
    {Role::head, "head"},
    {Role::deputy, "deputy"},
    {Role::council_member, "council"},
    {Role::secretary, "secretary"},
    {Role::moderator, "moderator"},
    {Role::press, "press"},
    {Role::auditor, "auditor"},
    {Role::admin, "admin"},
    {Role::system, "system"},
};

bool scope_fits(Scope scope, const Actor& actor, const Subject& subject) {
  switch (scope) {
    case Scope::any:
      return true;
    case Scope::own:
      return actor.signed_in() && subject.owner == actor.account;
    case Scope::own_body:
      return !actor.body.empty() && subject.body == actor.body;
    case Scope::receipt_key:
      return subject.key_shown;
    case Scope::made_today:
      return actor.signed_in() && subject.entered_by == actor.account && subject.entered_today;
  }
  return false;
}

// A token with scopes may do only what begins with one of them: "appeals" covers "appeals.answer".
bool token_allows(const Actor& actor, May may) {
  if (actor.scopes.empty() || actor.scopes == "all") return true;
  const std::string_view name = may.name;
  std::string_view left = actor.scopes;
  while (!left.empty()) {
    const auto space = left.find(' ');
    const auto one = left.substr(0, space);
    if (name == one || (name.starts_with(one) && name.size() > one.size() && name[one.size()] == '.')) return true;
    if (space == std::string_view::npos) break;
    left.remove_prefix(space + 1);
  }
  return false;
}

}  // namespace

std::string_view role_code(Role role) {
  for (const auto& row : role_names)
    if (row.role == role) return row.code;
  return "";
}

std::optional<Role> role_of(std::string_view code) {
  for (const auto& row : role_names)
    if (row.code == code) return row.role;
  return std::nullopt;
}

Result<Permit> Permissions::authorise(const Actor& actor, May may, const Subject& subject) const {
  // A named right of the actor's own comes before the anonymous right by receipt key: own before key.
  for (const auto& row : all_) {
    if (!(row.may == may)) continue;
    const bool role_fits = row.role == actor.role || (row.scope == Scope::receipt_key && row.role == Role::anonymous);
    if (role_fits && scope_fits(row.scope, actor, subject) && token_allows(actor, may))
      return Permit(actor.account, actor.role, may, row.scope);
  }
  // Everybody signed in is also a citizen with his or her own matters.
  if (actor.signed_in() && actor.role != Role::citizen)
    for (const auto& row : all_)
      if (row.may == may && row.role == Role::citizen && row.scope == Scope::own &&
          scope_fits(Scope::own, actor, subject) && token_allows(actor, may))
        return Permit(actor.account, Role::citizen, may, row.scope);
  if (actor.role == Role::anonymous)
    return Problem{.kind = Problem::Kind::unauthorised, .message = "platform.auth.sign_in_first"};
  return Problem{.kind = Problem::Kind::forbidden, .message = "platform.auth.not_allowed"};
}

}  // namespace jauap
