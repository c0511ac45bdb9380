// Administration: people, posts and bodies. Each command asks for its permit and leaves a row of the audit.
#pragma once

#include <string>

#include "directory/directory.h"
#include "platform/auth/accounts.h"

namespace jauap::directory {

inline constexpr May may_manage_people{"directory.people"};
inline constexpr May may_manage_bodies{"directory.bodies"};

struct AddPerson {
  std::string login, name, email, body, title;
  Role role = Role::clerk;
};
struct PersonAdded {
  AccountId account;
  std::string password;     // shown once
  std::string totp_secret;  // shown once
};
// A new member of staff with a first post, a first password and a secret for one-time codes.
Result<PersonAdded> add_person(db::Tx& tx, const Context& context, const AddPerson& command, const std::string& password,
                               const std::string& password_hash, const std::string& totp_secret);

struct GrantPost {
  std::string login, body, title;
  Role role = Role::clerk;
};
// Admin and auditor are granted by a second administrator: nobody grants them to himself or herself; while there is only one
// administrator the second may be granted by the first, and the audit says so.
Result<Nothing> grant_post(db::Tx& tx, const Context& context, const GrantPost& command);
Result<Nothing> end_post(db::Tx& tx, const Context& context, const std::string& login, const std::string& body, Role role);

// Edits names, contacts, openness of a body; a new code adds one.
Result<Nothing> save_body(db::Tx& tx, const Context& context, const Body& body);

}  // namespace jauap::directory
