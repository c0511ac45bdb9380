// A letter from the mail server (command mail-in): a reply joins its case, a new one becomes a draft.
#include "appeals/appeals.h"
#include "base/text.h"
#include "channels/inbound.h"
#include "platform/config/config.h"
#include "platform/mail/incoming.h"
#include "platform/mail/mail.h"
#include "platform/module/shape.h"

namespace jauap::channels {
namespace {

using appeals::Joined;

constexpr std::size_t draft_text_max = 100'000;

struct Letter {
  mail::Incoming in;
  std::string number;                  // of the case to which it replies, "" for a new one
  std::string id;                      // names it among all letters
  std::vector<files::Staged> files;
  bool all_files = true;               // none was of a kind or size that is not taken
};

store::Peer sender_of(const Letter& letter) {
  return {std::string(mail_channel), text::lower(letter.in.from), appeals::language_of_text(letter.in.text + letter.in.subject)};
}

http::Response answer(const Outcome& outcome, int status = 200) { return json(to_json(outcome), status); }

// One try of the mail server and its next one are the same letter; another recipient of it is another.
std::string id_of(const mail::Incoming& in, std::string_view recipient, std::string_view body) {
  const auto own = in.message_id.empty() ? secrets::hex(secrets::sha256(body)) : in.message_id;
  return own + "\n" + text::lower(in.from) + "\n" + text::lower(recipient);
}

struct Addressed {
  std::string recipient, number;
};
std::optional<Addressed> addressed(const Context& context, const mail::Incoming& in) {
  for (const auto& one : in.recipients)
    if (const auto number = appeals::number_in_reply_address(context, one)) return Addressed{one, *number};
  for (const auto& one : in.recipients)
    if (text::lower(one) == context.settings->mail_in_address) return Addressed{one, ""};
  return std::nullopt;
}

// Our own letters, should they come back, and what machines send.
bool is_nobodys(const Context& context, const mail::Incoming& in) {
  const auto from = text::lower(in.from);
  return in.is_automatic || from.empty() || from == text::lower(context.settings->mail_from) || from == context.settings->mail_in_address ||
         appeals::number_in_reply_address(context, from).has_value();
}

// What the platform takes of the attached files, sealed on the disk.
Done stage_files(const Context& context, Letter& letter) {
  for (const auto& file : letter.in.files) {
    if (letter.files.size() == std::size_t(files::files_max)) {
      letter.all_files = false;
      break;
    }
    auto staged = files::stage(*context.blobs, file.bytes, "files");
    if (staged) letter.files.push_back(staged.take());
    else if (staged.problems().first().kind == Problem::Kind::unavailable) return staged.take_problems();
    else letter.all_files = false;
  }
  letter.in.files.clear();
  return done();
}

// A letter to the sender of a letter, at most so many a day: what cannot be done is said, but nobody is flooded.
void notify(db::Tx& tx, const Visit& at, const Letter& letter, const std::string& language_tag, Key text) {
  const auto& context = at.context;
  if (store::count(tx, *context.keys, sender_of(letter), context.today.date, store::Counted::notice) > notices_a_day) return;
  const auto language = language_of(language_tag).value_or(Language::kk);
  const i18n::Words t(language);
  const auto link = context.settings->origin + "/" + std::string(code(language)) + (letter.number.empty() ? "/appeal/new" : "/appeals/" + letter.number);
  mail::post(tx, *context.ids, *context.keys, context.now, 0,
             {.to = Private<std::string>(letter.in.from),
              .language = language,
              .subject = t("channels.mail.subject"),
              .text = t(Problem{.message = text, .args = {{"number", letter.number}, {"link", link}}}),
              .about = letter.number});
}

Outcome join(db::Tx& tx, const Visit& at, const Letter& letter) {
  const auto joined = appeals::join_letter(tx, at.context, letter.number, letter.in.from, {letter.in.reply, letter.files});
  const bool is_taken = joined.how == Joined::How::repaired || joined.how == Joined::How::added;
  if (is_taken && (!letter.all_files || !joined.files_kept)) notify(tx, at, letter, joined.language, "channels.mail.files_left");
  switch (joined.how) {
    case Joined::How::repaired: return {"repaired", letter.number, ""};
    case Joined::How::added: return {"added", letter.number, ""};
    case Joined::How::other_sender: notify(tx, at, letter, joined.language, "channels.mail.other_sender"); return {"other_sender", letter.number, ""};
    case Joined::How::too_late: notify(tx, at, letter, joined.language, "channels.mail.too_late"); return {"too_late", letter.number, ""};
    case Joined::How::nothing: return {"nothing", letter.number, ""};
    case Joined::How::not_found: return {"unknown_recipient", "", ""};
  }
  throw BrokenInvariant("an outcome without a name");
}

// Nothing of the letter but the link goes back: the address may be somebody else's.
void send_link(db::Tx& tx, const Visit& at, const Letter& letter, const std::string& token) {
  const auto& context = at.context;
  const auto language = language_of(sender_of(letter).language).value_or(Language::kk);
  const i18n::Words t(language);
  const auto link = context.settings->origin + "/" + std::string(code(language)) + "/appeal/d/" + token + "/check";
  auto words = t("channels.mail.draft", {{"link", link}});
  if (!letter.all_files) words += "\n\n" + t("channels.mail.draft_files");
  mail::post(tx, *context.ids, *context.keys, context.now, 0,
             {.to = Private<std::string>(letter.in.from), .language = language, .subject = t("channels.mail.draft_subject"), .text = words, .about = ""});
}

Outcome begin(db::Tx& tx, const Visit& at, const Letter& letter) {
  const auto& in = letter.in;
  if (in.text.empty() && in.subject.empty()) return {"nothing", "", ""};
  const auto& context = at.context;
  const int today = store::count(tx, *context.keys, sender_of(letter), context.today.date, store::Counted::draft);
  if (today > drafts_a_day) return {"limited", "", ""};
  const auto token = appeals::begin_draft(tx, at, {.title = in.subject, .text = text::shortened(in.text, draft_text_max), .email = in.from, .phone = "",
                                                   .files = letter.files, .channel = appeals::Channel::mail, .is_own_email = true});
  send_link(tx, at, letter, token);
  return {"draft", "", ""};
}

http::Response replayed(const store::Taken& before) {
  auto response = json(before.outcome);
  response.header("Idempotency-Replayed", "true");
  return response;
}

Applied take(db::Tx& tx, const Visit& at, const Letter& letter, const std::string& digest) {
  const auto& keys = *at.context.keys;
  if (const auto before = store::taken(tx, keys, mail_channel, letter.id)) return {replayed(*before), false};
  const auto outcome = letter.number.empty() ? begin(tx, at, letter) : join(tx, at, letter);
  if (outcome.result == "unknown_recipient") return {answer(outcome, 404), false};
  store::put_taken(tx, keys, mail_channel, letter.id, {digest, to_json(outcome)}, at.context.now);
  return {answer(outcome)};
}

Prepared take_letter(const Visit& visit, const http::Pairs&) {
  const auto caller = caller_of(visit, mail_channel);
  if (!caller) return refuse(visit, caller.problems());
  const auto& context = visit.context;
  if (context.settings->mail_in_address.empty()) return refuse(visit, Problem{.kind = Problem::Kind::unavailable, .message = "channels.mail.off"});
  auto read = mail::read_message(visit.request.body);
  if (!read) return answer({"unreadable", "", ""}, 422);
  Letter letter{.in = read.take()};
  const auto to = addressed(context, letter.in);
  if (!to) return answer({"unknown_recipient", "", ""}, 404);
  if (is_nobodys(context, letter.in)) return answer({"automatic", "", ""});
  letter.number = to->number;
  letter.id = id_of(letter.in, to->recipient, visit.request.body);
  if (text::characters(letter.in.reply) > appeals::text_max) return answer({"unreadable", "", ""}, 422);
  if (const auto before = store::taken(visit.db, *context.keys, mail_channel, letter.id)) return replayed(*before);
  if (const auto staged = stage_files(context, letter); !staged) return refuse(visit, staged.problems());
  return Apply([letter = std::move(letter), digest = secrets::sha256(visit.request.body)](db::Tx& tx, const Visit& at) -> Applied {
    return take(tx, at, letter, digest);
  });
}

}  // namespace

std::vector<Route> mail_routes() {
  const Shape out{text_field("result").required().one_of({"draft", "repaired", "added", "other_sender", "too_late", "nothing", "limited", "automatic",
                                                          "unknown_recipient", "unreadable"}),
                  text_field("number")};
  auto route = api_post("/api/v1/channels/mail", take_letter, "A letter from the mail server, signed by its channel (docs/channels.md)",
                        R"({"type": "string", "description": "one message, RFC 5322"})", schema_of(out, false), 200);
  route.media_type = "message/rfc822";
  route.body_max = mail::message_bytes_max + 4096;
  return {std::move(route)};
}

}  // namespace jauap::channels
