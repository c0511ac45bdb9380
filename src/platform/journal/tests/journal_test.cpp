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

TEST_P(Journal, seals_content_and_salt_under_a_key_of_the_object) {
  const auto recorded = say("appeal.registered", {{"text", Private<std::string>("жылу жоқ")}, {"applicant", Private<std::string>("Айгүл")}});
  const db::Statement rows{"test.parts", "select content, salt, c from event_part"};
  const db::Statement other_key{"test.other_key", "update object_key set key = $1"};
  read([&](db::ReadTx& tx) {
    tx.each(rows, {}, [&](const db::Row& row) {
      EXPECT_FALSE(keys_->open(row.text(0), "event_part/75/42/1/text")) << "the installation's key alone opens nothing";
      EXPECT_GT(row.text(1).size(), 32u) << "a salt in the clear would outlive the erasure in old backups";
    });
    const auto opened = open_parts(tx, *keys_, 75, 42, 1, [](std::string_view name) { return name == "text"; });
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->cm, recorded.cm);
    ASSERT_EQ(opened->parts.size(), 2u);
    EXPECT_EQ(opened->parts[0].name, "applicant");
    EXPECT_FALSE(opened->parts[0].salt) << "what was not chosen stays closed";
    ASSERT_TRUE(opened->parts[1].salt);
    const CarriesOnly test{"the test looks at its own words"};
    EXPECT_EQ(secrets::hex(part_commitment(*opened->parts[1].salt, "text", opened->parts[1].content.open(test))), opened->parts[1].c);
    EXPECT_FALSE(open_parts(tx, *keys_, 75, 42, 2, [](std::string_view) { return true; }));
  });
  // The key of another object opens nothing here.
  write([&](db::Tx& tx) {
    tx.execute(other_key, {db::Blob{secrets::ObjectKey::fresh().sealed_key(*keys_, "object_key/75/42")}});
    return true;
  });
  read([&](db::ReadTx& tx) { EXPECT_FALSE(private_part(tx, *keys_, 75, 42, 1, "text")); });
}

TEST_P(Journal, reads_parts_from_before_objects_had_keys) {
  const std::string salt(32, 's'), c = part_commitment(salt, "text", "ескі сөз");
  const db::Statement insert{"test.old_part", "insert into event_part (place_id, object_id, n, name, content, salt, c) values (75, 42, 1, 'text', $1, $2, $3)"};
  say("appeal.registered");
  write([&](db::Tx& tx) {
    const db::Blob content{keys_->seal("ескі сөз", "event_part/75/42/1/text")}, old_salt{salt};
    tx.execute(insert, {content, old_salt, secrets::hex(c)});
    return true;
  });
  const CarriesOnly test{"the test looks at its own words"};
  read([&](db::ReadTx& tx) {
    const auto text = private_part(tx, *keys_, 75, 42, 1, "text");
    ASSERT_TRUE(text);
    EXPECT_EQ(text->open(test), "ескі сөз");
    EXPECT_EQ(open_parts(tx, *keys_, 75, 42, 1, [](std::string_view) { return true; })->parts.at(0).salt, salt);
  });
}

TEST_P(Journal, keeps_only_the_commitments_of_what_was_erased) {
  const auto first = say("appeal.registered", {{"text", Private<std::string>("жылу жоқ")}});
  const auto second = say("appeal.answered", {{"answer", Private<std::string>("қосылды")}});
  int erased = 0;
  write([&](db::Tx& tx) {
    EXPECT_EQ(count_parts(tx, 75, 42), 2);
    erased = erase(tx, 75, 42);
    return true;
  });
  EXPECT_EQ(erased, 2);
  const db::Statement rows{"test.parts", "select content, salt, c from event_part"};
  const db::Statement key_rows{"test.keys", "select key from object_key"};
  const db::Statement cms{"test.cms", "select cm from event order by n"};
  read([&](db::ReadTx& tx) {
    int parts = 0, object_keys = 0;
    std::vector<std::string> kept;
    tx.each(rows, {}, [&](const db::Row& row) {
      ++parts;
      EXPECT_EQ(row.text(0), "");
      EXPECT_EQ(row.text(1), "");
      EXPECT_EQ(row.text(2).size(), 64u);
    });
    tx.each(key_rows, {}, [&](const db::Row&) { ++object_keys; });
    tx.each(cms, {}, [&](const db::Row& row) { kept.push_back(row.string(0)); });
    EXPECT_EQ(parts, 2);
    EXPECT_EQ(object_keys, 0);
    EXPECT_EQ(kept, (std::vector<std::string>{first.cm, second.cm}));
    EXPECT_EQ(count_parts(tx, 75, 42), 0);
    EXPECT_FALSE(private_part(tx, *keys_, 75, 42, 1, "text"));
    const auto opened = open_parts(tx, *keys_, 75, 42, 1, [](std::string_view) { return true; });
    ASSERT_TRUE(opened);
    EXPECT_FALSE(opened->parts.at(0).salt);
    EXPECT_EQ(secrets::hex(commitment({{"text", *secrets::from_hex(opened->parts.at(0).c)}})), opened->cm) << "the record still fits";
  });
}

TEST_P(Journal, shows_another_body_to_the_public_and_commits_to_the_true_one) {
  Recorded recorded;
  write([&](db::Tx& tx) {
    recorded = record(tx, speaker(), object_, {.type = "appeal.redirected", .body = "almaty.aids", .to = "almaty.psych", .shown_body = "almaty.health", .shown_to = "almaty.health"});
    return true;
  });
  read([&](db::ReadTx& tx) {
    const auto event = of_object(tx, 75, 42).at(0), seen = as_public(event);
    EXPECT_EQ(event.body, "almaty.aids");
    EXPECT_EQ(event.shown_body, "almaty.health");
    EXPECT_EQ(seen.body, "almaty.health");
    EXPECT_EQ(seen.to, "almaty.health");
    const CarriesOnly test{"the test looks at its own words"};
    const auto opened = open_parts(tx, *keys_, 75, 42, 1, [](std::string_view) { return true; });
    ASSERT_EQ(opened->parts.size(), 2u);
    EXPECT_EQ(opened->parts[0].content.open(test), "almaty.aids");
    EXPECT_EQ(opened->parts[1].content.open(test), "almaty.psych");
    EXPECT_EQ(opened->cm, recorded.cm);
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
