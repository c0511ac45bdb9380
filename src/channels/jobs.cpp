#include "channels/jobs.h"

#include <boost/json.hpp>

#include "appeals/appeals.h"
#include "channels/signature.h"
#include "platform/config/config.h"
#include "platform/numbers/numbers.h"

namespace jauap::channels {
namespace {

namespace json_ = boost::json;

constexpr const char* post_job = "channels.post";
constexpr std::string_view about = "job/channels.post";

struct Outgoing {
  store::Peer peer;
  std::string text;         // "" for news: its words are made when it leaves
  std::string number, in_reply_to;
};

std::string packed(const Outgoing& out) {
  return json_::serialize(json_::object{{"channel", out.peer.channel}, {"to", out.peer.address}, {"language", out.peer.language},
                                        {"text", out.text}, {"number", out.number}, {"in_reply_to", out.in_reply_to}});
}

Outgoing unpacked(std::string_view text) {
  const auto value = json_::parse(text);
  const auto get = [&](const char* name) { return std::string(value.as_object().at(name).as_string()); };
  return {{get("channel"), get("to"), get("language")}, get("text"), get("number"), get("in_reply_to")};
}

void add(db::Tx& tx, IdMaker& ids, const secrets::Keys& keys, Instant now, const Outgoing& out, std::string_view once) {
  jobs::add(tx, ids, now, 0, post_job, keys.seal(packed(out), about), now, once);
}

// "KZ75-A-2026-000284: answered. https://…": the number and that there is news, nothing else.
std::string news_text(db::ReadTx& tx, const Context& context, const Outgoing& out) {
  const auto news = appeals::news_of(tx, context, out.number);
  if (!news) return {};
  const auto language = language_of(out.peer.language).value_or(Language::kk);
  const i18n::Words t(language);
  return t("channels.message.news", {{"number", news->number},
                                     {"status", t(appeals::words_of(news->state))},
                                     {"link", context.settings->origin + "/" + std::string(code(language)) + "/appeals/" + news->number}});
}

std::string body_of(const Outgoing& out, const std::string& text) {
  json_::object body{{"type", out.text.empty() ? "news" : "reply"}, {"to", out.peer.address}, {"text", text}, {"language", out.peer.language}};
  if (!out.number.empty()) body["number"] = out.number;
  if (!out.in_reply_to.empty()) body["in_reply_to"] = out.in_reply_to;
  return json_::serialize(body);
}

// The gateway will never take this one; anything else is worth another try.
bool is_final(int status) { return status == 400 || status == 410 || status == 413 || status == 422; }

jobs::Finished deliver(House& house, const jobs::Job& job) {
  if (job.payload.empty()) return {};  // the hourly beat of every kind of job
  const auto text = house.keys->open(job.payload, about);
  if (!text) return {.good = false, .reason = "the message cannot be opened with the present keys", .hopeless = true};
  const auto out = unpacked(*text);
  const auto context = house.context(Actor::system());
  std::optional<store::Channel> channel;
  std::string words = out.text;
  house.readers->run([&](db::ReadTx& tx) {
    channel = store::find(tx, *house.keys, out.peer.channel);
    if (words.empty()) words = news_text(tx, context, out);
  });
  if (!channel || channel->url.empty() || words.empty()) return {};  // the channel was taken away
  const auto id = (out.number.empty() ? std::string("jauap") : out.number) + "." + std::to_string(job.id.value);
  const auto body = body_of(out, words);
  auto headers = signed_headers(channel->secret, id, context.now, body);
  headers.emplace_back("Content-Type", "application/json");
  const auto posted = mail::post_to(channel->url, body, headers);
  if (posted.status >= 200 && posted.status < 300) return {};
  const auto why = posted.status ? "the gateway answers " + std::to_string(posted.status) : posted.reason;
  return {.good = false, .reason = why, .hopeless = is_final(posted.status)};
}

}  // namespace

void post_reply(db::Tx& tx, const Context& context, const store::Peer& peer, const std::string& text, const std::string& number,
                const std::string& in_reply_to) {
  const auto once = number.empty() ? std::string() : "channels/" + number + "/reply/" + std::to_string(context.ids->next<JobId>(context.now).value);
  add(tx, *context.ids, *context.keys, context.now, {peer, text, number, in_reply_to}, once);
}

void tell_followers(db::Tx& tx, const journal::Speaker& speaker, const ObjectRef& object, const journal::Event& event,
                    const journal::Recorded& recorded) {
  if (object.letter != 'A' || !appeals::is_told(event.type)) return;
  for (const auto& peer : store::followers(tx, *speaker.keys, object.number)) {
    const auto whom = secrets::hex(speaker.keys->keyed_hash(secrets::Purpose::channel, peer.channel + "\n" + peer.address).substr(0, 8));
    add(tx, *speaker.ids, *speaker.keys, speaker.now, {peer, "", object.number, ""},
        "channels/" + object.number + "/" + std::to_string(recorded.n) + "/" + whom);
  }
}

void forget_erased(db::Tx& tx, const journal::Speaker&, const ObjectRef& object, const journal::Event& event, const journal::Recorded&) {
  if (object.letter != 'A' || std::string_view(event.type) != "appeal.erased") return;
  store::unfollow_case(tx, object.number);
  jobs::drop_by_key(tx, 0, post_job, "channels/" + object.number + "/");
}

std::string number_in_id(std::string_view webhook_id) {
  const auto number = numbers::parse(webhook_id.substr(0, webhook_id.rfind('.')));
  return number ? number->canonical() : std::string();
}

std::vector<jobs::Handler> job_handlers(House& house) {
  return {{post_job, [&house](const jobs::Job& job) { return deliver(house, job); }},
          {"channels.drop_old", [&house](const jobs::Job&) {
             const auto context = house.context(Actor::system());
             house.writer->run([&](db::Tx& tx) {
               store::drop_old(tx, context.now.minus(std::chrono::hours(24 * 30)), context.today.date.plus_days(-7));
               return true;
             });
             return jobs::Finished{};
           }}};
}

}  // namespace jauap::channels
