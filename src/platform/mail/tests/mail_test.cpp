#include "platform/mail/mail.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <sstream>

#include "platform/db/testing.h"

namespace jauap::mail {
namespace {

Letter a_letter(std::string to = "aigul@example.kz") {
  return {.to = Private<std::string>(std::move(to)), .language = Language::kk, .subject = "№ KZ75-A-2026-000001 бойынша жаңалық",
          .text = "Жауап келді.\nОқып, бағалаңыз.", .about = "KZ75-A-2026-000001"};
}

// A real SMTP server (aiosmtpd) that writes what it gets into a file; recipients at reject.example get 550.
class SmtpServer {
 public:
  explicit SmtpServer(const std::string& folder) : inbox_(folder + "/inbox") {
    const auto script = folder + "/server.py";
    std::ofstream(script) << R"py(
import asyncio, sys
from aiosmtpd.smtp import SMTP
class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.endswith('@reject.example'):
            return '550 no such mailbox'
        envelope.rcpt_tos.append(address)
        return '250 OK'
    async def handle_DATA(self, server, session, envelope):
        with open(sys.argv[1], 'ab') as inbox:
            inbox.write(envelope.content + b'\n--end--\n')
        return '250 OK'
async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Handler()), '127.0.0.1', 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()
asyncio.run(main())
)py";
    std::array<int, 2> pipe_ends{};
    EXPECT_EQ(::pipe(pipe_ends.data()), 0);
    child_ = ::fork();
    if (child_ == 0) {
      ::dup2(pipe_ends[1], 1);
      ::execl("/usr/bin/python3", "python3", script.c_str(), inbox_.c_str(), nullptr);
      ::_exit(127);
    }
    ::close(pipe_ends[1]);
    char digits[16]{};
    EXPECT_GT(::read(pipe_ends[0], digits, sizeof digits - 1), 0) << "python3-aiosmtpd is needed";
    ::close(pipe_ends[0]);
    port_ = std::atoi(digits);
  }
  ~SmtpServer() { stop(); }
  void stop() {
    if (child_ <= 0) return;
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
    child_ = 0;
  }
  std::string url() const { return "smtp://127.0.0.1:" + std::to_string(port_); }
  std::string inbox() const {
    std::stringstream text;
    text << std::ifstream(inbox_).rdbuf();
    return text.str();
  }

 private:
  std::string inbox_;
  pid_t child_ = 0;
  int port_ = 0;
};

}  // namespace

TEST(Addresses, are_taken_or_refused_as_people_type_them) {
  EXPECT_EQ(normal_address(" Aigul@Example.KZ "), "Aigul@example.kz");
  for (const auto* wrong : {"", "aigul", "@example.kz", "a@b", "a b@c.kz", "a@@c.kz", "a@c.kz\r\nBcc: x@y.kz", "a@c..kz", "<a@c.kz>", "a@.kz"})
    EXPECT_EQ(normal_address(wrong), "") << wrong;
}

TEST(Letters, have_headers_that_no_text_can_break_out_of) {
  auto letter = a_letter();
  letter.subject = "News\r\nBcc: thief@example.kz";
  const auto message = compose(letter, "jauap@localhost", "j1@localhost", Instant{1'790'000'000'000});
  EXPECT_EQ(message.find("\nBcc:"), std::string::npos);
  EXPECT_NE(message.find("Message-Id: <j1@localhost>"), std::string::npos) << message;
  EXPECT_NE(message.find("Auto-Submitted: auto-generated"), std::string::npos);
}

struct Sending : db::ContractTest {
 protected:
  void SetUp() override {
    db::ContractTest::SetUp();
    writer_ = std::make_unique<db::Writer>(location(), db::WriterOptions{});
  }
  void TearDown() override {
    writer_.reset();
    db::ContractTest::TearDown();
  }
  void post_one(const Letter& letter, const char* once = "") {
    write([&](db::Tx& tx) {
      post(tx, ids_, *keys_, clock_.now(), 75, letter, once);
      return true;
    });
  }
  jobs::Runner runner(const std::string& smtp) {
    return {*writer_, clock_, {sender({.smtp_url = smtp, .timeout_seconds = 3}, *writer_, keys_, clock_)}, 0, 1000};
  }
  FixedClock clock_{Instant{1'790'000'000'000}};
  IdMaker ids_{1};
  std::shared_ptr<const secrets::Keys> keys_ = secrets::Keys::ephemeral();
  db::TemporaryFolder folder_;
  std::unique_ptr<db::Writer> writer_;
};
INSTANTIATE_TEST_SUITE_P(EachDatabase, Sending, db::each_database(), db::database_name);

TEST_P(Sending, delivers_one_letter_once_through_a_real_server) {
  SmtpServer server(folder_.path());
  post_one(a_letter(), "KZ75-A-2026-000001/1");
  post_one(a_letter(), "KZ75-A-2026-000001/1");
  EXPECT_EQ(runner(server.url()).run_due(), 1);
  const auto inbox = server.inbox();
  EXPECT_NE(inbox.find("To: aigul@example.kz"), std::string::npos) << inbox;
  EXPECT_EQ(inbox.find("--end--"), inbox.rfind("--end--"));
}

TEST_P(Sending, gives_up_at_once_when_the_server_says_there_is_no_such_mailbox) {
  SmtpServer server(folder_.path());
  post_one(a_letter("nobody@reject.example"));
  EXPECT_EQ(runner(server.url()).run_due(), 1);
  read([](db::ReadTx& tx) { EXPECT_EQ(jobs::figures(tx).dead, 1); });
}

TEST_P(Sending, waits_for_a_server_that_is_down_and_then_delivers_once) {
  post_one(a_letter());
  EXPECT_EQ(runner("smtp://127.0.0.1:1").run_due(), 1);
  read([](db::ReadTx& tx) { EXPECT_EQ(jobs::figures(tx).waiting, 1); });
  clock_.set(clock_.now().plus(std::chrono::minutes(1)));
  SmtpServer server(folder_.path());
  EXPECT_EQ(runner(server.url()).run_due(), 1);
  EXPECT_NE(server.inbox().find("--end--"), std::string::npos);
}

TEST_P(Sending, without_a_server_keeps_letters_in_the_outbox_of_the_demonstration) {
  post_one(a_letter());
  EXPECT_EQ(runner("").run_due(), 1);
  read([&](db::ReadTx& tx) {
    const auto letters = kept(tx, *keys_, 10);
    ASSERT_EQ(letters.size(), 1u);
    EXPECT_EQ(letters[0].to, "aigul@example.kz");
    EXPECT_EQ(letters[0].text, "Жауап келді.\nОқып, бағалаңыз.");
  });
}

}  // namespace jauap::mail
