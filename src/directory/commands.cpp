#include "directory/commands.h"

#include "platform/config/config.h"
#include "platform/journal/journal.h"

#include "base/text.h"
#include "directory/store.h"
#include "platform/mail/mail.h"

namespace jauap::directory {
namespace {

Problem at(Key message, std::string field) { return {.message = message, .field = std::move(field)}; }

bool needs_body(Role role) { return role == Role::clerk || role == Role::head || role == Role::operator_; }

void remember(db::Tx& tx, const Context& context, std::string act, std::string object, std::string codes = {}) {
  audit::append(tx, *context.ids, context.now, context.actor, {.act = std::move(act), .object = std::move(object), .fields = std::move(codes)});
}

void remember_signing(db::Tx& tx, const Context& context, const Body& body) {
  remember(tx, context, "body.signing", body.code, std::string(code(body.signing)));
}

std::string post_codes(Role role, const std::string& body) {
  return std::string(role_code(role)) + (body.empty() ? "" : " ") + body;
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

void tell_role(db::Tx& tx, const Context& context, Role role, const std::string& body, bool is_granted) {
  const auto* place = context.pack->place(context.settings->place);
  invariant(place != nullptr, "the place of the settings is in the pack");
  // Posts of the platform itself belong to no body: the place stands there.
  journal::record(tx, context.speaker(), journal::log_object(tx, place->id, place->code, context.today.date.year()),
                  {.type = is_granted ? "role.granted" : "role.revoked", .body = body.empty() ? place->code : body,
                   .val = std::string(role_code(role))});
}

Result<Enrolled> add_person(db::Tx& tx, const Context& context, const AddPerson& command) {
  TRY(context.authorise(may_manage_people, {.body = command.body}));
  Problems problems;
  const auto email = mail::normal_address(command.email);
  if (email.empty()) problems.add(at("directory.bad_email", "email"));
  if (const auto post = check_post(tx, command.body, command.role); !post) problems.add(post.problems());
  if (command.role == Role::admin || command.role == Role::auditor) problems.add(at("directory.grant_later", "role"));
  const auto account =
      auth::create_staff(tx, *context.keys, *context.ids, context.now, command.login, command.name, email);
  if (!account) problems.add(account.problems());
  if (!problems.empty()) return problems;
  const auto login = auth::by_id(tx, *context.keys, *account)->login;
  auth::grant_post(tx, *context.ids, context.now, *account, command.body, command.role, command.title, context.today.date);
  remember(tx, context, "person.added", login);
  remember(tx, context, "role.granted", login, post_codes(command.role, command.body));
  tell_role(tx, context, command.role, command.body, true);
  return Enrolled{*account, login, auth::new_enrolment(tx, *context.keys, *account, context.now)};
}

Result<Enrolled> enrol_again(db::Tx& tx, const Context& context, const std::string& login) {
  const auto account = auth::by_login(tx, *context.keys, login);
  if (!account || account->closed) return Problem{.kind = Problem::Kind::not_found, .message = "directory.unknown_login", .field = "login"};
  bool is_high = false;
  TRY(context.authorise(may_manage_people, {.body = context.actor.body}));
  for (const auto& post : auth::posts_of(tx, account->id)) {
    if (post.to_day && *post.to_day < context.today.date) continue;
    TRY(context.authorise(may_manage_people, {.body = post.body}));
    is_high = is_high || post.role == Role::admin || post.role == Role::auditor;
  }
  if (is_high && context.actor.role != Role::system)
    return Problem{.kind = Problem::Kind::forbidden, .message = "directory.console_only", .field = "login"};
  remember(tx, context, "enrolment.given", account->login);
  return Enrolled{account->id, account->login, auth::new_enrolment(tx, *context.keys, account->id, context.now)};
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
  remember(tx, context, "role.granted", account->login, post_codes(command.role, command.body));
  tell_role(tx, context, command.role, command.body, true);
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
    remember(tx, context, "role.revoked", account->login, post_codes(role, body));
    tell_role(tx, context, role, body, false);
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
  const auto* before = known->find(body.code);
  if (before)
    store::update(tx, place_id, body);
  else
    store::add(tx, place_id, body);
  store::raise_version(tx);
  remember(tx, context, before ? "body.changed" : "body.added", body.code);
  if (body.signing != (before ? before->signing : Signing::writer)) remember_signing(tx, context, body);
  return done();
}

Result<Nothing> set_signing(db::Tx& tx, const Context& context, const std::string& code, Signing signing) {
  TRY(context.authorise(may_set_signing, {.body = code}));
  const auto known = bodies(tx);
  const auto* found = known->find(code);
  if (!found) return Problem{.kind = Problem::Kind::not_found, .message = "directory.unknown_body", .field = "body"};
  if (found->signing == signing) return done();
  auto body = *found;
  body.signing = signing;
  const auto* place = context.pack->place(body.place);
  store::update(tx, place ? place->id : 0, body);
  store::raise_version(tx);
  remember_signing(tx, context, body);
  return done();
}

}  // namespace jauap::directory
