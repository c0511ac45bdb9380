#include "platform/idempotency/idempotency.h"

#include <gtest/gtest.h>

#include "platform/db/testing.h"

namespace jauap::idempotency {

struct OneTimeKeys : db::ContractTest {
 protected:
  void keep(const Key& key, const std::string& asked, const std::string& said) {
    write([&](db::Tx& tx) {
      auto response = http::Response{.status = 201}.header("Location", "/api/v1/appeals/X");
      response.body = said;
      store(tx, *keys_, key, secrets::sha256(asked), response, Instant{1}, Instant{1000});
      return true;
    });
  }
  Found look(const Key& key, const std::string& asked) {
    Found found;
    read([&](db::ReadTx& tx) { found = find(tx, *keys_, key, secrets::sha256(asked)); });
    return found;
  }
  std::shared_ptr<const secrets::Keys> keys_ = secrets::Keys::ephemeral();
};
INSTANTIATE_TEST_SUITE_P(EachDatabase, OneTimeKeys, db::each_database(), db::database_name);

TEST_P(OneTimeKeys, give_a_repeat_the_same_answer) {
  keep({"browser/1", "k"}, "body", "secret code");
  const auto again = look({"browser/1", "k"}, "body");
  EXPECT_EQ(again.kind, Found::Kind::same);
  EXPECT_EQ(again.response.status, 201);
  EXPECT_EQ(again.response.body, "secret code");
  EXPECT_EQ(again.response.headers.at(0).value, "/api/v1/appeals/X");
}

TEST_P(OneTimeKeys, tell_other_content_apart_and_belong_to_one_browser) {
  keep({"browser/1", "k"}, "body", "answer");
  EXPECT_EQ(look({"browser/1", "k"}, "other").kind, Found::Kind::different);
  EXPECT_EQ(look({"browser/2", "k"}, "body").kind, Found::Kind::none);
}

TEST_P(OneTimeKeys, of_two_at_once_are_a_conflict) {
  keep({"browser/1", "k"}, "body", "answer");
  EXPECT_THROW(keep({"browser/1", "k"}, "body", "answer"), db::Conflict);
}

TEST_P(OneTimeKeys, keep_no_answer_in_the_clear) {
  keep({"browser/1", "k"}, "body", "2ABC-secret-code");
  const db::Statement raw{"test.raw_answers", "select answer from idempotency"};
  read([&](db::ReadTx& tx) {
    tx.each(raw, {}, [](const db::Row& row) { EXPECT_EQ(row.text(0).find("2ABC"), std::string_view::npos); });
  });
}

TEST_P(OneTimeKeys, are_forgotten_after_their_time) {
  keep({"browser/1", "k"}, "body", "answer");
  write([&](db::Tx& tx) {
    EXPECT_EQ(drop_before(tx, Instant{1000}, 10), 0);
    EXPECT_EQ(drop_before(tx, Instant{1001}, 10), 1);
    return true;
  });
  EXPECT_EQ(look({"browser/1", "k"}, "body").kind, Found::Kind::none);
}

}  // namespace jauap::idempotency
