#include "platform/config/config.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "platform/i18n/i18n.h"

namespace jauap {

TEST(Settings, work_without_being_told_anything) {
  const auto settings = load_settings({}, "");
  ASSERT_TRUE(bool(settings));
  EXPECT_EQ(settings->listen, "127.0.0.1:8080");
  EXPECT_EQ(settings->origin, "http://127.0.0.1:8080");
}

TEST(Settings, command_line_wins_over_environment_and_environment_over_the_file) {
  const auto path = ::testing::TempDir() + "jauap-settings.conf";
  std::ofstream(path) << "place = KZ71\nmail_from = file@example.kz\nnode = 3\n";
  ::setenv("JAUAP_PLACE", "KZ79", 1);
  ::setenv("JAUAP_NODE", "4", 1);
  const auto settings = load_settings({{"node", "5"}}, path);
  ::unsetenv("JAUAP_PLACE");
  ::unsetenv("JAUAP_NODE");
  ASSERT_TRUE(bool(settings));
  EXPECT_EQ(settings->node, 5);
  EXPECT_EQ(settings->place, "KZ79");
  EXPECT_EQ(settings->mail_from, "file@example.kz");
}

TEST(Settings, unknown_names_and_bad_values_are_refused_by_name) {
  for (const auto& [name, value] : {std::pair{"colour", "red"}, {"node", "5000"}, {"node", "x"}, {"limits", "perhaps"}}) {
    const auto settings = load_settings({{name, value}}, "");
    ASSERT_FALSE(bool(settings)) << name;
    const auto& problem = settings.problems().first();
    EXPECT_EQ(problem.args.at(0).value, name);
    EXPECT_NE(i18n::Words(Language::en)(problem), problem.message.name()) << "said in words";
  }
}

TEST(Settings, limits_may_be_off_on_loopback_only) {
  EXPECT_TRUE(bool(load_settings({{"limits", "off"}, {"listen", "127.0.0.1:9"}}, "")));
  EXPECT_FALSE(bool(load_settings({{"limits", "off"}, {"listen", "0.0.0.0:9"}}, "")));
}

TEST(Settings, letters_come_in_at_an_address_that_leaves_room_for_the_number_of_a_case) {
  for (const auto* good : {"", "appeal@jauap.example", "0123456789abcdef@a.kz"}) EXPECT_TRUE(bool(load_settings({{"mail-in-address", good}}, ""))) << good;
  for (const auto* bad : {"appeal", "@jauap.example", "appeal+x@jauap.example", "Appeal@jauap.example", "0123456789abcdefg@a.kz", "a@b@c.kz", "a@"})
    EXPECT_FALSE(bool(load_settings({{"mail-in-address", bad}}, ""))) << bad;
}

TEST(Settings, are_printed_without_secrets) {
  const auto settings = load_settings({{"smtp-password", "tulip"}, {"database", "postgresql://u:tulip@h/d"}}, "");
  ASSERT_TRUE(bool(settings));
  EXPECT_EQ(print_settings(*settings).find("tulip"), std::string::npos);
}

}  // namespace jauap
