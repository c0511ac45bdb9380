// Signing in and one's own settings, asked for as a browser does: through the dispatcher, with cookies and form tokens.
#include "accounts/accounts.h"

#include <gtest/gtest.h>

#include <future>

#include "accounts/demo.h"
#include "platform/auth/accounts.h"
#include "platform/auth/passwords.h"
#include "platform/config/config.h"
#include "platform/db/testing.h"
#include "platform/mail/mail.h"

namespace jauap::accounts {
namespace {

const std::string good_password = "blue trams leave at dawn";

struct Server {
  db::TemporaryFolder folder;
  FixedClock clock{Instant{1'770'000'000'000}};
  IdMaker ids{1};
  Settings settings;
  Permissions permissions{{}};
  House house;
  std::unique_ptr<db::Writer> writer;
  std::unique_ptr<db::Readers> readers;
  std::unique_ptr<Dispatcher> dispatcher;
  std::unique_ptr<jobs::Runner> runner;  // without threads: the test runs what is due
  bool secure = false;

  explicit Server(bool demo = false) {
    settings.data = folder.path();
    settings.demo = demo;
    house.settings = &settings;
    house.clock = &clock;
    house.ids = &ids;
    house.pack = law::Pack::load(JAUAP_SOURCE_DIR "/packs/kz").take();
    house.keys = secrets::Keys::ephemeral();
    house.permissions = &permissions;
    house.location = {.folder = folder.path()};
    house.demo = demo;
    const auto connection = db::open(house.location, db::Mode::read_write);
    EXPECT_TRUE(bool(db::migrate(*connection, db::all_migrations(), clock.now())));
    writer = std::make_unique<db::Writer>(house.location, db::WriterOptions{});
    readers = std::make_unique<db::Readers>(house.location, 1, 64);
    house.writer = writer.get();
    house.readers = readers.get();
    DispatchParts parts{.identify = [this](db::ReadTx& tx, const http::Request& request,
                                           Instant now) { return identify(house, tx, request, now); },
                        .wait_seconds = [](Throttle, const std::string&, Instant) { return 0; },
                        .log = [](const http::Request&, const Match&, int, std::size_t, std::string_view) {},
                        .refuse_writes = [] { return std::string(); },
                        .nudge = [] {}};
    dispatcher = std::make_unique<Dispatcher>(house, module().routes, std::move(parts));
    runner = std::make_unique<jobs::Runner>(
        *writer, clock, std::vector<jobs::Handler>{mail::sender({}, *writer, house.keys, clock)}, 0, 1000);
    if (demo) write([&](db::Tx& tx) { add_demo_accounts(tx, house.context(Actor::system())); });
  }

  void write(const std::function<void(db::Tx&)>& work) {
    writer->run([&](db::Tx& tx) {
      work(tx);
      return true;
    });
  }
  void later(std::chrono::seconds span) { clock.set(clock.now().plus(span)); }
  CivilDate today() const { return house.pack->civil(clock.now()).date; }
  std::int64_t step() const { return clock.now().ms / 1000 / 30; }

  // A member of staff with a password and a secret, and a post.
  AccountId staff(const std::string& login, const std::string& secret, Role role = Role::clerk,
                  const std::string& body = "almaty.zhol-infra") {
    AccountId account;
    const auto hash = secrets::hash_password(good_password);
    write([&](db::Tx& tx) {
      account = *auth::create_staff(tx, *house.keys, ids, clock.now(), login, "Ерлан Қасымов", login + "@example.kz");
      auth::set_password_hash(tx, account, hash);
      auth::set_totp(tx, *house.keys, account, secret);
      auth::grant_post(tx, ids, clock.now(), account, body, role, "", today());
    });
    return account;
  }
  std::vector<mail::Kept> letters() {
    runner->run_due();
    std::vector<mail::Kept> all;
    readers->run([&](db::ReadTx& tx) { all = mail::kept(tx, *house.keys, 50); });
    return all;
  }
};

std::string between(const std::string& text, std::string_view before, std::string_view after, std::size_t from = 0) {
  const auto begin = text.find(before, from);
  if (begin == std::string::npos) return "";
  const auto start = begin + before.size();
  return text.substr(start, text.find(after, start) - start);
}

// A browser: keeps cookies, fills the token of the last form into what it sends.
struct Browser {
  Server& server;
  std::map<std::string, std::string> cookies = {};
  std::string csrf = {};
  std::string client = "203.0.113.7";
  std::string bearer = {};
  http::Response last = {};

  const http::Response& send(http::Method method, std::string target, std::string body = "") {
    http::Request request{.method = method, .target = target};
    const auto mark = target.find('?');
    request.path = target.substr(0, mark);
    if (mark != std::string::npos) request.query = target.substr(mark + 1);
    request.body = std::move(body);
    request.client = client;
    request.id = "0123456789abcdef";
    request.secure = server.secure;
    std::string jar;
    for (const auto& [name, value] : cookies) jar += (jar.empty() ? "" : "; ") + name + "=" + value;
    request.headers = {{"host", "localhost"},
                       {"user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0"}};
    if (!jar.empty()) request.headers.push_back({"cookie", jar});
    if (!bearer.empty()) request.headers.push_back({"authorization", "Bearer " + bearer});
    if (method == http::Method::post) request.headers.push_back({"content-type", "application/x-www-form-urlencoded"});
    std::promise<http::Response> answered;
    server.dispatcher->handle(std::move(request),
                              [&](http::Response response) { answered.set_value(std::move(response)); });
    last = answered.get_future().get();
    for (const auto& header : last.headers)
      if (header.name == "Set-Cookie") keep(header.value);
    const auto token = between(last.body, "name=\"_csrf\" value=\"", "\"");
    if (!token.empty()) csrf = token;
    return last;
  }
  void keep(const std::string& set_cookie) {
    const auto name = set_cookie.substr(0, set_cookie.find('='));
    const auto value = between(set_cookie, "=", ";");
    if (value.empty())
      cookies.erase(name);
    else
      cookies[name] = value;
  }
  const http::Response& get(const std::string& target) { return send(http::Method::get, target); }
  const http::Response& post(const std::string& target, const std::vector<http::Pair>& fields) {
    std::string body = "_csrf=" + csrf;
    for (const auto& field : fields) body += "&" + field.name + "=" + http::encode(field.value);
    return send(http::Method::post, target, body);
  }
  std::string header(std::string_view name) const {
    for (const auto& one : last.headers)
      if (one.name == name) return one.value;
    return "";
  }
  bool signed_in() {
    get("/en/me/settings");
    return last.status == 200;
  }
  std::string code_for(const std::string& email) {
    get("/en/sign-in");
    post("/en/sign-in/code", {{"email", email}});
    const auto letters = server.letters();
    return letters.empty() ? "" : between(letters.front().text, "Your code: ", "\n");
  }
  const http::Response& sign_in_staff(const std::string& login, const std::string& password, const std::string& totp,
                                      const std::string& next = "") {
    get("/en/sign-in");
    return post("/en/sign-in/staff", {{"login", login}, {"password", password}, {"totp", totp}, {"next", next}});
  }
};

const std::string secret = "12345678901234567890";
std::string wrong(std::string digits) {
  digits[0] = digits[0] == '1' ? '2' : '1';
  return digits;
}

}  // namespace

// ---- citizens
// -----------------------------------------------------------------------------------------------------------

TEST(CitizenSignIn, a_code_from_a_letter_opens_a_session_and_goes_where_the_person_wanted) {
  Server server;
  Browser browser{server};
  const auto code = browser.code_for("aigerim@example.kz");
  ASSERT_EQ(code.size(), 8u);
  EXPECT_NE(browser.last.body.find("aigerim@example.kz"), std::string::npos);
  browser.post("/en/sign-in/check", {{"email", "aigerim@example.kz"},
                                     {"code", code.substr(0, 4) + " " + code.substr(4)},
                                     {"next", "/en/appeals?x=1"}});
  EXPECT_EQ(browser.last.status, 303);
  EXPECT_EQ(browser.header("Location"), "/en/appeals?x=1");
  EXPECT_EQ(browser.cookies.count("s"), 1u);
  EXPECT_TRUE(browser.signed_in());
}

TEST(CitizenSignIn, a_code_is_no_use_in_another_browser) {
  Server server;
  Browser asked{server}, other{server};
  const auto code = asked.code_for("aigerim@example.kz");
  other.get("/en/sign-in");
  other.post("/en/sign-in/check", {{"email", "aigerim@example.kz"}, {"code", code}});
  EXPECT_EQ(other.last.status, 422);
  EXPECT_FALSE(other.signed_in());
}

TEST(CitizenSignIn, five_wrong_codes_end_the_guessing) {
  Server server;
  Browser browser{server};
  const auto code = browser.code_for("aigerim@example.kz");
  for (int i = 0; i < 5; ++i) {
    browser.post("/en/sign-in/check", {{"email", "aigerim@example.kz"}, {"code", wrong(code)}});
    EXPECT_EQ(browser.last.status, 422);
  }
  browser.post("/en/sign-in/check", {{"email", "aigerim@example.kz"}, {"code", code}});
  EXPECT_EQ(browser.last.status, 422);
  EXPECT_FALSE(browser.signed_in());
}

TEST(CitizenSignIn, the_fourth_letter_in_an_hour_is_not_sent) {
  Server server;
  Browser browser{server};
  for (int i = 0; i < 3; ++i) browser.code_for("aigerim@example.kz");
  browser.code_for("aigerim@example.kz");
  EXPECT_EQ(browser.last.status, 429);
  EXPECT_EQ(server.letters().size(), 3u);
}

TEST(CitizenSignIn, an_address_with_a_line_break_is_no_address_and_is_shown_again_as_text) {
  Server server;
  Browser browser{server};
  browser.get("/en/sign-in");
  browser.post("/en/sign-in/code", {{"email", "a@example.kz\r\nBcc: all@example.kz"}});
  EXPECT_EQ(browser.last.status, 422);
  EXPECT_TRUE(server.letters().empty());
  browser.post("/en/sign-in/code", {{"email", "<script>alert(1)</script>"}});
  EXPECT_EQ(browser.last.body.find("<script>alert"), std::string::npos);
  EXPECT_NE(browser.last.body.find("&lt;script&gt;alert"), std::string::npos) << "what was typed is kept";
}

TEST(CitizenSignIn, the_letter_says_nothing_in_its_subject) {
  Server server;
  Browser browser{server};
  const auto code = browser.code_for("aigerim@example.kz");
  ASSERT_EQ(code.size(), 8u);
  EXPECT_EQ(server.letters().front().subject.find(code), std::string::npos);
}

TEST(CitizenSignIn, staff_never_enter_by_a_letter_alone) {
  Server server;
  server.staff("clerk", secret);
  Browser browser{server};
  const auto code = browser.code_for("clerk@example.kz");
  browser.post("/en/sign-in/check", {{"email", "clerk@example.kz"}, {"code", code}});
  EXPECT_EQ(browser.last.status, 403);
  EXPECT_FALSE(browser.signed_in());
}

// ---- forms
// --------------------------------------------------------------------------------------------------------------

TEST(Forms, without_the_token_of_the_own_page_nothing_happens) {
  Server server;
  Browser browser{server};
  browser.get("/en/sign-in");
  browser.csrf = wrong(browser.csrf);
  browser.post("/en/sign-in/code", {{"email", "aigerim@example.kz"}});
  EXPECT_EQ(browser.last.status, 403);
  EXPECT_TRUE(server.letters().empty());
  Browser stranger{server};
  stranger.get("/en/sign-in");
  const auto foreign = stranger.csrf;
  browser.csrf = foreign;
  browser.post("/en/sign-in/code", {{"email", "aigerim@example.kz"}});
  EXPECT_EQ(browser.last.status, 403) << "a token of another browser";
}

TEST(Forms, after_signing_in_no_open_redirect_is_followed) {
  for (const auto* next :
       {"//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "/en\r\nSet-Cookie: s=x"}) {
    Server server(true);
    server.staff("clerk", secret);
    Browser browser{server};
    browser.sign_in_staff("clerk", good_password, secrets::totp(secret, server.step()), next);
    ASSERT_EQ(browser.last.status, 303) << next;
    EXPECT_EQ(browser.header("Location"), "/en/w/body") << next;
  }
}

// ---- staff
// --------------------------------------------------------------------------------------------------------------

TEST(StaffSignIn, needs_login_password_and_one_time_code) {
  Server server;
  server.staff("clerk", secret);
  Browser browser{server};
  const auto totp = secrets::totp(secret, server.step());
  struct Try {
    std::string login, password, code;
  };
  std::string answer;
  for (const auto& one : {Try{"nobody", good_password, totp}, Try{"clerk", "another password", totp},
                          Try{"clerk", good_password, wrong(totp)}}) {
    browser.client = "203.0.113." + one.login + one.password.substr(0, 1);
    browser.sign_in_staff(one.login, one.password, one.code);
    EXPECT_EQ(browser.last.status, 422);
    EXPECT_NE(browser.last.body.find("The login, the password or the code does not fit."), std::string::npos)
        << "the same words whatever was wrong";
    EXPECT_EQ(browser.last.body.find(one.password), std::string::npos) << "passwords are never sent back";
  }
  browser.sign_in_staff("CLERK", good_password, totp);
  EXPECT_EQ(browser.last.status, 303);
  EXPECT_EQ(browser.header("Location"), "/en/w/body");
}

TEST(StaffSignIn, a_one_time_code_is_refused_the_second_time) {
  Server server;
  server.staff("clerk", secret);
  Browser first{server}, second{server};
  const auto totp = secrets::totp(secret, server.step());
  first.sign_in_staff("clerk", good_password, totp);
  EXPECT_EQ(first.last.status, 303);
  second.sign_in_staff("clerk", good_password, totp);
  EXPECT_EQ(second.last.status, 422);
  EXPECT_FALSE(second.signed_in());
}

TEST(StaffSignIn, an_account_without_a_secret_stays_shut_even_to_its_password) {
  Server server;
  const auto hash = secrets::hash_password(good_password);
  server.write([&](db::Tx& tx) {
    const auto account = *auth::create_staff(tx, *server.house.keys, server.ids, server.clock.now(), "half", "X", "");
    auth::set_password_hash(tx, account, hash);
  });
  Browser browser{server};
  for (const auto& code : {std::string(), secrets::totp(std::string(20, '\0'), server.step())}) {
    browser.sign_in_staff("half", good_password, code);
    EXPECT_EQ(browser.last.status, 422);
  }
}

TEST(StaffSignIn, after_some_failures_the_next_try_waits_and_nobody_else_does) {
  Server server;
  server.staff("patient", secret);
  Browser guesser{server};
  guesser.client = "198.51.100.77";
  int refused = 0;
  for (int i = 0; i < 6; ++i) {
    guesser.sign_in_staff("patient", "guess", "000000");
    refused += guesser.last.status == 429 ? 1 : 0;
  }
  EXPECT_GE(refused, 2);
  EXPECT_FALSE(guesser.header("Retry-After").empty());
  server.later(std::chrono::seconds(31));
  Browser owner{server};
  owner.client = "203.0.113.99";
  owner.sign_in_staff("patient", good_password, secrets::totp(secret, server.step()));
  EXPECT_EQ(owner.last.status, 303) << "half a minute is the longest a stranger can cost";
}

TEST(StaffSignIn, a_new_session_has_a_new_cookie_and_the_old_one_is_dead) {
  Server server;
  server.staff("clerk", secret);
  Browser browser{server};
  browser.sign_in_staff("clerk", good_password, secrets::totp(secret, server.step()));
  const auto first = browser.cookies.at("s");
  server.later(std::chrono::seconds(60));
  browser.sign_in_staff("clerk", good_password, secrets::totp(secret, server.step()));
  const auto second = browser.cookies.at("s");
  EXPECT_NE(first, second);
  browser.cookies["s"] = first;
  EXPECT_FALSE(browser.signed_in());
}

TEST(StaffSignIn, an_unattended_desk_is_signed_out_after_half_an_hour) {
  Server server;
  server.staff("clerk", secret);
  Browser browser{server};
  browser.sign_in_staff("clerk", good_password, secrets::totp(secret, server.step()));
  server.later(std::chrono::minutes(29));
  EXPECT_TRUE(browser.signed_in());
  server.later(std::chrono::minutes(31));
  EXPECT_FALSE(browser.signed_in());
}

TEST(SignOut, ends_the_session_and_clears_the_browser) {
  Server server(true);
  Browser browser{server};
  browser.get("/en/sign-in");
  browser.post("/en/demo/enter", {{"login", "citizen@demo"}});
  const auto cookie = browser.cookies.at("s");
  browser.get("/en/me/settings");
  browser.post("/en/sign-out", {});
  EXPECT_EQ(browser.header("Clear-Site-Data"), "\"cache\", \"storage\"");
  EXPECT_EQ(browser.cookies.count("s"), 0u);
  browser.cookies["s"] = cookie;
  EXPECT_FALSE(browser.signed_in());
}

TEST(Cookies, over_https_only_the_cookie_bound_to_the_host_counts) {
  Server server(true);
  server.secure = true;
  Browser browser{server};
  browser.get("/en/sign-in");
  browser.post("/en/demo/enter", {{"login", "clerk@demo"}});
  ASSERT_EQ(browser.cookies.count("__Host-s"), 1u);
  EXPECT_TRUE(browser.signed_in());
  const auto value = browser.cookies["__Host-s"];
  browser.cookies.erase("__Host-s");
  browser.cookies["s"] = value;
  EXPECT_FALSE(browser.signed_in()) << "a cookie that any subdomain could have set";
}

// ---- enrolment
// ----------------------------------------------------------------------------------------------------------

TEST(Enrolment, gives_a_member_of_staff_a_password_that_nobody_else_saw) {
  Server server;
  std::string code;
  server.write([&](db::Tx& tx) {
    code = *auth::first_admin(tx, *server.house.keys, server.ids, server.clock.now(), server.today(), "boss",
                              "Бірінші Әкімші");
  });
  Browser browser{server};
  browser.client = "203.0.113.50";
  browser.get("/en/enrol");
  browser.post("/en/enrol", {{"code", "no such code"}});
  EXPECT_EQ(browser.last.status, 422);
  browser.post("/en/enrol", {{"code", code}});
  ASSERT_EQ(browser.last.status, 200);
  std::string enrolled;
  server.readers->run([&](db::ReadTx& tx) {
    enrolled = auth::find_enrolment(tx, *server.house.keys, code, server.clock.now())->totp_secret;
  });
  EXPECT_NE(browser.last.body.find(secrets::base32(enrolled)), std::string::npos);
  browser.post("/en/enrol/finish", {{"code", code}, {"password", "short"}, {"totp", "000000"}});
  EXPECT_EQ(browser.last.status, 422);
  EXPECT_NE(browser.last.body.find("at least 15"), std::string::npos);
  browser.post("/en/enrol/finish",
               {{"code", code}, {"password", good_password}, {"totp", secrets::totp(enrolled, server.step())}});
  EXPECT_EQ(browser.last.status, 303);
  EXPECT_TRUE(browser.signed_in());
  Browser later{server};
  server.later(std::chrono::seconds(60));
  later.sign_in_staff("boss", good_password, secrets::totp(enrolled, server.step()));
  EXPECT_EQ(later.last.status, 303);
  Browser thief{server};
  thief.client = "203.0.113.51";
  thief.get("/en/enrol");
  thief.post("/en/enrol", {{"code", code}});
  EXPECT_EQ(thief.last.status, 422) << "the code is spent";
}

// ---- settings
// -----------------------------------------------------------------------------------------------------------

struct Settled : ::testing::Test {
  Server server{true};
  Browser browser{server};
  void enter(const std::string& login) {
    browser.get("/en/sign-in");
    browser.post("/en/demo/enter", {{"login", login}});
    ASSERT_EQ(browser.last.status, 303);
    browser.get("/en/me/settings");
  }
};

TEST_F(Settled, a_name_is_cleaned_and_a_bad_one_is_shown_again) {
  enter("citizen@demo");
  browser.post("/en/me/about", {{"name", " Айгүл\n <b>Сәрсенова</b> "}, {"language", "ru"}});
  EXPECT_EQ(browser.last.status, 303);
  browser.get("/en/me/settings");
  EXPECT_NE(browser.last.body.find("Айгүл &lt;b&gt;Сәрсенова"), std::string::npos);
  browser.post("/en/me/about", {{"name", std::string(201, 'x')}, {"language", "xx"}});
  EXPECT_EQ(browser.last.status, 422);
  EXPECT_NE(browser.last.body.find(std::string(201, 'x')), std::string::npos);
}

TEST_F(Settled, changing_the_role_changes_the_cookie) {
  enter("clerk@demo");
  const auto before = browser.cookies.at("s");
  browser.post("/en/me/post", {{"post", "citizen@"}});
  EXPECT_EQ(browser.last.status, 303);
  EXPECT_NE(browser.cookies.at("s"), before);
  browser.get("/en/me/settings");
  browser.post("/en/me/post", {{"post", "admin@"}});
  EXPECT_EQ(browser.last.status, 404) << "a post that is not held";
  browser.post("/en/me/post", {{"post", "clerk@almaty.zhol-infra"}});
  EXPECT_EQ(browser.last.status, 303);
}

TEST_F(Settled, other_sessions_can_be_ended) {
  enter("citizen@demo");
  Browser library{server};
  library.get("/en/sign-in");
  library.post("/en/demo/enter", {{"login", "citizen@demo"}});
  browser.get("/en/me/settings");
  EXPECT_NE(browser.last.body.find("Firefox · Linux"), std::string::npos);
  browser.post("/en/me/sessions/end", {{"session", "others"}});
  EXPECT_FALSE(library.signed_in());
  EXPECT_TRUE(browser.signed_in());
}

TEST_F(Settled, a_token_is_shown_once_acts_and_can_be_revoked) {
  enter("clerk@demo");
  browser.post(
      "/en/me/tokens",
      {{"label", "report"}, {"scopes", "appeals.answer"}, {"days", "30"}, {"acts_as", "clerk@almaty.zhol-infra"}});
  ASSERT_EQ(browser.last.status, 200);
  const auto token = "jp_" + between(browser.last.body, "<code>jp_", "<");
  EXPECT_EQ(token.size(), 46u);
  std::optional<Actor> actor;
  const auto look = [&] {
    server.readers->run([&](db::ReadTx& tx) {
      actor = auth::of_token(tx, *server.house.keys, token, server.clock.now(), server.today());
    });
  };
  look();
  ASSERT_TRUE(actor);
  EXPECT_EQ(actor->body, "almaty.zhol-infra");
  browser.get("/en/me/settings");
  EXPECT_EQ(browser.last.body.find(token), std::string::npos);
  browser.post("/en/me/tokens/revoke", {{"token", between(browser.last.body, "name=\"token\" value=\"", "\"")}});
  look();
  EXPECT_FALSE(actor);
}

TEST_F(Settled, a_token_must_say_what_for_how_wide_and_how_long) {
  enter("clerk@demo");
  browser.post("/en/me/tokens", {{"label", ""}, {"scopes", "APPEALS; drop"}, {"days", "366"}, {"acts_as", "admin@"}});
  EXPECT_EQ(browser.last.status, 422);
  for (const auto* words : {"what the token is for", "apart by one space", "from 1 to 365", "Choose a role"})
    EXPECT_NE(browser.last.body.find(words), std::string::npos) << words;
}

TEST_F(Settled, making_a_token_needs_a_recent_sign_in) {
  enter("citizen@demo");
  server.later(std::chrono::minutes(16));
  browser.get("/en/me/settings");
  browser.post("/en/me/tokens", {{"label", "x"}, {"scopes", "all"}, {"days", "1"}});
  if (browser.last.status != 403) FAIL() << browser.last.status;
}

TEST_F(Settled, a_token_cannot_widen_itself) {
  enter("clerk@demo");
  browser.post(
      "/en/me/tokens",
      {{"label", "narrow"}, {"scopes", "appeals.answer"}, {"days", "30"}, {"acts_as", "clerk@almaty.zhol-infra"}});
  Browser program{server};
  program.bearer = "jp_" + between(browser.last.body, "<code>jp_", "<");
  program.post("/en/me/tokens",
               {{"label", "wide"}, {"scopes", "all"}, {"days", "365"}, {"acts_as", "clerk@almaty.zhol-infra"}});
  EXPECT_EQ(program.last.status, 303) << "sent to sign in";
  EXPECT_EQ(program.last.body.find("jp_"), std::string::npos);
  program.bearer = "jp_wrong";
  program.get("/en/me/settings");
  EXPECT_EQ(program.last.status, 401);
}

TEST(Password, is_changed_with_the_old_one_and_a_code_and_ends_all_other_sessions) {
  Server server;
  server.staff("clerk", secret);
  Browser browser{server}, other{server};
  browser.sign_in_staff("clerk", good_password, secrets::totp(secret, server.step()));
  server.later(std::chrono::seconds(60));
  other.sign_in_staff("clerk", good_password, secrets::totp(secret, server.step()));
  server.later(std::chrono::seconds(60));
  const auto totp = secrets::totp(secret, server.step());
  browser.get("/en/me/settings");
  browser.post("/en/me/password", {{"current", "wrong"}, {"password", "Password123456789"}, {"totp", wrong(totp)}});
  EXPECT_EQ(browser.last.status, 422);
  for (const auto* words : {"present password", "one-time code does not fit", "easy to guess"})
    EXPECT_NE(browser.last.body.find(words), std::string::npos) << words;
  browser.post("/en/me/password",
               {{"current", good_password}, {"password", "seven quiet camels sing"}, {"totp", totp}});
  EXPECT_EQ(browser.last.status, 303);
  EXPECT_TRUE(browser.signed_in());
  EXPECT_FALSE(other.signed_in());
  EXPECT_EQ(server.letters().size(), 1u) << "the owner is told";
}

// ---- preferences and demonstration
// --------------------------------------------------------------------------------------

TEST(Preferences, are_cookies_that_work_without_an_account) {
  Server server;
  Browser browser{server};
  browser.get("/kk/prefs");
  browser.post("/kk/prefs", {{"size", "largest"}, {"contrast", "1"}, {"pictures", "1"}, {"language", "ru"}});
  EXPECT_EQ(browser.header("Location"), "/ru/prefs");
  EXPECT_EQ(browser.cookies["prefs"], "largest-contrast");
  EXPECT_EQ(browser.cookies["pictures"], "few");
  EXPECT_EQ(browser.cookies["lang"], "ru");
  browser.get("/ru/prefs");
  EXPECT_NE(browser.last.body.find("class=\"largest contrast\""), std::string::npos);
  browser.post("/ru/prefs", {{"size", "huge\r\nX: y"}, {"language", "xx"}});
  EXPECT_EQ(browser.header("Location"), "/ru/prefs");
  EXPECT_EQ(browser.cookies.count("prefs"), 0u);
}

TEST(Demonstration, every_role_can_be_entered_and_lands_somewhere) {
  Server server(true);
  for (const auto& login : demo_logins()) {
    Browser browser{server};
    browser.get("/ru/sign-in");
    EXPECT_NE(browser.last.body.find(login.login), std::string::npos);
    browser.post("/ru/demo/enter", {{"login", login.login}});
    EXPECT_EQ(browser.last.status, 303) << login.login;
    std::optional<Identity> who;
    http::Request request{.headers = {{"cookie", "s=" + browser.cookies["s"]}}};
    server.readers->run([&](db::ReadTx& tx) { who = identify(server.house, tx, request, server.clock.now()).take(); });
    EXPECT_EQ(who->actor.role, login.role) << login.login;
    EXPECT_EQ(who->actor.body, login.body) << login.login;
  }
}

TEST(Demonstration, letters_are_shown_in_the_outbox) {
  Server server(true);
  Browser browser{server};
  const auto code = browser.code_for("aigerim@example.kz");
  ASSERT_EQ(code.size(), 8u);
  browser.get("/kk/demo/outbox");
  EXPECT_NE(browser.last.body.find(code), std::string::npos);
}

TEST(Demonstration, does_not_exist_in_a_real_installation) {
  Server server;
  server.write([&](db::Tx& tx) { add_demo_accounts(tx, server.house.context(Actor::system())); });
  Browser browser{server};
  browser.get("/en/sign-in");
  EXPECT_EQ(browser.last.body.find("clerk@demo"), std::string::npos);
  browser.post("/en/demo/enter", {{"login", "admin@demo"}});
  EXPECT_EQ(browser.last.status, 404);
  browser.get("/en/demo/outbox");
  EXPECT_EQ(browser.last.status, 404);
  browser.sign_in_staff("admin@demo", "", "");
  EXPECT_EQ(browser.last.status, 422) << "no password is set";
}

TEST(Demonstration, accounts_are_made_once_and_only_listed_logins_can_be_entered) {
  Server server(true);
  server.staff("real", secret);
  server.write([&](db::Tx& tx) { add_demo_accounts(tx, server.house.context(Actor::system())); });
  Browser browser{server};
  browser.get("/en/sign-in");
  browser.post("/en/demo/enter", {{"login", "real"}});
  EXPECT_EQ(browser.last.status, 404);
}

}  // namespace jauap::accounts
