// One step on several cases: seen before, undone for a minute, then taken case by case.
#include "appeals/bulk.h"

#include <gtest/gtest.h>

#include "appeals/store.h"
#include "appeals/testing.h"
#include "platform/auth/accounts.h"

namespace jauap::appeals {

using store::BulkState;

struct Bulks : Clocked {
 protected:
  void SetUp() override {
    Clocked::SetUp();
    at("2026-03-02T11:00");
    for (auto* number : {&first_, &second_, &third_}) *number = submitted().appeal.number;
  }
  Context now(const Actor& actor) { return house_.context(actor); }
  AskBulk accept_two() const { return {.step = BulkStep::accept, .cases = {{first_, 1}, {second_, 1}}}; }
  Result<store::Bulk> asked(const AskBulk& command) {
    return run([&](db::Tx& tx) { return ask_bulk(tx, now(executor()), Language::ru, command); });
  }
  // What the preview says of each case; its transaction is undone.
  std::vector<std::string> previewed(const AskBulk& command) {
    std::vector<std::string> outcomes;
    write([&](db::Tx& tx) {
      const auto items = preview_bulk(tx, now(executor()), Language::ru, command);
      EXPECT_TRUE(bool(items));
      if (items)
        for (const auto& item : *items) outcomes.push_back(item.outcome);
      return false;
    });
    return outcomes;
  }
  Problem refused(const AskBulk& command) {
    const auto bulk = asked(command);
    EXPECT_FALSE(bool(bulk));
    return bulk ? Problem{} : bulk.problems().first();
  }
  Appeal of(const std::string& number) {
    Appeal appeal;
    read([&](db::ReadTx& tx) { appeal = *store::find(tx, 75, number); });
    return appeal;
  }
  store::Bulk stored(BulkId id) {
    store::Bulk bulk;
    read([&](db::ReadTx& tx) { bulk = *store::bulk(tx, 75, id); });
    return bulk;
  }
  bool taken(const store::Bulk& bulk) { return take_bulk(house_, bulk.place, bulk.id); }
  void minute_later() { clock_.set(clock_.now().plus(bulk_undo)); }

  std::string first_, second_, third_;
};
INSTANTIATE_TEST_SUITE_P(EachDatabase, Bulks, db::each_database(), db::database_name);

TEST_P(Bulks, a_preview_says_what_would_come_of_each_case_and_changes_nothing) {
  ASSERT_TRUE(bool(run([&](db::Tx& tx) { return accept(tx, now(executor()), {.number = second_, .code = ""}); })));
  const auto outcomes = previewed({.step = BulkStep::accept, .cases = {{first_, 0}, {second_, 0}, {third_, 7}}});
  ASSERT_EQ(outcomes.size(), 3u);
  EXPECT_EQ(outcomes[0], "");
  EXPECT_NE(outcomes[1].find("статус"), std::string::npos) << "accepted already: " << outcomes[1];
  EXPECT_NE(outcomes[2], "") << "seen in another version";
  EXPECT_EQ(of(first_).state, State::registered);
  EXPECT_EQ(of(first_).version, 1);
}

TEST_P(Bulks, nothing_happens_before_the_minute_is_over_and_then_each_case_is_taken) {
  const auto bulk = asked(accept_two());
  ASSERT_TRUE(bool(bulk));
  EXPECT_EQ(of(first_).state, State::registered);
  EXPECT_EQ(count("select count(*) from job where kind = 'appeals.bulk'"), 1);
  minute_later();
  EXPECT_TRUE(taken(*bulk));
  EXPECT_EQ(of(first_).state, State::in_work);
  EXPECT_EQ(of(second_).state, State::in_work);
  EXPECT_EQ(of(third_).state, State::registered);
  EXPECT_EQ(of(first_).executor, executor_) << "in the name of whoever asked";
  EXPECT_EQ(stored(bulk->id).state, BulkState::done);
}

TEST_P(Bulks, what_was_undone_in_time_never_happens_and_afterwards_it_is_too_late) {
  const auto bulk = asked(accept_two());
  ASSERT_TRUE(bool(bulk));
  const auto undone = [&](const Actor& actor) { return run([&](db::Tx& tx) { return undo_bulk(tx, now(actor), bulk->id); }); };
  EXPECT_EQ(undone(head()).problems().first().kind, Problem::Kind::not_found) << "somebody else's";
  EXPECT_TRUE(bool(undone(executor())));
  EXPECT_EQ(undone(executor()).problems().first().message, Key("appeals.bulk.too_late"));
  minute_later();
  EXPECT_TRUE(taken(*bulk));
  EXPECT_EQ(of(first_).state, State::registered);
  EXPECT_EQ(stored(bulk->id).state, BulkState::undone);

  const auto late = asked(accept_two());
  minute_later();
  EXPECT_EQ(run([&](db::Tx& tx) { return undo_bulk(tx, now(executor()), late->id); }).problems().first().message, Key("appeals.bulk.too_late"));
}

TEST_P(Bulks, a_case_that_changed_in_between_is_left_alone_with_the_reason_and_the_others_go_on) {
  const auto bulk = asked(accept_two());
  ASSERT_TRUE(bool(run([&](db::Tx& tx) { return accept(tx, now(head()), {.number = first_, .code = ""}); })));
  minute_later();
  EXPECT_TRUE(taken(*bulk));
  EXPECT_EQ(of(first_).executor, head_);
  EXPECT_EQ(of(second_).state, State::in_work);
  const auto end = stored(bulk->id);
  EXPECT_EQ(end.state, BulkState::done);
  for (const auto& item : end.items) {
    EXPECT_TRUE(item.is_done);
    EXPECT_EQ(item.outcome.empty(), item.number == second_) << item.number << " " << item.outcome;
  }
}

TEST_P(Bulks, a_job_that_runs_twice_takes_each_step_once) {
  const auto bulk = asked(accept_two());
  minute_later();
  EXPECT_TRUE(taken(*bulk));
  EXPECT_TRUE(taken(*bulk));
  EXPECT_EQ(of(first_).version, 2);
  EXPECT_EQ(stored(bulk->id).items.at(0).outcome, "");
}

TEST_P(Bulks, cases_are_assigned_to_a_colleague_and_joined_to_one_case) {
  const auto assigned = asked({.step = BulkStep::assign, .executor = "head@x", .cases = {{first_, 0}, {second_, 0}}});
  minute_later();
  EXPECT_TRUE(taken(*assigned));
  EXPECT_EQ(of(first_).executor, head_);
  EXPECT_EQ(of(second_).executor, head_);
  const auto joined = asked({.step = BulkStep::join, .target = third_, .cases = {{first_, 0}, {second_, 0}, {third_, 0}}});
  minute_later();
  EXPECT_TRUE(taken(*joined));
  EXPECT_EQ(of(first_).joined_to, third_);
  EXPECT_EQ(of(second_).joined_to, third_);
  EXPECT_EQ(of(third_).joined_to, "") << "no case joins itself";
}

TEST_P(Bulks, what_is_missing_is_named_and_a_hundred_is_the_limit) {
  EXPECT_EQ(refused({.step = BulkStep::accept}).field, "cases");
  EXPECT_EQ(refused({.step = BulkStep::accept, .cases = {{"no number", 1}}}).field, "cases");
  EXPECT_EQ(refused({.step = BulkStep::assign, .cases = {{first_, 0}}}).field, "executor");
  EXPECT_EQ(refused({.step = BulkStep::join, .cases = {{first_, 0}}}).field, "target");
  AskBulk many{.step = BulkStep::accept};
  for (std::size_t i = 0; i <= bulk_max; ++i) many.cases.push_back({"KZ75-A-2026-" + std::to_string(100000 + i), 0});
  EXPECT_EQ(refused(many).message, Key("appeals.bulk.too_many"));
  const auto twice = asked({.step = BulkStep::accept, .cases = {{first_, 1}, {first_, 0}}});
  ASSERT_TRUE(bool(twice)) << "the same case twice is one";
  EXPECT_EQ(twice->items.size(), 1u);
}

TEST_P(Bulks, strangers_take_no_step_and_a_post_that_ended_takes_none_any_more) {
  const auto foreign = run([&](db::Tx& tx) {
    return ask_bulk(tx, now({.account = AccountId{5}, .role = Role::citizen}), Language::ru, accept_two());
  });
  EXPECT_FALSE(bool(foreign));
  const Actor elsewhere{.account = AccountId{78}, .role = Role::clerk, .body = "almaty.sport", .name = "Басқа"};
  const auto other = run([&](db::Tx& tx) { return ask_bulk(tx, now(elsewhere), Language::ru, accept_two()); });
  ASSERT_TRUE(bool(other)) << "the cases are looked at one by one";
  const auto mine = asked(accept_two());
  ASSERT_TRUE(bool(mine));
  write([&](db::Tx& tx) {
    for (const auto& post : auth::posts_of(tx, executor_)) auth::end_post(tx, post.id, *CivilDate::parse("2026-03-01"));
    return true;
  });
  minute_later();
  EXPECT_TRUE(taken(*other));
  EXPECT_TRUE(taken(*mine));
  EXPECT_EQ(of(first_).state, State::registered);
  EXPECT_EQ(stored(mine->id).items.at(0).outcome, "Полномочия прекращены");
}

TEST_P(Bulks, the_inbox_shows_what_waits_for_the_applicant_apart_and_counts_it) {
  const auto asked_to_repair = run([&](db::Tx& tx) {
    return ask_repair(tx, now(executor()), {.number = second_, .code = ""}, {.text = "Назовите адрес дома.", .reason = "repair.place"});
  });
  ASSERT_TRUE(bool(asked_to_repair));
  store::InboxFilter filter;
  filter.place = 75;
  filter.body = body;
  filter.today = *CivilDate::parse("2026-03-02");
  filter.waits_for_others = true;
  read([&](db::ReadTx& tx) {
    const auto rows = store::inbox_page(tx, filter);
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0].appeal.number, second_);
    const auto counts = store::inbox_counts(tx, 75, body, filter.today, 100);
    EXPECT_EQ(counts.waiting, 1);
    EXPECT_EQ(counts.disputed, 0);
    EXPECT_EQ(counts.open, 3);
    filter.executor = head_;
    EXPECT_TRUE(store::inbox_page(tx, filter).empty());
  });
}

}  // namespace jauap::appeals
