// A message from a gateway: "number code" tells how a case stands and follows it, words to a followed case are added to it, anything
// else becomes a draft to look at and send.
#include <boost/json.hpp>

#include "appeals/appeals.h"
#include "base/text.h"
#include "channels/inbound.h"
#include "channels/jobs.h"
#include "channels/signature.h"
#include "channels/words.h"
#include "platform/config/config.h"
#include "platform/module/shape.h"

namespace jauap::channels {
namespace {

using appeals::Joined;
using What = Asked::What;

struct Message {
  store::Peer peer;
  std::string text, in_reply_to;
  bool language_told = false;
};

const Shape& message_shape() {
  static const Shape shape{text_field("from").required().length(1, 200).about("phone or handle; replies go to it as it is written here"),
                           text_field("text").required().length(1, appeals::text_max),
                           text_field("language").one_of({"kk", "ru", "en"}),
                           text_field("in_reply_to").length(0, id_max).about("Webhook-Id of the message of ours that is answered")};
  return shape;
}

Message message_of(const std::string& valid_json, const std::string& channel) {
  const auto value = boost::json::parse(valid_json);
  const auto get = [&](const char* name) {
    const auto* found = value.as_object().if_contains(name);
    return found ? std::string(found->as_string()) : std::string();
  };
  Message message{.peer = {channel, text::clean_line(get("from")).value_or(""), get("language")},
                  .text = text::clean(get("text")).value_or(""),
                  .in_reply_to = get("in_reply_to")};
  message.language_told = !message.peer.language.empty();
  if (!message.language_told) message.peer.language = appeals::language_of_text(message.text);
  return message;
}

// One message on its way: who, what, and what is said back.
class Talk {
 public:
  Talk(db::Tx& tx, const Visit& at, Message message) : tx_(tx), at_(at), context_(at.context), message_(std::move(message)) {}

  Outcome run() {
    const auto asked = asked_of(message_.text);
    switch (asked.what) {
      case What::status: return status(asked);
      case What::add: return follows(asked.number) ? add(asked.number, asked.text) : unknown();
      case What::stop: store::unfollow(tx_, *context_.keys, message_.peer); return say("stopped", "channels.message.stopped");
      case What::fresh: break;
    }
    const auto answered = message_.in_reply_to.empty() ? std::string() : number_in_id(message_.in_reply_to);
    if (!answered.empty() && follows(answered)) return add(answered, message_.text);
    return begin();
  }

 private:
  bool follows(const std::string& number) { return store::follows(tx_, *context_.keys, message_.peer, number); }

  i18n::Words words() const { return i18n::Words(language_of(message_.peer.language).value_or(Language::kk)); }
  std::string link(const std::string& path) const { return context_.settings->origin + "/" + message_.peer.language + path; }
  Outcome say(std::string result, Key text, std::vector<Arg> args = {}, std::string number = "") {
    return {std::move(result), std::move(number), words()(Problem{.message = text, .args = std::move(args)})};
  }
  // The same whether there is no such case or the code is another's.
  Outcome unknown() { return say("not_found", "channels.message.not_found"); }

  Outcome status(const Asked& asked) {
    const auto news = appeals::news_of(tx_, context_, asked.number);
    if (news && !message_.language_told && language_of(news->language)) message_.peer.language = news->language;
    const bool knows = news && (asked.code.empty() ? follows(news->number) : appeals::is_code_of(tx_, context_, news->number, asked.code));
    if (!knows) return unknown();
    store::follow(tx_, *context_.keys, message_.peer, news->number, context_.now);
    const auto t = words();
    const Key line = appeals::is_open(news->state) ? Key("channels.message.status_open") : Key("channels.message.status");
    return say("status", line, {{"number", news->number}, {"status", t(appeals::words_of(news->state))}, {"date", t.date(news->due_on)}, {"link", link("/appeals/" + news->number)}},
               news->number);
  }

  Outcome add(const std::string& number, const std::string& text) {
    const auto joined = appeals::join_message(tx_, context_, number, {text, {}});
    const std::vector<Arg> args{{"number", number}, {"link", link("/appeals/" + number)}};
    switch (joined.how) {
      case Joined::How::repaired: return say("repaired", "channels.message.added", args, number);
      case Joined::How::added: return say("added", "channels.message.added", args, number);
      case Joined::How::too_late: return say("too_late", "channels.message.too_late", args, number);
      case Joined::How::nothing: return {"nothing", number, ""};
      case Joined::How::other_sender:
      case Joined::How::not_found: break;
    }
    return unknown();
  }

  Outcome begin() {
    const auto today = context_.today.date;
    const auto& keys = *context_.keys;
    if (store::count(tx_, keys, message_.peer, today, store::Counted::draft) > drafts_a_day) {
      if (store::count(tx_, keys, message_.peer, today, store::Counted::notice) > 1) return {"limited", "", ""};
      return say("limited", "channels.message.limited", {{"link", link("/appeal/new")}});
    }
    const auto token = appeals::begin_draft(tx_, at_, {.title = "", .text = message_.text, .email = "", .phone = i18n::normal_phone(message_.peer.address),
                                                       .files = {}, .channel = appeals::Channel::messenger});
    store::put_draft(tx_, keys, appeals::draft_hash(at_, token), message_.peer, context_.now);
    return say("draft", "channels.message.draft", {{"link", link("/appeal/d/" + token + "/check")}});
  }

  db::Tx& tx_;
  const Visit& at_;
  const Context& context_;
  Message message_;

 public:
  const store::Peer& peer() const { return message_.peer; }
};

Applied take(db::Tx& tx, const Visit& at, const Caller& caller, const Message& message, const std::string& digest) {
  const auto& keys = *at.context.keys;
  const auto& name = caller.channel.name;
  if (const auto before = store::taken(tx, keys, name, caller.id)) {
    if (before->digest != digest) return {refuse(at, Problem{.kind = Problem::Kind::invalid, .message = "platform.once_reused"}), false};
    auto response = json(before->outcome);
    response.header("Idempotency-Replayed", "true");
    return {std::move(response), false};
  }
  Talk talk(tx, at, message);
  auto outcome = talk.run();
  if (!caller.channel.url.empty() && !outcome.reply.empty()) {
    post_reply(tx, at.context, talk.peer(), outcome.reply, outcome.number, caller.id);
    outcome.reply.clear();
  }
  store::put_taken(tx, keys, name, caller.id, {digest, to_json(outcome)}, at.context.now);
  return {json(to_json(outcome))};
}

Prepared take_message(const Visit& visit, const http::Pairs&) {
  const auto caller = visit.params.at(0) == mail_channel ? Result<Caller>(Problem{.kind = Problem::Kind::unauthorised, .message = "channels.bad_signature"})
                                                        : caller_of(visit, visit.params.at(0));
  if (!caller) return refuse(visit, caller.problems());
  const auto valid = read_json(visit.request.body, message_shape());
  if (!valid) return refuse(visit, valid.problems());
  auto message = message_of(*valid, caller->channel.name);
  if (message.peer.address.empty() || message.text.empty())
    return refuse(visit, Problem{.kind = Problem::Kind::invalid, .message = "channels.empty", .field = message.text.empty() ? "text" : "from"});
  return Apply([caller = *caller, message = std::move(message), digest = secrets::sha256(visit.request.body)](db::Tx& tx, const Visit& at) -> Applied {
    return take(tx, at, caller, message, digest);
  });
}

}  // namespace

std::vector<Route> message_routes() {
  const Shape out{text_field("result").required().one_of({"status", "added", "repaired", "too_late", "not_found", "stopped", "draft", "limited", "nothing"}),
                  text_field("number"), text_field("reply").about("what to say, for gateways without an address of their own")};
  auto route = api_post("/api/v1/channels/{name}/messages", take_message, "A message from a gateway, signed by its channel (docs/channels.md)",
                        schema_of(message_shape(), true), schema_of(out, false), 200);
  route.body_max = 256 * 1024;
  return {std::move(route)};
}

}  // namespace jauap::channels
