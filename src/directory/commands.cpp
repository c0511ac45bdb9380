#include "directory/commands.h"

#include "base/text.h"
#include "directory/store.h"
#include "platform/mail/mail.h"

namespace jauap::directory {
namespace {

Problem at(Key message, std::string field) { return {.message = message, .field = std::move(field)}; }

bool needs_body(Role role) { return role == Role::clerk || role == Role::head || role == Role::operator_; }

void remember(db::Tx& tx, const Context& context, std::string act, std::string object) {
  store::add_audit(tx, *context.ids, {context.now, context.actor.account, std::move(act), std::move(object)});
}

Done check_post(db::ReadTx& tx, const std::string& body, Role role) {
  Problems problems;
  if (!is_staff(role)) problems.add(at("directory.unknown_role", "role"));
  const auto* known = bodies(tx)->find(body);
  if ((needs_body(role) || !body.empty()) && (!known || known->closed)) problems.add(at("directory.unknown_body", "body"));
  if (!problems.empty()) return problems;
  return done();
}

// No code of a body but lower-case words apart by dots and dashes: it stands in addresses and in the record.
bool is_code(std::string_view code) {
  if (code.size() < 3 || code.size() > 80) return false;
  for (const char c : code)
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-')) return false;
  return true;
}

}  // namespace

Result<PersonAdded> add_person(db::Tx& tx, const Context& context, const AddPerson& command, const std::string& password,
                               const std::string& password_hash, const std::string& totp_secret) {
  TRY(context.authorise(may_manage_people, {.body = command.body}));
  Problems problems;
  if (command.login.size() < 3 || command.login.size() > 100 || text::clean_line(command.login) != command.login)
    problems.add(at("directory.bad_login", "login"));
  if (command.name.empty()) problems.add(at("directory.name_missing", "name"));
  if (mail::normal_address(command.email).empty()) problems.add(at("directory.bad_email", "email"));
  if (const auto post = check_post(tx, command.body, command.role); !post) problems.add(post.problems());
  if (command.role == Role::admin || command.role == Role::auditor) problems.add(at("directory.grant_later", "role"));
  if (auth::by_login(tx, *context.keys, command.login)) problems.add(at("directory.login_taken", "login"));
  if (!problems.empty()) return problems;
  const auto account = auth::create_account(tx, *context.keys, *context.ids, context.now,
                                            {.login = command.login, .name = command.name, .email = mail::normal_address(command.email)});
  auth::set_password_hash(tx, account, password_hash);
  auth::set_totp(tx, *context.keys, account, totp_secret);
  auth::grant_post(tx, *context.ids, context.now, account, command.body, command.role, command.title, context.today.date);
  remember(tx, context, "person.added", command.login);
  remember(tx, context, "role.granted", command.login + " " + std::string(role_code(command.role)) + " " + command.body);
  return PersonAdded{account, password, totp_secret};
}

Result<Nothing> grant_post(db::Tx& tx, const Context& context, const GrantPost& command) {
  TRY(context.authorise(may_manage_people, {.body = command.body}));
  TRY(check_post(tx, command.body, command.role));
  const auto account = auth::by_login(tx, *context.keys, command.login);
  if (!account || account->closed) return at("directory.unknown_login", "login");
  if (command.role == Role::admin || command.role == Role::auditor) {
    if (context.actor.role != Role::admin && context.actor.role != Role::system) return at("directory.admin_only", "role");
    if (account->id == context.actor.account) return at("directory.not_to_oneself", "role");
  }
  auth::grant_post(tx, *context.ids, context.now, account->id, command.body, command.role, command.title, context.today.date);
  remember(tx, context, "role.granted", command.login + " " + std::string(role_code(command.role)) + " " + command.body);
  return done();
}

Result<Nothing> end_post(db::Tx& tx, const Context& context, const std::string& login, const std::string& body, Role role) {
  TRY(context.authorise(may_manage_people, {.body = body}));
  const auto account = auth::by_login(tx, *context.keys, login);
  if (!account) return at("directory.unknown_login", "login");
  for (const auto& post : auth::posts_of(tx, account->id)) {
    if (post.body != body || post.role != role || (post.to_day && *post.to_day < context.today.date)) continue;
    if (role == Role::admin && auth::admin_count(tx, context.today.date) <= 1) return at("directory.last_admin", "role");
    auth::end_post(tx, post.id, context.today.date.plus_days(-1));
    remember(tx, context, "role.revoked", login + " " + std::string(role_code(role)) + " " + body);
    return done();
  }
  return Problem{.kind = Problem::Kind::not_found, .message = "directory.no_such_post"};
}

Result<Nothing> save_body(db::Tx& tx, const Context& context, const Body& body) {
  TRY(context.authorise(may_manage_bodies, {.body = body.code}));
  Problems problems;
  if (!is_code(body.code)) problems.add(at("directory.bad_code", "code"));
  for (const auto& [field, name] : {std::pair{"name_kk", &body.name.kk}, {"name_ru", &body.name.ru}, {"name_en", &body.name.en}})
    if (name->empty() || text::characters(*name) > 300) problems.add(at("directory.body_name", field));
  const auto known = bodies(tx);
  if (!body.parent.empty() && !known->find(body.parent)) problems.add(at("directory.unknown_body", "parent"));
  if (body.parent == body.code) problems.add(at("directory.unknown_body", "parent"));
  const auto* place = body.place.empty() ? nullptr : context.pack->place(body.place);
  if (!body.place.empty() && !place) problems.add(at("directory.unknown_place", "place"));
  if (!problems.empty()) return problems;
  const auto place_id = place ? place->id : 0;
  if (known->find(body.code))
    store::update(tx, place_id, body);
  else
    store::add(tx, place_id, body);
  store::raise_version(tx);
  remember(tx, context, known->find(body.code) ? "body.changed" : "body.added", body.code);
  return done();
}

}  // namespace jauap::directory
