#include "appeals/input.h"

#include <boost/json.hpp>
#include <charconv>
#include <cmath>

#include "base/text.h"
#include "directory/directory.h"
#include "platform/config/config.h"
#include "platform/mail/mail.h"

namespace jauap::appeals {
namespace {

// Every field of the input with its name in forms and drafts: one list for reading, writing and keeping.
struct Field {
  std::string_view name;
  std::string SubmitInput::*member;
};
constexpr Field fields[] = {
    {"kind", &SubmitInput::kind},
    {"title", &SubmitInput::title},
    {"text", &SubmitInput::text},
    {"topic", &SubmitInput::topic},
    {"body", &SubmitInput::body},
    {"district", &SubmitInput::district},
    {"address", &SubmitInput::address},
    {"lat", &SubmitInput::lat},
    {"lon", &SubmitInput::lon},
    {"visibility", &SubmitInput::visibility},
    {"language", &SubmitInput::language},
    {"reply_language", &SubmitInput::reply_language},
    {"place_kind", &SubmitInput::place_kind},
    {"surname", &SubmitInput::surname},
    {"first_name", &SubmitInput::first_name},
    {"patronymic", &SubmitInput::patronymic},
    {"iin", &SubmitInput::iin},
    {"bin", &SubmitInput::bin},
    {"email", &SubmitInput::email},
    {"phone", &SubmitInput::phone},
    {"reply_address", &SubmitInput::reply_address},
};

Problem at(Key message, std::string_view field, std::vector<Arg> args = {}) {
  return {.message = message, .field = std::string(field), .args = std::move(args)};
}

// Cleaned text, or a problem at the field; `""` when it cannot be read.
std::string cleaned(std::string_view typed, std::string_view field, bool one_line, Problems& problems) {
  auto clean = one_line ? text::clean_line(typed) : text::clean(typed);
  if (!clean) problems.add(at("appeals.bad_bytes", field));
  return clean.value_or("");
}

void check_length(std::string_view typed, std::string_view field, std::size_t max, Problems& problems) {
  const auto clean = cleaned(typed, field, true, problems);
  if (text::characters(clean) > max)
    problems.add(at("appeals.too_long", field, {{"max", std::to_string(max)}}));
}

std::optional<double> coordinate(std::string_view typed, double limit) {
  double value = 0;
  const auto [end, error] = std::from_chars(typed.data(), typed.data() + typed.size(), value);
  if (error != std::errc() || end != typed.data() + typed.size() || !std::isfinite(value) || std::abs(value) > limit)
    return std::nullopt;
  return value;
}

// Kazakh letters decide for Kazakh; other Cyrillic is taken as Russian; Latin as English.
std::string string_of(const boost::json::value& value) {
  if (value.is_string()) return std::string(value.as_string());
  if (value.is_number()) return boost::json::serialize(value);
  return {};
}

}  // namespace

std::string language_of_text(std::string_view written) {
  static constexpr std::string_view kazakh[] = {"ә", "ғ", "қ", "ң", "ө", "ұ", "ү", "һ", "і"};
  const auto lower = text::lower(written);
  for (const auto letter : kazakh)
    if (lower.find(letter) != std::string::npos) return "kk";
  for (const char c : lower)
    if (static_cast<unsigned char>(c) == 0xd0 || static_cast<unsigned char>(c) == 0xd1) return "ru";
  return "en";
}

void take_form(SubmitInput& input, const http::Pairs& form) {
  for (const auto& field : fields)
    if (form.has(field.name)) input.*field.member = std::string(form.get(field.name));
  if (form.has("iin") || form.has("no_iin")) input.no_iin = form.has("no_iin");
}

SubmitInput from_json(std::string_view validated_json) {
  const auto value = boost::json::parse(validated_json);
  const auto& object = value.as_object();
  SubmitInput input;
  const auto take = [](const boost::json::object& from, std::string_view name, std::string& to) {
    if (const auto* found = from.if_contains(name)) to = string_of(*found);
  };
  for (const auto& field : fields)
    if (field.name != "address") take(object, field.name, input.*field.member);
  if (const auto* place = object.if_contains("place"); place && place->is_object()) {
    take(place->as_object(), "address", input.address);
    take(place->as_object(), "lat", input.lat);
    take(place->as_object(), "lon", input.lon);
  }
  if (const auto* who = object.if_contains("applicant"); who && who->is_object()) {
    const auto& applicant = who->as_object();
    for (const auto name : {"surname", "first_name", "patronymic", "iin", "bin", "email", "phone"})
      for (const auto& field : fields)
        if (field.name == name) take(applicant, name, input.*field.member);
    take(applicant, "address", input.reply_address);
  }
  return input;
}

std::string to_draft(const SubmitInput& input) {
  boost::json::object object;
  for (const auto& field : fields)
    if (!(input.*field.member).empty()) object[field.name] = input.*field.member;
  if (input.no_iin) object["no_iin"] = true;
  if (!input.channel.empty()) object["channel"] = input.channel;
  if (!input.own_email.empty()) object["own_email"] = input.own_email;
  boost::json::array files;
  for (const auto& file : input.files) files.push_back({int(file.kind), file.blob.name, file.blob.bytes, secrets::base64(file.blob.sha256)});
  if (!files.empty()) object["files"] = std::move(files);
  return boost::json::serialize(object);
}

SubmitInput from_draft(std::string_view json) {
  const auto value = boost::json::parse(json);
  const auto& object = value.as_object();
  SubmitInput input;
  for (const auto& field : fields)
    if (const auto* found = object.if_contains(field.name)) input.*field.member = string_of(*found);
  input.no_iin = object.contains("no_iin");
  if (const auto* channel = object.if_contains("channel")) input.channel = string_of(*channel);
  if (const auto* email = object.if_contains("own_email")) input.own_email = string_of(*email);
  if (const auto* files = object.if_contains("files"))
    for (const auto& row : files->as_array())
      input.files.push_back({files::Kind(row.at(0).as_int64()),
                             {string_of(row.at(1)), row.at(2).to_number<std::size_t>(), secrets::from_base64(string_of(row.at(3))).value_or("")}});
  return input;
}

std::vector<files::Staged> kept_files(const Context& context, const SubmitInput& input) {
  std::vector<files::Staged> kept;
  for (const auto& file : input.files)
    if (context.blobs && context.blobs->hash(file.blob.name) == file.blob.sha256) kept.push_back(file);
  return kept;
}

Result<Receipt> read_receipt(const http::Pairs& form, CivilDate today) {
  Problems problems;
  Receipt receipt;
  if (const auto typed = form.get("received_by"); !typed.empty()) {
    const auto channel = channel_of(typed);
    if (!channel || !is_entered_by_official(*channel) || *channel == Channel::operator_desk) problems.add(at("appeals.received.choose", "received_by"));
    else receipt.channel = *channel;
  }
  if (const auto typed = form.get("received_on"); !typed.empty()) {
    const auto day = CivilDate::parse(typed);
    if (!day) problems.add(at("appeals.bad_day", "received_on"));
    else if (*day > today) problems.add(at("appeals.received.future", "received_on"));
    else if (day->plus_days(received_days_max) < today) problems.add(at("appeals.received.too_early", "received_on", {{"days", std::to_string(received_days_max)}}));
    else if (*day < today) receipt.on = *day;
  }
  if (!problems.empty()) return problems;
  return receipt;
}

void check_text(const SubmitInput& input, Problems& problems) {
  const auto clean = cleaned(input.text, "text", false, problems);
  const auto length = text::characters(clean);
  if (text::is_utf8(input.text)) {
    if (length == 0)
      problems.add(at("appeals.text_missing", "text"));
    else if (length < text_min)
      problems.add(at("appeals.text_too_short", "text", {{"min", std::to_string(text_min)}}));
    else if (length > text_max)
      problems.add(at("appeals.text_too_long", "text",
                      {{"max", std::to_string(text_max)}, {"over", std::to_string(length - text_max)}}));
  }
  check_length(input.title, "title", title_max, problems);
}

void check_place(const law::Pack& pack, const SubmitInput& input, Problems& problems) {
  check_length(input.address, "address", address_max, problems);
  if (!input.district.empty() && !pack.district(input.district))
    problems.add(at("appeals.unknown_district", "district"));
  if (input.lat.empty() && input.lon.empty()) return;
  const bool good_lat = coordinate(input.lat, 90).has_value(), good_lon = coordinate(input.lon, 180).has_value();
  if (!good_lat || !good_lon) problems.add(at("appeals.bad_point", good_lat ? "lon" : "lat"));
}

void check_choice(const Context& context, db::ReadTx& tx, const SubmitInput& input, Problems& problems) {
  const auto& pack = *context.pack;
  if (!input.kind.empty() && !law::kind_of(input.kind)) problems.add(at("appeals.unknown_kind", "kind"));
  if (!input.topic.empty() && !pack.topic(input.topic)) problems.add(at("appeals.unknown_topic", "topic"));
  if (!input.body.empty()) {
    const auto* body = directory::bodies(tx)->find(input.body);
    if (!body || body->closed || !body->takes_appeals) problems.add(at("appeals.unknown_body", "body"));
  }
  if (!input.visibility.empty() && input.visibility != "private" && input.visibility != "public")
    problems.add(at("appeals.unknown_visibility", "visibility"));
  for (const auto* field : {"language", "reply_language"}) {
    const auto& value = std::string_view(field) == "language" ? input.language : input.reply_language;
    if (!value.empty() && !language_of(value)) problems.add(at("appeals.unknown_language", field));
  }
}

void check_applicant(const SubmitInput& input, std::string_view prefix, Problems& problems) {
  const auto name = [&](std::string_view field) { return std::string(prefix) + std::string(field); };
  check_length(input.surname, name("surname"), name_max, problems);
  check_length(input.first_name, name("first_name"), name_max, problems);
  check_length(input.patronymic, name("patronymic"), name_max, problems);
  check_length(input.reply_address, prefix.empty() ? "reply_address" : name("address"), address_max, problems);
  for (const bool is_bin : {false, true}) {
    const auto& typed = is_bin ? input.bin : input.iin;
    if (typed.empty()) continue;
    switch (i18n::check_iin(typed)) {
      case i18n::IinState::valid: break;
      case i18n::IinState::not_12_digits:
        problems.add(at(is_bin ? Key("appeals.bin_length") : Key("appeals.iin_length"), name(is_bin ? "bin" : "iin"),
                        {{"count", std::to_string(i18n::iin_digits(typed).size())}}));
        break;
      case i18n::IinState::wrong_check_digit:
        problems.add(at(is_bin ? Key("appeals.bin_mistyped") : Key("appeals.iin_mistyped"), name(is_bin ? "bin" : "iin")));
        break;
    }
  }
  if (!input.email.empty() && mail::normal_address(input.email).empty())
    problems.add(at("appeals.bad_email", name("email")));
  if (!input.phone.empty() && i18n::normal_phone(input.phone).empty())
    problems.add(at("appeals.bad_phone", name("phone")));
}

Result<SubmitAppeal> checked(const Context& context, db::ReadTx& tx, const SubmitInput& input, Channel channel,
                             std::string_view applicant_prefix) {
  Problems problems;
  check_text(input, problems);
  check_place(*context.pack, input, problems);
  check_choice(context, tx, input, problems);
  check_applicant(input, applicant_prefix, problems);
  if (!problems.empty()) return problems;

  SubmitAppeal command;
  if (!input.kind.empty()) command.kind = law::kind_of(input.kind);
  command.content.title = text::clean_line(input.title).value();
  command.content.text = text::clean(input.text).value();
  command.content.address = text::clean_line(input.address).value();
  if (!input.lat.empty()) command.content.point = Point{*coordinate(input.lat, 90), *coordinate(input.lon, 180)};
  auto& who = command.content.applicant;
  who.surname = text::clean_line(input.surname).value();
  who.first_name = text::clean_line(input.first_name).value();
  who.patronymic = text::clean_line(input.patronymic).value();
  who.iin = i18n::iin_digits(input.iin);
  who.bin = i18n::iin_digits(input.bin);
  who.email = mail::normal_address(input.email);
  who.phone = i18n::normal_phone(input.phone);
  who.address = text::clean_line(input.reply_address).value();
  command.topic = input.topic;
  command.body = input.body;
  command.district = input.district;
  command.place = context.settings->place;
  if (const auto* district = context.pack->district(input.district)) command.place = district->place;
  command.language = input.language.empty() ? language_of_text(command.content.text) : input.language;
  command.content.reply_language = input.reply_language.empty() ? command.language : input.reply_language;
  command.visibility = input.visibility == "public" ? Visibility::public_text : Visibility::private_to_parties;
  command.channel = channel == Channel::web ? channel_of(input.channel).value_or(channel) : channel;
  command.is_confirmed = !input.own_email.empty() && input.own_email == who.email;
  if (!input.files.empty()) command.files = kept_files(context, input);
  command.code = secrets::new_code();
  return command;
}

Result<RedirectAppeal> read_redirect(const http::Pairs& form) {
  Problems problems;
  RedirectAppeal command;
  command.to = std::string(form.get("to"));
  command.reason = std::string(form.get("reason"));
  command.sentence = cleaned(form.get("sentence"), "sentence", true, problems);
  if (command.to.empty()) problems.add(at("appeals.redirect.choose_body", "to"));
  if (command.reason.empty()) problems.add(at("appeals.reason_required", "reason"));
  if (text::characters(command.sentence) > comment_max)
    problems.add(at("appeals.too_long", "sentence", {{"max", std::to_string(comment_max)}}));
  if (!problems.empty()) return problems;
  return command;
}

namespace {

std::string named(std::string_view name, std::size_t n) { return std::string(name) + "_" + std::to_string(n); }

std::string short_text(const http::Pairs& form, const std::string& field, std::size_t most, Problems& problems) {
  auto value = cleaned(form.get(field), field, false, problems);
  if (text::characters(value) > most) problems.add(at("appeals.too_long", field, {{"max", std::to_string(most)}}));
  return value;
}

// question_1, point_1 …: a pair without a question is left out.
std::vector<AnsweredPoint> read_points(const http::Pairs& form, Problems& problems) {
  std::vector<AnsweredPoint> points;
  for (std::size_t n = 1; n <= points_max; ++n) {
    auto question = short_text(form, named("question", n), point_max, problems);
    auto answer = short_text(form, named("point", n), point_max, problems);
    if (!question.empty()) points.push_back({std::move(question), std::move(answer)});
    else if (!answer.empty()) problems.add(at("appeals.answer.which_question", named("question", n)));
  }
  return points;
}

// promise_1, promise_owner_1, promise_date_1 …: all three or none.
std::vector<Commitment> read_commitments(const http::Pairs& form, Problems& problems) {
  std::vector<Commitment> promises;
  for (std::size_t n = 1; n <= promises_max; ++n) {
    auto what = short_text(form, named("promise", n), comment_max, problems);
    auto owner = short_text(form, named("promise_owner", n), name_max, problems);
    const auto typed = form.get(named("promise_date", n));
    if (what.empty() && owner.empty() && typed.empty()) continue;
    const auto day = CivilDate::parse(typed);
    if (what.empty()) problems.add(at("appeals.promise.what", named("promise", n)));
    if (owner.empty()) problems.add(at("appeals.promise.who", named("promise_owner", n)));
    if (!day) problems.add(at("appeals.promise.when", named("promise_date", n)));
    if (day) promises.push_back({std::move(what), std::move(owner), *day});
  }
  return promises;
}

}  // namespace

Result<AnswerAppeal> read_answer(const http::Pairs& form) {
  Problems problems;
  AnswerAppeal command;
  const auto decision = decision_of(form.get("decision"));
  if (!decision) problems.add(at("appeals.answer.choose_decision", "decision"));
  command.decision = decision.value_or(Decision::explained);
  command.text = cleaned(form.get("text"), "text", false, problems);
  const auto length = text::characters(command.text);
  if (length < answer_min) problems.add(at("appeals.answer.too_short", "text", {{"min", std::to_string(answer_min)}}));
  if (length > answer_max) problems.add(at("appeals.too_long", "text", {{"max", std::to_string(answer_max)}}));
  command.points = read_points(form, problems);
  command.commitments = read_commitments(form, problems);
  if (!problems.empty()) return problems;
  return command;
}

Result<std::string> read_reason(const http::Pairs& form) {
  if (form.get("reason").empty()) return at("appeals.reason_required", "reason");
  return std::string(form.get("reason"));
}

Result<ClearText> read_clear(const http::Pairs& form) {
  Problems problems;
  const auto one = [&](const char* name, std::size_t max, bool one_line) -> std::optional<std::string> {
    if (!form.has(name)) return std::nullopt;
    auto text = cleaned(form.get(name), name, one_line, problems);
    if (text::characters(text) > max) problems.add(at("appeals.too_long", name, {{"max", std::to_string(max)}}));
    return text;
  };
  // A mark may be longer than what it stands for.
  ClearText command{.title = one("title", 2 * title_max, true), .text = one("text", 2 * text_max, false), .place = one("place", 2 * address_max, true),
                    .answer = one("answer", 2 * answer_max, false), .reason = std::string(form.get("reason"))};
  if (!problems.empty()) return problems;
  return command;
}

Result<ReportText> read_report(const http::Pairs& form) {
  Problems problems;
  ReportText report{.reason = std::string(form.get("reason")), .text = cleaned(form.get("text"), "text", false, problems)};
  if (report.reason.empty()) problems.add(at("appeals.reason_required", "reason"));
  if (text::characters(report.text) > comment_max) problems.add(at("appeals.too_long", "text", {{"max", std::to_string(comment_max)}}));
  if (!problems.empty()) return problems;
  return report;
}

Result<AskErasure> read_erasure(const http::Pairs& form) {
  Problems problems;
  AskErasure command{.reason = std::string(form.get("reason")), .basis = cleaned(form.get("basis"), "basis", false, problems)};
  if (command.reason.empty()) problems.add(at("appeals.reason_required", "reason"));
  if (text::characters(command.basis) < basis_min) problems.add(at("appeals.erasure.say_basis", "basis"));
  if (text::characters(command.basis) > basis_max) problems.add(at("appeals.too_long", "basis", {{"max", std::to_string(basis_max)}}));
  if (form.get("sure") != "yes") problems.add(at("appeals.erasure.not_sure", "sure"));
  if (!problems.empty()) return problems;
  return command;
}

Result<std::string> read_why(const http::Pairs& form) {
  Problems problems;
  auto why = cleaned(form.get("why"), "why", false, problems);
  if (why.empty()) problems.add(at("appeals.erasure.say_why", "why"));
  if (text::characters(why) > basis_max) problems.add(at("appeals.too_long", "why", {{"max", std::to_string(basis_max)}}));
  if (!problems.empty()) return problems;
  return why;
}

Result<JudgeAnswer> read_verdict(const http::Pairs& form) {
  Problems problems;
  JudgeAnswer command;
  const auto verdict = verdict_of(form.get("verdict"));
  if (!verdict) problems.add(at("appeals.verdict.choose", "verdict"));
  command.verdict = verdict.value_or(Verdict::partly);
  command.was_clear = form.get("clear") != "no";
  command.reason = std::string(form.get("reason"));
  command.comment = cleaned(form.get("comment"), "comment", false, problems);
  if (text::characters(command.comment) > comment_max)
    problems.add(at("appeals.too_long", "comment", {{"max", std::to_string(comment_max)}}));
  if (verdict == Verdict::not_solved && command.reason.empty())
    problems.add(at("appeals.verdict.say_why", "reason"));
  if (!problems.empty()) return problems;
  return command;
}

}  // namespace jauap::appeals
