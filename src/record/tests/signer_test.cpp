// The keys of the record behind a socket, and what they may sign.
#include "record/signer.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <thread>

#include "platform/tlog/verify.h"
#include "record/policy.h"
#include "record/record.h"
#include "record/testing.h"

namespace jauap::record {

// A signer of its own with its anchor apart; the house asks it.
class BehindASocket : public RecordTest {
 protected:
  void SetUp() override {
    RecordTest::SetUp();
    path_ = folder_.path() + "/signer";
    own_ =
        std::make_unique<OwnKeys>(folder_.path() + "/keys", house_.record->origin(), folder_.path() + "/apart/anchor");
  }
  void TearDown() override {
    stop();
    RecordTest::TearDown();
  }
  void start() {
    server_ = std::make_unique<SignerServer>(path_, *own_);
    thread_ = std::thread([this] { server_->serve(); });
  }
  void stop() {
    if (!server_) return;
    server_->stop();
    thread_.join();
    server_.reset();
  }
  bool move_in() {
    settings_.signer = path_;
    house_.record = nullptr;
    return bool(open(house_));
  }
  SignerClient client() { return {path_, house_.record->origin()}; }
  tlog::Hash root_of_size(std::uint64_t size) {
    tlog::Hash root{};
    house_.readers->run([&](db::ReadTx& tx) { root = *tlog::root_of(size, nodes_of(tx, this->size())); });
    return root;
  }

  std::string path_;
  std::unique_ptr<OwnKeys> own_;
  std::unique_ptr<SignerServer> server_;
  std::thread thread_;
};
INSTANTIATE_TEST_SUITE_P(EachDatabase, BehindASocket, db::each_database(), db::database_name);

TEST_P(BehindASocket, a_record_grows_and_promises_as_with_keys_of_its_own) {
  start();
  ASSERT_TRUE(move_in());
  for (int i = 1; i <= 20; ++i) say(i);
  auto one = sequencer();
  EXPECT_EQ(one.round().published, 21u);
  for (int i = 1; i <= 20; ++i) say(i);
  EXPECT_EQ(one.round().published, 41u);
  EXPECT_EQ(faults(), "");
  EXPECT_EQ(own_->anchored()->size, 41u);
  EXPECT_FALSE(std::filesystem::exists(folder_.path() + "/anchor/log")) << "the server has no anchor then";
  house_.readers->run([&](db::ReadTx& tx) {
    const auto promise = promise_of(tx, *house_.record, 75, 1001, 1);
    ASSERT_TRUE(bool(promise));
    EXPECT_EQ(tlog::check_receipt(policy(tx), nullptr, promise->receipt).exit, tlog::Exit::good);
  });
}

TEST_P(BehindASocket, nothing_is_lost_or_signed_while_the_signer_is_away) {
  start();
  ASSERT_TRUE(move_in());
  say(1);
  auto one = sequencer();
  one.round();
  stop();
  say(2);
  EXPECT_THROW(one.round(), db::Failure);
  house_.readers->run([&](db::ReadTx& tx) {
    EXPECT_EQ(promise_of(tx, *house_.record, 75, 1002, 1).problems().first().kind, Problem::Kind::unavailable);
    EXPECT_EQ(store::newest_checkpoint(tx)->size, 2u);
  });
  start();
  EXPECT_EQ(one.round().published, 3u);
  EXPECT_EQ(faults(), "");
}

TEST_P(BehindASocket, a_server_does_not_open_without_the_signer_of_its_own_record) {
  EXPECT_FALSE(move_in()) << "nobody serves the socket";
  own_ = std::make_unique<OwnKeys>(folder_.path() + "/keys", "other.example/log", folder_.path() + "/apart/anchor");
  start();
  EXPECT_FALSE(move_in()) << "it has another record's name";
  stop();
  own_ =
      std::make_unique<OwnKeys>(folder_.path() + "/elsewhere", "record.example/log", folder_.path() + "/apart/anchor");
  start();
  EXPECT_FALSE(move_in()) << "it has no such keys, and makes none in silence";
}

TEST_P(BehindASocket, only_what_continues_the_anchor_is_signed) {
  start();
  for (int i = 1; i <= 9; ++i) say(i);
  sequencer().round();
  auto signer = client();
  const Anchored seven{7, root_of_size(7)}, ten{10, root_of_size(10)}, forged{10, tlog::leaf_hash("forged")};
  ASSERT_TRUE(bool(signer.extend(seven, {})));
  tlog::Hashes proof;
  house_.readers->run([&](db::ReadTx& tx) { proof = *tlog::consistency_proof(7, 10, nodes_of(tx, 10)); });
  EXPECT_FALSE(bool(signer.extend({6, root_of_size(6)}, {}))) << "smaller";
  EXPECT_FALSE(bool(signer.extend({7, tlog::leaf_hash("other")}, {}))) << "another history of the same size";
  EXPECT_FALSE(bool(signer.extend(ten, {}))) << "no proof";
  EXPECT_FALSE(bool(signer.extend(forged, proof)));
  EXPECT_FALSE(bool(signer.sign(1, ten))) << "not anchored yet";
  EXPECT_TRUE(bool(signer.extend(seven, {}))) << "said twice";
  EXPECT_TRUE(bool(signer.sign(1, seven)));
  EXPECT_TRUE(bool(signer.extend(ten, proof)));
  EXPECT_TRUE(bool(signer.sign(1, ten)));
  EXPECT_FALSE(bool(signer.sign(1, seven))) << "what was signed before is not signed again";
  EXPECT_FALSE(bool(signer.sign(2, ten))) << "there is no such key";
}

TEST_P(BehindASocket, whoever_reaches_the_socket_gets_receipts_for_entries_and_nothing_else_signed) {
  start();
  auto signer = client();
  EXPECT_FALSE(bool(signer.promise(1, "any text")));
  EXPECT_FALSE(bool(signer.promise(1, std::string(10'000, 'a'))));
  const auto leaf = [&] {
    say(1);
    std::vector<std::string> all;
    house_.readers->run([&](db::ReadTx& tx) { all = pending_leaves(tx); });
    return all.back();
  }();
  const auto promise = signer.promise(1, leaf);
  ASSERT_TRUE(bool(promise));
  EXPECT_TRUE(tlog::is_receipt(*promise));
  for (const char* nonsense :
       {"", "{}", "[]", "null", "{\"origin\":1}", "{\"origin\":\"record.example/log\"}",
        "{\"origin\":\"record.example/log\",\"want\":\"sign\",\"n\":1,\"size\":-1,\"root\":\"\"}",
        "{\"origin\":\"record.example/log\",\"want\":\"extend\",\"size\":1,\"root\":\"00\",\"proof\":[1]}",
        "{\"origin\":\"record.example/log\",\"want\":\"key\",\"n\":\"x\",\"receipt\":true,\"make\":true}"})
    EXPECT_NE(signer_answer(*own_, nonsense).find("refused"), std::string::npos) << nonsense;
  EXPECT_THROW(SignerServer(path_, *own_), std::runtime_error) << "two signers of one socket";
}

}  // namespace jauap::record
