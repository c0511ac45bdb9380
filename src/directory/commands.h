// Administration: people, posts and bodies. Each command asks for its permit and leaves a row of the audit.
#pragma once

#include <string>

#include "directory/directory.h"
#include "platform/auth/accounts.h"

namespace jauap::directory {

inline constexpr May may_manage_people{"directory.people"};
inline constexpr May may_manage_bodies{"directory.bodies"};
inline constexpr May may_set_signing{"directory.signing"};
inline constexpr May may_read_audit{"directory.audit"};

struct AddPerson {
  std::string login, name, email, body, title;
  Role role = Role::clerk;
};
struct Enrolled {
  AccountId account;
  std::string login;  // as it is kept
  std::string code;   // shown once; the person sets password and one-time codes with it at /enrol (auth::new_enrolment)
};
// A new member of staff with a first post. Nobody but the person ever knows the password.
Result<Enrolled> add_person(db::Tx& tx, const Context& context, const AddPerson& command);

// Another enrolment for somebody who lost password or phone; what was before works until the code is used, which ends every
// session. Whoever may manage all posts of the person may; for an administrator or auditor only the console, because the code
// makes its holder that person.
Result<Enrolled> enrol_again(db::Tx& tx, const Context& context, const std::string& login);

struct GrantPost {
  std::string login, body, title;
  Role role = Role::clerk;
};
// Admin and auditor are granted by a second administrator: nobody grants them to himself or herself; while there is only one
// administrator the second may be granted by the first, and the audit says so.
Result<Nothing> grant_post(db::Tx& tx, const Context& context, const GrantPost& command);
Result<Nothing> end_post(db::Tx& tx, const Context& context, const std::string& login, const std::string& body, Role role);

// On the public record: that somebody may now act in a role for a body, or no longer. No person is named.
void tell_role(db::Tx& tx, const Context& context, Role role, const std::string& body, bool is_granted);

// Edits names, contacts, openness of a body; a new code adds one.
Result<Nothing> save_body(db::Tx& tx, const Context& context, const Body& body);
// Whose signature the body's answers need from now on: by its head or an administrator. What waits already, waits on.
Result<Nothing> set_signing(db::Tx& tx, const Context& context, const std::string& body, Signing signing);

}  // namespace jauap::directory
