#include "platform/witness/book.h"

#include <fstream>
#include <thread>

#include "platform/witness/ask.h"
#include "platform/witness/tests/support.h"

namespace jauap::witness {
namespace {

using WitnessBook = WitnessTest;

std::uint64_t time_of(const std::string& text, const std::string& lines, const tlog::VerifierKey& key) {
  const auto note = tlog::parse_note(text + "\n" + lines);
  const auto good = tlog::verify_note(*note, std::span(&key, 1));
  return good ? good->front().time.value_or(0) : 0;
}

// Why the book cannot be opened; "" when it can.
std::string why_closed(const WitnessTest& test) {
  try {
    test.open();
    return "";
  } catch (const tlog::Stop& stop) {
    EXPECT_EQ(stop.exit, tlog::Exit::unreadable);
    return stop.what();
  }
}

}  // namespace

TEST_F(WitnessBook, has_written_down_every_line_before_it_answers) {
  const auto book = open();
  std::uint64_t old = 0;
  for (const std::uint64_t size : {0, 3, 3, 8, 20}) {
    const auto answer = book->add_checkpoint(log.request(old, size), some_moment + size);
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_NE(state_bytes().find(log.note(size) + answer.body), std::string::npos);
    EXPECT_EQ(book->newest(tlog::origin_hash("a.example/log")), log.note(size) + answer.body);
    old = size;
  }
}

TEST_F(WitnessBook, continues_after_a_restart_where_it_stopped) {
  ASSERT_EQ(open()->add_checkpoint(log.request(0, 8), some_moment).status, 200);
  const auto book = open();
  EXPECT_FALSE(book->is_new());
  EXPECT_EQ(book->remembered("a.example/log"), (tlog::Checkpoint{"a.example/log", 8, log.roots[8]}));
  EXPECT_EQ(book->add_checkpoint(log.request(0, 20), some_moment).body, "8\n");
  EXPECT_EQ(book->add_checkpoint(log.request(8, 20), some_moment).status, 200);
}

TEST_F(WitnessBook, refuses_a_second_history_before_and_after_a_restart) {
  auto book = open();
  ASSERT_EQ(book->add_checkpoint(log.request(0, 8), some_moment).status, 200);
  const auto before = state_bytes();
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(book->add_checkpoint(fork.request(8, 20), some_moment).status, 422) << "grown from another past";
    EXPECT_EQ(book->add_checkpoint(fork.request(8, 8), some_moment).status, 422) << "another root for the size";
    EXPECT_EQ(book->add_checkpoint(log.request(8, 3), some_moment).status, 400) << "the old one is larger";
    EXPECT_EQ(book->add_checkpoint(fork.request(0, 20), some_moment).status, 409) << "as if nothing had been";
    EXPECT_EQ(state_bytes(), before);
    book.reset();
    book = open();
  }
}

TEST_F(WitnessBook, says_again_and_later_what_it_said_of_the_same_checkpoint) {
  const auto book = open();
  const auto first = book->add_checkpoint(log.request(0, 8), some_moment),
             second = book->add_checkpoint(log.request(8, 8), some_moment + 3600);
  ASSERT_EQ(second.status, 200);
  EXPECT_EQ(time_of(log.text(8), first.body, book->key()), some_moment);
  EXPECT_EQ(time_of(log.text(8), second.body, book->key()), some_moment + 3600);
  EXPECT_EQ(book->newest(tlog::origin_hash("a.example/log")), log.note(8) + second.body);
}

TEST_F(WitnessBook, remembers_each_log_by_itself_and_one_that_it_follows_no_more) {
  const SmallLog other("b.example/log");
  {
    const auto book = open({log.signer.key(), other.signer.key()});
    ASSERT_EQ(book->add_checkpoint(log.request(0, 8), some_moment).status, 200);
    ASSERT_EQ(book->add_checkpoint(other.request(0, 3), some_moment).status, 200);
  }
  ASSERT_EQ(open()->add_checkpoint(log.request(8, 20), some_moment).status, 200);
  const auto book = open({other.signer.key()});
  EXPECT_EQ(book->remembered("a.example/log")->size, 20u);
  EXPECT_EQ(book->remembered("b.example/log")->size, 3u);
  EXPECT_EQ(book->add_checkpoint(log.request(20, 20), some_moment).status, 404);
}

TEST_F(WitnessBook, keeps_of_a_note_what_the_log_and_it_itself_signed) {
  const tlog::Signer stranger("stranger.example", tlog::KeyType::ed25519, tlog::test_seed("stranger"));
  const auto book = open();
  auto request = log.growth(0, 8);
  request.checkpoint += stranger.sign(log.text(8));
  const auto answer = book->add_checkpoint(tlog::format_add_checkpoint(request), some_moment);
  ASSERT_EQ(answer.status, 200);
  EXPECT_EQ(book->newest(tlog::origin_hash("a.example/log")), log.note(8) + answer.body);
}

TEST_F(WitnessBook, of_many_who_ask_at_once_gives_one_history) {
  const auto book = open();
  std::vector<std::thread> askers;
  std::atomic<int> good{0}, later{0};
  for (std::uint64_t i = 0; i < 8; ++i)
    askers.emplace_back([&, i] {
      const auto& one = i % 2 == 0 ? log : fork;
      const auto status = book->add_checkpoint(one.request(0, 5 + i), some_moment).status;
      ++(status == 200 ? good : later);
      EXPECT_TRUE(status == 200 || status == 409) << status;
    });
  for (auto& asker : askers) asker.join();
  EXPECT_EQ(good, 1);
  EXPECT_EQ(later, 7);
}

TEST_F(WitnessBook, is_had_by_one_process) {
  const auto book = open();
  EXPECT_NE(why_closed(*this).find("another witness (process " + std::to_string(::getpid()) + ")"), std::string::npos);
}

TEST_F(WitnessBook, that_is_damaged_anywhere_is_refused_in_words_and_left_as_it_is) {
  ASSERT_EQ(open()->add_checkpoint(log.request(0, 8), some_moment).status, 200);
  const auto whole = state_bytes();
  const auto put = [&](const std::string& bytes) { std::ofstream(state(), std::ios::binary) << bytes; };
  for (std::size_t i = 0; i < whole.size(); ++i) {
    auto changed = whole;
    changed[i] = char(changed[i] ^ 1);
    put(changed);
    ASSERT_NE(why_closed(*this).find("is damaged"), std::string::npos) << "byte " << i;
    ASSERT_EQ(state_bytes(), changed);
  }
  for (const auto& bytes : {std::string(), whole.substr(0, whole.size() / 2), whole + "\n", whole + whole}) {
    put(bytes);
    EXPECT_NE(why_closed(*this).find("is damaged"), std::string::npos);
  }
  put(whole);
  EXPECT_EQ(why_closed(*this), "");
}

TEST_F(WitnessBook, that_could_not_be_written_answers_nothing_until_it_is_opened_anew) {
  auto book = open();
  ASSERT_EQ(book->add_checkpoint(log.request(0, 3), some_moment).status, 200);
  std::filesystem::rename(folder, away());
  const auto answer = book->add_checkpoint(log.request(3, 8), some_moment);
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.body.find(signer().key().name), std::string::npos);
  EXPECT_TRUE(book->is_broken());
  std::filesystem::rename(away(), folder);
  EXPECT_EQ(book->add_checkpoint(log.request(3, 8), some_moment).status, 503);
  book.reset();
  book = open();
  EXPECT_EQ(book->add_checkpoint(log.request(3, 8), some_moment).status, 200);
}

TEST_F(WitnessBook, that_cannot_be_written_is_not_opened) {
  std::filesystem::rename(folder, away());
  EXPECT_NE(why_closed(*this).find("cannot be made"), std::string::npos);
}

}  // namespace jauap::witness
