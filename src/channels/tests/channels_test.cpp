#include <gtest/gtest.h>

#include "channels/jobs.h"
#include "channels/signature.h"
#include "channels/store.h"
#include "channels/words.h"
#include "platform/db/testing.h"

namespace jauap::channels {

using What = Asked::What;
const Instant now{1'790'000'000'000};

TEST(Signatures, are_those_of_standard_webhooks) {
  // The example of the specification.
  const auto secret = parse_secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  ASSERT_TRUE(secret);
  EXPECT_EQ(signature(*secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, R"({"test": 2432232314})"), "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST(Signatures, hold_for_these_bytes_this_id_and_these_minutes_only) {
  const auto secret = new_secret();
  const auto seconds = std::to_string(now.ms / 1000);
  const auto good = signature(secret, "m1", now.ms / 1000, "{}");
  const auto check = [&](std::string_view id, std::string_view time, std::string_view signatures, Instant at, std::string_view body) {
    return is_genuine(secret, {id, time, signatures}, at, body);
  };
  EXPECT_TRUE(check("m1", seconds, good, now, "{}"));
  EXPECT_TRUE(check("m1", seconds, "v1,AAAA " + good, now, "{}")) << "one of several, while a secret is changed";
  EXPECT_TRUE(check("m1", seconds, good, now.plus(std::chrono::minutes(5)), "{}"));
  EXPECT_FALSE(check("m1", seconds, good, now.plus(std::chrono::seconds(302)), "{}"));
  EXPECT_FALSE(check("m1", seconds, good, now.minus(std::chrono::seconds(302)), "{}"));
  EXPECT_FALSE(check("m2", seconds, good, now, "{}"));
  EXPECT_FALSE(check("m1", seconds, good, now, "{ }"));
  EXPECT_FALSE(check("m1", "", good, now, "{}"));
  EXPECT_FALSE(check("m1", "1e9", good, now, "{}"));
  EXPECT_FALSE(check("", seconds, signature(secret, "", now.ms / 1000, "{}"), now, "{}"));
  EXPECT_FALSE(is_genuine(new_secret(), {"m1", seconds, good}, now, "{}"));
  EXPECT_FALSE(check("m1", seconds, "", now, "{}"));
}

TEST(Signatures, secrets_come_back_as_they_are_shown) {
  const auto secret = new_secret();
  EXPECT_EQ(parse_secret(shown_secret(secret) + "\n"), secret);
  for (const auto* wrong : {"", "whsec_", "whsec_!!!!", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_AAAA"}) EXPECT_FALSE(parse_secret(wrong)) << wrong;
}

TEST(ShortMessages, ask_for_a_case_add_to_it_stop_or_begin) {
  const auto code = secrets::shown_code(secrets::new_code());
  EXPECT_EQ(asked_of("KZ75-A-2026-000284").what, What::status);
  EXPECT_EQ(asked_of(" kz75-a-26-284 ").number, "KZ75-A-2026-000284");
  const auto with_code = asked_of("KZ75-A-2026-000284 " + code);
  EXPECT_EQ(with_code.what, What::status);
  EXPECT_EQ(with_code.code, code);
  const auto words = asked_of("KZ75-A-2026-000284: дом 45, второй подъезд");
  EXPECT_EQ(words.what, What::add);
  EXPECT_EQ(words.text, "дом 45, второй подъезд");
  for (const auto* stop : {"STOP", "Стоп", "тоқта"}) EXPECT_EQ(asked_of(stop).what, What::stop) << stop;
  for (const auto* fresh : {"На улице яма", "", "2026 год", "Stop the bus at the corner"}) EXPECT_EQ(asked_of(fresh).what, What::fresh) << fresh;
}

TEST(ShortMessages, the_id_of_our_message_names_its_case) {
  EXPECT_EQ(number_in_id("KZ75-A-2026-000284.7171717"), "KZ75-A-2026-000284");
  EXPECT_EQ(number_in_id("jauap.7171717"), "");
  EXPECT_EQ(number_in_id(""), "");
}

struct ChannelStore : db::ContractTest {
 protected:
  template <class Run>
  void change(const Run& run) {
    write([&](db::Tx& tx) {
      run(tx);
      return true;
    });
  }
  std::shared_ptr<const secrets::Keys> keys_ = secrets::Keys::ephemeral();
  const store::Peer aigul_{"sms", "+77012345678", "kk"}, other_{"sms", "+77019999999", "ru"};
};
INSTANTIATE_TEST_SUITE_P(EachDatabase, ChannelStore, db::each_database(), db::database_name);

TEST_P(ChannelStore, keeps_a_channel_and_changes_its_secret) {
  change([&](db::Tx& tx) { store::put(tx, *keys_, {"sms", "https://gateway.example/in", "first", now}); });
  change([&](db::Tx& tx) { store::put(tx, *keys_, {"sms", "", "second", now}); });
  read([&](db::ReadTx& tx) {
    EXPECT_EQ(store::find(tx, *keys_, "sms")->secret, "second");
    EXPECT_EQ(store::all(tx, *keys_).size(), 1u);
    EXPECT_FALSE(store::find(tx, *keys_, "telegram"));
    EXPECT_FALSE(store::find(tx, *secrets::Keys::ephemeral(), "sms")) << "sealed";
  });
  change([&](db::Tx& tx) { EXPECT_TRUE(store::drop(tx, "sms")); });
  change([&](db::Tx& tx) { EXPECT_FALSE(store::drop(tx, "sms")); });
}

TEST_P(ChannelStore, a_message_is_taken_once_in_its_channel) {
  change([&](db::Tx& tx) { store::put_taken(tx, *keys_, "sms", "m1", {"digest", "{}"}, now); });
  read([&](db::ReadTx& tx) {
    EXPECT_EQ(store::taken(tx, *keys_, "sms", "m1")->outcome, "{}");
    EXPECT_EQ(store::taken(tx, *keys_, "sms", "m1")->digest, "digest");
    EXPECT_FALSE(store::taken(tx, *keys_, "telegram", "m1"));
  });
}

TEST_P(ChannelStore, a_conversation_follows_cases_until_it_is_stopped) {
  change([&](db::Tx& tx) {
    store::follow(tx, *keys_, aigul_, "KZ75-A-2026-000001", now);
    store::follow(tx, *keys_, aigul_, "KZ75-A-2026-000001", now);
    store::follow(tx, *keys_, aigul_, "KZ75-A-2026-000002", now);
    store::follow(tx, *keys_, other_, "KZ75-A-2026-000001", now);
  });
  read([&](db::ReadTx& tx) {
    EXPECT_TRUE(store::follows(tx, *keys_, aigul_, "KZ75-A-2026-000002"));
    EXPECT_FALSE(store::follows(tx, *keys_, other_, "KZ75-A-2026-000002"));
    const auto all = store::followers(tx, *keys_, "KZ75-A-2026-000001");
    ASSERT_EQ(all.size(), 2u);
    EXPECT_NE(all[0].address, all[1].address);
  });
  change([&](db::Tx& tx) { EXPECT_EQ(store::unfollow(tx, *keys_, aigul_), 2); });
  read([&](db::ReadTx& tx) { EXPECT_EQ(store::followers(tx, *keys_, "KZ75-A-2026-000001").front().address, other_.address); });
}

TEST_P(ChannelStore, a_draft_leads_to_its_conversation_once) {
  change([&](db::Tx& tx) { store::put_draft(tx, *keys_, "hash", aigul_, now); });
  change([&](db::Tx& tx) {
    const auto peer = store::take_draft(tx, *keys_, "hash");
    ASSERT_TRUE(peer);
    EXPECT_EQ(peer->address, aigul_.address);
    EXPECT_EQ(peer->language, "kk");
    EXPECT_FALSE(store::take_draft(tx, *keys_, "hash"));
  });
}

TEST_P(ChannelStore, counts_a_sender_by_day_and_forgets) {
  const auto day = *CivilDate::parse("2026-03-02");
  change([&](db::Tx& tx) {
    EXPECT_EQ(store::count(tx, *keys_, aigul_, day, store::Counted::draft), 1);
    EXPECT_EQ(store::count(tx, *keys_, aigul_, day, store::Counted::draft), 2);
    EXPECT_EQ(store::count(tx, *keys_, aigul_, day, store::Counted::notice), 1);
    EXPECT_EQ(store::count(tx, *keys_, other_, day, store::Counted::draft), 1);
    EXPECT_EQ(store::count(tx, *keys_, aigul_, day.plus_days(1), store::Counted::draft), 1);
    store::put_taken(tx, *keys_, "sms", "m1", {"digest", "{}"}, now);
    store::drop_old(tx, now.plus(std::chrono::hours(1)), day.plus_days(1));
    EXPECT_EQ(store::count(tx, *keys_, aigul_, day, store::Counted::draft), 1);
    EXPECT_FALSE(store::taken(tx, *keys_, "sms", "m1"));
  });
}

}  // namespace jauap::channels
