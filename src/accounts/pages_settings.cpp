// One's own name, language, role, password, sessions and API tokens.
#include <algorithm>
#include <charconv>

#include "accounts/cookies.h"
#include "accounts/pages.h"
#include "accounts/passwords.h"
#include "accounts/view.h"
#include "base/text.h"
#include "platform/auth/accounts.h"
#include "platform/auth/passwords.h"

namespace jauap::accounts {
namespace {
using namespace html;
using namespace html::tags;

constexpr std::size_t label_max = 100, tokens_max = 20;

http::Response to_sign_in(const Visit& visit) {
  return see_other(visit.url("/sign-in").with("next", visit.url("/me/settings").str()));
}

std::string moment(const Visit& visit, Instant at) {
  const auto civil = visit.pack().civil(at);
  return visit.words.date_time(civil.date, civil.time);
}

std::string post_value(Role role, std::string_view body) {
  return std::string(role_code(role)) + "@" + std::string(body);
}
constexpr std::string_view citizen_value = "citizen@";

std::optional<PostId> post_of(const Actor& actor, std::string_view value) {
  if (value == citizen_value) return auth::as_citizen;
  for (const auto& post : actor.posts)
    if (post_value(post.role, post.body) == value) return post.id;
  return std::nullopt;
}

std::vector<Choice> post_choices(const Visit& visit) {
  std::vector<Choice> choices;
  for (const auto& post : visit.actor().posts)
    choices.push_back({post_value(post.role, post.body), post_name(visit, post.role, post.body)});
  choices.push_back({std::string(citizen_value), post_name(visit, Role::citizen, "")});
  return choices;
}

Html role_section(const Visit& visit) {
  const auto& t = visit.words;
  if (visit.actor().posts.empty()) return {};
  return section({h2({t("accounts.role")}),
                  post_form(visit, "/me/post",
                            join({radio_field({.name = "post",
                                               .label = t("accounts.act_as"),
                                               .value = post_value(visit.actor().role, visit.actor().body)},
                                              post_choices(visit)),
                                  submit_button(t("accounts.switch"), true)}))});
}

Html about_section(const Visit& visit, const auth::Account& account, const http::Pairs& typed,
                   const Problems* problems) {
  const auto& t = visit.words;
  auto name = field(visit, "name", "accounts.name", typed, problems, t("accounts.name_hint"));
  if (!typed.has("name")) name.value = account.name;
  const FieldWords language{.name = "language",
                            .label = t("accounts.language"),
                            .value = typed.has("language") ? std::string(typed.get("language")) : account.language};
  return section({h2({t("accounts.about")}),
                  post_form(visit, "/me/about",
                            join({input_field(name, {.autocomplete = "name", .maxlength = 200}),
                                  radio_field(language, {{"kk", "Қазақша"}, {"ru", "Русский"}, {"en", "English"}}),
                                  submit_button(t("accounts.save"))}))});
}

Html shortcuts_section(const Visit& visit, const auth::Account& account) {
  const auto& t = visit.words;
  if (visit.actor().posts.empty()) return {};
  return section({h2({t("accounts.shortcuts")}), p({t("accounts.shortcuts.text")}),
                  post_form(visit, "/me/shortcuts",
                            join({checkbox("shortcuts", t("accounts.shortcuts.on"), account.shortcuts), submit_button(t("accounts.save"), true)}))});
}

Html password_section(const Visit& visit, const auth::Account& account, const Problems* problems) {
  const auto& t = visit.words;
  if (account.password_hash.empty()) return {};
  return section(
      {h2({t("accounts.change_password")}),
       post_form(visit, "/me/password",
                 join({input_field(field(visit, "current", "accounts.current_password", {}, problems),
                                   {.type = "password", .autocomplete = "current-password"}),
                       input_field(
                           field(visit, "password", "accounts.new_password", {}, problems, t("accounts.password_hint")),
                           {.type = "password", .autocomplete = "new-password"}),
                       input_field(field(visit, "totp", "accounts.totp", {}, problems, t("accounts.totp_hint")),
                                   {.autocomplete = "one-time-code", .inputmode = "numeric", .is_short = true}),
                       submit_button(t("accounts.save"), true)}))});
}

Html sessions_section(const Visit& visit) {
  const auto& t = visit.words;
  std::vector<Html> items;
  for (const auto& one :
       auth::sessions_of(visit.db, *visit.context.keys, visit.actor().account, visit.session, visit.context.now)) {
    const auto agent = one.agent.empty() ? t("accounts.sessions.unknown") : one.agent;
    const auto end = post_form(visit, "/me/sessions/end",
                               join({hidden("session", one.handle), submit_button(t("accounts.sessions.end"), true)}));
    items.push_back(li({p({strong({agent}), when(one.is_this, html::text(" · " + t("accounts.sessions.this")))}),
                        p({cls("meta"), t("accounts.sessions.times", {{"began", moment(visit, one.created_at)},
                                                                      {"seen", moment(visit, one.last_seen_at)}})}),
                        when(!one.is_this, end)}));
  }
  const auto all =
      post_form(visit, "/me/sessions/end",
                join({hidden("session", "others"), submit_button(t("accounts.sessions.end_others"), true)}));
  return section({h2({t("accounts.sessions")}), ul({cls("list"), join(items)}), when(items.size() > 1, all)});
}

Html token_list(const Visit& visit) {
  const auto& t = visit.words;
  std::vector<Html> items;
  for (const auto& token : auth::tokens_of(visit.db, visit.actor().account, visit.context.now)) {
    const auto used = token.last_used_on ? t("accounts.tokens.used", {{"date", t.date(*token.last_used_on)}})
                                         : t("accounts.tokens.unused");
    items.push_back(
        li({p({strong({token.label}), " · ", tags::code({token.scopes})}),
            p({cls("meta"), t("accounts.tokens.until", {{"date", moment(visit, token.expires_at)}}), " · ", used}),
            post_form(visit, "/me/tokens/revoke",
                      join({hidden("token", token.handle), submit_button(t("accounts.tokens.revoke"), true)}))}));
  }
  return items.empty() ? p({t("accounts.tokens.none")}) : ul({cls("list"), join(items)});
}

Html tokens_section(const Visit& visit, const http::Pairs& typed, const Problems* problems) {
  const auto& t = visit.words;
  auto scopes = field(visit, "scopes", "accounts.tokens.scopes", typed, problems, t("accounts.tokens.scopes_hint"));
  auto days = field(visit, "days", "accounts.tokens.days", typed, problems, t("accounts.tokens.days_hint"));
  if (!typed.has("days")) days.value = "30";
  auto post = field(visit, "acts_as", "accounts.act_as", typed, problems);
  if (!typed.has("acts_as")) post.value = post_value(visit.actor().role, visit.actor().body);
  const auto make = post_form(
      visit, "/me/tokens",
      join(
          {input_field(field(visit, "label", "accounts.tokens.label", typed, problems), {.maxlength = int(label_max)}),
           input_field(scopes), input_field(days, {.inputmode = "numeric", .is_short = true}),
           when(!visit.actor().posts.empty(),
                radio_field({.name = "acts_as", .label = t("accounts.act_as"), .value = post.value}, post_choices(visit))),
           submit_button(t("accounts.tokens.make"), true)}));
  return section({h2({t("accounts.tokens")}), p({t("accounts.tokens.text")}), token_list(visit), make});
}

http::Response settings_page(const Visit& visit, const http::Pairs& typed, const Problems* problems) {
  const auto& t = visit.words;
  const auto account = auth::by_id(visit.db, *visit.context.keys, visit.actor().account);
  if (!account) return not_found(visit);
  const auto out = post_form(visit, "/sign-out", submit_button(t("accounts.sign_out"), true));
  return respond(visit, {.title = t("accounts.settings"),
                         .body = join({summary_of(visit, problems), h1({t("accounts.settings")}), role_section(visit),
                                       about_section(visit, *account, typed, problems),
                                       shortcuts_section(visit, *account),
                                       p({a({href(visit.url("/prefs")), t("accounts.prefs")})}),
                                       password_section(visit, *account, problems), sessions_section(visit),
                                       tokens_section(visit, typed, problems), out}),
                         .status = status_of_page(problems),
                         .errors = problems != nullptr});
}

// Words of a-z, digits, "_" and "." apart by single spaces; what they name need not exist: a scope only narrows.
bool is_scopes(std::string_view scopes) {
  if (scopes.empty() || scopes.size() > 500 || scopes.front() == ' ' || scopes.back() == ' ') return false;
  if (scopes.find("  ") != std::string_view::npos) return false;
  return std::all_of(scopes.begin(), scopes.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == ' ';
  });
}

struct NewToken {
  std::string label, scopes;
  int days = 0;
  PostId post;
};

Result<NewToken> read_token(const Visit& visit, const http::Pairs& input) {
  Problems problems;
  NewToken token{.scopes = std::string(text::trim(input.get("scopes")))};
  const auto label = text::clean_line(input.get("label"));
  if (!label || label->empty() || text::characters(*label) > label_max)
    problems.add(Problem{.message = "accounts.tokens.bad_label", .field = "label"});
  else
    token.label = *label;
  if (!is_scopes(token.scopes)) problems.add(Problem{.message = "accounts.tokens.bad_scopes", .field = "scopes"});
  const auto days = input.get("days");
  const auto [end, error] = std::from_chars(days.data(), days.data() + days.size(), token.days);
  if (error != std::errc() || end != days.data() + days.size() || token.days < 1 || token.days > auth::token_days_max)
    problems.add(Problem{.message = "accounts.tokens.bad_days", .field = "days"});
  const auto post =
      visit.actor().posts.empty() ? std::optional(auth::as_citizen) : post_of(visit.actor(), input.get("acts_as"));
  if (post)
    token.post = *post;
  else
    problems.add(Problem{.message = "accounts.tokens.bad_post", .field = "acts_as"});
  if (!problems.empty()) return problems;
  return token;
}

http::Response token_page(const Visit& visit, std::string_view token) {
  const auto& t = visit.words;
  return respond(
      visit, {.title = t("accounts.tokens.made"),
              .body = join({h1({t("accounts.tokens.made")}), p({t("accounts.tokens.once")}), p({tags::code({token})}),
                            p({a({href(visit.url("/me/settings")), t("accounts.tokens.back")})})})});
}

}  // namespace

http::Response settings(const Visit& visit) {
  return is_in_browser(visit) ? settings_page(visit, {}, nullptr) : to_sign_in(visit);
}

Prepared save_about(const Visit& visit, const http::Pairs& input) {
  if (!is_in_browser(visit)) return to_sign_in(visit);
  const auto name = auth::clean_name(input.get("name"));
  const auto language = language_of(input.get("language"));
  Problems problems;
  if (!name) problems.add(Problem{.message = "platform.auth.name_bad", .field = "name"});
  if (!language) problems.add(Problem{.message = "accounts.bad_language", .field = "language"});
  if (!problems.empty()) return settings_page(visit, input, &problems);
  return Apply([name = *name, language = *language](db::Tx& tx, const Visit& at) -> Applied {
    auth::set_name(tx, *at.context.keys, at.actor().account, name);
    auth::set_language(tx, at.actor().account, language);
    return {see_other(at.url("/me/settings"))};
  });
}

Prepared save_shortcuts(const Visit& visit, const http::Pairs& input) {
  if (!is_in_browser(visit)) return to_sign_in(visit);
  return Apply([on = input.has("shortcuts")](db::Tx& tx, const Visit& at) -> Applied {
    auth::set_shortcuts(tx, at.actor().account, on);
    return {see_other(at.url("/me/settings"))};
  });
}

Prepared choose_post(const Visit& visit, const http::Pairs& input) {
  if (!is_in_browser(visit)) return to_sign_in(visit);
  const auto chosen = post_of(visit.actor(), input.get("post"));
  if (!chosen) return not_found(visit);
  return Apply([chosen = *chosen](db::Tx& tx, const Visit& at) -> Applied {
    const auto cookie =
        auth::choose_post(tx, *at.context.keys, at.session, chosen, at.context.now, at.context.today.date);
    if (!cookie) return {refuse(at, cookie.problems()), false};
    auto response = see_other(at.url("/me"));
    response.header("Set-Cookie", session_cookie(at.request, *cookie));
    return {std::move(response)};
  });
}

// The old password and a one-time code are asked for again, whatever the session says. Every session ends, this one
// too, and a new one begins.
Prepared change_password(const Visit& visit, const http::Pairs& input) {
  if (!is_in_browser(visit)) return to_sign_in(visit);
  const auto account = auth::by_id(visit.db, *visit.context.keys, visit.actor().account);
  if (!account || account->password_hash.empty()) return not_found(visit);
  const std::string current(input.get("current")), password(input.get("password"));
  Problems problems;
  const auto fits = passwords().verify(account->password_hash, current.size() <= 1024 ? current : "");
  if (!fits) return refuse(visit, fits.problems());
  const auto step =
      secrets::verify_totp(account->totp_secret, input.get("totp"), visit.context.now.ms / 1000, account->totp_step);
  if (!*fits) problems.add(Problem{.message = "accounts.wrong_password", .field = "current"});
  if (account->totp_secret.empty() || !step) problems.add(Problem{.message = "accounts.wrong_totp", .field = "totp"});
  if (const auto checked = auth::check_password(password, true, {account->login, account->name, account->email});
      !checked)
    problems.add(checked.problems());
  if (!problems.empty()) return settings_page(visit, {}, &problems);
  const auto hash = passwords().hash(password);
  if (!hash) return refuse(visit, hash.problems());
  return Apply([hash = *hash, step = *step](db::Tx& tx, const Visit& at) -> Applied {
    const auto& context = at.context;
    const auto account = at.actor().account;
    if (!auth::spend_totp_step(tx, account, step)) {
      const Problems spent(Problem{.message = "accounts.wrong_totp", .field = "totp"});
      return {settings_page(at, {}, &spent), false};
    }
    auth::set_password_hash(tx, account, hash);
    tell_of_change(tx, at, account);
    const auto post = at.actor().post ? at.actor().post : auth::as_citizen;
    auto response = see_other(at.url("/me/settings"));
    response.header("Set-Cookie",
                    session_cookie(at.request, auth::start_session(tx, *context.keys, account, post,
                                                                   auth::kind_for(at.actor().posts), context.now)));
    return {std::move(response)};
  });
}

Prepared end_session(const Visit& visit, const http::Pairs& input) {
  if (!is_in_browser(visit)) return to_sign_in(visit);
  return Apply([handle = std::string(input.get("session"))](db::Tx& tx, const Visit& at) -> Applied {
    const auto account = at.actor().account;
    for (const auto& one : auth::sessions_of(tx, *at.context.keys, account, at.session, at.context.now))
      if (!one.is_this && (handle == "others" || handle == one.handle)) auth::end_one_session(tx, account, one.handle);
    return {see_other(at.url("/me/settings"))};
  });
}

Prepared make_token(const Visit& visit, const http::Pairs& input) {
  if (!is_in_browser(visit)) return to_sign_in(visit);
  if (!visit.fresh_factor) {
    const Problems stale(Problem{.kind = Problem::Kind::forbidden, .message = "accounts.sign_in_again"});
    return settings_page(visit, input, &stale);
  }
  const auto token = read_token(visit, input);
  if (!token) return settings_page(visit, input, &token.problems());
  return Apply([token = *token, input](db::Tx& tx, const Visit& at) -> Applied {
    const auto& context = at.context;
    const auto account = at.actor().account;
    if (auth::tokens_of(tx, account, context.now).size() >= tokens_max) {
      const Problems many(Problem{.kind = Problem::Kind::conflict, .message = "accounts.tokens.too_many"});
      return {settings_page(at, input, &many), false};
    }
    const auto made =
        auth::issue_token(tx, *context.keys, account, token.scopes, token.days, context.now, token.post, token.label);
    tell_of_change(tx, at, account);
    return {token_page(at, made)};
  });
}

Prepared revoke_token(const Visit& visit, const http::Pairs& input) {
  if (!is_in_browser(visit)) return to_sign_in(visit);
  return Apply([handle = std::string(input.get("token"))](db::Tx& tx, const Visit& at) -> Applied {
    auth::revoke_token(tx, at.actor().account, handle);
    return {see_other(at.url("/me/settings"))};
  });
}

}  // namespace jauap::accounts
