#include "platform/jobs/jobs.h"

#include <gtest/gtest.h>

#include <atomic>

#include "platform/db/testing.h"
#include "platform/jobs/store.h"

namespace jauap::jobs {

struct Jobs : db::ContractTest {
 protected:
  JobId add_one(const char* kind, std::int64_t due_ms, const char* once = "") {
    JobId id;
    write([&](db::Tx& tx) {
      id = add(tx, ids_, Instant{1'000'000}, 75, kind, "payload", Instant{due_ms}, once);
      return true;
    });
    return id;
  }
  std::vector<store::Claimed> claim_at(std::int64_t now_ms) {
    std::vector<store::Claimed> claimed;
    write([&](db::Tx& tx) {
      claimed = store::claim(tx, Instant{now_ms}, Instant{now_ms + 120'000}, 10);
      return true;
    });
    return claimed;
  }
  IdMaker ids_{1};
};
INSTANTIATE_TEST_SUITE_P(EachDatabase, Jobs, db::each_database(), db::database_name);

TEST_P(Jobs, are_taken_when_they_are_due_and_not_before) {
  add_one("letter", 5'000'000);
  EXPECT_TRUE(claim_at(4'999'999).empty());
  const auto due = claim_at(5'000'000);
  ASSERT_EQ(due.size(), 1u);
  EXPECT_EQ(due[0].job.payload, "payload");
  EXPECT_TRUE(claim_at(5'000'001).empty()) << "taken twice within the lease";
}

TEST_P(Jobs, the_same_key_makes_one_job) {
  add_one("letter", 1, "KZ75-A-2026-000001/1");
  add_one("letter", 1, "KZ75-A-2026-000001/1");
  EXPECT_EQ(claim_at(10).size(), 1u);
}

TEST_P(Jobs, of_a_crashed_worker_run_again_after_the_lease_and_the_late_one_changes_nothing) {
  add_one("letter", 1);
  const auto first = claim_at(10);
  const auto second = claim_at(200'000);
  ASSERT_EQ(second.size(), 1u);
  EXPECT_EQ(second[0].job.attempts, 2);
  write([&](db::Tx& tx) {
    EXPECT_FALSE(store::finish(tx, first[0]));
    EXPECT_TRUE(store::finish(tx, second[0]));
    return true;
  });
  EXPECT_TRUE(claim_at(900'000).empty());
}

TEST_P(Jobs, that_fail_come_back_later_and_hopeless_ones_are_shown_as_dead) {
  add_one("flaky", 1);
  add_one("hopeless", 2);
  FixedClock clock(Instant{10});
  std::atomic<int> tries{0};
  db::Writer writer(location(), {});
  Runner runner(writer, clock,
                {{"flaky", [&](const Job&) { return Finished{.good = ++tries > 1, .reason = "not yet"}; }},
                 {"hopeless", [](const Job&) { return Finished{.good = false, .reason = "never", .hopeless = true}; }}},
                0, 1000);
  EXPECT_EQ(runner.run_due(), 2);
  EXPECT_EQ(runner.run_due(), 0) << "the next try waits";
  clock.set(Instant{10'000});
  EXPECT_EQ(runner.run_due(), 1);
  EXPECT_EQ(tries, 2);
  read([&](db::ReadTx& tx) {
    const auto buried = dead(tx, 10);
    ASSERT_EQ(buried.size(), 1u);
    EXPECT_EQ(buried[0].reason, "never");
    EXPECT_EQ(figures(tx).waiting, 0);
  });
}

TEST_P(Jobs, that_throw_are_tried_again_and_not_lost) {
  add_one("throws", 1);
  FixedClock clock(Instant{10});
  db::Writer writer(location(), {});
  Runner runner(writer, clock, {{"throws", [](const Job&) -> Finished { throw std::runtime_error("broken"); }}}, 0, 1000);
  EXPECT_EQ(runner.run_due(), 1);
  read([&](db::ReadTx& tx) { EXPECT_EQ(figures(tx).waiting, 1); });
}

TEST_P(Jobs, finished_long_ago_are_deleted) {
  add_one("letter", 1);
  const auto taken = claim_at(10);
  write([&](db::Tx& tx) { return store::finish(tx, taken[0]); });
  write([&](db::Tx& tx) {
    EXPECT_EQ(drop_done_before(tx, Instant{1}, 100), 0);
    EXPECT_EQ(drop_done_before(tx, Instant{2}, 100), 1);
    return true;
  });
}

TEST_P(Jobs, what_is_due_waits_while_nothing_may_run) {
  add_one("one", 1);
  db::Writer writer(location(), {});
  const FixedClock clock(Instant{1'000'000});
  int ran = 0;
  bool may_run = false;
  Runner runner(writer, clock, {{"one", [&](const Job&) { return ++ran, Finished{}; }}}, 0, 1000, [&] { return may_run; });
  EXPECT_EQ(runner.run_due(), 0);
  may_run = true;
  EXPECT_EQ(runner.run_due(), 1);
  EXPECT_EQ(ran, 1);
}

}  // namespace jauap::jobs
