#include "base/text.h"
#include "directory/commands.h"
#include "directory/pages.h"
#include "platform/config/config.h"
#include "platform/html/components.h"

namespace jauap::directory::pages {
namespace {
using namespace html;
using namespace html::tags;

constexpr Role staff_roles[] = {Role::clerk,     Role::head,  Role::operator_, Role::deputy, Role::council_member,
                                Role::secretary, Role::moderator, Role::press, Role::auditor, Role::admin};
constexpr int page_rows = 50;

std::string role_words(const Visit& visit, Role role) { return std::string(visit.words.by_name("platform.role." + std::string(role_code(role)))); }

FieldWords field(const Visit& visit, std::string name, Key label, const http::Pairs& typed, const Problems* problems) {
  FieldWords words{.name = name, .label = visit.words(label), .value = std::string(typed.get(name))};
  if (problems)
    if (const auto* problem = problems->of(name)) words.error = visit.words(*problem);
  return words;
}

Html errors(const Visit& visit, const Problems* problems) {
  if (!problems) return {};
  std::vector<ErrorLine> lines;
  for (const auto& problem : *problems) lines.push_back({problem.field, visit.words(problem)});
  return error_summary(visit.words("directory.fix"), lines);
}

std::vector<ChoiceGroup> role_choices(const Visit& visit) {
  ChoiceGroup group;
  for (const auto role : staff_roles) group.choices.push_back({std::string(role_code(role)), role_words(visit, role)});
  return {group};
}

std::vector<ChoiceGroup> body_choices(const Visit& visit) {
  ChoiceGroup group;
  for (const auto& body : directory::bodies(visit.db)->all())
    if (!body.closed) group.choices.push_back({body.code, std::string(body.name.in(visit.language))});
  return {group};
}

Html post_fields(const Visit& visit, const http::Pairs& typed, const Problems* problems) {
  return join({select_field(field(visit, "role", "directory.role", typed, problems), role_choices(visit), ""),
               select_field(field(visit, "body", "directory.body", typed, problems), body_choices(visit), visit.words("directory.no_body")),
               input_field(field(visit, "title", "directory.title", typed, problems))});
}

http::Response people_page(const Visit& visit, const http::Pairs& typed, const Problems* problems) {
  if (const auto permit = visit.context.authorise(may_manage_people, {.body = visit.actor().body}); !permit) return refuse(visit, permit.problems());
  const auto& t = visit.words;
  const auto known = directory::bodies(visit.db);
  auto all = auth::staff_after(visit.db, *visit.context.keys, {}, page_rows + 1);
  std::vector<TableRow> rows;
  for (const auto& account : all) {
    std::string posts;
    for (const auto& post : auth::posts_of(visit.db, account.id)) {
      if (post.to_day && *post.to_day < visit.context.today.date) continue;
      posts += (posts.empty() ? "" : "; ") + role_words(visit, post.role) + (post.body.empty() ? "" : " · " + known->name(post.body, visit.language));
    }
    rows.push_back({{a({href(visit.url("/w/admin/people/" + http::encode(account.login))), account.login}), html::text(account.name), html::text(posts)}});
  }
  return respond(visit, {.title = t("directory.people"),
                         .body = join({errors(visit, problems), h1({t("directory.people")}), p({a({href(visit.url("/w/admin/bodies")), t("directory.bodies")})}),
                                       table(t("directory.people_caption"), {{t("directory.login")}, {t("directory.name")}, {t("directory.posts")}}, rows),
                                       section({h2({t("directory.add_person")}),
                                                form({attr("method", "post"), action(visit.url("/w/admin/people")), form_fields(visit),
                                                      input_field(field(visit, "login", "directory.login", typed, problems), {.autocomplete = "off"}),
                                                      input_field(field(visit, "name", "directory.name", typed, problems)),
                                                      input_field(field(visit, "email", "directory.email", typed, problems), {.type = "email"}),
                                                      post_fields(visit, typed, problems), submit_button(t("directory.add"))})})}),
                         .status = problems ? 422 : 200,
                         .errors = problems != nullptr});
}

// The one time that a code is shown: to be handed over in person, with the address where it is typed.
http::Response enrolment_page(const Visit& visit, Key title, const Enrolled& enrolled) {
  const auto& t = visit.words;
  const auto address = visit.context.settings->origin + visit.url("/enrol").str();
  return respond(visit, {.title = t(title),
                         .body = join({h1({t(title)}), p({t("directory.enrolment_text")}),
                                       summary_list({{t("directory.login"), enrolled.login, std::nullopt},
                                                     {t("directory.enrolment_code"), enrolled.code, std::nullopt},
                                                     {t("directory.enrolment_address"), address, std::nullopt}}, ""),
                                       p({a({href(visit.url("/w/admin/people")), t("directory.people")})})})});
}

http::Response person_page(const Visit& visit, const std::string& login, const http::Pairs& typed, const Problems* problems) {
  if (const auto permit = visit.context.authorise(may_manage_people, {.body = visit.actor().body}); !permit) return refuse(visit, permit.problems());
  const auto account = auth::by_login(visit.db, *visit.context.keys, login);
  if (!account) return not_found(visit);
  const auto& t = visit.words;
  const auto known = directory::bodies(visit.db);
  const auto here = visit.url("/w/admin/people/" + http::encode(login));
  std::vector<Html> posts;
  for (const auto& post : auth::posts_of(visit.db, account->id)) {
    const bool over = post.to_day && *post.to_day < visit.context.today.date;
    const auto words = role_words(visit, post.role) + (post.body.empty() ? "" : " · " + known->name(post.body, visit.language));
    posts.push_back(li({p({words}), p({cls("meta"), t("directory.since", {{"date", t.date(post.from_day)}}),
                                       over ? " · " + t("directory.until", {{"date", t.date(*post.to_day)}}) : ""}),
                        over ? Html()
                             : form({attr("method", "post"), action(Url::local(here.str() + "/end")), form_fields(visit),
                                     input({attr("type", "hidden"), attr("name", "role"), attr("value", role_code(post.role))}),
                                     input({attr("type", "hidden"), attr("name", "body"), attr("value", post.body)}),
                                     submit_button(t("directory.end_post"), true)})}));
  }
  return respond(visit, {.title = account->name,
                         .body = join({errors(visit, problems), h1({account->name}), p({cls("meta"), account->login}),
                                       section({h2({t("directory.posts")}), posts.empty() ? p({t("directory.no_posts")}) : ul({cls("list"), join(posts)})}),
                                       section({h2({t("directory.grant")}), form({attr("method", "post"), action(Url::local(here.str() + "/grant")), form_fields(visit),
                                                                                  post_fields(visit, typed, problems), submit_button(t("directory.grant_do"))})}),
                                       section({h2({t("directory.enrol_again")}), p({t("directory.enrol_again_text")}),
                                                form({attr("method", "post"), action(Url::local(here.str() + "/enrol")), form_fields(visit),
                                                      submit_button(t("directory.enrol_again"), true)})})}),
                         .status = problems ? 422 : 200,
                         .errors = problems != nullptr,
                         .crumbs = {{t("directory.people"), visit.url("/w/admin/people")}}});
}

http::Response body_form(const Visit& visit, const Body& body, const Problems* problems) {
  const auto& t = visit.words;
  const auto add = [&](std::string name, Key label, const std::string& value) {
    FieldWords words{.name = name, .label = t(label), .value = value};
    if (problems)
      if (const auto* problem = problems->of(name)) words.error = t(*problem);
    return input_field(words);
  };
  std::vector<Choice> signings;
  for (const auto one : all_signings) signings.push_back({std::string(code(one)), t(words_of(one))});
  return respond(visit, {.title = body.code.empty() ? t("directory.add_body") : body.code,
                         .body = join({errors(visit, problems), h1({body.code.empty() ? t("directory.add_body") : std::string(body.name.in(visit.language))}),
                                       form({attr("method", "post"), action(visit.url("/w/admin/bodies")), form_fields(visit), add("code", "directory.code", body.code),
                                             add("name_kk", "directory.name_kk", body.name.kk), add("name_ru", "directory.name_ru", body.name.ru),
                                             add("name_en", "directory.name_en", body.name.en), add("parent", "directory.parent", body.parent),
                                             add("place", "directory.place", body.place), add("phone", "directory.phone", body.phone),
                                             add("email", "directory.email", body.email), add("address", "directory.address", body.address),
                                             checkbox("takes_appeals", t("directory.takes_appeals"), body.takes_appeals), checkbox("closed", t("directory.is_closed"), body.closed),
                                             radio_field({.name = "signing", .label = t("directory.signing"), .value = std::string(code(body.signing))}, signings),
                                             submit_button(t("directory.save"))})}),
                         .status = problems ? 422 : 200,
                         .errors = problems != nullptr,
                         .crumbs = {{t("directory.bodies"), visit.url("/w/admin/bodies")}}});
}

std::string line(const http::Pairs& form, std::string_view name) { return text::clean_line(form.get(name)).value_or(""); }

}  // namespace

http::Response people(const Visit& visit) { return people_page(visit, {}, nullptr); }

Prepared add_person(const Visit& visit, const http::Pairs& form) {
  if (const auto permit = visit.context.authorise(may_manage_people, {.body = visit.actor().body}); !permit) return refuse(visit, permit.problems());
  const AddPerson command{.login = line(form, "login"), .name = line(form, "name"), .email = line(form, "email"), .body = std::string(form.get("body")),
                          .title = line(form, "title"), .role = role_of(form.get("role")).value_or(Role::anonymous)};
  return Apply([=](db::Tx& tx, const Visit& at) -> Applied {
    const auto added = directory::add_person(tx, at.context, command);
    if (!added) return {people_page(at, form, &added.problems()), false};
    return {enrolment_page(at, "directory.added", *added)};
  });
}

Prepared enrol_again(const Visit&, const http::Pairs&) {
  return Apply([](db::Tx& tx, const Visit& at) -> Applied {
    const auto enrolled = directory::enrol_again(tx, at.context, at.params.at(0));
    if (!enrolled) return {refuse(at, enrolled.problems()), false};
    return {enrolment_page(at, "directory.enrolled", *enrolled)};
  });
}

http::Response person(const Visit& visit) { return person_page(visit, visit.params.at(0), {}, nullptr); }

Prepared grant(const Visit& visit, const http::Pairs& form) {
  const GrantPost command{.login = visit.params.at(0), .body = std::string(form.get("body")), .title = line(form, "title"),
                          .role = role_of(form.get("role")).value_or(Role::anonymous)};
  return Apply([command, form](db::Tx& tx, const Visit& at) -> Applied {
    const auto granted = grant_post(tx, at.context, command);
    if (!granted) return {person_page(at, command.login, form, &granted.problems()), false};
    return {see_other(at.url("/w/admin/people/" + http::encode(command.login)))};
  });
}

Prepared end(const Visit& visit, const http::Pairs& form) {
  return Apply([login = visit.params.at(0), form](db::Tx& tx, const Visit& at) -> Applied {
    const auto ended = end_post(tx, at.context, login, std::string(form.get("body")), role_of(form.get("role")).value_or(Role::anonymous));
    if (!ended) return {person_page(at, login, form, &ended.problems()), false};
    return {see_other(at.url("/w/admin/people/" + http::encode(login)))};
  });
}

http::Response admin_bodies(const Visit& visit) {
  if (const auto permit = visit.context.authorise(may_manage_bodies, {}); !permit) return refuse(visit, permit.problems());
  const auto& t = visit.words;
  std::vector<TableRow> rows;
  const auto known = directory::bodies(visit.db);
  for (const auto& body : known->all())
    rows.push_back({{a({href(visit.url("/w/admin/bodies/" + body.code)), body.code}), html::text(body.name.in(visit.language)),
                     html::text(body.closed ? t("directory.closed") : body.takes_appeals ? t("directory.open") : t("directory.takes_none"))}});
  return respond(visit, {.title = t("directory.bodies"),
                         .body = join({h1({t("directory.bodies")}), p({link_button(t("directory.add_body"), visit.url("/w/admin/bodies/new"))}),
                                       table(t("directory.bodies"), {{t("directory.code")}, {t("directory.name")}, {t("directory.state")}}, rows)}),
                         .crumbs = {{t("directory.people"), visit.url("/w/admin/people")}}});
}

http::Response edit_body(const Visit& visit) {
  if (const auto permit = visit.context.authorise(may_manage_bodies, {}); !permit) return refuse(visit, permit.problems());
  if (visit.params.at(0) == "new") return body_form(visit, {.takes_appeals = true}, nullptr);
  const auto known = directory::bodies(visit.db);
  const auto* body = known->find(visit.params.at(0));
  return body ? body_form(visit, *body, nullptr) : not_found(visit);
}

Prepared save_body(const Visit&, const http::Pairs& form) {
  const Body body{.code = line(form, "code"), .parent = line(form, "parent"), .place = line(form, "place"), .kind = "department",
                  .name = {line(form, "name_kk"), line(form, "name_ru"), line(form, "name_en")}, .phone = i18n::normal_phone(form.get("phone")),
                  .email = line(form, "email"), .address = line(form, "address"), .takes_appeals = form.has("takes_appeals"), .closed = form.has("closed"),
                  .signing = signing_of(form.get("signing")).value_or(Signing::writer)};
  return Apply([body](db::Tx& tx, const Visit& at) -> Applied {
    const auto saved = directory::save_body(tx, at.context, body);
    if (!saved) return {saved.problems().first().kind == Problem::Kind::invalid ? body_form(at, body, &saved.problems()) : refuse(at, saved.problems()), false};
    return {see_other(at.url("/w/admin/bodies"))};
  });
}

}  // namespace jauap::directory::pages
