#include "appeals/letters.h"

#include "appeals/appeals.h"
#include "appeals/contact.h"
#include "appeals/store.h"
#include "platform/auth/accounts.h"
#include "platform/config/config.h"
#include "platform/mail/mail.h"
#include "record/record.h"

namespace jauap::appeals::letters {
namespace {

// Which events an applicant is told by default, and in which words.
struct Told {
  std::string_view event;
  Key line;
};
constexpr Told told[] = {
    {"appeal.accepted", Key("appeals.letter.accepted")},
    {"appeal.redirected", Key("appeals.letter.redirected")},
    {"appeal.answered", Key("appeals.letter.answered")},
    {"appeal.withdrawn", Key("appeals.letter.withdrawn")},
    {"appeal.closed", Key("appeals.letter.closed")},
    {"appeal.extended", Key("appeals.letter.extended")},  // the notice of Art. 76: at once, so always within its rule
    {"appeal.paused", Key("appeals.letter.paused")},
    {"appeal.resumed", Key("appeals.letter.resumed")},
    {"appeal.repair_asked", Key("appeals.letter.repair")},
    {"appeal.hearing", Key("appeals.letter.hearing")},
    {"appeal.returned", Key("appeals.letter.returned")},
    {"appeal.left_unconsidered", Key("appeals.letter.terminated")},
    {"appeal.refused", Key("appeals.letter.refused")},
    {"appeal.answer_amended", Key("appeals.letter.amended")},
    {"appeal.passed", Key("appeals.letter.passed")},
    {"appeal.recusal_decided", Key("appeals.letter.recusal")},
    {"appeal.file_hidden", Key("appeals.letter.file_hidden")},
    {"appeal.shown", Key("appeals.letter.shown")},
    {"appeal.kept_private", Key("appeals.letter.kept_private")},
    {"appeal.restricted", Key("appeals.letter.restricted")},
    {"appeal.restriction_confirmed", Key("appeals.letter.restriction_confirmed")},
    {"appeal.recounted", Key("appeals.letter.recounted")},
    {"appeal.arbitrated", Key("appeals.letter.moved")},
    {"appeal.content_lost", Key("appeals.letter.content_lost")},
};

std::string address(const Context& context, Language language, std::string_view path) {
  return context.settings->origin + "/" + std::string(code(language)) + std::string(path);
}

Language language_for(const std::string& tag) { return language_of(tag).value_or(Language::kk); }

std::string receipt_text(const Context& context, const i18n::Words& t, const Appeal& appeal, const std::string& code) {
  if (code.empty())
    return t("appeals.letter.registered_no_code", {{"number", appeal.number},
                                                   {"date", t.date(appeal.due_on)},
                                                   {"link", address(context, t.language(), "/appeals/" + appeal.number)}});
  return t("appeals.letter.registered", {{"number", appeal.number},
                                         {"date", t.date(appeal.due_on)},
                                         {"code", secrets::shown_code(code)},
                                         {"link", address(context, t.language(), "/track")}});
}

// The promise of the public record, which holds no word of the appeal.
std::string promise_text(db::ReadTx& tx, const Context& context, const i18n::Words& t, const Appeal& appeal) {
  if (!context.record) return "";
  const auto promise = record::promise_of(tx, *context.record, appeal.place, appeal.id.value, 1);
  return promise ? "\n\n" + t("appeals.letter.promise") + "\n\n" + promise->receipt : std::string();
}

// A letter that may be answered says so.
std::string with_reply_hint(const i18n::Words& t, std::string text, const std::string& reply_to) {
  return reply_to.empty() ? text : text + "\n\n" + t("appeals.letter.reply_hint");
}

}  // namespace

bool is_told(std::string_view event_type) {
  for (const auto& row : told)
    if (row.event == event_type) return true;
  return false;
}

void receipt(db::Tx& tx, const Context& context, const Permit&, const Appeal& appeal, const Applicant& applicant,
             const std::string& code) {
  const auto language = language_for(appeal.language);
  const i18n::Words t(language);
  const auto reply_to = reply_address(context, appeal.number);
  mail::post(tx, *context.ids, *context.keys, context.now, appeal.place,
             {.to = Private<std::string>(applicant.email),
              .language = language,
              .subject = t("appeals.letter.subject", {{"number", appeal.number}}),
              .text = with_reply_hint(t, receipt_text(context, t, appeal, code) + promise_text(tx, context, t, appeal), reply_to),
              .about = appeal.number,
              .reply_to = reply_to},
             appeal.number + "/receipt");
}

void confirm_code(db::Tx& tx, const Context& context, std::int64_t place, const std::string& language_tag, const std::string& email,
                  const std::string& code, const std::string& number) {
  const auto language = language_for(language_tag);
  const i18n::Words t(language);
  mail::post(tx, *context.ids, *context.keys, context.now, place,
             {.to = Private<std::string>(email),
              .language = language,
              .subject = t("appeals.letter.confirm_subject"),
              .text = number.empty() ? t("appeals.letter.confirm_draft", {{"code", code}})
                                     : t("appeals.letter.confirm", {{"code", code}, {"number", number}}),
              .about = number},
             number.empty() ? "" : number + "/code/" + std::to_string(context.ids->next<JobId>(context.now).value));
}

namespace {

// One piece of news in the applicant's language, to an address that was confirmed.
template <class What>
void news(db::Tx& tx, const Context& context, const Permit& permit, const Appeal& appeal, const What& what, const std::string& unique) {
  const auto content = store::content(tx, *context.keys, appeal);
  if (!content) return;
  const auto& open = content->open(permit);
  if (contact_state(tx, *context.keys, appeal, open.applicant.email) != ContactState::confirmed) return;
  const auto language = language_for(open.reply_language);
  const i18n::Words t(language);
  const auto reply_to = reply_address(context, appeal.number);
  mail::post(tx, *context.ids, *context.keys, context.now, appeal.place,
             {.to = Private<std::string>(open.applicant.email),
              .language = language,
              .subject = t("appeals.letter.subject", {{"number", appeal.number}}),
              .text = with_reply_hint(t,
                                      t("appeals.letter.news", {{"number", appeal.number}, {"what", what(t)}, {"link", address(context, language, "/appeals/" + appeal.number)}}),
                                      reply_to),
              .about = appeal.number,
              .reply_to = reply_to},
             unique);
}

}  // namespace

void tell_applicant(db::Tx& tx, const Context& context, const Permit& permit, const Appeal& appeal,
                    std::string_view event_type) {
  for (const auto& row : told)
    if (row.event == event_type)
      return news(tx, context, permit, appeal, [&](const i18n::Words& t) { return t(row.line, {{"date", t.date(appeal.due_on)}}); },
                  appeal.number + "/" + std::to_string(appeal.version));
}

void remind_applicant(db::Tx& tx, const Context& context, const Permit& permit, const Appeal& appeal, Key line, CivilDate day) {
  news(tx, context, permit, appeal, [&](const i18n::Words& t) { return t(line, {{"date", t.date(day)}}); }, appeal.number + "/until/" + day.iso());
}

void tell_proposer(db::Tx& tx, const Context& context, const Appeal& appeal, AccountId proposer, int n) {
  const auto account = auth::by_id(tx, *context.keys, proposer);
  if (!account || account->closed || account->email.empty()) return;
  const auto language = language_for(account->language);
  const i18n::Words t(language);
  mail::post(tx, *context.ids, *context.keys, context.now, appeal.place,
             {.to = Private<std::string>(account->email),
              .language = language,
              .subject = t("appeals.letter.returned_subject", {{"number", appeal.number}}),
              .text = t("appeals.letter.returned_text", {{"number", appeal.number},
                                                         {"date", t.date(appeal.due_on)},
                                                         {"link", address(context, language, "/w/body/" + appeal.number)}}),
              .about = ""},
             appeal.number + "/returned/" + std::to_string(n));
}

}  // namespace jauap::appeals::letters
