#include "platform/journal/journal.h"

#include <gtest/gtest.h>

#include "platform/db/testing.h"
#include "platform/journal/commitment.h"

namespace jauap::journal {

struct Journal : db::ContractTest {
 protected:
  Speaker speaker() { return {Actor::system(), Instant{1'790'000'000'000}, &ids_, keys_.get()}; }
  Recorded say(const char* type, const std::vector<PrivatePart>& parts = {}) {
    Recorded recorded;
    write([&](db::Tx& tx) {
      recorded = record(tx, speaker(), object_, {.type = type, .body = "almaty.zhol-infra", .due = CivilDate::parse("2026-03-27")}, parts);
      return true;
    });
    return recorded;
  }
  const ObjectRef object_{75, 'A', 42, "KZ75-A-2026-000001"};
  IdMaker ids_{1};
  std::shared_ptr<const secrets::Keys> keys_ = secrets::Keys::ephemeral();
};
INSTANTIATE_TEST_SUITE_P(EachDatabase, Journal, db::each_database(), db::database_name);

TEST_P(Journal, numbers_the_events_of_an_object_from_one_without_gaps) {
  EXPECT_EQ(say("appeal.registered").n, 1);
  EXPECT_EQ(say("appeal.accepted").n, 2);
  read([&](db::ReadTx& tx) {
    const auto events = of_object(tx, 75, 42);
    ASSERT_EQ(events.size(), 2u);
    EXPECT_EQ(events[0].type, "appeal.registered");
    EXPECT_EQ(events[0].due->iso(), "2026-03-27");
    EXPECT_FALSE(events[0].due0);
  });
}

TEST_P(Journal, keeps_private_parts_sealed_and_opens_them_only_in_their_place) {
  const auto recorded = say("appeal.registered", {{"text", Private<std::string>("жылу жоқ")}, {"note", Private<std::string>("")}});
  const CarriesOnly test{"the test looks at its own words"};
  read([&](db::ReadTx& tx) {
    const auto text = private_part(tx, *keys_, 75, 42, recorded.n, "text");
    ASSERT_TRUE(text);
    EXPECT_EQ(text->open(test), "жылу жоқ");
    EXPECT_FALSE(private_part(tx, *keys_, 75, 42, recorded.n, "note")) << "an empty part is no part";
    EXPECT_FALSE(private_part(tx, *secrets::Keys::ephemeral(), 75, 42, recorded.n, "text"));
  });
}

TEST_P(Journal, is_read_in_order_and_knows_its_newest_event) {
  const auto first = say("appeal.registered"), second = say("appeal.accepted");
  read([&](db::ReadTx& tx) {
    EXPECT_EQ(last(tx, 75), second.id);
    EXPECT_EQ(last(tx, 71), EventId{});
    const auto rest = read_after(tx, 75, first.id, 10);
    ASSERT_EQ(rest.size(), 1u);
    EXPECT_EQ(rest[0].event.type, "appeal.accepted");
    EXPECT_EQ(rest[0].object.number, "KZ75-A-2026-000001");
  });
}

TEST(Commitment, of_no_parts_is_the_hash_of_its_heading) {
  EXPECT_EQ(commitment({}), secrets::sha256(std::string_view("jauap/commit/v1\0", 16)));
}

TEST(Commitment, follows_the_written_formula_and_does_not_depend_on_the_order_given) {
  const std::string salt(32, 's');
  const auto text = part_commitment(salt, "text", "жылу жоқ");
  std::string message("jauap/part/v1\0", 14);
  message += std::string("\0\4", 2) + "text" + "жылу жоқ";
  EXPECT_EQ(text, secrets::hmac_sha256(salt, message));
  const auto note = part_commitment(salt, "note", "x");
  EXPECT_EQ(commitment({{"text", text}, {"note", note}}), commitment({{"note", note}, {"text", text}}));
  EXPECT_NE(commitment({{"text", text}}), commitment({{"text", part_commitment(std::string(32, 't'), "text", "жылу жоқ")}}));
}

TEST(Commitment, refuses_a_salt_of_another_length) { EXPECT_THROW(part_commitment("short", "text", "x"), BrokenInvariant); }

}  // namespace jauap::journal
