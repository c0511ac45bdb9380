#include "directory/directory.h"

#include <gtest/gtest.h>

#include "directory/commands.h"
#include "platform/config/config.h"
#include "platform/db/testing.h"

namespace jauap::directory {

struct Directory : db::ContractTest {
 protected:
  void SetUp() override {
    db::ContractTest::SetUp();
    pack_ = *law::Pack::load(JAUAP_SOURCE_DIR "/packs/kz");
    write([&](db::Tx& tx) {
      sync_from_pack(tx, as(Actor::system()));
      return true;
    });
  }
  Context as(const Actor& actor) {
    const Instant now{1'790'000'000'000};
    return {.actor = actor, .now = now, .today = pack_->civil(now), .pack = pack_, .permissions = &permissions_, .keys = keys_.get(),
            .ids = &ids_, .settings = &settings_};
  }
  Done grant(const Actor& actor, const GrantPost& command) {
    Done done = Problem{};
    write([&](db::Tx& tx) {
      done = grant_post(tx, as(actor), command);
      return bool(done);
    });
    return done;
  }
  AccountId person(const char* login) {
    AccountId id;
    write([&](db::Tx& tx) {
      id = auth::create_account(tx, *keys_, ids_, Instant{1}, {.login = login, .name = login, .email = std::string(login) + "@example.kz"});
      return true;
    });
    return id;
  }
  const Actor admin_{.account = AccountId{9}, .role = Role::admin};
  const Actor head_{.account = AccountId{8}, .role = Role::head, .body = "almaty.sport"};
  std::shared_ptr<const law::Pack> pack_;
  std::shared_ptr<const secrets::Keys> keys_ = secrets::Keys::ephemeral();
  IdMaker ids_{1};
  Settings settings_;
  Permissions permissions_{module().permissions};
};
INSTANTIATE_TEST_SUITE_P(EachDatabase, Directory, db::each_database(), db::database_name);

TEST_P(Directory, begins_with_the_bodies_of_the_pack_in_kazakh_order) {
  read([&](db::ReadTx& tx) {
    const auto known = bodies(tx);
    EXPECT_EQ(known->all().size(), pack_->bodies.size());
    EXPECT_EQ(known->name("almaty.sport", Language::en), "Sports Department");
    EXPECT_EQ(known->name("no.such", Language::kk), "no.such");
    const auto& sorted = known->sorted(Language::kk);
    for (std::size_t i = 1; i < sorted.size(); ++i)
      EXPECT_LE(i18n::sort_key(sorted[i - 1]->name.kk), i18n::sort_key(sorted[i]->name.kk));
  });
}

TEST_P(Directory, an_edit_is_seen_at_once_and_survives_the_next_start) {
  Body body;
  read([&](db::ReadTx& tx) { body = *bodies(tx)->find("almaty.sport"); });
  body.name.en = "Department of Sports";
  write([&](db::Tx& tx) { return bool(save_body(tx, as(admin_), body)); });
  write([&](db::Tx& tx) {
    sync_from_pack(tx, as(Actor::system()));
    return true;
  });
  read([&](db::ReadTx& tx) { EXPECT_EQ(bodies(tx)->name("almaty.sport", Language::en), "Department of Sports"); });
}

TEST_P(Directory, only_an_administrator_edits_bodies) {
  Body body{.code = "almaty.new", .place = "KZ75", .name = {"а", "б", "c"}};
  write([&](db::Tx& tx) {
    EXPECT_FALSE(bool(save_body(tx, as(head_), body)));
    EXPECT_FALSE(bool(save_body(tx, as({}), body)));
    body.code = "Bad Code";
    const auto refused = save_body(tx, as(admin_), body);
    EXPECT_FALSE(bool(refused));
    EXPECT_EQ(refused.problems().first().field, "code");
    return false;
  });
}

TEST_P(Directory, a_head_grants_posts_of_the_own_body_only_and_never_an_administrator) {
  person("worker");
  EXPECT_TRUE(bool(grant(head_, {.login = "worker", .body = "almaty.sport", .title = "", .role = Role::clerk})));
  EXPECT_FALSE(bool(grant(head_, {.login = "worker", .body = "almaty.turizm", .title = "", .role = Role::clerk})));
  EXPECT_FALSE(bool(grant(head_, {.login = "worker", .body = "almaty.sport", .title = "", .role = Role::admin})));
}

TEST_P(Directory, nobody_makes_himself_an_administrator_and_the_last_one_stays) {
  const auto me = person("me");
  EXPECT_FALSE(bool(grant({.account = me, .role = Role::admin}, {.login = "me", .body = "", .title = "", .role = Role::admin})));
  EXPECT_TRUE(bool(grant(admin_, {.login = "me", .body = "", .title = "", .role = Role::admin})));
  write([&](db::Tx& tx) {
    const auto ended = end_post(tx, as(admin_), "me", "", Role::admin);
    EXPECT_FALSE(bool(ended));
    return false;
  });
}

TEST_P(Directory, every_change_leaves_a_row_of_the_audit) {
  person("worker");
  ASSERT_TRUE(bool(grant(admin_, {.login = "worker", .body = "almaty.sport", .title = "", .role = Role::clerk})));
  read([&](db::ReadTx& tx) {
    const auto rows = audit::page(tx, {});
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0].entry.act, "role.granted");
    EXPECT_EQ(rows[0].actor, admin_.account);
  });
}

TEST_P(Directory, who_signs_is_said_by_the_head_of_the_body_or_an_administrator) {
  const auto set = [&](const Actor& actor, const char* body) {
    Done done = Problem{};
    write([&](db::Tx& tx) {
      done = set_signing(tx, as(actor), body, Signing::head);
      return bool(done);
    });
    return done;
  };
  const Actor clerk{.account = AccountId{7}, .role = Role::clerk, .body = "almaty.sport"};
  EXPECT_FALSE(bool(set(clerk, "almaty.sport")));
  EXPECT_FALSE(bool(set(head_, "almaty.kommunal")));
  EXPECT_TRUE(bool(set(head_, "almaty.sport")));
  EXPECT_TRUE(bool(set(admin_, "almaty.kommunal")));
  read([&](db::ReadTx& tx) {
    EXPECT_EQ(bodies(tx)->find("almaty.sport")->signing, Signing::head);
    EXPECT_EQ(bodies(tx)->find("almaty.sport")->parent, "almaty.akimat") << "the rest stays";
    EXPECT_EQ(bodies(tx)->find("almaty.apparat")->signing, Signing::writer);
  });
}

}  // namespace jauap::directory
