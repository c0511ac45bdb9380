// What the applicant writes about a case in a letter or a message.
#include "appeals/appeals.h"
#include "appeals/commands_shared.h"
#include "appeals/contact.h"
#include "appeals/letters.h"
#include "appeals/store.h"
#include "base/text.h"
#include "platform/config/config.h"
#include "platform/numbers/numbers.h"

namespace jauap::appeals {
namespace {

using procedure::Step;
using How = Joined::How;

constexpr std::size_t seal_bytes = 15;  // 24 characters of base 32

std::string seal_of(const Context& context, std::string_view number) {
  return text::lower(secrets::base32(context.keys->keyed_hash(secrets::Purpose::reply_address, number).substr(0, seal_bytes)));
}

// The case opened as its applicant: by the code shown earlier in the conversation, or by a letter that only the applicant got.
Target as_applicant(const std::string& number) { return {.number = number, .code = "", .version = 0, .is_proven = true}; }

bool is_same_address(const std::string& a, const std::string& b) { return !a.empty() && text::lower(a) == text::lower(b); }

std::string words_or_files(const Written& written, const std::string& language) {
  if (!written.text.empty()) return written.text;
  return i18n::Words(language_of(language).value_or(Language::kk))("appeals.message.files_only");
}

Joined join(db::Tx& tx, const Context& context, const Appeal& appeal, const std::string& language, const Written& written) {
  Joined joined{.how = How::nothing, .number = appeal.number, .language = language};
  if (written.text.empty() && written.files.empty()) return joined;
  const bool is_repair = procedure::is_allowed(Step::repair, appeal.state);
  if (!is_repair && !procedure::is_allowed(Step::message, appeal.state)) {
    joined.how = How::too_late;
    return joined;
  }
  const auto target = as_applicant(appeal.number);
  const Details details{.text = words_or_files(written, language)};
  const auto changed = is_repair ? repair(tx, context, target, details) : write_message(tx, context, target, details);
  if (!changed) throw BrokenInvariant("an allowed step of the applicant is taken");
  joined.how = is_repair ? How::repaired : How::added;
  if (!written.files.empty()) joined.files_kept = bool(attach(tx, context, target, written.files));
  return joined;
}

}  // namespace

std::string reply_address(const Context& context, std::string_view number) {
  const auto& general = context.settings->mail_in_address;
  if (general.empty()) return {};
  const auto at = general.find('@');
  return general.substr(0, at) + "+" + text::lower(number) + "-" + seal_of(context, number) + general.substr(at);
}

std::optional<std::string> number_in_reply_address(const Context& context, std::string_view address) {
  const auto lower = text::lower(address);
  const auto plus = lower.find('+'), at = lower.find('@');
  if (plus == std::string::npos || at == std::string::npos || plus > at) return std::nullopt;
  const auto dash = lower.rfind('-', at);
  if (dash == std::string::npos || dash < plus) return std::nullopt;
  const auto number = numbers::parse(lower.substr(plus + 1, dash - plus - 1));
  if (!number) return std::nullopt;
  const auto canonical = number->canonical();
  if (!secrets::equal(reply_address(context, canonical), lower)) return std::nullopt;
  return canonical;
}

Joined join_letter(db::Tx& tx, const Context& context, const std::string& number, const std::string& from, const Written& written) {
  const auto opened = open_case(tx, context, as_applicant(number), may_take_part);
  if (!opened) return {};
  const auto content = store::content(tx, *context.keys, opened->appeal);
  invariant(content.has_value(), "a case has its content");
  const auto& open = content->open(opened->permit);
  const auto& email = open.applicant.email;
  const bool is_theirs = is_same_address(from, email) && contact_state(tx, *context.keys, opened->appeal, email) == ContactState::confirmed;
  if (!is_theirs) return {.how = How::other_sender, .number = opened->appeal.number, .language = opened->appeal.language};
  return join(tx, context, opened->appeal, open.reply_language, written);
}

Joined join_message(db::Tx& tx, const Context& context, const std::string& number, const Written& written) {
  const auto opened = open_case(tx, context, as_applicant(number), may_take_part);
  if (!opened) return {};
  return join(tx, context, opened->appeal, opened->appeal.language, written);
}

std::optional<News> news_of(db::ReadTx& tx, const Context& context, std::string_view typed) {
  const auto number = numbers::parse(typed);
  const auto* place = number ? context.pack->place(number->place_code) : nullptr;
  const auto appeal = place ? store::find(tx, place->id, number->canonical()) : std::nullopt;
  if (!appeal) return std::nullopt;
  return News{appeal->number, appeal->language, appeal->state, appeal->due_on};
}

bool is_code_of(db::ReadTx& tx, const Context& context, std::string_view number, std::string_view typed_code) {
  const auto opened = open_case(tx, context, {.number = std::string(number), .code = std::string(typed_code)}, may_see_private);
  return opened && opened->by_key;
}

bool is_told(std::string_view event_type) { return letters::is_told(event_type); }

}  // namespace jauap::appeals
