#include "platform/auth/cookies.h"

#include <gtest/gtest.h>

namespace jauap::auth {

TEST(Cookies, over_https_the_cookie_is_bound_to_the_host) {
  EXPECT_EQ(set_cookie(true, "abc"), "__Host-s=abc; Path=/; HttpOnly; SameSite=Lax; Secure");
  EXPECT_EQ(set_cookie(false, "abc"), "s=abc; Path=/; HttpOnly; SameSite=Lax");
  EXPECT_EQ(drop_cookie(false), "s=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
}

TEST(FormTokens, belong_to_one_session_and_one_installation) {
  const auto keys = secrets::Keys::ephemeral();
  const auto token = csrf_token(*keys, "session-a");
  EXPECT_EQ(token.size(), 32u);
  EXPECT_TRUE(csrf_matches(*keys, "session-a", token));
  EXPECT_FALSE(csrf_matches(*keys, "session-b", token));
  EXPECT_FALSE(csrf_matches(*secrets::Keys::ephemeral(), "session-a", token));
  EXPECT_FALSE(csrf_matches(*keys, "session-a", ""));
  EXPECT_FALSE(csrf_matches(*keys, "session-a", token.substr(0, 31)));
  EXPECT_FALSE(csrf_matches(*keys, "", csrf_token(*keys, "")));
}

TEST(WhereNext, only_an_address_of_our_own_is_followed) {
  for (const auto* good : {"/", "/ru/appeals", "/kk/appeals/KZ75-A-2026-000284?x=1#answer", "/ru/a%2F%2Fb"})
    EXPECT_EQ(local_path(good), good);
  for (const std::string_view bad :
       {"", "//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example", "evil.example",
        "javascript:alert(1)", " /ru", "/ru\r\nSet-Cookie: s=1", "/ru\nx", "/\t/evil.example", "/ru\\..\\evil", "/жол",
        "/ru x"})
    EXPECT_EQ(local_path(bad), "") << bad;
  EXPECT_EQ(local_path(std::string_view("/a\0b", 4)), "");
  EXPECT_EQ(local_path("/" + std::string(1000, 'a')), "");
}

TEST(Agents, are_named_by_browser_and_system_only) {
  EXPECT_EQ(short_agent("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 "
                        "Mobile Safari/537.36"),
            "Chrome · Android");
  EXPECT_EQ(short_agent("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:120.0) Gecko/20100101 Firefox/120.0"),
            "Firefox · Windows");
  EXPECT_EQ(short_agent("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 "
                        "Mobile/15E148 Safari/604.1"),
            "Safari · iPhone");
  EXPECT_EQ(short_agent("curl/8.0"), "");
  EXPECT_EQ(short_agent("<script>"), "");
}

}  // namespace jauap::auth
