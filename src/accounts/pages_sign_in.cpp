#include <memory>

#include "accounts/cookies.h"
#include "accounts/demo.h"
#include "accounts/pages.h"
#include "accounts/passwords.h"
#include "accounts/view.h"
#include "platform/auth/accounts.h"
#include "platform/auth/cookies.h"
#include "platform/auth/delays.h"
#include "platform/auth/passwords.h"
#include "platform/config/config.h"
#include "platform/mail/mail.h"

namespace jauap::accounts {
namespace {
using namespace html;
using namespace html::tags;

// Failed sign-ins of this process. Several servers count apart: each still slows whoever tries there.
auth::Delays& delays() {
  static auth::Delays all;
  return all;
}

// Where a person works after signing in.
std::string landing(Role role) {
  switch (role) {
    case Role::clerk:
    case Role::head:
      return "/w/body";
    case Role::operator_:
      return "/w/operator";
    case Role::admin:
      return "/w/admin/people";
    case Role::auditor:
      return "/w/audit";
    default:
      return "/me";
  }
}

Html enter_as(const Visit& visit) {
  if (!visit.context.settings->demo) return {};
  const auto& t = visit.words;
  std::vector<Html> rows;
  for (const auto& login : demo_logins())
    rows.push_back(li({form({attr("method", "post"), action(visit.url("/demo/enter")), form_fields(visit),
                             hidden("login", login.login),
                             button({cls("button secondary"), attr("type", "submit"),
                                     post_name(visit, login.role, login.body) + " · " + login.login})})}));
  return section({cls("card"), h2({t("accounts.demo.title")}), p({t("accounts.demo.text")}),
                  ul({cls("links"), join(rows)}),
                  p({a({href(visit.url("/demo/outbox")), t("accounts.demo.outbox")})})});
}

http::Response sign_in_page(const Visit& visit, const http::Pairs& typed, const Problems* problems) {
  const auto& t = visit.words;
  const auto next = hidden("next", typed.has("next") ? typed.get("next") : visit.query.get("next"));
  const auto by_mail =
      post_form(visit, "/sign-in/code",
                join({next,
                      input_field(field(visit, "email", "accounts.email", typed, problems, t("accounts.email_hint")),
                                  {.type = "email", .autocomplete = "email", .maxlength = 254}),
                      submit_button(t("accounts.send_code"))}));
  const auto by_password = post_form(
      visit, "/sign-in/staff",
      join({next, input_field(field(visit, "login", "accounts.login", typed, problems), {.autocomplete = "username"}),
            input_field({.name = "password", .label = t("accounts.password")},
                        {.type = "password", .autocomplete = "current-password"}),
            input_field({.name = "totp", .label = t("accounts.totp"), .hint = t("accounts.totp_hint")},
                        {.autocomplete = "one-time-code", .inputmode = "numeric", .is_short = true}),
            submit_button(t("accounts.enter"))}));
  return respond(visit, {.title = t("accounts.sign_in"),
                         .body = join({summary_of(visit, problems), h1({t("accounts.sign_in")}),
                                       p({t("accounts.no_account_needed")}),
                                       section({h2({t("accounts.citizens")}), by_mail}), enter_as(visit),
                                       section({h2({t("accounts.staff")}), by_password,
                                                p({a({href(visit.url("/enrol")), t("accounts.enrol.link")})})})}),
                         .status = status_of_page(problems),
                         .errors = problems != nullptr});
}

http::Response code_page(const Visit& visit, const http::Pairs& typed, const Problems* problems) {
  const auto& t = visit.words;
  const std::string email(typed.get("email"));
  const auto enter =
      post_form(visit, "/sign-in/check",
                join({hidden("next", typed.get("next")), hidden("email", email),
                      input_field(field(visit, "code", "accounts.code", {}, problems, t("accounts.code_hint")),
                                  {.autocomplete = "one-time-code", .inputmode = "numeric", .is_short = true}),
                      submit_button(t("accounts.enter"))}));
  const auto again = post_form(
      visit, "/sign-in/code",
      join({hidden("next", typed.get("next")), hidden("email", email), submit_button(t("accounts.send_again"), true)}));
  return respond(visit, {.title = t("accounts.code_title"),
                         .body = join({summary_of(visit, problems), h1({t("accounts.code_title")}),
                                       p({t("accounts.code_sent", {{"email", email}})}), enter, again,
                                       p({a({href(visit.url("/sign-in")), t("accounts.other_email")})})}),
                         .status = status_of_page(problems),
                         .errors = problems != nullptr});
}

std::vector<HeldPost> held_today(db::ReadTx& tx, AccountId account, CivilDate today) {
  std::vector<HeldPost> held;
  for (const auto& post : auth::posts_of(tx, account))
    if (post.from_day <= today && (!post.to_day || *post.to_day >= today))
      held.push_back({post.id, post.role, post.body});
  return held;
}

// Signed in: a new session (the old one, if any, ends), then on to where the person wanted to go.
Applied enter(db::Tx& tx, const Visit& visit, AccountId account, std::string_view next) {
  const auto& keys = *visit.context.keys;
  if (visit.actor().signed_in()) auth::end_session(tx, keys, visit.session);
  const auto held = held_today(tx, account, visit.context.today.date);
  const auto cookie =
      auth::start_session(tx, keys, account, held.empty() ? auth::as_citizen : held.front().id, auth::kind_for(held),
                          visit.context.now, auth::short_agent(visit.request.header("user-agent")));
  if (!held.empty())
    audit::append(tx, *visit.context.ids, visit.context.now,
                  {.account = account, .role = held.front().role, .body = held.front().body}, {.act = "signed.in"},
                  audit::client_of(keys, visit.request.client));
  const auto wish = auth::local_path(next);
  auto response =
      see_other(wish.empty() ? visit.url(landing(held.empty() ? Role::citizen : held.front().role)) : Url::local(wish));
  response.header("Set-Cookie", session_cookie(visit.request, cookie));
  return {std::move(response)};
}

// Too many failures: the wait in words and as a header. The try is not heard, so it does not make the wait longer.
http::Response wait_page(const Visit& visit, int seconds, const http::Pairs& typed) {
  const Problems problems(Problem{.kind = Problem::Kind::too_many,
                                  .message = "accounts.wait",
                                  .field = "login",
                                  .args = {{"seconds", std::to_string(seconds)}}});
  auto response = sign_in_page(visit, typed, &problems);
  response.header("Retry-After", std::to_string(seconds));
  return response;
}

std::string without_spaces(std::string_view typed) {
  std::string out;
  for (const char c : typed)
    if (c != ' ' && c != '-') out.push_back(c);
  return out;
}

}  // namespace

http::Response sign_in(const Visit& visit) {
  return sign_in_page(visit, {}, nullptr);
}

// ---- citizens
// -----------------------------------------------------------------------------------------------------------

Prepared ask_code(const Visit& visit, const http::Pairs& input) {
  const auto email = mail::normal_address(input.get("email"));
  if (email.empty()) {
    const Problems problems(Problem{.message = "accounts.bad_email", .field = "email"});
    return sign_in_page(visit, input, &problems);
  }
  return Apply([email, input](db::Tx& tx, const Visit& at) -> Applied {
    const auto& context = at.context;
    const auto code = auth::new_email_code(tx, *context.keys, *context.ids, context.now, email, at.session);
    if (!code) return {sign_in_page(at, input, &code.problems()), false};
    mail::post(tx, *context.ids, *context.keys, context.now, 0,
               {.to = Private<std::string>(email),
                .language = at.language,
                .subject = at.words("accounts.letter.subject"),
                .text = at.words("accounts.letter.code", {{"code", *code}})});
    return {code_page(at, http::Pairs({{"email", email}, {"next", std::string(input.get("next"))}}), nullptr)};
  });
}

Prepared check_code(const Visit&, const http::Pairs& input) {
  return Apply([input](db::Tx& tx, const Visit& at) -> Applied {
    const auto& context = at.context;
    const auto email = mail::normal_address(input.get("email"));
    const auto state = email.empty() ? auth::CodeState::over
                                     : auth::check_email_code(tx, *context.keys, context.now, email, at.session,
                                                              without_spaces(input.get("code")));
    if (state != auth::CodeState::good) {
      const Problems problems(
          Problem{.message = state == auth::CodeState::wrong ? Key("accounts.wrong_code") : Key("accounts.old_code"),
                  .field = "code"});
      return {code_page(at, input, &problems)};  // kept: the try is spent
    }
    const auto known = auth::by_email(tx, *context.keys, email);
    if (known && (known->closed || !known->login.empty())) {
      // Staff never sign in by e-mail alone; a closed account stays closed.
      const Problems problems(
          Problem{.kind = Problem::Kind::forbidden,
                  .message = known->closed ? Key("accounts.closed") : Key("accounts.staff_by_password"),
                  .field = known->closed ? "email" : "login"});
      return {sign_in_page(at, {}, &problems)};
    }
    const auto account = known
                             ? known->id
                             : auth::create_account(tx, *context.keys, *context.ids, context.now,
                                                    {.login = "", .name = "", .email = email, .language = at.language});
    return enter(tx, at, account, input.get("next"));
  });
}

// ---- staff
// --------------------------------------------------------------------------------------------------------------

Prepared staff_sign_in(const Visit& visit, const http::Pairs& input) {
  const std::string login(input.get("login")), password(input.get("password"));
  const auto now = visit.context.now;
  const http::Pairs typed({{"login", login}, {"next", std::string(input.get("next"))}});
  if (const int wait = delays().wait_seconds(login, visit.request.client, now); wait > 0)
    return wait_page(visit, wait, typed);

  const auto account = auth::by_login(visit.db, *visit.context.keys, login);
  const bool open = account && !account->closed;
  const auto fits = passwords().verify(open ? account->password_hash : "", password.size() <= 1024 ? password : "");
  if (!fits) return refuse(visit, fits.problems());
  // The same work for those who do not exist; an empty secret would be one that everybody knows.
  const bool has_secret = open && !account->totp_secret.empty();
  const auto step =
      secrets::verify_totp(has_secret ? account->totp_secret : std::string(20, '\0'), without_spaces(input.get("totp")),
                           now.ms / 1000, has_secret ? account->totp_step : 0);
  const Problems wrong(Problem{.message = "accounts.wrong_login", .field = "login"});
  if (!*fits || !has_secret || !step) {
    delays().failed(login, visit.request.client, now);
    return sign_in_page(visit, typed, &wrong);
  }
  delays().succeeded(login, visit.request.client);
  return Apply([id = account->id, step = *step, typed, wrong](db::Tx& tx, const Visit& at) -> Applied {
    if (!auth::spend_totp_step(tx, id, step)) return {sign_in_page(at, typed, &wrong), false};
    return enter(tx, at, id, typed.get("next"));
  });
}

Prepared sign_out(const Visit&, const http::Pairs&) {
  return Apply([](db::Tx& tx, const Visit& at) -> Applied {
    if (at.actor().signed_in()) auth::end_session(tx, *at.context.keys, at.session);
    auto response = see_other(at.url("/"));
    response.header("Set-Cookie", session_cookie(at.request, ""));
    response.header("Set-Cookie", "case=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    response.header("Clear-Site-Data", "\"cache\", \"storage\"");
    return {std::move(response)};
  });
}

// ---- the first password of a member of staff
// ----------------------------------------------------------------------------

namespace {

http::Response enrol_code_page(const Visit& visit, const http::Pairs& typed, const Problems* problems) {
  const auto& t = visit.words;
  return respond(
      visit, {.title = t("accounts.enrol.title"),
              .body = join({summary_of(visit, problems), h1({t("accounts.enrol.title")}), p({t("accounts.enrol.text")}),
                            post_form(visit, "/enrol",
                                      join({input_field(field(visit, "code", "accounts.enrol.code", typed, problems),
                                                        {.autocomplete = "off"}),
                                            submit_button(t("accounts.enrol.go"))}))}),
              .status = status_of_page(problems),
              .errors = problems != nullptr});
}

http::Response enrol_page(const Visit& visit, const http::Pairs& typed, const auth::Enrolment& enrolment,
                          const std::string& login, const Problems* problems) {
  const auto& t = visit.words;
  const auto uri = secrets::totp_uri(enrolment.totp_secret, login, "Jauap");
  const auto secret = secrets::base32(enrolment.totp_secret);
  const auto fields =
      join({hidden("code", typed.get("code")),
            input_field({.name = "login", .label = t("accounts.login"), .value = login}, {.autocomplete = "username"}),
            input_field(field(visit, "password", "accounts.new_password", {}, problems, t("accounts.password_hint")),
                        {.type = "password", .autocomplete = "new-password"}),
            input_field(field(visit, "totp", "accounts.totp", {}, problems, t("accounts.totp_hint")),
                        {.autocomplete = "one-time-code", .inputmode = "numeric", .is_short = true}),
            submit_button(t("accounts.save"))});
  return respond(
      visit, {.title = t("accounts.enrol.title"),
              .body = join({summary_of(visit, problems), h1({t("accounts.enrol.title")}),
                            section({h2({t("accounts.enrol.app")}), p({t("accounts.enrol.app_text")}),
                                     qr(uri, t("accounts.enrol.qr")), p({tags::code({secret})})}),
                            section({h2({t("accounts.enrol.password")}), post_form(visit, "/enrol/finish", fields)})}),
              .status = status_of_page(problems),
              .errors = problems != nullptr});
}

struct Enrolling {
  auth::Enrolment enrolment;
  auth::Account account;
};

// Guessing a code of 128 bits is hopeless; the delay keeps it from being tried.
Result<Enrolling> enrolling(const Visit& visit, const http::Pairs& input) {
  const auto& client = visit.request.client;
  const auto now = visit.context.now;
  if (const int wait = delays().wait_seconds("enrol", client, now); wait > 0)
    return Problem{.kind = Problem::Kind::too_many,
                   .message = "accounts.wait",
                   .field = "code",
                   .args = {{"seconds", std::to_string(wait)}}};
  const auto found = auth::find_enrolment(visit.db, *visit.context.keys, input.get("code"), now);
  const auto account = found ? auth::by_id(visit.db, *visit.context.keys, found->account) : std::nullopt;
  if (account && !account->closed) return Enrolling{*found, *account};
  delays().failed("enrol", client, now);
  return Problem{.message = "accounts.enrol.bad_code", .field = "code"};
}

}  // namespace

http::Response enrol(const Visit& visit) {
  return enrol_code_page(visit, {}, nullptr);
}

Prepared enrol_code(const Visit& visit, const http::Pairs& input) {
  const auto who = enrolling(visit, input);
  if (!who) return enrol_code_page(visit, input, &who.problems());
  return enrol_page(visit, input, who->enrolment, who->account.login, nullptr);
}

Prepared enrol_finish(const Visit& visit, const http::Pairs& input) {
  const auto who = enrolling(visit, input);
  if (!who) return enrol_code_page(visit, input, &who.problems());
  const auto& account = who->account;
  Problems problems;
  const std::string password(input.get("password"));
  if (const auto checked = auth::check_password(password, true, {account.login, account.name, account.email}); !checked)
    problems.add(checked.problems());
  const auto step = secrets::verify_totp(who->enrolment.totp_secret, without_spaces(input.get("totp")),
                                         visit.context.now.ms / 1000, 0);
  if (!step) problems.add(Problem{.message = "accounts.wrong_totp", .field = "totp"});
  if (!problems.empty()) return enrol_page(visit, input, who->enrolment, account.login, &problems);
  const auto hash = passwords().hash(password);
  if (!hash) return refuse(visit, hash.problems());
  return Apply([hash = *hash, step = *step, code = std::string(input.get("code")), id = account.id](
                   db::Tx& tx, const Visit& at) -> Applied {
    const auto& context = at.context;
    if (!auth::finish_enrolment(tx, *context.keys, code, hash, step, context.now)) {
      const Problems over(Problem{.message = "accounts.enrol.bad_code", .field = "code"});
      return {enrol_code_page(at, {}, &over), false};
    }
    tell_of_change(tx, at, id);
    return enter(tx, at, id, "");
  });
}

// ---- demonstration
// ------------------------------------------------------------------------------------------------------

Prepared demo_enter(const Visit& visit, const http::Pairs& input) {
  if (!visit.context.settings->demo) return not_found(visit);
  return Apply([login = std::string(input.get("login"))](db::Tx& tx, const Visit& at) -> Applied {
    const auto account = auth::by_login(tx, *at.context.keys, login);
    bool is_demo = false;
    for (const auto& one : demo_logins()) is_demo = is_demo || one.login == login;
    if (!account || !is_demo) return {not_found(at), false};
    return enter(tx, at, account->id, "");
  });
}

http::Response demo_outbox(const Visit& visit) {
  if (!visit.context.settings->demo) return not_found(visit);
  const auto& t = visit.words;
  std::vector<Html> letters;
  for (const auto& letter : mail::kept(visit.db, *visit.context.keys, 50)) {
    const auto when = visit.pack().civil(letter.at);
    letters.push_back(li({h2({letter.subject}), p({cls("meta"), t.date_time(when.date, when.time), " · ", letter.to,
                             letter.reply_to.empty() ? "" : " · " + t("accounts.demo.reply_to", {{"address", letter.reply_to}})}),
                          written(letter.text, "")}));
  }
  return respond(
      visit, {.title = t("accounts.demo.outbox"),
              .body = join({h1({t("accounts.demo.outbox")}), p({t("accounts.demo.outbox_text")}),
                            letters.empty() ? p({t("accounts.demo.no_letters")}) : ul({cls("list"), join(letters)})})});
}

}  // namespace jauap::accounts
