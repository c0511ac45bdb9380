#include "platform/audit/audit.h"

#include <gtest/gtest.h>

#include "platform/db/testing.h"

namespace jauap::audit {
namespace {

constexpr Instant start{1'770'000'000'000};
const Actor clerk{.account = AccountId{7}, .role = Role::clerk, .body = "almaty.energetika-su"};
const Actor head{.account = AccountId{8}, .role = Role::head, .body = "almaty.energetika-su"};

struct Audit : db::ContractTest {
 protected:
  void happened(const Actor& actor, const Entry& entry, int minute = 0) {
    write([&](db::Tx& tx) {
      append(tx, ids_, start.plus(std::chrono::minutes(minute)), actor, entry, "00ff00ff00ff00ff");
      return true;
    });
  }
  std::vector<Row> rows(const Filter& filter) {
    std::vector<Row> found;
    read([&](db::ReadTx& tx) { found = page(tx, filter); });
    return found;
  }
  IdMaker ids_{1};
};
INSTANTIATE_TEST_SUITE_P(EachDatabase, Audit, db::each_database(), db::database_name);

}  // namespace

TEST_P(Audit, keeps_who_saw_what_when_and_in_which_post) {
  happened(clerk, {.act = "appeal.read", .object = "KZ75-A-2026-000001", .fields = "D2 D3"}, 3);
  const auto found = rows({});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].actor, clerk.account);
  EXPECT_EQ(found[0].role, Role::clerk);
  EXPECT_EQ(found[0].body, clerk.body);
  EXPECT_EQ(found[0].at, start.plus(std::chrono::minutes(3)));
  EXPECT_EQ(found[0].entry, (Entry{.act = "appeal.read", .object = "KZ75-A-2026-000001", .fields = "D2 D3"}));
  EXPECT_EQ(found[0].client, "00ff00ff00ff00ff");
}

TEST_P(Audit, pages_from_the_newest_and_each_row_stands_on_one_page) {
  for (int i = 0; i < 7; ++i) happened(i % 2 ? clerk : head, {.act = "appeal.read", .object = "N" + std::to_string(i)}, i);
  std::vector<std::string> seen;
  AuditId before;
  for (;;) {
    const auto part = rows({.before = before, .limit = 3});
    if (part.empty()) break;
    for (const auto& row : part) seen.push_back(row.entry.object);
    before = part.back().id;
  }
  EXPECT_EQ(seen, (std::vector<std::string>{"N6", "N5", "N4", "N3", "N2", "N1", "N0"}));
  EXPECT_EQ(rows({.actor = clerk.account}).size(), 3u);
  EXPECT_EQ(rows({.object = "N4"}).size(), 1u);
  EXPECT_EQ(rows({.object = "N4", .actor = clerk.account}).size(), 0u);
}

TEST_P(Audit, tells_the_person_by_role_and_body_how_often_and_when_last) {
  happened(clerk, {.act = "appeal.read", .object = "A"}, 1);
  happened(clerk, {.act = "appeal.read", .object = "A"}, 2);
  happened(clerk, {.act = "appeal.searched", .object = "A"}, 5);
  happened(head, {.act = "appeal.read", .object = "A"}, 9);
  happened(head, {.act = "appeal.read", .object = "B"}, 10);
  happened(head, {.act = "role.granted", .object = "A"}, 11);
  std::vector<Viewer> found;
  read([&](db::ReadTx& tx) { found = viewers(tx, "A", {"appeal.read", "appeal.searched"}); });
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].role, Role::head);
  EXPECT_EQ(found[0].times, 1);
  EXPECT_EQ(found[1].role, Role::clerk);
  EXPECT_EQ(found[1].times, 3);
  EXPECT_EQ(found[1].last_at, start.plus(std::chrono::minutes(5)));
}

TEST(AuditClient, is_the_same_for_one_network_and_names_no_address) {
  const auto keys = secrets::Keys::ephemeral();
  const auto one = client_of(*keys, "2001:db8::1");
  EXPECT_EQ(one, client_of(*keys, "2001:db8::ffff"));
  EXPECT_NE(one, client_of(*keys, "2001:db8:0:1::1"));
  EXPECT_EQ(one.size(), 16u);
  EXPECT_NE(one, client_of(*secrets::Keys::ephemeral(), "2001:db8::1"));
}

}  // namespace jauap::audit
