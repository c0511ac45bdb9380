#include "platform/module/frame.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include "platform/assets/assets.h"
#include "platform/auth/cookies.h"
#include "platform/db/testing.h"
#include "platform/html/components.h"

namespace jauap {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string header(const http::Response& response, std::string_view name) {
  for (const auto& one : response.headers)
    if (one.name == name) return one.value;
  return "";
}

std::string unpacked(const std::string& packed) {
  std::string out(1 << 20, '\0');
  z_stream stream{};
  inflateInit2(&stream, 15 + 16);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = uInt(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = uInt(out.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

class Frame : public ::testing::Test {
 protected:
  void SetUp() override {
    connection_ = db::open({.folder = folder_.path(), .url = ""}, db::Mode::read_write);
    tx_ = connection_->read();
    auto pack = std::make_shared<law::Pack>();
    pack->help_phone = "109";
    pack_ = pack;
    set_frame({.menu = {{MenuEntry::Place::results, "platform.footer.data", "/results"},
                        {MenuEntry::Place::write, "platform.stale.again", "/appeal/new"},
                        {MenuEntry::Place::work, "platform.work_menu", "/w/body", {Role::clerk}}},
               .version = "0.1.0",
               .phone = "109"});
    request_.id = "00f00ba4";
    request_.path = "/kk/results";
  }

  Visit visit(Language language = Language::kk) {
    Context context;
    context.actor = actor_;
    context.today.date = *CivilDate::of(2026, 11, 23);
    context.pack = pack_;
    context.keys = keys_.get();
    return Visit{.request = request_,
                 .path = "/results",
                 .language = language,
                 .api = api_,
                 .words = i18n::Words(language),
                 .context = context,
                 .db = *tx_,
                 .session = "session"};
  }
  static Page public_page() {
    return {.title = "Нәтижелер",
            .body = html::tags::h1({"Нәтижелер"}),
            .is_private = false,
            .etag = "7",
            .description = "about"};
  }

  db::TemporaryFolder folder_;
  std::unique_ptr<db::Connection> connection_;
  std::unique_ptr<db::ReadTx> tx_;
  std::shared_ptr<const law::Pack> pack_;
  std::shared_ptr<const secrets::Keys> keys_ = secrets::Keys::ephemeral();
  http::Request request_;
  Actor actor_;
  bool api_ = false;
};

}  // namespace

TEST_F(Frame, page_names_its_language_and_leads_to_itself_in_the_others) {
  request_.query = "district=almaty.auezov";
  const auto response = respond(visit(), public_page());
  EXPECT_THAT(response.body, StartsWith("<!DOCTYPE html><html lang=\"kk\"><head><meta charset=\"utf-8\">"));
  EXPECT_THAT(response.body, HasSubstr("<title>Нәтижелер — Jauap</title>"));
  EXPECT_THAT(response.body, HasSubstr("<a href=\"/ru/results?district=almaty.auezov\" lang=\"ru\" hreflang=\"ru\">"));
  EXPECT_THAT(response.body, HasSubstr("<span lang=\"kk\" aria-current=\"true\">"));
  EXPECT_THAT(response.body, HasSubstr("<a class=\"skip\" href=\"#content\">"));
  EXPECT_EQ(header(response, "Content-Language"), "kk");
}

TEST_F(Frame, address_typed_by_an_attacker_does_not_leave_its_link) {
  request_.query = "\"><script>";
  EXPECT_THAT(respond(visit(), public_page()).body, Not(HasSubstr("\"><script>\"")));
}

TEST_F(Frame, error_is_told_first_in_the_title) {
  auto page = public_page();
  page.errors = true;
  EXPECT_THAT(respond(visit(), page).body, HasSubstr("<title>Қате: Нәтижелер — Jauap</title>"));
}

TEST_F(Frame, work_stands_in_the_menu_of_those_only_whose_work_it_is) {
  EXPECT_THAT(respond(visit(), public_page()).body, Not(HasSubstr("/kk/w/body")));
  actor_ = {.account = {1}, .role = Role::clerk, .posts = {{PostId{1}, Role::clerk, "x"}}, .name = "Асель"};
  const auto body = respond(visit(), public_page()).body;
  EXPECT_THAT(body, HasSubstr("/kk/w/body"));
  EXPECT_THAT(body, HasSubstr("Қазіргі рөліңіз: Орындаушы"));
  EXPECT_THAT(body, HasSubstr("Асель"));
}

TEST_F(Frame, place_of_the_reader_is_marked_in_the_menu) {
  EXPECT_THAT(respond(visit(), public_page()).body, HasSubstr("<a href=\"/kk/results\" aria-current=\"page\">"));
}

TEST_F(Frame, private_page_is_kept_nowhere_and_told_to_nobody) {
  const auto response = respond(visit(), {.title = "x", .body = html::tags::h1({"x"})});
  EXPECT_EQ(header(response, "Cache-Control"), "no-store");
  EXPECT_EQ(header(response, "Referrer-Policy"), "no-referrer");
  EXPECT_EQ(header(response, "ETag"), "");
  EXPECT_THAT(response.body, HasSubstr("<meta name=\"robots\" content=\"noindex\">"));
}

TEST_F(Frame, policy_allows_our_own_files_and_the_one_inlined_sheet_only) {
  http::Response response;
  add_security_headers(response);
  const auto policy = response.shared_headers->lines();
  EXPECT_THAT(policy, StartsWith("Content-Security-Policy: "));
  EXPECT_THAT(policy, HasSubstr("default-src 'none'"));
  EXPECT_THAT(policy, HasSubstr("script-src 'self';"));
  EXPECT_THAT(policy, HasSubstr("style-src 'self' '" + std::string(assets::core_css_hash()) + "'"));
  EXPECT_THAT(policy, HasSubstr("require-trusted-types-for 'script'"));
  EXPECT_THAT(policy, Not(HasSubstr("unsafe")));
}

TEST_F(Frame, public_page_comes_once_and_then_only_its_validator) {
  auto first = respond(visit(), public_page());
  EXPECT_EQ(header(first, "Cache-Control"), "public, max-age=0, must-revalidate");
  EXPECT_THAT(header(first, "Vary"), HasSubstr("Accept-Language"));
  request_.headers.push_back({"if-none-match", header(first, "ETag")});
  auto second = respond(visit(), public_page());
  compress(request_, second);
  EXPECT_EQ(second.status, 304);
  EXPECT_TRUE(second.body.empty());
  auto changed = public_page();
  changed.etag = "8";
  auto third = respond(visit(), changed);
  compress(request_, third);
  EXPECT_EQ(third.status, 200);
}

TEST_F(Frame, public_page_of_a_person_with_preferences_stays_in_that_browser) {
  const auto plain = header(respond(visit(), public_page()), "ETag");
  request_.headers.push_back({"cookie", "prefs=largest-contrast"});
  const auto response = respond(visit(), public_page());
  EXPECT_THAT(response.body, HasSubstr("<html lang=\"kk\" class=\"largest contrast\">"));
  EXPECT_THAT(header(response, "Cache-Control"), StartsWith("private"));
  EXPECT_NE(header(response, "ETag"), plain);
}

TEST_F(Frame, unknown_preference_changes_nothing) {
  request_.headers.push_back({"cookie", "prefs=\"><b>"});
  EXPECT_THAT(respond(visit(), public_page()).body, HasSubstr("<html lang=\"kk\">"));
}

TEST_F(Frame, page_of_a_signed_in_person_or_with_a_form_is_not_public) {
  const auto with_form = visit();
  form_fields(with_form);
  EXPECT_TRUE(with_form.needs_pre_session);
  EXPECT_EQ(header(respond(with_form, public_page()), "Cache-Control"), "no-store");
  actor_.account = {1};
  EXPECT_EQ(header(respond(visit(), public_page()), "Cache-Control"), "no-store");
}

TEST_F(Frame, form_carries_its_token_and_a_new_one_time_key) {
  const auto v = visit();
  const auto first = form_fields(v).markup();
  EXPECT_THAT(first, HasSubstr("name=\"_csrf\" value=\"" + auth::csrf_token(*keys_, "session") + "\""));
  EXPECT_NE(first, form_fields(v).markup());
}

struct RefusalCase {
  Problem::Kind kind;
  int status;
};
class Refusal : public Frame, public ::testing::WithParamInterface<RefusalCase> {};
INSTANTIATE_TEST_SUITE_P(
    Kinds, Refusal,
    ::testing::Values(RefusalCase{Problem::Kind::invalid, 422}, RefusalCase{Problem::Kind::malformed, 400},
                      RefusalCase{Problem::Kind::unauthorised, 401}, RefusalCase{Problem::Kind::forbidden, 403},
                      RefusalCase{Problem::Kind::not_found, 404}, RefusalCase{Problem::Kind::conflict, 409},
                      RefusalCase{Problem::Kind::gone, 410}, RefusalCase{Problem::Kind::too_large, 413},
                      RefusalCase{Problem::Kind::too_many, 429}, RefusalCase{Problem::Kind::unavailable, 503}));
TEST_P(Refusal, says_in_each_language_what_to_do_next_and_whom_to_call) {
  for (const auto language : all_languages) {
    auto response =
        refuse(visit(language), Problem{.kind = GetParam().kind, .message = "platform.json.missing", .field = "iin"});
    EXPECT_EQ(response.status, GetParam().status);
    EXPECT_THAT(response.body, HasSubstr("<h1>"));
    EXPECT_THAT(response.body, HasSubstr("tel:109"));
    EXPECT_THAT(response.body, Not(HasSubstr("platform.")));
    EXPECT_EQ(header(response, "Cache-Control"), "no-store");
    http::Request takes_gzip;
    takes_gzip.headers = {{"accept-encoding", "gzip, br"}};
    compress(takes_gzip, response);
    EXPECT_LT(response.body.size(), 6u * 1024);
  }
}

TEST_F(Frame, program_gets_a_problem_document_with_each_fault) {
  api_ = true;
  Problems problems(Problem{.message = "platform.json.missing", .field = "text"});
  problems.add(Problem{.message = "platform.json.too_long", .field = "name", .args = {{"max", "200"}}});
  const auto response = refuse(visit(Language::en), problems);
  EXPECT_EQ(response.status, 422);
  EXPECT_EQ(header(response, "Content-Type"), "application/problem+json; charset=utf-8");
  EXPECT_THAT(response.body, HasSubstr("\"status\":422"));
  EXPECT_THAT(
      response.body,
      HasSubstr("{\"field\":\"name\",\"code\":\"platform.json.too_long\",\"message\":\"Too long: at most 200.\"}"));
  EXPECT_THAT(response.body, HasSubstr("urn:jauap:request:00f00ba4"));
}

TEST_F(Frame, form_with_an_old_token_is_given_back_with_all_that_was_typed) {
  request_.method = http::Method::post;
  request_.headers = {{"sec-fetch-site", "same-origin"}};
  const std::string long_text = "Үш күннен бері үйде жылу жоқ, <b>балалар</b> ауырып жатыр";
  const http::Pairs typed(std::vector<http::Pair>{{"text", long_text}, {"_csrf", "old"}, {"password", "secret"}});
  const auto response = stale_form(visit(), typed);
  EXPECT_EQ(response.status, 403);
  EXPECT_THAT(response.body, HasSubstr("name=\"text\" value=\"Үш күннен"));
  EXPECT_THAT(response.body, HasSubstr("&lt;b&gt;балалар"));
  EXPECT_THAT(response.body, HasSubstr("name=\"_csrf\" value=\"" + auth::csrf_token(*keys_, "session") + "\""));
  EXPECT_THAT(response.body, Not(HasSubstr("secret")));
}

TEST_F(Frame, form_of_another_site_is_not_offered_to_be_sent) {
  request_.method = http::Method::post;
  request_.headers = {{"sec-fetch-site", "cross-site"}};
  const auto response = stale_form(
      visit(), http::Pairs(std::vector<http::Pair>{{"text", "written by somebody else, not by this person"}}));
  EXPECT_EQ(response.status, 403);
  EXPECT_THAT(response.body, Not(HasSubstr("written by somebody else")));
}

TEST(StaticPage, needs_nothing_and_is_small) {
  for (const int status : {413, 429, 500, 503})
    for (const auto language : all_languages) {
      auto response = static_error(status, language, "00f00ba4", false);
      EXPECT_EQ(response.status, status);
      EXPECT_THAT(response.body, HasSubstr("00f00ba4"));
      EXPECT_THAT(response.body, Not(HasSubstr("platform.")));
      http::Request takes_gzip;
      takes_gzip.headers = {{"accept-encoding", "gzip"}};
      compress(takes_gzip, response);
      EXPECT_LT(response.body.size(), 6u * 1024);
    }
  EXPECT_THAT(static_error(503, Language::en, "x", true).body, HasSubstr("\"status\":503"));
}

TEST(Compression, makes_long_text_short_for_those_who_take_it) {
  const std::string text(5000, 'a');
  const auto sent = [&](const char* accepted, const char* type) {
    http::Request request;
    request.headers = {{"accept-encoding", accepted}};
    http::Response response;
    response.header("Content-Type", type).header("ETag", "\"1\"");
    response.body = text;
    compress(request, response);
    return response;
  };
  const auto packed = sent("br, gzip;q=0.8", "text/html; charset=utf-8");
  EXPECT_EQ(header(packed, "Content-Encoding"), "gzip");
  EXPECT_EQ(header(packed, "ETag"), "W/\"1\"");
  EXPECT_EQ(header(packed, "Vary"), "Accept-Encoding");
  EXPECT_EQ(unpacked(packed.body), text);
  EXPECT_EQ(sent("gzip;q=0", "text/html").body, text);
  EXPECT_EQ(sent("", "text/html").body, text);
  EXPECT_EQ(sent("gzip", "image/png").body, text);
}

TEST_F(Frame, page_is_the_same_after_packing_and_unpacking) {
  auto response = respond(visit(), public_page());
  const auto plain = response.body;
  http::Request takes_gzip;
  takes_gzip.headers = {{"accept-encoding", "gzip"}};
  compress(takes_gzip, response);
  EXPECT_EQ(unpacked(response.body), plain);
  EXPECT_LT(response.body.size(), 7u * 1024);
}

}  // namespace jauap
