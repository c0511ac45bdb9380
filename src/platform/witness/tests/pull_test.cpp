#include "platform/witness/pull.h"

#include "platform/http/http.h"
#include "platform/tlog/tests/test_log.h"
#include "platform/witness/ask.h"
#include "platform/witness/tests/support.h"

namespace jauap::witness {
namespace {

// The folder of a log on the web, and what is brought to /log/cosign.
struct Site {
  Site() : server({.address = "127.0.0.1", .port = 0, .threads = 1}, handler(), [](auto, auto) { return 65'536; }) {
    log.write();
    server.start();
  }
  ~Site() { server.stop(1); }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(server.port()) + "/log"; }
  // Publishes a beginning of the log.
  void publish(std::size_t size) { log.put("checkpoint", log.note({size, some_moment})); }
  std::string text(std::size_t size) const {
    return tlog::Checkpoint{"record.jauap.example/log", size, log.root(size)}.text();
  }
  http::Handler handler() {
    return [this](const http::Request& request, const http::Reply& reply) {
      if (request.method == http::Method::post) {
        brought = request.path == "/log/cosign" ? request.body : "";
        return reply({.status = cosign_status, .body = "says the log"});
      }
      const auto found = tlog::folder_fetch(log.folder.string())(request.path.substr(5));
      reply({.status = found.state == tlog::Fetched::State::found ? 200 : 404, .body = found.bytes});
    };
  }

  tlog::TestLog log = tlog::TestLog::sample();
  std::string brought;
  int cosign_status = 204;
  http::Server server;
};

struct PullWitness : WitnessTest {
  PullWitness() { site.publish(300); }
  // The exit code, with the words in `said`.
  tlog::Exit pull_from(const std::string& url) {
    try {
      said = pull(*book, url, some_moment);
      return tlog::Exit::good;
    } catch (const tlog::Stop& stop) {
      said = stop.what();
      return stop.exit;
    }
  }
  tlog::Exit pull_now() { return pull_from(site.url()); }
  std::uint64_t remembered_size() const {
    const auto kept = book->remembered("record.jauap.example/log");
    return kept ? kept->size : 0;
  }

  Site site;
  const std::unique_ptr<Book> book = open({site.log.log_key.key()});
  std::string said;
};

}  // namespace

TEST_F(PullWitness, brings_its_line_to_the_log) {
  EXPECT_EQ(pull_now(), tlog::Exit::good) << said;
  EXPECT_EQ(said, "cosigned record.jauap.example/log, size 300, from size 0");
  const auto head = site.text(300) + "\n";
  ASSERT_TRUE(site.brought.starts_with(head)) << site.brought;
  EXPECT_EQ(own_line(site.text(300), site.brought.substr(head.size()), book->key()), site.brought.substr(head.size()));
}

TEST_F(PullWitness, follows_the_growing_log_by_its_tiles) {
  ASSERT_EQ(pull_now(), tlog::Exit::good) << said;
  ASSERT_EQ(pull_now(), tlog::Exit::good) << said;
  EXPECT_EQ(said, "cosigned record.jauap.example/log, size 300, unchanged");
  site.publish(site.log.entries.size());
  EXPECT_EQ(pull_now(), tlog::Exit::good) << said;
  EXPECT_EQ(remembered_size(), site.log.entries.size());
}

TEST_F(PullWitness, refuses_a_log_that_was_rewritten_and_shows_both_notes) {
  ASSERT_EQ(pull_now(), tlog::Exit::good) << said;
  const auto first = site.log.note({300, 0, 0});
  site.log.change(100, [](tlog::Leaf& leaf) { leaf.at += 60; });
  site.log.write();
  for (const std::size_t size : {std::size_t(300), site.log.entries.size()}) {
    site.publish(size);
    site.brought.clear();
    EXPECT_EQ(pull_now(), tlog::Exit::forged);
    EXPECT_NE(said.find(first), std::string::npos) << said;
    EXPECT_NE(said.find(site.log.note({size, 0, 0})), std::string::npos) << said;
    EXPECT_EQ(site.brought, "");
    EXPECT_EQ(remembered_size(), 300u);
  }
}

TEST_F(PullWitness, refuses_a_log_that_has_shrunk) {
  ASSERT_EQ(pull_now(), tlog::Exit::good) << said;
  site.publish(257);
  EXPECT_EQ(pull_now(), tlog::Exit::forged);
  EXPECT_TRUE(said.starts_with("the log has shrunk from 300 to 257 entries")) << said;
  EXPECT_EQ(remembered_size(), 300u);
}

TEST_F(PullWitness, refuses_what_the_log_has_not_signed) {
  const tlog::Signer stranger("record.jauap.example/log", tlog::KeyType::ed25519, tlog::test_seed("stranger"));
  site.log.put("checkpoint", site.text(300) + "\n" + stranger.sign(site.text(300)));
  EXPECT_EQ(pull_now(), tlog::Exit::forged);
  EXPECT_EQ(remembered_size(), 0u);
}

TEST_F(PullWitness, does_not_mind_a_bad_line_of_another_witness) {
  site.log.put("checkpoint",
               site.log.note({300, some_moment, 0}) + site.log.witnesses[0].cosign(site.text(257), some_moment));
  EXPECT_EQ(pull_now(), tlog::Exit::good) << said;
}

TEST_F(PullWitness, keeps_what_it_signed_when_the_log_does_not_take_it) {
  site.cosign_status = 503;
  EXPECT_EQ(pull_now(), tlog::Exit::unreadable);
  EXPECT_EQ(said, "cosigned, but the log did not take the line: it answers 503 says the log");
  EXPECT_EQ(remembered_size(), 300u);
  site.cosign_status = 200;
  EXPECT_EQ(pull_now(), tlog::Exit::good) << said;
}

TEST_F(PullWitness, tells_a_log_that_cannot_be_fetched_from_a_forged_one) {
  ASSERT_EQ(pull_now(), tlog::Exit::good) << said;
  EXPECT_EQ(pull_from(site.url() + "/elsewhere"), tlog::Exit::unreadable);
  EXPECT_EQ(pull_from("http://record.example/log"), tlog::Exit::unreadable);
  site.publish(site.log.entries.size());
  std::filesystem::remove_all(site.log.folder / "tile");
  EXPECT_EQ(pull_now(), tlog::Exit::unreadable) << said;
  EXPECT_EQ(remembered_size(), 300u);
}

}  // namespace jauap::witness
