#include "accounts/view.h"

#include "platform/auth/accounts.h"
#include "platform/mail/mail.h"

namespace jauap::accounts {
using namespace html;
using namespace html::tags;

Html hidden(std::string_view name, std::string_view value) {
  return input({attr("type", "hidden"), attr("name", name), attr("value", value)});
}

FieldWords field(const Visit& visit, std::string name, Key label, const http::Pairs& typed, const Problems* problems,
                 std::string hint) {
  FieldWords words{
      .name = name, .label = visit.words(label), .hint = std::move(hint), .value = std::string(typed.get(name))};
  if (problems)
    if (const auto* problem = problems->of(name)) words.error = visit.words(*problem);
  return words;
}

Html summary_of(const Visit& visit, const Problems* problems) {
  if (!problems) return {};
  std::vector<ErrorLine> lines;
  for (const auto& problem : *problems) lines.push_back({problem.field, visit.words(problem)});
  return error_summary(visit.words("accounts.fix"), lines);
}

Html post_form(const Visit& visit, std::string_view path, const Html& content) {
  return form({attr("method", "post"), action(visit.url(path)), form_fields(visit), content});
}

std::string post_name(const Visit& visit, Role role, std::string_view body) {
  std::string name(visit.words.by_name("platform.role." + std::string(role_code(role))));
  if (body.empty()) return name;
  const auto* entry = visit.pack().body(body);
  return name + " · " + std::string(entry ? entry->name.in(visit.language) : body);
}

int status_of_page(const Problems* problems) {
  return problems ? status_of(problems->first().kind) : 200;
}

bool is_in_browser(const Visit& visit) {
  return visit.actor().signed_in() && visit.request.header("authorization").empty();
}

void tell_of_change(db::Tx& tx, const Visit& visit, AccountId account) {
  const auto& context = visit.context;
  const auto whom = auth::by_id(tx, *context.keys, account);
  if (!whom || mail::normal_address(whom->email).empty()) return;
  const i18n::Words words(language_of(whom->language).value_or(visit.language));
  mail::post(
      tx, *context.ids, *context.keys, context.now, 0,
      {.to = Private<std::string>(whom->email),
       .language = words.language(),
       .subject = words("accounts.letter.changed_subject"),
       .text = words("accounts.letter.changed", {{"when", words.date_time(context.today.date, context.today.time)}})});
}

}  // namespace jauap::accounts
