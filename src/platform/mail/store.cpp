#include <boost/json.hpp>

#include "platform/mail/store.h"

namespace jauap::mail {
namespace {

constexpr CarriesOnly onto_paper{"an address goes sealed into the outbox and opens only for sending"};

const db::Statement insert_kept{"mail.keep", R"sql(
  insert into mail_outbox (place_id, id, at, about, letter) values ($1, $2, $3, $4, $5)
  on conflict (place_id, id) do nothing)sql"};
const db::Statement select_kept{"mail.kept", R"sql(
  select id, at, about, letter from mail_outbox where place_id = 0 order by id desc limit $1)sql"};

const db::Statement delete_kept{"mail.drop_kept", "delete from mail_outbox where about = $1"};

std::string kept_about(std::int64_t id) { return "mail_outbox/" + std::to_string(id); }
constexpr std::string_view job_about = "job/mail.send";

}  // namespace

std::string packed(const Letter& letter) {
  return boost::json::serialize(boost::json::object{{"to", letter.to.open(onto_paper)},
                                                    {"language", code(letter.language)},
                                                    {"subject", letter.subject},
                                                    {"text", letter.text},
                                                    {"about", letter.about},
                                                    {"reply_to", letter.reply_to}});
}

Letter unpacked(std::string_view text) {
  const auto value = boost::json::parse(text);
  const auto& object = value.as_object();
  const auto get = [&](const char* name) { return std::string(object.at(name).as_string()); };
  const auto* reply_to = object.if_contains("reply_to");  // absent in letters of earlier versions
  return {.to = Private<std::string>(get("to")),
          .language = language_of(get("language")).value_or(Language::kk),
          .subject = get("subject"),
          .text = get("text"),
          .about = get("about"),
          .reply_to = reply_to ? std::string(reply_to->as_string()) : std::string()};
}

void post(db::Tx& tx, IdMaker& ids, const secrets::Keys& keys, Instant now, std::int64_t place, const Letter& letter,
          std::string_view unique_key) {
  const auto once = unique_key.empty() ? std::string() : "mail/" + std::string(unique_key);
  jobs::add(tx, ids, now, place, "mail.send", keys.seal(packed(letter), job_about), now, once);
}

int drop_about(db::Tx& tx, std::int64_t place, std::string_view number) {
  const int jobs = jobs::drop_by_key(tx, place, "mail.send", "mail/" + std::string(number) + "/");
  return jobs + int(tx.execute(delete_kept, {number}));
}

std::optional<Letter> letter_of(const secrets::Keys& keys, const jobs::Job& job) {
  const auto text = keys.open(job.payload, job_about);
  if (!text) return std::nullopt;
  return unpacked(*text);
}

void keep(db::Tx& tx, const secrets::Keys& keys, JobId id, Instant now, const Letter& letter) {
  const db::Blob sealed{keys.seal(packed(letter), kept_about(id.value))};
  tx.execute(insert_kept, {0, id, now, letter.about, sealed});
}

std::vector<Kept> kept(db::ReadTx& tx, const secrets::Keys& keys, int limit) {
  std::vector<Kept> all;
  tx.each(select_kept, {limit}, [&](const db::Row& row) {
    const auto text = keys.open(row.text(3), kept_about(row.integer(0)));
    if (!text) return;
    const auto letter = unpacked(*text);
    all.push_back({.id = row.integer(0),
                   .at = row.instant(1),
                   .to = letter.to.open(onto_paper),
                   .subject = letter.subject,
                   .text = letter.text,
                   .about = letter.about,
                   .reply_to = letter.reply_to});
  });
  return all;
}

}  // namespace jauap::mail
