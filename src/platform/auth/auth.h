// Who acts and what they may do. One function decides: `authorise`. A `Permit` can be made by nobody else, stores ask
// for one before they write, and `Private<T>` asks for one before it opens; a forgotten check does not compile.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"

namespace jauap {

using AccountId = Id<struct AccountTag>;
using PostId = Id<struct PostTag>;

enum class Role {
  anonymous, citizen, operator_, clerk, head, deputy, council_member, secretary, moderator, press, auditor, admin,
  system,
};
std::string_view role_code(Role role);  // "clerk"; "operator" for operator_
std::optional<Role> role_of(std::string_view code);
// Acts by a post, not in own matters.
constexpr bool is_staff(Role role) { return role != Role::anonymous && role != Role::citizen && role != Role::system; }

// A post held today: what gives a member of staff rights, in which body. Ends at once when the post ends.
struct HeldPost {
  PostId id;
  Role role = Role::clerk;
  std::string body;  // code of the pack, "almaty.zhol-infra"; "" for posts of the platform (moderator, auditor, admin)
};

struct Actor {
  AccountId account;             // 0 for anonymous and system
  Role role = Role::anonymous;   // the role acted in now: the chosen post's, or citizen
  std::string body;              // of the chosen post
  PostId post;                   // 0 when none
  std::vector<HeldPost> posts;   // all held today, for the switcher
  std::string name;              // shown in the header; the actor's own
  std::string scopes;            // of an API token, "" for a browser session: no limit
  bool signed_in() const { return bool(account); }
  static Actor anonymous() { return {}; }
  static Actor system() { return {.role = Role::system}; }
};

// What may be done: declared by the module that owns it, `inline constexpr May submit{"appeals.submit"};`.
struct May {
  const char* name;
  constexpr bool operator==(const May& other) const { return std::string_view(name) == other.name; }
};

enum class Scope {
  any,          // every object
  own,          // the object's owner is the actor's account
  own_body,     // the object's body is the body of the actor's post
  receipt_key,  // the secret code was shown with the request (any role, also anonymous)
  made_today,   // entered by this account on the same civil day
};

struct Permission {
  May may;
  Role role;
  Scope scope;
};

// What a decision is about. Fill what is known; an unknown part never matches.
struct Subject {
  std::string_view body = {};
  AccountId owner = {};
  AccountId entered_by = {};
  bool entered_today = false;
  bool key_shown = false;
};

// Proof that `actor` may do `may` to `subject`. Copyable, but made only by authorise().
class Permit {
 public:
  AccountId account() const { return account_; }
  Role role() const { return role_; }
  May may() const { return may_; }
  Scope scope() const { return scope_; }

 private:
  Permit(AccountId account, Role role, May may, Scope scope)
      : account_(account), role_(role), may_(may), scope_(scope) {}
  AccountId account_;
  Role role_;
  May may_;
  Scope scope_;
  friend class Permissions;
};

// The table of all modules' permissions. Immutable after start, thread-safe.
class Permissions {
 public:
  explicit Permissions(std::vector<Permission> all) : all_(std::move(all)) {}
  // Everything not listed is denied. Anonymous actors get `unauthorised`, others `forbidden`; callers that must not
  // tell "not yours" from "not there" turn either into not_found.
  Result<Permit> authorise(const Actor& actor, May may, const Subject& subject) const;
  bool allows(const Actor& actor, May may, const Subject& subject) const {
    return bool(authorise(actor, may, subject));
  }
  std::span<const Permission> all() const { return all_; }

 private:
  std::vector<Permission> all_;
};

}  // namespace jauap
