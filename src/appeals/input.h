// What people and programs send, before it is believed: one raw form for pages, JSON and the operator's desk, and the
// checks that turn it into a command, naming every wrong field at once.
#pragma once

#include <string>
#include <string_view>

#include "appeals/commands.h"
#include "appeals/erasure.h"
#include "appeals/moderation.h"
#include "base/result.h"
#include "platform/http/http.h"
#include "platform/module/module.h"

namespace jauap::appeals {

// All as typed. Field names are those of forms and, where they differ, of JSON paths ("applicant.iin").
struct SubmitInput {
  std::string kind, title, text, topic, body, district, address, lat, lon, visibility, language, reply_language;
  std::string place_kind;  // "address", "street", "district", "none": how the place was described
  std::string surname, first_name, patronymic, iin, bin, email, phone, reply_address;
  bool no_iin = false;
  // Of a draft that began as a letter or a message; no form and no program sets these.
  std::string channel;                // code of it
  std::string own_email;              // the draft's address went there and nowhere else: confirmed by sending
  std::vector<files::Staged> files;
};

// Reads what a form brought over what is there; absent fields keep their value.
void take_form(SubmitInput& input, const http::Pairs& form);
SubmitInput from_json(std::string_view validated_json);  // the body of POST /api/v1/appeals, already of the right shape
std::string to_draft(const SubmitInput& input);          // sealed by the caller
SubmitInput from_draft(std::string_view json);

// kk for a text with a Kazakh letter, ru for other Cyrillic ones, else en.
std::string language_of_text(std::string_view written);

// Files of a draft whose bytes are still kept: those that nobody sent are swept after a week.
std::vector<files::Staged> kept_files(const Context& context, const SubmitInput& input);

// The operator's form: how and when the appeal was received. At most so many days ago; never in the future.
inline constexpr int received_days_max = 30;
struct Receipt {
  Channel channel = Channel::phone;
  std::optional<CivilDate> on;        // none: today
};
Result<Receipt> read_receipt(const http::Pairs& form, CivilDate today);

// The checks of one page each; `prefix` is put before the field's name ("applicant." for JSON).
void check_text(const SubmitInput& input, Problems& problems);
void check_place(const law::Pack& pack, const SubmitInput& input, Problems& problems);
void check_choice(const Context& context, db::ReadTx& tx, const SubmitInput& input, Problems& problems);
void check_applicant(const SubmitInput& input, std::string_view prefix, Problems& problems);

// All checks, and the command. `code` is made here (secrets::new_code), so that a retried command keeps it.
Result<SubmitAppeal> checked(const Context& context, db::ReadTx& tx, const SubmitInput& input, Channel channel,
                             std::string_view applicant_prefix);

Result<RedirectAppeal> read_redirect(const http::Pairs& form);
Result<AnswerAppeal> read_answer(const http::Pairs& form);
Result<JudgeAnswer> read_verdict(const http::Pairs& form);
// A field that is not there leaves the text as proposed.
Result<ClearText> read_clear(const http::Pairs& form);
Result<ReportText> read_report(const http::Pairs& form);
Result<std::string> read_reason(const http::Pairs& form);
Result<AskErasure> read_erasure(const http::Pairs& form);
Result<std::string> read_why(const http::Pairs& form);  // why an erasure is declined

}  // namespace jauap::appeals
