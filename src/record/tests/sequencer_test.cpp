// Appending stopped at every step, two leaders, restored backups, rotated keys.
#include "record/sequencer.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "platform/tlog/verify.h"
#include "record/files.h"
#include "record/leaves.h"
#include "record/check.h"
#include "record/policy.h"
#include "record/record.h"
#include "record/restart.h"
#include "record/testing.h"

namespace jauap::record {

using namespace std::chrono_literals;

class Appending : public RecordTest {};
INSTANTIATE_TEST_SUITE_P(EachDatabase, Appending, db::each_database(), db::database_name);

struct Stopped {};

TEST_P(Appending, every_event_is_in_the_log_after_one_round_and_the_log_verifies) {
  for (int i = 1; i <= 300; ++i) say(i);
  for (int i = 1; i <= 300; i += 2) say(i);
  auto one = sequencer();
  const auto round = one.round();
  EXPECT_TRUE(round.leads);
  EXPECT_EQ(round.published, 451u) << "log.started, 300 registrations, 150 more events";
  EXPECT_EQ(faults(), "");
  house_.readers->run([&](db::ReadTx& tx) {
    EXPECT_EQ(store::event_count(tx), store::leaf_count(tx));
    EXPECT_EQ(store::events_without_leaf(tx), 0);
    EXPECT_EQ(store::leaves_without_event(tx), 0);
    EXPECT_EQ(store::pending_count(tx), 0);
  });
  EXPECT_EQ(one.round().published, 0u) << "the same size is not signed twice";
}

TEST_P(Appending, an_event_is_promised_then_on_the_record_with_a_proof_that_holds_offline) {
  const auto recorded = say(1);
  tlog::Hash hash{};
  house_.readers->run([&](db::ReadTx& tx) {
    const auto standing = standing_of(tx, 75, 1001);
    ASSERT_EQ(standing.size(), 1u);
    EXPECT_EQ(standing[0].state, Standing::State::promised);
    hash = standing[0].hash;
    EXPECT_EQ(prove(tx, hash).state, Proving::State::promised);
    const auto promise = promise_of(tx, *house_.record, 75, 1001, recorded.n);
    ASSERT_TRUE(bool(promise));
    EXPECT_EQ(tlog::check_receipt(policy(tx), nullptr, promise->receipt).exit, tlog::Exit::good);
  });
  sequencer().round();
  house_.readers->run([&](db::ReadTx& tx) {
    const auto standing = standing_of(tx, 75, 1001);
    EXPECT_EQ(standing[0].state, Standing::State::on_record);
    EXPECT_EQ(standing[0].index, 1u);
    const auto proving = prove(tx, hash);
    ASSERT_EQ(proving.state, Proving::State::proved);
    EXPECT_EQ(tlog::check_proof(policy(tx), proving.proof, store::entry(tx, 1)->leaf).exit, tlog::Exit::good);
  });
}

TEST_P(Appending, stopped_at_any_step_it_goes_on_without_loss_double_or_fork) {
  int serial = 0;
  for (const auto step : {Step::lead, Step::append, Step::anchor, Step::sign, Step::publish}) {
    for (int i = 0; i < 3; ++i) say(++serial);
    pass(20s);
    auto dying = sequencer({.before = [&](Step at) {
      if (at == step) throw Stopped{};
    }});
    EXPECT_THROW(dying.round(), Stopped);
    house_.readers->run([&](db::ReadTx& tx) {
      EXPECT_EQ(store::event_count(tx), store::leaf_count(tx)) << "nothing is lost before step " << int(step);
    });
    say(++serial);
    EXPECT_EQ(sequencer().round().published, std::uint64_t(1 + serial));
    EXPECT_EQ(faults(), "") << "after step " << int(step);
  }
}

TEST_P(Appending, a_paused_leader_that_wakes_up_after_a_take_over_appends_and_signs_nothing) {
  auto other_settings = settings_;
  other_settings.node = 2;
  House other = house_;
  other.settings = &other_settings;
  say(1);
  auto old_leader = sequencer();
  EXPECT_TRUE(old_leader.round().leads);
  auto new_leader = sequencer(other, {});
  EXPECT_FALSE(new_leader.round().leads) << "the lease is held";
  // The old one stands still in the middle of a round while the other takes over.
  say(2);
  bool was_overtaken = false;
  auto paused = sequencer({.before = [&](Step at) {
    if (at != Step::append || was_overtaken) return;
    was_overtaken = true;
    pass(16s);
    EXPECT_TRUE(new_leader.round().leads);
  }});
  const auto round = paused.round();
  EXPECT_TRUE(was_overtaken);
  EXPECT_EQ(round.appended, 0);
  EXPECT_EQ(round.published, 0u);
  say(3);
  EXPECT_EQ(new_leader.round().published, 4u);
  EXPECT_EQ(faults(), "");
}

TEST_P(Appending, a_leader_that_resigns_lets_another_server_lead_at_once) {
  auto other_settings = settings_;
  other_settings.node = 2;
  House other = house_;
  other.settings = &other_settings;
  auto first = sequencer();
  EXPECT_TRUE(first.round().leads);
  first.resign();
  pass(1ms);
  EXPECT_TRUE(sequencer(other, {}).round().leads);
}

TEST_P(Appending, a_database_older_than_its_anchor_is_not_signed_and_takes_no_changes) {
  say(1);
  sequencer().round();
  Anchor ahead(folder_.path() + "/anchor/log", house_.record->origin());
  ahead.raise({7, tlog::leaf_hash("what was signed before the restore")});
  say(2);
  auto restarted = sequencer();
  EXPECT_EQ(restarted.round().published, 0u);
  EXPECT_EQ(house_.record->trouble(), Trouble::stale);
  EXPECT_EQ(size(), 2u) << "nothing was appended either";
}

TEST_P(Appending, an_old_database_is_known_before_the_first_change_and_without_leading) {
  say(1);
  auto leader = sequencer();
  leader.round();
  house_.record->set_trouble(Trouble::starting);
  sequencer().first_look();
  EXPECT_EQ(house_.record->trouble(), Trouble::none);
  Anchor(folder_.path() + "/anchor/log", house_.record->origin()).raise({7, tlog::leaf_hash("what was signed before the restore")});
  sequencer().first_look();
  EXPECT_EQ(house_.record->trouble(), Trouble::stale);

  std::filesystem::remove(folder_.path() + "/anchor/log");
  house_.record->set_trouble(Trouble::starting);
  auto other_settings = settings_;
  other_settings.node = 2;
  House other = house_;
  other.settings = &other_settings;
  int asked = 0;
  auto follower = sequencer(other, {.remembered = [&](db::ReadTx&) { return ++asked, std::vector<tlog::Checkpoint>{}; }});
  follower.first_look();
  EXPECT_EQ(house_.record->trouble(), Trouble::starting) << "without an anchor witnesses are asked first";
  EXPECT_FALSE(follower.round().leads);
  EXPECT_EQ(asked, 1);
  EXPECT_EQ(house_.record->trouble(), Trouble::none);
}

TEST_P(Appending, a_database_that_contradicts_its_anchor_or_a_witness_is_never_signed_again) {
  say(1);
  sequencer().round();
  say(2);
  auto asked = sequencer({.remembered = [&](db::ReadTx&) {
    return std::vector<tlog::Checkpoint>{{house_.record->origin(), 2, tlog::leaf_hash("another history")}};
  }});
  EXPECT_EQ(asked.round().published, 0u);
  EXPECT_EQ(house_.record->trouble(), Trouble::forked);
}

TEST_P(Appending, a_step_of_the_clock_stops_signing_until_it_was_steady_for_a_minute) {
  std::int64_t steady = 0;
  auto one = Sequencer(house_, house_.record, {.steady_ms = [&] { return steady; }});
  say(1);
  EXPECT_GT(one.round().published, 0u);
  pass(3s);  // and the steady clock does not
  say(2);
  EXPECT_EQ(one.round().published, 0u);
  EXPECT_EQ(house_.record->trouble(), Trouble::clock);
  pass(61s);
  steady += 61'000;
  EXPECT_GT(one.round().published, 0u);
  EXPECT_EQ(house_.record->trouble(), Trouble::none);
}

TEST_P(Appending, a_new_key_signs_beside_the_old_one_for_thirty_days_and_then_alone) {
  say(1);
  auto one = sequencer();
  one.round();
  const auto before = whom();
  const auto seed = secrets::seed_file(folder_.path() + "/keys/log-2.key");
  const tlog::Signer second(house_.record->origin(), tlog::KeyType::ed25519, *seed);
  house_.writer->run([&](db::Tx& tx) { return bool(rotate_key(tx, house_.context(Actor::system()), false, second.key().text(), false)); });
  EXPECT_EQ(one.round().published, 3u);
  auto files = log();
  EXPECT_EQ(tlog::check_checkpoint(before, files.file("checkpoint")).exit, tlog::Exit::good) << "who has the old policy still verifies";
  EXPECT_EQ(whom().logs.size(), 2u);
  EXPECT_EQ(faults(), "");
  pass(std::chrono::hours(24 * 31));
  say(2);
  EXPECT_EQ(one.round().published, 4u);
  EXPECT_THROW(tlog::check_checkpoint(before, log().file("checkpoint")), tlog::Stop) << "the old key signs no more";
  EXPECT_EQ(tlog::check_checkpoint(whom(), log().file("checkpoint")).exit, tlog::Exit::good);
}

TEST_P(Appending, a_compromised_key_leaves_the_policy_at_once) {
  const auto seed = secrets::seed_file(folder_.path() + "/keys/log-2.key");
  const tlog::Signer second(house_.record->origin(), tlog::KeyType::ed25519, *seed);
  const auto old_key = whom().logs[0].key;
  house_.writer->run([&](db::Tx& tx) { return bool(rotate_key(tx, house_.context(Actor::system()), false, second.key().text(), true)); });
  ASSERT_EQ(whom().logs.size(), 1u);
  EXPECT_NE(whom().logs[0].key, old_key);
}

TEST_P(Appending, witnesses_that_no_reader_could_check_are_refused_in_words) {
  house_.writer->run([&](db::Tx& tx) {
    const auto set = set_witnesses(tx, house_.context(Actor::system()), "witness press nonsense\nquorum press\n");
    EXPECT_FALSE(bool(set));
    return bool(set);
  });
  EXPECT_EQ(whom().witness_count(), 0u);
}

TEST_P(Appending, events_older_than_the_record_get_their_entries_when_it_begins) {
  say(1);
  say(1);
  house_.writer->run([&](db::Tx& tx) {
    for (const char* sql : {"delete from event_leaf where object_id = 1001", "delete from log_pending"}) {
      const db::Statement statement{sql, sql};
      tx.execute(statement, {});
    }
    return true;
  });
  house_.writer->run([&](db::Tx& tx) {
    const std::int64_t places[] = {75};
    adopt_older_events(tx, places);
    EXPECT_EQ(store::events_without_leaf(tx), 0);
    return true;
  });
}

TEST_P(Appending, a_log_that_was_forked_is_finished_and_the_next_one_holds_every_entry_again) {
  for (int i = 1; i <= 600; ++i) say(i);
  auto leader = sequencer();
  leader.round();
  leader.resign();
  say(1);
  const auto old = folder_.path() + "/finished";
  tlog::Policy old_policy;
  tlog::Hash good{};
  house_.readers->run([&](db::ReadTx& tx) {
    write_log(tx, old);
    old_policy = policy(tx);
    good = store::newest_checkpoint(tx)->root;
  });
  tlog::LogFiles finished(tlog::folder_fetch(old));
  EXPECT_EQ(tlog::check_full(old_policy, finished).exit, tlog::Exit::good);

  std::filesystem::remove(folder_.path() + "/anchor/log");
  auto signing = signing_of(settings_, "record.example/log/2");
  const auto begun = [&](std::uint64_t last_good) {
    Done outcome = done();
    house_.writer->run([&](db::Tx& tx) { return bool(outcome = restart(tx, house_, *signing, last_good, "Two histories were signed.")); });
    return bool(outcome);
  };
  EXPECT_FALSE(begun(77)) << "that size was never signed";
  ASSERT_TRUE(begun(601));
  house_.record = nullptr;
  ASSERT_TRUE(bool(open(house_)));
  EXPECT_EQ(house_.record->origin(), "record.example/log/2");
  auto next = sequencer();
  EXPECT_EQ(next.round().published, 604u) << "log.started, 601 of before, what waited, log.incident";
  EXPECT_EQ(faults(), "");
  house_.readers->run([&](db::ReadTx& tx) {
    const auto first = tlog::read_leaf(store::entry(tx, 0)->leaf);
    EXPECT_EQ(first->type, "log.started");
    EXPECT_EQ(first->ref, "601/" + tlog::hex(good));
    EXPECT_EQ(store::event_count(tx), store::leaf_count(tx));
    EXPECT_TRUE(check(tx, house_).faults.empty());
  });
  say(1);
  EXPECT_EQ(next.round().published, 605u);
  EXPECT_EQ(faults(), "");
}

}  // namespace jauap::record
