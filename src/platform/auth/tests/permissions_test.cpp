// The authorisation function: everything not listed is denied.
#include <gtest/gtest.h>

#include <type_traits>

#include "platform/auth/auth.h"

namespace jauap {
namespace {

constexpr May submit{"appeals.submit"}, answer{"appeals.answer"}, look{"appeals.see_private"},
    withdraw{"appeals.withdraw"}, settings{"admin.settings"}, tick{"jobs.tick"};

static_assert(!std::is_default_constructible_v<Permit>, "a permit is made by authorise() only");
static_assert(!std::is_constructible_v<Permit, AccountId, Role, May, Scope>);

const std::vector<Permission> table{
    {submit, Role::anonymous, Scope::any},  {submit, Role::citizen, Scope::any},
    {answer, Role::clerk, Scope::own_body}, {answer, Role::head, Scope::own_body},
    {look, Role::citizen, Scope::own},      {look, Role::anonymous, Scope::receipt_key},
    {look, Role::clerk, Scope::own_body},   {look, Role::operator_, Scope::made_today},
    {look, Role::auditor, Scope::any},      {withdraw, Role::citizen, Scope::own},
    {settings, Role::admin, Scope::any},    {tick, Role::system, Scope::any},
};

constexpr Role all_roles[] = {Role::anonymous, Role::citizen,        Role::operator_, Role::clerk,     Role::head,
                              Role::deputy,    Role::council_member, Role::secretary, Role::moderator, Role::press,
                              Role::auditor,   Role::admin,          Role::system};

Actor acting(Role role) {
  Actor actor{.role = role};
  if (role != Role::anonymous && role != Role::system) actor.account = AccountId{7};
  if (role == Role::clerk || role == Role::head || role == Role::operator_) actor.body = "almaty.zhol-infra";
  return actor;
}

bool allowed(Role role, May may, const Subject& subject) {
  return Permissions(table).allows(acting(role), may, subject);
}

}  // namespace

TEST(Permissions, every_role_may_what_the_table_says_and_nothing_else) {
  const Subject stranger{
      .body = "almaty.bilim", .owner = AccountId{8}, .entered_by = AccountId{9}, .entered_today = true};
  const Subject own_body{.body = "almaty.zhol-infra", .owner = AccountId{8}};
  for (const auto role : all_roles) {
    const auto name = role_code(role);
    EXPECT_EQ(allowed(role, submit, {}), role == Role::anonymous || role == Role::citizen) << name;
    EXPECT_FALSE(allowed(role, answer, stranger)) << name;
    EXPECT_EQ(allowed(role, answer, own_body), role == Role::clerk || role == Role::head) << name;
    EXPECT_EQ(allowed(role, look, stranger), role == Role::auditor) << name;
    EXPECT_EQ(allowed(role, look, own_body), role == Role::auditor || role == Role::clerk) << name;
    EXPECT_EQ(allowed(role, settings, {}), role == Role::admin) << name;
    EXPECT_EQ(allowed(role, tick, {}), role == Role::system) << name;
    EXPECT_FALSE(allowed(role, May{"appeals.never_listed"}, own_body)) << name;
  }
}

TEST(Permissions, an_owner_keeps_the_own_matter_in_every_role_and_strangers_do_not) {
  const Subject mine{.body = "almaty.bilim", .owner = AccountId{7}}, ownerless{.body = "almaty.bilim"};
  for (const auto role : all_roles) {
    const bool has_account = acting(role).signed_in();
    EXPECT_EQ(allowed(role, withdraw, mine), has_account) << role_code(role);
    EXPECT_FALSE(allowed(role, withdraw, ownerless)) << role_code(role);
  }
}

TEST(Permissions, the_receipt_key_opens_for_anybody_and_only_what_is_listed) {
  const Subject key{.body = "almaty.bilim", .key_shown = true};
  for (const auto role : all_roles) {
    EXPECT_TRUE(allowed(role, look, key)) << role_code(role);
    EXPECT_FALSE(allowed(role, answer, key)) << role_code(role);
  }
}

TEST(Permissions, an_operator_sees_what_was_entered_today_by_the_same_person) {
  EXPECT_TRUE(allowed(Role::operator_, look, {.entered_by = AccountId{7}, .entered_today = true}));
  EXPECT_FALSE(allowed(Role::operator_, look, {.entered_by = AccountId{7}, .entered_today = false}));
  EXPECT_FALSE(allowed(Role::operator_, look, {.entered_by = AccountId{8}, .entered_today = true}));
}

TEST(Permissions, an_unknown_body_never_matches_an_actor_without_one) {
  auto clerk = acting(Role::clerk);
  clerk.body = "";
  EXPECT_FALSE(Permissions(table).allows(clerk, answer, {.body = ""}));
}

TEST(Permissions, a_token_is_held_to_its_scopes) {
  const Subject own_body{.body = "almaty.zhol-infra"};
  const auto with = [&](std::string scopes, May may) {
    auto clerk = acting(Role::clerk);
    clerk.scopes = std::move(scopes);
    return Permissions(table).allows(clerk, may, own_body);
  };
  EXPECT_TRUE(with("appeals.answer", answer));
  EXPECT_TRUE(with("problems appeals", answer));
  EXPECT_TRUE(with("all", answer));
  EXPECT_TRUE(with("", answer));
  EXPECT_FALSE(with("appeals.see_private", answer));
  EXPECT_FALSE(with("appeal", answer));
  EXPECT_FALSE(with("appeals.ans", answer));
  EXPECT_FALSE(with(" ", answer));
  EXPECT_FALSE(with("all", settings)) << "a scope adds no right";
}

TEST(Permissions, a_refusal_says_whether_signing_in_would_help) {
  const Permissions permissions(table);
  EXPECT_EQ(permissions.authorise(Actor::anonymous(), answer, {}).problems().first().kind, Problem::Kind::unauthorised);
  EXPECT_EQ(permissions.authorise(acting(Role::press), answer, {}).problems().first().kind, Problem::Kind::forbidden);
}

TEST(Permissions, role_codes_and_roles_meet) {
  for (const auto role : all_roles) EXPECT_EQ(role_of(role_code(role)), role);
  EXPECT_EQ(role_code(Role::operator_), "operator");
  EXPECT_FALSE(role_of("Clerk"));
  EXPECT_FALSE(role_of(""));
}

}  // namespace jauap
