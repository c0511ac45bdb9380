#include "appeals/contact.h"

#include "appeals/letters.h"
#include "appeals/store.h"
#include "platform/config/config.h"
#include "platform/mail/mail.h"

namespace jauap::appeals {
namespace {

// Security limits of one person, signed in or with a confirmed address; an address that nobody confirmed is nobody's, else
// whoever knows it could hold its owner back.
constexpr int hour_max = 5, day_max = 20;

std::string bound_to(const Appeal& appeal) { return "case/" + appeal.number; }
std::string bound_to(const SubmitAppeal& command) { return "draft/" + secrets::hex(command.draft_hash); }

struct OpenedContact {
  Opened opened;
  Content content;
};

Result<OpenedContact> open_contact(db::ReadTx& tx, const Context& context, const Target& target) {
  auto opened = TRY(open_case(tx, context, target, may_confirm_contact));
  const auto content = store::content(tx, *context.keys, opened.appeal);
  invariant(content.has_value(), "a case has its content");
  auto open = content->open(opened.permit);
  return OpenedContact{std::move(opened), std::move(open)};
}

Problem no_email() { return {.message = "appeals.contact.no_email", .field = "email"}; }

Done post_code(db::Tx& tx, const Context& context, const Appeal& appeal, const Content& content) {
  const auto& email = content.applicant.email;
  const auto code = TRY(auth::new_email_code(tx, *context.keys, *context.ids, context.now, email, bound_to(appeal)));
  letters::confirm_code(tx, context, appeal.place, content.reply_language, email, code, appeal.number);
  return done();
}

void confirm(db::Tx& tx, const Context& context, const Permit& permit, const Appeal& appeal, const Content& content,
             const std::string& case_code) {
  store::put_confirmed(tx, permit, *context.keys, appeal, content.applicant.email, context.now);
  letters::receipt(tx, context, permit, appeal, content.applicant, case_code);
}

// Citizens sign in by a code sent to their address.
bool signs_in_with(db::ReadTx& tx, const Context& context, std::string_view email) {
  if (context.actor.role != Role::citizen) return false;
  const auto account = auth::by_id(tx, *context.keys, context.actor.account);
  return account && account->login.empty() && account->email == email;
}

bool is_much(const std::vector<Instant>& newest_first, Instant now) {
  const auto since = [&](std::chrono::hours span) {
    int count = 0;
    for (const auto at : newest_first) count += at.ms > now.minus(span).ms;
    return count;
  };
  return since(std::chrono::hours(1)) >= hour_max || since(std::chrono::hours(24)) >= day_max;
}

}  // namespace

std::string_view code(ContactState state) {
  switch (state) {
    case ContactState::none: return "none";
    case ContactState::unconfirmed: return "unconfirmed";
    case ContactState::confirmed: return "confirmed";
  }
  return "";
}

std::string code_digits(std::string_view typed) {
  std::string digits;
  for (const char c : typed)
    if (c != ' ' && c != '-') digits.push_back(c);
  return digits;
}

ContactState contact_state(db::ReadTx& tx, const secrets::Keys& keys, const Appeal& appeal, std::string_view email) {
  if (email.empty()) return ContactState::none;
  return store::is_confirmed(tx, keys, appeal, email) ? ContactState::confirmed : ContactState::unconfirmed;
}

void begin_contact(db::Tx& tx, const Context& context, const Permit& permit, const Appeal& appeal, const Content& content,
                   const std::string& case_code, bool is_confirmed) {
  const auto& email = content.applicant.email;
  if (email.empty()) return;
  const bool is_own = appeal.owner && signs_in_with(tx, context, email);
  if (is_confirmed || is_own) return confirm(tx, context, permit, appeal, content, case_code);
  (void)post_code(tx, context, appeal, content);  // the page of the case offers another when this one was not sent
}

void inherit_contact(db::Tx& tx, const Context& context, const Permit& permit, const Appeal& parent, const Appeal& child,
                     const Content& content, const std::string& case_code) {
  if (contact_state(tx, *context.keys, parent, content.applicant.email) == ContactState::confirmed)
    confirm(tx, context, permit, child, content, case_code);
}

Done send_contact_code(db::Tx& tx, const Context& context, const Target& target) {
  const auto contact = TRY(open_contact(tx, context, target));
  if (contact.content.applicant.email.empty()) return no_email();
  return post_code(tx, context, contact.opened.appeal, contact.content);
}

Result<auth::CodeState> confirm_contact(db::Tx& tx, const Context& context, const Target& target, const std::string& typed) {
  const auto contact = TRY(open_contact(tx, context, target));
  const auto& appeal = contact.opened.appeal;
  const auto& email = contact.content.applicant.email;
  if (email.empty()) return no_email();
  const auto state = auth::check_email_code(tx, *context.keys, context.now, email, bound_to(appeal), code_digits(typed));
  if (state == auth::CodeState::good)
    confirm(tx, context, contact.opened.permit, appeal, contact.content,
            contact.opened.by_key ? *secrets::parse_code(target.code) : std::string());
  return state;
}

Result<auth::CodeState> change_contact(db::Tx& tx, const Context& context, const Target& target, const ChangeContact& command) {
  const auto contact = TRY(open_contact(tx, context, target));
  const auto& appeal = contact.opened.appeal;
  const auto& old = contact.content.applicant.email;
  const auto email = mail::normal_address(command.email);
  if (email.empty() && !command.email.empty()) return Problem{.message = "appeals.bad_email", .field = "email"};
  if (email == old) return auth::CodeState::good;
  if (contact_state(tx, *context.keys, appeal, old) == ContactState::confirmed) {
    const auto state = auth::check_email_code(tx, *context.keys, context.now, old, bound_to(appeal), code_digits(command.old_code));
    if (state != auth::CodeState::good) return state;
  }
  auto content = contact.content;
  content.applicant.email = email;
  store::set_applicant(tx, contact.opened.permit, *context.keys, appeal, Private<Applicant>(content.applicant));
  if (!email.empty()) (void)post_code(tx, context, appeal, content);  // too many: the page offers another later
  return auth::CodeState::good;
}

bool wrote_much(db::ReadTx& tx, const Context& context, std::string_view email) {
  if (!context.settings->limits) return false;
  if (context.actor.signed_in() && is_much(store::lately_of_owner(tx, context.actor.account, day_max), context.now)) return true;
  return !email.empty() && is_much(store::lately_of_email(tx, *context.keys, email, day_max), context.now);
}

Done send_draft_code(db::Tx& tx, const Context& context, const SubmitAppeal& command) {
  const auto& content = command.content;
  if (content.applicant.email.empty()) return no_email();
  const auto code = TRY(
      auth::new_email_code(tx, *context.keys, *context.ids, context.now, content.applicant.email, bound_to(command)));
  letters::confirm_code(tx, context, 0, content.reply_language, content.applicant.email, code, "");
  return done();
}

auth::CodeState check_draft_code(db::Tx& tx, const Context& context, const SubmitAppeal& command, const std::string& typed) {
  if (command.content.applicant.email.empty()) return auth::CodeState::over;
  return auth::check_email_code(tx, *context.keys, context.now, command.content.applicant.email, bound_to(command),
                                code_digits(typed));
}

}  // namespace jauap::appeals
