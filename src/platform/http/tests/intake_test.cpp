#include "platform/http/intake.h"

#include <gtest/gtest.h>

#include "platform/http/tests/corpus.h"

namespace jauap::http {
namespace {

constexpr std::size_t head_max = 2000, body_max = 10'000;
constexpr std::string_view next_request = "GET /next HTTP/1.1\r\nHost: a\r\n\r\n";

// Feeds `bytes` in pieces and returns how many of them the request took.
std::size_t feed(Intake& intake, std::string_view bytes, std::size_t piece) {
  std::size_t used = 0;
  while (used < bytes.size()) {
    if (intake.stage() == Intake::Stage::head_done) intake.admit_body(body_max);
    if (intake.stage() == Intake::Stage::done || intake.stage() == Intake::Stage::refused) return used;
    const auto taken = intake.take(bytes.substr(used, piece));
    used += taken;
  }
  if (intake.stage() == Intake::Stage::head_done) intake.admit_body(body_max);
  return used;
}

std::string seen(Intake& intake) {
  const char* names[] = {"get", "head", "post", "put", "delete", "options", "other"};
  const auto& request = intake.request();
  return std::string(names[int(request.method)]) + " " + request.path + " ?" + request.query + " " +
         std::to_string(request.body.size());
}

TEST(Intake, refuses_every_malformed_request_however_it_is_cut) {
  ASSERT_GE(malformed_requests().size(), 60u);
  for (const auto& each : malformed_requests())
    for (const std::size_t piece : {std::size_t(1), std::size_t(7), std::size_t(100'000)}) {
      Intake intake(head_max);
      feed(intake, each.bytes, piece);
      EXPECT_EQ(intake.stage(), Intake::Stage::refused) << each.what << ", pieces of " << piece;
      EXPECT_EQ(intake.status(), each.status) << each.what << ", pieces of " << piece;
    }
}

TEST(Intake, takes_odd_but_lawful_requests_and_leaves_the_next_one_alone) {
  for (const auto& each : odd_requests())
    for (const std::size_t piece : {std::size_t(1), std::size_t(7), std::size_t(100'000)}) {
      Intake intake(head_max);
      const auto used = feed(intake, each.bytes + std::string(next_request), piece);
      ASSERT_EQ(intake.stage(), Intake::Stage::done) << each.what << ", status " << intake.status();
      EXPECT_EQ(used, each.bytes.size()) << each.what << ", pieces of " << piece;
      EXPECT_EQ(seen(intake), each.seen) << each.what;
    }
}

TEST(Intake, a_host_in_the_target_counts_more_than_the_header) {
  Intake intake(head_max);
  feed(intake, "GET http://right.test/ HTTP/1.1\r\nHost: wrong.test\r\n\r\n", 1000);
  EXPECT_EQ(intake.request().header("host"), "right.test");
}

TEST(Intake, names_come_in_lower_case_and_repeated_headers_stay) {
  Intake intake(head_max);
  feed(intake, "GET / HTTP/1.1\r\nHost: a\r\nX-One: 1\r\nx-one:  2 \r\n\r\n", 1000);
  ASSERT_EQ(intake.request().headers.size(), 3u);
  EXPECT_EQ(intake.request().headers[1].name, "x-one");
  EXPECT_EQ(intake.request().headers[2].value, "2");
  EXPECT_EQ(intake.request().header("x-one"), "1");
}

TEST(Intake, trailers_are_not_headers) {
  Intake intake(head_max);
  feed(intake, chunked("0\r\nCookie: session=stolen\r\n\r\n"), 1000);
  ASSERT_EQ(intake.stage(), Intake::Stage::done);
  EXPECT_EQ(intake.request().header("cookie"), "");
}

TEST(Intake, knows_who_wants_to_keep_the_connection) {
  const std::pair<const char*, bool> rows[] = {
      {"GET / HTTP/1.1\r\nHost: a\r\n\r\n", true},
      {"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", false},
      {"GET / HTTP/1.1\r\nHost: a\r\nConnection: TE, Close\r\n\r\n", false},
      {"GET / HTTP/1.0\r\n\r\n", false},
      {"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", true},
  };
  for (const auto& [bytes, keeps] : rows) {
    Intake intake(head_max);
    feed(intake, bytes, 1000);
    ASSERT_EQ(intake.stage(), Intake::Stage::done) << bytes;
    EXPECT_EQ(intake.keep_alive(), keeps) << bytes;
  }
}

TEST(Intake, small_chunks_with_long_extensions_end_in_a_refusal) {
  std::string body;
  for (int i = 0; i < 100; ++i) body += "1;x=" + std::string(200, 'y') + "\r\na\r\n";
  Intake intake(head_max);
  feed(intake, chunked(body + "0\r\n\r\n"), 4096);
  EXPECT_EQ(intake.stage(), Intake::Stage::refused);
  EXPECT_EQ(intake.status(), 400);
}

TEST(Intake, the_largest_head_is_as_large_as_the_limit_says) {
  const std::string start = "GET / HTTP/1.1\r\nHost: a\r\nX: ", end = "\r\n\r\n";
  const auto head = [&](std::size_t size) { return start + std::string(size - start.size() - end.size(), 'x') + end; };
  Intake fits(head_max), too_large(head_max);
  feed(fits, head(head_max), 100'000);
  feed(too_large, head(head_max + 1), 100'000);
  EXPECT_EQ(fits.stage(), Intake::Stage::done);
  EXPECT_EQ(too_large.status(), 431);
}

}  // namespace
}  // namespace jauap::http
