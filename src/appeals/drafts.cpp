#include "appeals/drafts.h"

#include <boost/json.hpp>

#include "appeals/appeals.h"
#include "appeals/queries.h"
#include "appeals/store.h"
#include "base/text.h"

namespace jauap::appeals::drafts {
namespace {

std::string about(const std::string& hash) { return "appeal_draft/" + secrets::hex(hash); }

std::string answer_token(const Visit& visit, const std::string& number) { return "answer/" + number + "/" + std::to_string(visit.actor().account.value); }

// What a form carries for itself and not for its reader.
bool is_of_the_form(std::string_view name) { return name.starts_with("_") || name == "version" || name == "warned" || name == file_field_name; }

}  // namespace

std::string new_token() { return secrets::hex(secrets::random_bytes(16)); }

std::string hash_of(const Visit& visit, std::string_view token) {
  return visit.context.keys->keyed_hash(secrets::Purpose::draft, token);
}

std::optional<SubmitInput> load(const Visit& visit, std::string_view token) {
  const auto hash = hash_of(visit, token);
  const auto sealed = store::draft(visit.db, queries::place_of(visit).id, hash);
  const auto text = sealed ? visit.context.keys->open(*sealed, about(hash)) : std::nullopt;
  if (!text) return std::nullopt;
  return from_draft(*text);
}

void save(db::Tx& tx, const Visit& visit, std::string_view token, const SubmitInput& input) {
  const auto hash = hash_of(visit, token);
  store::put_draft(tx, queries::place_of(visit).id, hash, visit.context.keys->seal(to_draft(input), about(hash)), visit.context.now);
}

std::optional<AnswerDraft> load_answer(const Visit& visit, const std::string& number) {
  const auto hash = hash_of(visit, answer_token(visit, number));
  const auto sealed = store::draft(visit.db, queries::place_of(visit).id, hash);
  const auto text = sealed ? visit.context.keys->open(*sealed, about(hash)) : std::nullopt;
  if (!text) return std::nullopt;
  const auto kept = boost::json::parse(*text).as_object();
  std::vector<http::Pair> fields;
  for (const auto& [name, value] : kept.at("form").as_object()) fields.push_back({std::string(name), std::string(value.as_string())});
  return AnswerDraft{http::Pairs(std::move(fields)), Instant{kept.at("saved_at").as_int64()}};
}

void save_answer(db::Tx& tx, const Visit& visit, const std::string& number, const http::Pairs& form) {
  const auto hash = hash_of(visit, answer_token(visit, number));
  boost::json::object fields;
  for (const auto& field : form)
    if (!is_of_the_form(field.name)) fields[field.name] = field.value;
  const auto text = boost::json::serialize(boost::json::object{{"form", std::move(fields)}, {"saved_at", visit.context.now.ms}});
  store::put_draft(tx, queries::place_of(visit).id, hash, visit.context.keys->seal(text, about(hash)), visit.context.now);
}

void drop_answer(db::Tx& tx, const Visit& visit, const std::string& number) {
  store::drop_draft(tx, queries::place_of(visit).id, hash_of(visit, answer_token(visit, number)));
}

}  // namespace jauap::appeals::drafts

namespace jauap::appeals {

std::string begin_draft(db::Tx& tx, const Visit& visit, const Begun& begun) {
  SubmitInput input{.text = begun.text, .email = begun.email, .phone = begun.phone};
  // A subject is a title, or all that there is.
  if (input.text.empty()) input.text = begun.title;
  else input.title = text::shortened(begun.title, title_max);
  input.reply_language = appeals::language_of_text(input.text);
  input.channel = code(begun.channel);
  if (begun.is_own_email) input.own_email = begun.email;
  input.files = begun.files;
  const auto token = drafts::new_token();
  drafts::save(tx, visit, token, input);
  return token;
}

std::string draft_hash(const Visit& visit, std::string_view token) { return drafts::hash_of(visit, token); }

}  // namespace jauap::appeals
