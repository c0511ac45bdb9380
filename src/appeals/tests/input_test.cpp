#include "appeals/input.h"

#include <gtest/gtest.h>

#include "appeals/testing.h"

namespace jauap::appeals {
namespace {

SubmitInput good() {
  SubmitInput input;
  input.text = "Во дворе третью неделю не горит фонарь.";
  return input;
}

std::string letters(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += "ж";
  return text;
}

struct Bad {
  std::string SubmitInput::*member;
  std::string value;
  const char* field;
  Key message;
};

std::vector<Bad> bad_texts() {
  return {
      {&SubmitInput::text, "", "text", "appeals.text_missing"},
      {&SubmitInput::text, " \n\t ", "text", "appeals.text_missing"},
      {&SubmitInput::text, std::string("\0\0\0", 3), "text", "appeals.text_missing"},
      {&SubmitInput::text, "\u202a\u202e\u2066\u2069", "text", "appeals.text_missing"},
      {&SubmitInput::text, "коротко", "text", "appeals.text_too_short"},
      {&SubmitInput::text, letters(text_min - 1), "text", "appeals.text_too_short"},
      {&SubmitInput::text, "ok" + std::string(30, ' ') + "\n", "text", "appeals.text_too_short"},
      {&SubmitInput::text, "ok" + std::string(20, '\x01'), "text", "appeals.text_too_short"},
      {&SubmitInput::text, letters(text_max + 1), "text", "appeals.text_too_long"},
      {&SubmitInput::text, "Не горит фонарь \xff\xfe", "text", "appeals.bad_bytes"},
      {&SubmitInput::text, "Не горит фонарь \xed\xa0\x80", "text", "appeals.bad_bytes"},
      {&SubmitInput::text, "Не горит фонарь \xd0", "text", "appeals.bad_bytes"},
      {&SubmitInput::title, letters(title_max + 1), "title", "appeals.too_long"},
      {&SubmitInput::title, "\xc0\xaf", "title", "appeals.bad_bytes"},
  };
}

std::vector<Bad> bad_places() {
  return {
      {&SubmitInput::address, letters(address_max + 1), "address", "appeals.too_long"},
      {&SubmitInput::address, "\xff", "address", "appeals.bad_bytes"},
      {&SubmitInput::district, "almaty.nowhere", "district", "appeals.unknown_district"},
      {&SubmitInput::district, std::string("almaty.auezov\0", 14), "district", "appeals.unknown_district"},
      {&SubmitInput::lat, "43.2", "lon", "appeals.bad_point"},
      {&SubmitInput::lon, "76.9", "lat", "appeals.bad_point"},
  };
}

std::vector<Bad> bad_choices() {
  return {
      {&SubmitInput::kind, "petition", "kind", "appeals.unknown_kind"},
      {&SubmitInput::kind, "Complaint", "kind", "appeals.unknown_kind"},
      {&SubmitInput::topic, "no.such", "topic", "appeals.unknown_topic"},
      {&SubmitInput::topic, "' or 1=1 --", "topic", "appeals.unknown_topic"},
      {&SubmitInput::body, "no.such", "body", "appeals.unknown_body"},
      {&SubmitInput::body, "\xff", "body", "appeals.unknown_body"},
      {&SubmitInput::visibility, "open", "visibility", "appeals.unknown_visibility"},
      {&SubmitInput::language, "de", "language", "appeals.unknown_language"},
      {&SubmitInput::reply_language, "xx", "reply_language", "appeals.unknown_language"},
  };
}

std::vector<Bad> bad_applicants() {
  return {
      {&SubmitInput::surname, letters(name_max + 1), "surname", "appeals.too_long"},
      {&SubmitInput::surname, "\xff", "surname", "appeals.bad_bytes"},
      {&SubmitInput::first_name, letters(name_max + 1), "first_name", "appeals.too_long"},
      {&SubmitInput::patronymic, letters(name_max + 1), "patronymic", "appeals.too_long"},
      {&SubmitInput::reply_address, letters(address_max + 1), "reply_address", "appeals.too_long"},
      {&SubmitInput::iin, "99133200000", "iin", "appeals.iin_length"},
      {&SubmitInput::iin, "9913320000031", "iin", "appeals.iin_length"},
      {&SubmitInput::iin, "99133200000x", "iin", "appeals.iin_length"},
      {&SubmitInput::iin, std::string("991332000003\0", 13), "iin", "appeals.iin_length"},
      {&SubmitInput::iin, "٩٩١٣٣٢٠٠٠٠٠٣", "iin", "appeals.iin_length"},
      {&SubmitInput::iin, "991332000004", "iin", "appeals.iin_mistyped"},
      {&SubmitInput::iin, "999999999999", "iin", "appeals.iin_mistyped"},
      {&SubmitInput::bin, "1", "bin", "appeals.bin_length"},
      {&SubmitInput::bin, "991332000004", "bin", "appeals.bin_mistyped"},
      {&SubmitInput::phone, "123", "phone", "appeals.bad_phone"},
      {&SubmitInput::phone, "8 701 234 56", "phone", "appeals.bad_phone"},
      {&SubmitInput::phone, "8 701 234 56 7a", "phone", "appeals.bad_phone"},
      {&SubmitInput::phone, "+7 701 234 56 78 9", "phone", "appeals.bad_phone"},
      {&SubmitInput::phone, "+" + std::string(40, '1'), "phone", "appeals.bad_phone"},
      {&SubmitInput::phone, "87012345678, 87012345679", "phone", "appeals.bad_phone"},
      {&SubmitInput::email, "aigul", "email", "appeals.bad_email"},
      {&SubmitInput::email, "aigul@", "email", "appeals.bad_email"},
      {&SubmitInput::email, "@example.kz", "email", "appeals.bad_email"},
      {&SubmitInput::email, "a@b@example.kz", "email", "appeals.bad_email"},
      {&SubmitInput::email, "aigul@localhost", "email", "appeals.bad_email"},
      {&SubmitInput::email, "a b@example.kz", "email", "appeals.bad_email"},
      {&SubmitInput::email, "a@example.kz\r\nBcc: b@example.kz", "email", "appeals.bad_email"},
      {&SubmitInput::email, std::string("a\0@example.kz", 13), "email", "appeals.bad_email"},
      {&SubmitInput::email, "a\xff@example.kz", "email", "appeals.bad_email"},
      {&SubmitInput::email, "a\u202e@example.kz", "email", "appeals.bad_email"},
      {&SubmitInput::email, "a@exa\u2066mple.kz", "email", "appeals.bad_email"},
      {&SubmitInput::email, std::string(250, 'a') + "@example.kz", "email", "appeals.bad_email"},
  };
}

}  // namespace

struct AppealInput : World {
 protected:
  Result<SubmitAppeal> check(const SubmitInput& input, const char* prefix = "") {
    Result<SubmitAppeal> result = Problem{};
    read([&](db::ReadTx& tx) { result = checked(as(anonymous()), tx, input, Channel::web, prefix); });
    return result;
  }
  void each_is_refused(const std::vector<Bad>& table) {
    for (const auto& bad : table) {
      auto input = good();
      input.*bad.member = bad.value;
      const auto result = check(input);
      const auto shown = std::string(bad.field) + " «" + bad.value.substr(0, 60) + "»";
      ASSERT_FALSE(bool(result)) << shown;
      EXPECT_EQ(result.problems().size(), 1u) << shown;
      EXPECT_EQ(result.problems().first().field, bad.field) << shown;
      EXPECT_EQ(result.problems().first().message.name(), bad.message.name()) << shown;
      EXPECT_EQ(result.problems().first().kind, Problem::Kind::invalid) << shown;
    }
  }
};
INSTANTIATE_TEST_SUITE_P(EachDatabase, AppealInput, db::each_database(), db::database_name);

TEST_P(AppealInput, bad_text_is_refused_at_the_text) { each_is_refused(bad_texts()); }
TEST_P(AppealInput, bad_place_is_refused_at_the_place) { each_is_refused(bad_places()); }
TEST_P(AppealInput, unknown_codes_are_refused_where_they_stand) { each_is_refused(bad_choices()); }
TEST_P(AppealInput, bad_word_about_the_applicant_is_refused_at_its_field) { each_is_refused(bad_applicants()); }

TEST_P(AppealInput, point_outside_the_earth_is_refused_at_the_wrong_number) {
  const std::vector<std::array<const char*, 3>> points{{"90.1", "76", "lat"}, {"43", "180.1", "lon"},  {"43", "-181", "lon"},
                                                       {"x", "76", "lat"},    {"43", "76x", "lon"},    {"nan", "76", "lat"},
                                                       {"43", "inf", "lon"},  {"1e999", "76", "lat"},  {"43", " 76", "lon"},
                                                       {"43,2", "76", "lat"}, {"0x10", "76", "lat"}};
  for (const auto& [lat, lon, field] : points) {
    auto input = good();
    input.lat = lat, input.lon = lon;
    const auto result = check(input);
    ASSERT_FALSE(bool(result)) << lat << " " << lon;
    EXPECT_EQ(result.problems().first().field, field) << lat << " " << lon;
  }
}

TEST_P(AppealInput, everything_that_is_wrong_is_told_at_once) {
  SubmitInput input;
  input.text = "мало";
  input.title = letters(title_max + 1);
  input.kind = input.topic = input.body = input.district = input.visibility = input.language = "?";
  input.iin = "1", input.bin = "991332000004", input.email = "?", input.phone = "?";
  input.lat = "91", input.lon = "0";
  const auto result = check(input, "applicant.");
  ASSERT_FALSE(bool(result));
  for (const auto* field : {"text", "title", "kind", "topic", "body", "district", "visibility", "language", "lat",
                            "applicant.iin", "applicant.bin", "applicant.email", "applicant.phone"})
    EXPECT_NE(result.problems().of(field), nullptr) << field;
  EXPECT_EQ(result.problems().size(), 13u);
}

TEST_P(AppealInput, lengths_at_the_edge_are_taken) {
  for (const auto length : {text_min, text_max}) {
    auto input = good();
    input.text = letters(length);
    input.title = letters(title_max);
    input.address = input.reply_address = letters(address_max);
    input.surname = letters(name_max);
    EXPECT_TRUE(bool(check(input))) << length;
  }
}

TEST_P(AppealInput, what_is_taken_is_clean_and_in_its_normal_form) {
  auto input = good();
  input.text = "  Не горит\r\nфонарь \u202eво дворе\u0007  ";
  input.title = "Не\nгорит";
  input.iin = "991332 000003";
  input.phone = "8 (701) 234-56-78";
  input.email = " Aigul@Example.KZ ";
  input.surname = " Сәрсенова\n";
  input.lat = "43.25", input.lon = "76.95";
  const auto result = check(input);
  ASSERT_TRUE(bool(result));
  EXPECT_EQ(result->content.text, "Не горит\nфонарь во дворе");
  EXPECT_EQ(result->content.title, "Не горит");
  EXPECT_EQ(result->content.applicant.iin, "991332000003");
  EXPECT_EQ(result->content.applicant.phone, "+77012345678");
  EXPECT_EQ(result->content.applicant.email, "Aigul@example.kz");
  EXPECT_EQ(result->content.applicant.surname, "Сәрсенова");
  ASSERT_TRUE(result->content.point);
  EXPECT_DOUBLE_EQ(result->content.point->lat, 43.25);
  EXPECT_FALSE(result->kind) << "the platform proposes";
  EXPECT_EQ(result->visibility, Visibility::private_to_parties) << "private unless asked otherwise";
  EXPECT_TRUE(secrets::parse_code(result->code));
}

TEST_P(AppealInput, language_is_that_of_the_text_unless_told) {
  const std::vector<std::pair<const char*, const char*>> texts{
      {"Ауламызда шам үш аптадан бері жанбайды", "kk"}, {"Во дворе не горит фонарь", "ru"}, {"The street light is out", "en"}};
  for (const auto& [text, language] : texts) {
    auto input = good();
    input.text = text;
    EXPECT_EQ(check(input)->language, language);
    EXPECT_EQ(check(input)->content.reply_language, language);
    input.reply_language = "kk";
    EXPECT_EQ(check(input)->content.reply_language, "kk");
  }
}

TEST_P(AppealInput, place_follows_the_district) {
  auto input = good();
  EXPECT_EQ(check(input)->place, settings_.place);
  input.district = "almaty.auezov";
  EXPECT_EQ(check(input)->place, "KZ75");
}

TEST(Draft, keeps_every_field_as_it_was_typed) {
  SubmitInput input;
  input.kind = "complaint", input.title = "Тақырып \"1\"", input.text = "Бірінші жол\nекінші\t\\ \u202e 😀";
  input.topic = "roads.pothole", input.body = "almaty.zhol-infra", input.district = "almaty.auezov";
  input.address = "Абай көшесі 45", input.lat = "43.2", input.lon = "76.9", input.visibility = "public";
  input.language = "kk", input.reply_language = "ru", input.place_kind = "street";
  input.surname = "Сәрсенова", input.first_name = "Айгүл", input.patronymic = "Ерланқызы";
  input.iin = "991332", input.bin = "x", input.email = "not yet@", input.phone = "8 7", input.reply_address = "сол жер";
  input.no_iin = true;
  const auto again = from_draft(to_draft(input));
  EXPECT_EQ(to_draft(again), to_draft(input));
  EXPECT_EQ(again.text, input.text);
  EXPECT_EQ(again.reply_address, input.reply_address);
  EXPECT_EQ(again.place_kind, "street");
  EXPECT_TRUE(again.no_iin);
}

TEST(Draft, of_nothing_is_nothing) {
  const auto again = from_draft(to_draft({}));
  EXPECT_EQ(to_draft(again), "{}");
  EXPECT_FALSE(again.no_iin);
}

TEST(Form, changes_only_what_it_brought) {
  SubmitInput input;
  input.text = "прежний", input.iin = "991332000003", input.no_iin = true;
  take_form(input, http::Pairs(std::vector<http::Pair>{{"title", "новый"}, {"unknown", "x"}}));
  EXPECT_EQ(input.text, "прежний");
  EXPECT_EQ(input.title, "новый");
  EXPECT_TRUE(input.no_iin);
  take_form(input, http::Pairs(std::vector<http::Pair>{{"iin", ""}}));
  EXPECT_EQ(input.iin, "");
  EXPECT_FALSE(input.no_iin);
}

TEST(Json, of_an_appeal_is_read_into_the_same_fields_as_the_form) {
  const auto input = from_json(
      R"({"text":"Фонарь","place":{"lat":43.25,"lon":76,"address":"Абая"},"applicant":{"surname":"С","iin":"1","address":"дом"}})");
  EXPECT_EQ(input.text, "Фонарь");
  EXPECT_EQ(std::stod(input.lat), 43.25);
  EXPECT_EQ(std::stod(input.lon), 76.0);
  EXPECT_EQ(input.address, "Абая");
  EXPECT_EQ(input.reply_address, "дом");
  EXPECT_EQ(input.surname, "С");
  EXPECT_EQ(input.iin, "1");
}

namespace {
struct FormStep {
  std::vector<http::Pair> form;
  const char* field;
  Key message;
};
}  // namespace

TEST(Redirect, asks_for_a_body_and_a_reason) {
  for (const auto& [form, field, message] : std::vector<FormStep>{
           {{{"reason", "r"}}, "to", "appeals.redirect.choose_body"},
           {{{"to", "b"}}, "reason", "appeals.reason_required"},
           {{{"to", "b"}, {"reason", "r"}, {"sentence", letters(comment_max + 1)}}, "sentence", "appeals.too_long"},
           {{{"to", "b"}, {"reason", "r"}, {"sentence", "\xff"}}, "sentence", "appeals.bad_bytes"}}) {
    const auto read = read_redirect(http::Pairs(form));
    ASSERT_FALSE(bool(read)) << message.name();
    EXPECT_EQ(read.problems().first().field, field);
    EXPECT_EQ(read.problems().first().message.name(), message.name());
  }
  EXPECT_EQ(read_redirect({}).problems().size(), 2u);
  EXPECT_TRUE(bool(read_redirect(http::Pairs(std::vector<http::Pair>{{"to", "b"}, {"reason", "r"}}))));
}

TEST(Answer, asks_for_a_decision_and_enough_words) {
  const auto enough = letters(answer_min);
  for (const auto& [form, field, message] : std::vector<FormStep>{
           {{{"text", enough}}, "decision", "appeals.answer.choose_decision"},
           {{{"text", enough}, {"decision", "yes"}}, "decision", "appeals.answer.choose_decision"},
           {{{"text", letters(answer_min - 1)}, {"decision", "explained"}}, "text", "appeals.answer.too_short"},
           {{{"decision", "explained"}}, "text", "appeals.answer.too_short"},
           {{{"text", letters(answer_max + 1)}, {"decision", "explained"}}, "text", "appeals.too_long"}}) {
    const auto read = read_answer(http::Pairs(form));
    ASSERT_FALSE(bool(read)) << message.name();
    EXPECT_EQ(read.problems().first().field, field);
    EXPECT_EQ(read.problems().first().message.name(), message.name());
  }
  EXPECT_EQ(read_answer({}).problems().size(), 2u);
  EXPECT_EQ(read_answer(http::Pairs(std::vector<http::Pair>{{"text", enough}, {"decision", "satisfied"}}))->decision,
            Decision::satisfied);
}

TEST(Verdict, asks_for_a_choice) {
  EXPECT_EQ(read_verdict({}).problems().first().field, "verdict");
  const auto too_long = read_verdict(http::Pairs(std::vector<http::Pair>{{"verdict", "solved"}, {"comment", letters(comment_max + 1)}}));
  ASSERT_FALSE(bool(too_long));
  EXPECT_EQ(too_long.problems().first().field, "comment");
  const auto read = read_verdict(http::Pairs(std::vector<http::Pair>{{"verdict", "partly"}, {"clear", "no"}}));
  ASSERT_TRUE(bool(read));
  EXPECT_EQ(read->verdict, Verdict::partly);
  EXPECT_FALSE(read->was_clear);
}

}  // namespace jauap::appeals
