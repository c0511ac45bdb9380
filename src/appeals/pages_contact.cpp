// The e-mail of a case or draft: its state, the code that confirms it, another address; and what a phone is used for.
#include "appeals/contact.h"
#include "appeals/drafts.h"
#include "appeals/pages.h"
#include "appeals/view.h"

namespace jauap::appeals::pages {
namespace {
using namespace html;
using namespace html::tags;

Target target_of(const Visit& visit) { return {.number = visit.params.at(0), .code = visit.case_code}; }

Url contact_url(const Visit& visit, const Appeal& appeal, std::string_view page = "") {
  return visit.url("/appeals/" + appeal.number + "/contact" + (page.empty() ? "" : "/") + std::string(page));
}

Html post_form(const Visit& visit, const Url& target, const Html& content) {
  return form({attr("method", "post"), action(target), form_fields(visit), content});
}

Html code_field(const Visit& visit, const Problems* problems) {
  return input_field(view::field(visit, "code", "appeals.contact.code", "", problems, visit.words("appeals.contact.code_hint")),
                     {.autocomplete = "one-time-code", .inputmode = "numeric", .is_short = true});
}

Html code_form(const Visit& visit, const Appeal& appeal, const Problems* problems) {
  return post_form(visit, contact_url(visit, appeal, "confirm"),
                   join({code_field(visit, problems), submit_button(visit.words("appeals.contact.confirm"))}));
}

Html again_form(const Visit& visit, const Appeal& appeal, Key words) {
  return post_form(visit, contact_url(visit, appeal, "send"), submit_button(visit.words(words), true));
}

Html change_form(const Visit& visit, const queries::PrivateCase& v, const http::Pairs& typed, const Problems* problems) {
  const auto& t = visit.words;
  const bool is_confirmed = v.contact == ContactState::confirmed;
  const auto old_code = input_field(view::field(visit, "old_code", "appeals.contact.old_code", "", problems,
                                                t("appeals.contact.old_code_hint", {{"phone", visit.pack().help_phone}})),
                                    {.autocomplete = "one-time-code", .inputmode = "numeric", .is_short = true});
  return section({h2({t("appeals.contact.change")}), when(is_confirmed, again_form(visit, v.appeal, "appeals.contact.send_old")),
                  post_form(visit, contact_url(visit, v.appeal),
                            join({input_field(view::field(visit, "email", "appeals.contact.new", std::string(typed.get("email")), problems,
                                                          t("appeals.contact.new_hint")),
                                              {.type = "email", .autocomplete = "email"}),
                                  when(is_confirmed, old_code), submit_button(t("appeals.contact.change"))}))});
}

Html state_block(const Visit& visit, const queries::PrivateCase& v, const Problems* problems) {
  const auto& t = visit.words;
  const auto& email = v.content.open(v.permit).applicant.email;
  switch (v.contact) {
    case ContactState::none: return p({t("appeals.contact.none")});
    case ContactState::confirmed: return p({t("appeals.contact.confirmed", {{"email", email}})});
    case ContactState::unconfirmed:
      return notice(Tone::warning, t("appeals.contact.unconfirmed"),
                    join({p({t("appeals.contact.enter", {{"email", email}})}), code_form(visit, v.appeal, problems),
                          p({t("appeals.contact.why")})}));
  }
  throw BrokenInvariant("a contact without a state");
}

Html phone_line(const Visit& visit, const queries::PrivateCase& v) {
  const auto& phone = v.content.open(v.permit).applicant.phone;
  return phone.empty() ? Html() : p({visit.words("appeals.contact.phone", {{"phone", i18n::shown_phone(phone)}})});
}

http::Response whole_page(const Visit& visit, const queries::PrivateCase& v, const http::Pairs& typed, const Problems* problems) {
  const auto& t = visit.words;
  const auto again = v.contact == ContactState::unconfirmed
                         ? section({p({t("appeals.contact.again_text")}), again_form(visit, v.appeal, "appeals.contact.again")})
                         : Html();
  auto response = respond(visit, {.title = t("appeals.contact.title"),
                                  .body = join({view::errors(visit, problems), h1({t("appeals.contact.title")}), state_block(visit, v, problems),
                                                again, change_form(visit, v, typed, problems), phone_line(visit, v)}),
                                  .status = problems ? status_of(problems->first().kind) : 200,
                                  .errors = problems != nullptr,
                                  .crumbs = {{v.appeal.number, visit.url("/appeals/" + v.appeal.number)}}});
  if (response.status == 429) response.header("Retry-After", "3600");
  return response;
}

// The page for those who may see to the contact.
template <class Show>
http::Response with_contact(const Visit& visit, const Show& show) {
  const auto may = open_case(visit.db, visit.context, target_of(visit), may_confirm_contact);
  if (!may) return refuse(visit, may.problems());
  const auto found = queries::private_case(visit, target_of(visit));
  if (!found) return refuse(visit, found.problems());
  return show(*found);
}

http::Response again(const Visit& visit, const http::Pairs& typed, const Problems& problems) {
  return with_contact(visit, [&](const queries::PrivateCase& v) { return whole_page(visit, v, typed, &problems); });
}

Problem code_problem(auth::CodeState state, std::string field) {
  return {.message = state == auth::CodeState::wrong ? Key("appeals.contact.wrong") : Key("appeals.contact.over"),
          .field = std::move(field)};
}

http::Response back(const Visit& visit) { return see_other(visit.url("/appeals/" + visit.params.at(0) + "/contact")); }

// ---- before there is a case -----------------------------------------------------------------------------------------------

Url draft_url(const Visit& visit, std::string_view page) {
  return visit.url("/appeal/d/" + visit.params.at(0) + "/" + std::string(page));
}

http::Response confirm_page(const Visit& visit, const SubmitInput& input, const Problems* problems) {
  const auto& t = visit.words;
  const auto confirm = section({h2({t("appeals.contact.enter_title")}), p({t("appeals.contact.enter", {{"email", input.email}})}),
                                post_form(visit, draft_url(visit, "confirm"),
                                          join({code_field(visit, problems), submit_button(t("appeals.confirm.send"))}))});
  auto response = respond(
      visit, {.title = t("appeals.confirm.title"),
              .body = join({view::errors(visit, problems), h1({t("appeals.confirm.title")}), p({t("appeals.confirm.text")}),
                            when(!input.email.empty(), confirm),
                            post_form(visit, draft_url(visit, "code"),
                                      join({input_field(view::field(visit, "email", "appeals.you.email", input.email, problems),
                                                        {.type = "email", .autocomplete = "email"}),
                                            submit_button(t("appeals.confirm.get"), true)})),
                            p({t("appeals.confirm.later")}),
                            post_form(visit, draft_url(visit, "send"), submit_button(t("appeals.confirm.try"), true))}),
              .status = problems ? status_of(problems->first().kind) : 200,
              .errors = problems != nullptr});
  if (response.status == 429) response.header("Retry-After", "3600");
  return response;
}

http::Response gone(const Visit& visit) {
  return refuse(visit, Problem{.kind = Problem::Kind::not_found, .message = "appeals.draft_gone"});
}

// The draft as a command, ready to be confirmed; a draft with faults goes back to the page before sending.
Result<SubmitAppeal> command_of(const Visit& visit, const SubmitInput& input) {
  auto command = TRY(checked(visit.context, visit.db, input, Channel::web, ""));
  command.draft_hash = drafts::hash_of(visit, visit.params.at(0));
  return command;
}

Applied receipt_of(const Visit& visit, const Submitted& submitted) {
  auto response = see_other(visit.url("/appeals/" + submitted.appeal.number + "/receipt"));
  response.header("Set-Cookie",
                  "case=" + submitted.code + "; Path=/; HttpOnly; SameSite=Lax" + (visit.request.secure ? "; Secure" : ""));
  return {std::move(response)};
}

}  // namespace

Html contact_block(const Visit& visit, const queries::PrivateCase& v) {
  const auto& t = visit.words;
  const auto words = v.contact == ContactState::unconfirmed ? t("appeals.contact.again_or_change") : t("appeals.contact.change");
  return section({h2({t("appeals.contact.title")}), state_block(visit, v, nullptr), phone_line(visit, v),
                  p({a({href(contact_url(visit, v.appeal)), words})})});
}

http::Response contact_page(const Visit& visit) {
  return with_contact(visit, [&](const queries::PrivateCase& v) { return whole_page(visit, v, {}, nullptr); });
}

Prepared confirm_contact_form(const Visit& visit, const http::Pairs& form) {
  return Apply([target = target_of(visit), typed = std::string(form.get("code"))](db::Tx& tx, const Visit& at) -> Applied {
    const auto state = confirm_contact(tx, at.context, target, typed);
    if (!state) return {refuse(at, state.problems()), false};
    if (*state == auth::CodeState::good) return {back(at)};
    return {again(at, {}, code_problem(*state, "code"))};  // kept: the try is spent
  });
}

Prepared send_code(const Visit& visit, const http::Pairs&) {
  return Apply([target = target_of(visit)](db::Tx& tx, const Visit& at) -> Applied {
    const auto sent = send_contact_code(tx, at.context, target);
    if (!sent) return {again(at, {}, sent.problems()), false};
    return {back(at)};
  });
}

Prepared change_contact_form(const Visit& visit, const http::Pairs& form) {
  return Apply([target = target_of(visit), form](db::Tx& tx, const Visit& at) -> Applied {
    const auto state = change_contact(tx, at.context, target, {.email = std::string(form.get("email")), .old_code = std::string(form.get("old_code"))});
    if (!state) return {again(at, form, state.problems()), false};
    if (*state == auth::CodeState::good) return {back(at)};
    return {again(at, form, code_problem(*state, "old_code"))};
  });
}

Applied submit_draft(db::Tx& tx, const Visit& visit, const SubmitAppeal& command, const SubmitInput& input, const std::string& token) {
  const auto submitted = submit(tx, visit.context, command);
  if (submitted) return receipt_of(visit, *submitted);
  if (submitted.problems().first().message != Key("appeals.confirm_first")) return {refuse(visit, submitted.problems()), false};
  drafts::save(tx, visit, token, input);
  (void)send_draft_code(tx, visit.context, command);  // without an address, or after too many, the next page asks
  return {see_other(visit.url("/appeal/d/" + token + "/confirm"))};
}

http::Response draft_confirm(const Visit& visit) {
  const auto input = drafts::load(visit, visit.params.at(0));
  return input ? confirm_page(visit, *input, nullptr) : gone(visit);
}

Prepared send_draft_code_form(const Visit& visit, const http::Pairs& form) {
  auto input = drafts::load(visit, visit.params.at(0));
  if (!input) return gone(visit);
  input->email = std::string(form.get("email"));
  const auto command = command_of(visit, *input);
  if (!command) return confirm_page(visit, *input, &command.problems());
  return Apply([command = *command, input = *input](db::Tx& tx, const Visit& at) -> Applied {
    const auto sent = send_draft_code(tx, at.context, command);
    if (!sent) return {confirm_page(at, input, &sent.problems()), false};
    drafts::save(tx, at, at.params.at(0), input);
    return {see_other(draft_url(at, "confirm"))};
  });
}

Prepared confirm_and_send(const Visit& visit, const http::Pairs& form) {
  const auto input = drafts::load(visit, visit.params.at(0));
  if (!input) return gone(visit);
  const auto command = command_of(visit, *input);
  if (!command) return confirm_page(visit, *input, &command.problems());
  return Apply([command = *command, input = *input, typed = std::string(form.get("code"))](db::Tx& tx, const Visit& at) -> Applied {
    const auto state = check_draft_code(tx, at.context, command, typed);
    if (state != auth::CodeState::good) {
      const Problems problems(code_problem(state, "code"));
      return {confirm_page(at, input, &problems)};  // kept: the try is spent
    }
    auto confirmed = command;
    confirmed.is_confirmed = true;
    const auto submitted = submit(tx, at.context, confirmed);
    if (!submitted) return {refuse(at, submitted.problems()), false};
    return receipt_of(at, *submitted);
  });
}

}  // namespace jauap::appeals::pages
