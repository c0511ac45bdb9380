#include "platform/auth/passwords.h"

#include <gtest/gtest.h>

#include <future>

#include "platform/auth/accounts.h"
#include "platform/secrets/secrets.h"

namespace jauap::auth {
namespace {

std::string verdict(std::string_view password, bool staff = false, const std::vector<std::string>& own = {}) {
  const auto checked = check_password(password, staff, own);
  return checked ? "good" : std::string(checked.problems().first().message.name());
}

}  // namespace

TEST(Passwords, length_is_counted_in_characters_of_any_script) {
  EXPECT_EQ(verdict("түйе гүл тас"), "good");
  EXPECT_EQ(verdict("түйе гүл та"), "platform.auth.password_short");
  EXPECT_EQ(verdict("түйе гүл тас", true), "platform.auth.password_short_staff");
  EXPECT_EQ(verdict("түйе гүл тас жел", true), "good");
  std::string words;
  for (int i = 0; words.size() < 128; ++i) words += "bvk" + std::string(1, char('a' + i % 26));
  EXPECT_EQ(verdict(words.substr(0, 128)), "good");
  EXPECT_EQ(verdict(words.substr(0, 128) + "x"), "platform.auth.password_long");
  EXPECT_EQ(verdict("\xff\xfe 123456789012"), "platform.auth.password_unreadable");
}

TEST(Passwords, what_is_guessed_first_is_refused) {
  for (const auto* weak :
       {"aaaaaaaaaaaaaaaa", "abcabcabcabcabc", "1234567890123456", "qwertyuiop12345", "Password123456789",
        "P@ssw0rd2026!!!", "йцукенгшщзхъ12", "пароль пароль 2026", "AlmatyAlmaty2026", "қазақстан2050 2050",
        "jauapjauap2026", "qazwsxedcrfv123", "01.01.1990 01.01.1990", "adminadmin12345!", "000000000000001",
        "welcome2026welcome", "құпиясөз123456"})
    EXPECT_EQ(verdict(weak), "platform.auth.password_common") << weak;
}

TEST(Passwords, phrases_that_nobody_guesses_pass) {
  for (const auto* good :
       {"correct horse battery staple", "Кеше бақта үш қоян көрдім", "v8#Lq0zr!Tm2xKp", "на крыше живёт рыжий кот"})
    EXPECT_EQ(verdict(good, true), "good") << good;
}

TEST(Passwords, the_own_name_and_login_are_no_secret) {
  EXPECT_EQ(verdict("Айгерим1990Айгерим", false, {"Айгерім Қасымова", "aigerim.k@demo"}),
            "platform.auth.password_common");
  EXPECT_EQ(verdict("aigerim-zhol-infra-1", true, {"aigerim.k@demo", "almaty.zhol-infra"}),
            "platform.auth.password_common");
  EXPECT_EQ(verdict("aigerim loves blue trams", true, {"aigerim.k@demo"}), "good");
  EXPECT_TRUE(password_fault("aigerimaigerim1", "aigerim", true));
  EXPECT_FALSE(password_fault("blue trams at dawn", "aigerim", true));
}

TEST(PasswordWorkers, know_the_right_password_and_nobody_without_a_hash) {
  const PasswordWorkers workers({.threads = 1, .queue_max = 8, .wait_ms = 60'000});
  const auto hash = workers.hash("blue trams at dawn");
  ASSERT_TRUE(bool(hash));
  EXPECT_TRUE(*workers.verify(*hash, "blue trams at dawn"));
  EXPECT_FALSE(*workers.verify(*hash, "blue trams at dusk"));
  EXPECT_FALSE(*workers.verify("", ""));
  EXPECT_FALSE(*workers.verify("no hash at all", "blue trams at dawn"));
}

TEST(PasswordWorkers, a_full_queue_is_told_at_once) {
  const PasswordWorkers workers({.threads = 1, .queue_max = 0, .wait_ms = 60'000});
  const auto refused = workers.verify("", "x");
  ASSERT_FALSE(bool(refused));
  EXPECT_EQ(refused.problems().first().kind, Problem::Kind::unavailable);
}

TEST(PasswordWorkers, who_waits_too_long_is_told_to_come_again) {
  const PasswordWorkers workers({.threads = 1, .queue_max = 8, .wait_ms = 0});
  const auto refused = workers.verify("", "x");
  ASSERT_FALSE(bool(refused));
  EXPECT_EQ(refused.problems().first().kind, Problem::Kind::unavailable);
}

TEST(PasswordWorkers, many_at_once_each_get_their_own_answer) {
  const PasswordWorkers workers({.threads = 2, .queue_max = 16, .wait_ms = 60'000});
  const auto hash = *workers.hash("blue trams at dawn");
  std::vector<std::future<bool>> answers;
  for (int i = 0; i < 8; ++i)
    answers.push_back(std::async(
        std::launch::async, [&, i] { return *workers.verify(hash, i % 2 == 0 ? "blue trams at dawn" : "another"); }));
  for (int i = 0; i < 8; ++i) EXPECT_EQ(answers[std::size_t(i)].get(), i % 2 == 0) << i;
}

}  // namespace jauap::auth
