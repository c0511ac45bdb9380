#include "appeals/letters.h"

#include "appeals/store.h"
#include "platform/config/config.h"
#include "platform/mail/mail.h"

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
    {"appeal.arbitrated", Key("appeals.letter.moved")},
};

std::string address(const Context& context, Language language, std::string_view path) {
  return context.settings->origin + "/" + std::string(code(language)) + std::string(path);
}

Language language_for(const std::string& tag) { return language_of(tag).value_or(Language::kk); }

}  // namespace

void receipt(db::Tx& tx, const Context& context, const Permit&, const Appeal& appeal, const Applicant& applicant,
             const std::string& code) {
  if (applicant.email.empty()) return;
  const auto language = language_for(appeal.language);
  const i18n::Words t(language);
  mail::post(tx, *context.ids, *context.keys, context.now, appeal.place,
             {.to = Private<std::string>(applicant.email),
              .language = language,
              .subject = t("appeals.letter.subject", {{"number", appeal.number}}),
              .text = t("appeals.letter.registered",
                        {{"number", appeal.number},
                         {"date", t.date(appeal.due_on)},
                         {"code", secrets::shown_code(code)},
                         {"link", address(context, language, "/track")}}),
              .about = appeal.number},
             appeal.number + "/1");
}

void tell_applicant(db::Tx& tx, const Context& context, const Permit& permit, const Appeal& appeal,
                    std::string_view event_type) {
  for (const auto& row : told) {
    if (row.event != event_type) continue;
    const auto content = store::content(tx, *context.keys, appeal);
    if (!content || content->open(permit).applicant.email.empty()) return;
    const auto& open = content->open(permit);
    const auto language = language_for(open.reply_language);
    const i18n::Words t(language);
    mail::post(tx, *context.ids, *context.keys, context.now, appeal.place,
               {.to = Private<std::string>(open.applicant.email),
                .language = language,
                .subject = t("appeals.letter.subject", {{"number", appeal.number}}),
                .text = t("appeals.letter.news",
                          {{"number", appeal.number},
                           {"what", t(row.line, {{"date", t.date(appeal.due_on)}})},
                           {"link", address(context, language, "/appeals/" + appeal.number)}}),
                .about = appeal.number},
               appeal.number + "/" + std::to_string(appeal.version));
    return;
  }
}

}  // namespace jauap::appeals::letters
