#include "platform/http/head.h"

#include <gtest/gtest.h>

namespace jauap::http {
namespace {

std::optional<std::string> head(const Response& response) {
  return response_head(response, {.date = "Sun, 06 Nov 1994 08:49:37 GMT"});
}

TEST(ResponseHead, reads_as_the_standard_has_it) {
  const auto response =
      Response{.status = 201, .headers = {}, .body = "abc", .shared_body = {}}.header("Location", "/x");
  EXPECT_EQ(head(response).value(),
            "HTTP/1.1 201 Created\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Length: 3\r\nLocation: /x\r\n\r\n");
}

TEST(ResponseHead, nothing_that_could_begin_another_header_goes_out) {
  using namespace std::string_literals;
  for (const auto& value : {"a\r\nSet-Cookie: b"s, "a\nb"s, "a\rb"s, "a\0b"s, "a\x1b"s, "a\x7f"s})
    EXPECT_FALSE(head(Response().header("X", value))) << value;
  for (const auto& name : {"X:"s, "X Y"s, "X\r\n"s, ""s, "Қ"s, "X\0"s})
    EXPECT_FALSE(head(Response().header(name, "a"))) << name;
  EXPECT_TRUE(head(Response().header("X", "қала\tсөз")));
}

TEST(ResponseHead, what_the_server_sets_nobody_else_sets) {
  for (const auto* name : {"Content-Length", "content-length", "Transfer-Encoding", "Connection", "DATE", "Server"})
    EXPECT_FALSE(head(Response().header(name, "1"))) << name;
}

TEST(ResponseHead, statuses_outside_the_range_of_answers_are_refused) {
  for (const int status : {0, 100, 199, 600, -1}) {
    Response response;
    response.status = status;
    EXPECT_FALSE(head(response)) << status;
  }
}

TEST(ResponseHead, an_answer_without_a_body_has_no_length) {
  for (const int status : {204, 304}) {
    Response response;
    response.status = status;
    EXPECT_EQ(head(response).value().find("Content-Length"), std::string::npos);
  }
}

TEST(HttpDate, is_the_one_of_the_standard) {
  EXPECT_EQ(http_date({784111777'000}), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(http_date({951782399'999}), "Mon, 28 Feb 2000 23:59:59 GMT");
}

}  // namespace
}  // namespace jauap::http
