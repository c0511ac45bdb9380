#include "platform/witness/server.h"

#include <future>

#include "platform/http/tests/client.h"
#include "platform/witness/ask.h"
#include "platform/witness/tests/support.h"

namespace jauap::witness {
namespace {

struct WitnessServer : WitnessTest {
  WitnessServer() { server.start(); }
  ~WitnessServer() override { server.stop(); }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(server.port()); }
  http::Answer send(const std::string& method, const std::string& path, const std::string& body = "") const {
    http::Client client(server.port());
    client.send(method + " " + path + " HTTP/1.1\r\nHost: w.example\r\nContent-Length: " + std::to_string(body.size()) +
                "\r\n\r\n" + body);
    return client.read().value_or(http::Answer{});
  }
  http::Answer post(const std::string& body) const { return send("POST", "/add-checkpoint", body); }

  const std::unique_ptr<Book> book = open();
  FixedClock clock{Instant{std::int64_t(some_moment) * 1000}};
  std::promise<void> broken;
  std::once_flag told;
  Server server{"127.0.0.1", 0, *book, clock, [this] { std::call_once(told, [this] { broken.set_value(); }); }};
};

}  // namespace

TEST_F(WitnessServer, answers_as_witnesses_do_everywhere) {
  const SmallLog unknown("b.example/log");
  auto unsigned_by_log = log.growth(0, 8);
  unsigned_by_log.checkpoint = log.text(8) + "\n" + unknown.signer.sign(log.text(8));
  EXPECT_EQ(post(unknown.request(0, 8)).status, 404);
  EXPECT_EQ(post(tlog::format_add_checkpoint(unsigned_by_log)).status, 403);
  EXPECT_EQ(post("old 0\n").status, 400);
  EXPECT_EQ(post(log.request(9, 8)).status, 400);
  EXPECT_EQ(post(std::string(tlog::witness_request_bytes_max + 1, 'x')).status, 413);

  const auto good = post(log.request(0, 8));
  EXPECT_EQ(good.status, 200);
  EXPECT_TRUE(own_line(log.text(8), good.body, book->key()));
  EXPECT_EQ(good.header("Content-Type"), "text/plain; charset=utf-8");

  const auto conflict = post(log.request(0, 20));
  EXPECT_EQ(conflict.status, 409);
  EXPECT_EQ(conflict.header("Content-Type"), "text/x.tlog.size");
  EXPECT_EQ(conflict.body, "8\n");
  EXPECT_EQ(post(fork.request(8, 20)).status, 422);
}

TEST_F(WitnessServer, shows_what_it_cosigned_last_and_nothing_else) {
  const auto place = "/" + tlog::origin_hash("a.example/log") + "/checkpoint";
  EXPECT_EQ(send("GET", place).status, 404);
  const auto line = post(log.request(0, 8)).body;
  const auto shown = send("GET", place);
  EXPECT_EQ(shown.status, 200);
  EXPECT_EQ(shown.body, log.note(8) + line);
  for (const auto* path : {"/", "/checkpoint", "/../state", "/add-checkpoint/"})
    EXPECT_EQ(send("GET", path).status, 404);
  EXPECT_EQ(send("GET", "/add-checkpoint").status, 405);
  EXPECT_EQ(send("POST", place).status, 405);
}

TEST_F(WitnessServer, is_asked_by_a_log_and_tells_it_from_where_to_go_on) {
  const auto first = ask(url() + "/", log.growth(0, 8));
  EXPECT_EQ(first.status, 200) << first.why;
  const auto line = own_line(log.text(8), first.lines, book->key());
  ASSERT_TRUE(line);
  const auto late = ask(url(), log.growth(3, 20));
  EXPECT_EQ(late.status, 409);
  EXPECT_EQ(late.its_size, 8u);
  EXPECT_EQ(ask(url(), log.growth(*late.its_size, 20)).status, 200);
  EXPECT_EQ(ask(url(), fork.growth(20, 20)).why, "422 another root for the same size");
  const auto newest = newest_of(url(), "a.example/log");
  EXPECT_EQ(newest.state, tlog::Fetched::State::found);
  EXPECT_TRUE(newest.bytes.starts_with(log.note(20)));
  EXPECT_EQ(newest_of(url(), "b.example/log").state, tlog::Fetched::State::missing);
}

TEST_F(WitnessServer, that_is_gone_or_not_on_https_is_not_reached) {
  const auto here = url();
  server.stop();
  EXPECT_EQ(ask(here, log.growth(0, 8)).status, 0);
  EXPECT_EQ(newest_of(here, "a.example/log").state, tlog::Fetched::State::unreachable);
  EXPECT_EQ(ask("http://witness.example", log.growth(0, 8)).why, "only https, or http on loopback");
}

TEST_F(WitnessServer, says_so_when_it_cannot_write_and_asks_to_be_started_anew) {
  std::filesystem::rename(folder, away());
  EXPECT_EQ(post(log.request(0, 8)).status, 503);
  EXPECT_EQ(broken.get_future().wait_for(std::chrono::seconds(5)), std::future_status::ready);
  EXPECT_EQ(post(log.request(0, 8)).status, 503);
}

TEST(OwnLine, is_the_newest_good_one_of_that_witness_and_no_other) {
  const SmallLog log;
  const tlog::Signer press("press.example", tlog::KeyType::cosignature, tlog::test_seed("press")),
      other("other.example", tlog::KeyType::cosignature, tlog::test_seed("other"));
  const auto text = log.text(8), good = press.cosign(text, some_moment), newer = press.cosign(text, some_moment + 1);
  EXPECT_EQ(own_line(text, newer + good + other.cosign(text, 1), press.key()), newer);
  EXPECT_EQ(own_line(text, good + press.cosign(log.text(3), some_moment + 9), press.key()), good);
  EXPECT_FALSE(own_line(text, other.cosign(text, 1), press.key()));
  EXPECT_FALSE(own_line(text, press.cosign(log.text(3), some_moment), press.key()));
  EXPECT_FALSE(own_line(text, "", press.key()));
  EXPECT_FALSE(own_line(text, "more text\n\n" + good, press.key()));
}

}  // namespace jauap::witness
