#include "platform/http/origin.h"

#include <gtest/gtest.h>

namespace jauap::http {
namespace {

using boost::asio::ip::make_address;

Request from(const std::string& peer, std::vector<Pair> headers, const std::vector<std::string>& trusted) {
  Request request;
  request.headers = std::move(headers);
  TrustedProxies(trusted).set_origin(request, plain_address(make_address(peer)));
  return request;
}

TEST(Origin, a_stranger_cannot_name_another_address) {
  const auto request =
      from("203.0.113.7", {{"x-forwarded-for", "10.0.0.1"}, {"x-forwarded-proto", "https"}}, {"127.0.0.1"});
  EXPECT_EQ(request.client, "203.0.113.7");
  EXPECT_FALSE(request.secure);
}

TEST(Origin, behind_a_trusted_proxy_the_last_address_before_it_counts) {
  struct Row {
    const char* forwarded;
    const char* client;
  };
  for (const auto& row : {
           Row{"203.0.113.7", "203.0.113.7"},
           Row{"1.1.1.1, 203.0.113.7", "203.0.113.7"},
           Row{"203.0.113.7, 10.0.0.2", "203.0.113.7"},
           Row{"203.0.113.7,10.0.0.2 , 10.0.0.2", "203.0.113.7"},
           Row{"::ffff:203.0.113.7", "203.0.113.7"},
           Row{"2001:db8::1", "2001:db8::1"},
           Row{"203.0.113.7, nonsense", "10.0.0.1"},
           Row{"nonsense", "10.0.0.1"},
           Row{"", "10.0.0.1"},
           Row{",", "10.0.0.1"},
           Row{"10.0.0.2", "10.0.0.2"},
       })
    EXPECT_EQ(from("10.0.0.1", {{"x-forwarded-for", row.forwarded}}, {"10.0.0.1", "10.0.0.2"}).client, row.client)
        << row.forwarded;
}

TEST(Origin, several_headers_are_read_as_one_list) {
  const auto request =
      from("10.0.0.1", {{"x-forwarded-for", "1.1.1.1"}, {"x-forwarded-for", "203.0.113.7"}}, {"10.0.0.1"});
  EXPECT_EQ(request.client, "203.0.113.7");
}

TEST(Origin, the_scheme_is_what_the_trusted_proxy_says_last) {
  EXPECT_TRUE(from("10.0.0.1", {{"x-forwarded-proto", "https"}}, {"10.0.0.1"}).secure);
  EXPECT_FALSE(from("10.0.0.1", {{"x-forwarded-proto", "https, http"}}, {"10.0.0.1"}).secure);
  EXPECT_FALSE(from("10.0.0.1", {}, {"10.0.0.1"}).secure);
}

TEST(Origin, what_is_not_an_address_is_no_trusted_proxy) {
  EXPECT_THROW(TrustedProxies({"proxy.example"}), std::runtime_error);
}

TEST(AddressCount, an_address_may_hold_so_many_and_no_more) {
  AddressCount count(2);
  const auto one = make_address("203.0.113.7"), other = make_address("203.0.113.8");
  EXPECT_TRUE(count.enter(one));
  EXPECT_TRUE(count.enter(one));
  EXPECT_FALSE(count.enter(one));
  EXPECT_TRUE(count.enter(other));
  count.leave(one);
  EXPECT_TRUE(count.enter(one));
}

TEST(AddressCount, neighbours_in_one_ipv6_network_count_together) {
  AddressCount count(1);
  EXPECT_TRUE(count.enter(make_address("2001:db8::1")));
  EXPECT_FALSE(count.enter(make_address("2001:db8::2")));
  EXPECT_TRUE(count.enter(make_address("2001:db8:0:1::1")));
}

}  // namespace
}  // namespace jauap::http
