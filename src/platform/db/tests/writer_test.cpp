// Group commit, and that nobody's failure is anybody else's.
#include "platform/db/writer.h"

#include <atomic>
#include <future>
#include <latch>
#include <thread>

#include "platform/db/testing.h"

namespace jauap::db {
namespace {

constexpr std::string_view table =
    "create table entry (place_id int not null, n int not null, primary key (place_id, n))";
const Statement insert_entry{"test.insert_entry", "insert into entry (place_id, n) values ($1, $2)"};
const Statement count_entries{"test.count_entries",
                              "select count(*), coalesce(max(n), 0) from entry where place_id = $1"};
const Statement next_entry{"test.next_entry", R"sql(
  insert into entry (place_id, n) select $1, coalesce(max(n), 0) + 1 from entry where place_id = $1)sql"};
const Statement broken{"test.broken", "insert into no_such_table (n) values ($1)"};

// Holds the writer thread inside one command until told, so that what is sent meanwhile waits in the queue.
class Gate {
 public:
  explicit Gate(Writer& writer) {
    writer.submit({[this](Tx&) {
                     if (!entered_.test_and_set()) reached_.count_down();
                     opened_.wait();
                     return false;
                   },
                   {}});
    reached_.wait();
  }
  void open() { opened_.count_down(); }

 private:
  std::atomic_flag entered_;
  std::latch reached_{1}, opened_{1};
};

class WriterOf : public ContractTest {
 protected:
  void SetUp() override {
    ContractTest::SetUp();
    if (!HasFatalFailure()) connection().script(ddl_for(GetParam(), table));
  }
  std::int64_t entries(int place = 1) {
    std::int64_t count = -1;
    read([&](ReadTx& tx) { tx.first(count_entries, {place}, [&](const Row& row) { count = row.integer(0); }); });
    return count;
  }
  std::int64_t highest(int place = 1) {
    std::int64_t highest = -1;
    read([&](ReadTx& tx) { tx.first(count_entries, {place}, [&](const Row& row) { highest = row.integer(1); }); });
    return highest;
  }
};
INSTANTIATE_TEST_SUITE_P(EachDatabase, WriterOf, each_database(), database_name);

auto insert(std::int64_t n) {
  return [n](Tx& tx) { return tx.execute(insert_entry, {1, n}) == 1; };
}

TEST_P(WriterOf, what_is_reported_committed_is_seen_by_another_connection) {
  Writer writer(location(), {});
  EXPECT_EQ(writer.run(insert(1)), Fate::committed);
  EXPECT_EQ(entries(), 1);
}

TEST_P(WriterOf, commands_that_wait_share_one_commit) {
  Writer writer(location(), {});
  Gate gate(writer);
  std::latch answered(100);
  for (int i = 0; i < 100; ++i)
    ASSERT_TRUE(writer.submit({insert(i), [&](Fate fate) {
                                 EXPECT_EQ(fate, Fate::committed);
                                 answered.count_down();
                               }}));
  const auto before = writer.figures().commits;
  gate.open();
  answered.wait();
  EXPECT_LE(writer.figures().commits - before, 2u) << "one for the gate's batch, one for the hundred";
  EXPECT_EQ(entries(), 100);
}

TEST_P(WriterOf, a_batch_is_no_larger_than_it_may_be) {
  Writer writer(location(), {.batch_max = 10});
  Gate gate(writer);
  std::latch answered(100);
  for (int i = 0; i < 100; ++i) writer.submit({insert(i), [&](Fate) { answered.count_down(); }});
  gate.open();
  answered.wait();
  EXPECT_GE(writer.figures().commits, 11u);
}

TEST_P(WriterOf, each_kind_of_end_keeps_only_what_was_committed) {
  Writer writer(location(), {});
  Gate gate(writer);
  std::vector<std::future<Fate>> fates;
  const auto send = [&](std::function<bool(Tx&)> apply) {
    auto promise = std::make_shared<std::promise<Fate>>();
    fates.push_back(promise->get_future());
    writer.submit({std::move(apply), [promise](Fate fate) { promise->set_value(fate); }});
  };
  send(insert(1));
  send([](Tx& tx) { return insert(2)(tx) && false; });
  send([](Tx& tx) { return insert(3)(tx) && insert(1)(tx); });
  send([](Tx& tx) -> bool { throw std::runtime_error(insert(4)(tx) ? "on purpose" : ""); });
  send([](Tx& tx) -> bool { throw int(insert(5)(tx)); });
  send([](Tx& tx) { return insert(6)(tx) && tx.execute(broken, {1}) == 1; });
  send([](Tx& tx) {  // swallows what must end it
    try {
      insert(1)(tx);
    } catch (const Conflict&) {
    }
    return true;
  });
  send(insert(8));
  gate.open();
  const std::vector<Fate> expected{Fate::committed, Fate::refused, Fate::conflicted, Fate::failed,
                                   Fate::failed,    Fate::failed,  Fate::failed,     Fate::committed};
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_EQ(fates[i].get(), expected[i]) << i;
  EXPECT_EQ(entries(), 2);
  EXPECT_EQ(highest(), 8);
}

TEST_P(WriterOf, a_command_sees_what_the_one_before_it_in_the_batch_wrote) {
  Writer writer(location(), {});
  Gate gate(writer);
  std::latch answered(50);
  for (int i = 0; i < 50; ++i)
    writer.submit({[](Tx& tx) { return tx.execute(next_entry, {1}) == 1; }, [&](Fate) { answered.count_down(); }});
  gate.open();
  answered.wait();
  EXPECT_EQ(entries(), 50);
  EXPECT_EQ(highest(), 50);
}

TEST_P(WriterOf, a_batch_told_to_run_again_has_its_effect_once) {
  Writer writer(location(), {});
  int runs = 0;
  EXPECT_EQ(writer.run([&](Tx& tx) {
    insert(1)(tx);
    if (++runs < 3) throw Retry("as a serialisation failure would");
    return true;
  }),
            Fate::committed);
  EXPECT_EQ(runs, 3);
  EXPECT_EQ(entries(), 1);
  EXPECT_EQ(writer.figures().retries, 2u);
}

TEST_P(WriterOf, a_command_that_never_passes_does_not_take_the_others_with_it) {
  Writer writer(location(), {});
  Gate gate(writer);
  std::latch answered(3);
  std::vector<Fate> fates(3);
  const auto send = [&](std::size_t i, std::function<bool(Tx&)> apply) {
    writer.submit({std::move(apply), [&, i](Fate fate) {
                     fates[i] = fate;
                     answered.count_down();
                   }});
  };
  send(0, insert(1));
  send(1, [](Tx&) -> bool { throw Retry("always"); });
  send(2, insert(2));
  gate.open();
  answered.wait();
  EXPECT_EQ(fates, (std::vector<Fate>{Fate::committed, Fate::failed, Fate::committed}));
  EXPECT_EQ(entries(), 2);
}

TEST_P(WriterOf, a_full_queue_refuses_at_once_and_nothing_was_tried) {
  Writer writer(location(), {.queue_max = 2});
  Gate gate(writer);
  EXPECT_TRUE(writer.submit({insert(1), {}}));
  EXPECT_TRUE(writer.submit({insert(2), {}}));
  EXPECT_EQ(writer.figures().queued, 2u);
  EXPECT_FALSE(writer.submit({insert(3), [](Fate) { ADD_FAILURE() << "nobody answers what was not taken"; }}));
  EXPECT_EQ(writer.run(insert(3)), Fate::overloaded);
  gate.open();
  writer.close();
  EXPECT_EQ(highest(), 2);
}

TEST_P(WriterOf, closing_finishes_what_waits_and_takes_no_more) {
  Writer writer(location(), {});
  std::atomic<int> committed{0};
  {
    Gate gate(writer);
    for (int i = 0; i < 20; ++i) writer.submit({insert(i), [&](Fate fate) { committed += fate == Fate::committed; }});
    gate.open();
    writer.close();
  }
  EXPECT_EQ(committed, 20);
  EXPECT_EQ(entries(), 20);
  EXPECT_FALSE(writer.submit({insert(99), {}}));
  EXPECT_EQ(writer.run(insert(99)), Fate::overloaded);
  writer.close();
}

TEST_P(WriterOf, closing_under_load_answers_everything_that_was_taken) {
  std::atomic<int> taken{0}, committed{0}, other{0};
  {
    Writer writer(location(), {.queue_max = 64, .connections = GetParam() == Kind::postgresql ? 3 : 1});
    std::vector<std::thread> senders;
    std::atomic<std::int64_t> n{0};
    std::latch enough(200);
    for (int i = 0; i < 4; ++i)
      senders.emplace_back([&] {
        for (int sent = 0; sent < 2000; ++sent) {
          const bool accepted = writer.submit({insert(++n), [&](Fate fate) {
                                                 fate == Fate::committed ? ++committed : ++other;
                                                 enough.try_wait() ? void() : enough.count_down();
                                               }});
          taken += accepted;
          if (!accepted) std::this_thread::yield();
        }
      });
    while (committed < 50) std::this_thread::yield();
    writer.close();
    for (auto& sender : senders) sender.join();
  }
  EXPECT_EQ(committed + other, taken);
  EXPECT_EQ(entries(), committed);
}

TEST_P(WriterOf, several_connections_give_each_command_one_true_result) {
  if (GetParam() == Kind::sqlite) {
    EXPECT_THROW(Writer(location(), {.connections = 2}), std::logic_error);
    return;
  }
  Writer writer(location(), {.batch_max = 4, .connections = 4});
  std::latch answered(200);
  std::atomic<int> committed{0};
  for (int i = 0; i < 200; ++i)
    writer.submit({[](Tx& tx) { return tx.execute(next_entry, {1}) == 1; },
                   [&](Fate fate) {
                     committed += fate == Fate::committed;
                     answered.count_down();
                   }});
  answered.wait();
  EXPECT_EQ(entries(), committed) << "the numbers are those acknowledged";
  EXPECT_EQ(highest(), committed) << "and have no gap";
}

// Two servers on one database, each with connections of its own, all after the same counter: somebody always has to run again,
// and nobody may be told that it failed.
TEST_P(WriterOf, two_servers_after_one_counter_commit_every_command) {
  if (GetParam() == Kind::sqlite) return;  // one server on a folder
  constexpr int each = 400;
  Writer one(location(), {.batch_max = 8, .connections = 4}), other(location(), {.batch_max = 8, .connections = 4});
  std::latch answered(2 * each);
  std::atomic<int> committed{0};
  for (int i = 0; i < 2 * each; ++i)
    (i % 2 ? one : other).submit({[](Tx& tx) {
                                    for (int looks = 0; looks < 20; ++looks) tx.first(count_entries, {1}, [](const Row&) {});
                                    return tx.execute(next_entry, {1}) == 1;
                                  },
                                  [&](Fate fate) {
                                    committed += fate == Fate::committed;
                                    answered.count_down();
                                  }});
  answered.wait();
  EXPECT_EQ(committed, 2 * each);
  EXPECT_EQ(entries(), committed);
}

TEST_P(WriterOf, an_answer_that_throws_stops_nobody) {
  Writer writer(location(), {});
  writer.submit({insert(1), [](Fate) { throw std::runtime_error("an answer on purpose"); }});
  EXPECT_EQ(writer.run(insert(2)), Fate::committed);
}

TEST_P(WriterOf, readers_give_a_fresh_snapshot_to_each_work) {
  Writer writer(location(), {});
  Readers readers(location(), 2, 16);
  for (int n = 1; n <= 20; ++n) {
    ASSERT_EQ(writer.run(insert(n)), Fate::committed);
    std::int64_t seen = 0;
    readers.run([&](ReadTx& tx) { tx.first(count_entries, {1}, [&](const Row& row) { seen = row.integer(0); }); });
    EXPECT_EQ(seen, n) << "a reader sees what was acknowledged before";
  }
}

TEST_P(WriterOf, readers_hand_on_what_the_work_throws_and_go_on) {
  Readers readers(location(), 1, 16);
  EXPECT_THROW(readers.run([](ReadTx&) { throw std::out_of_range("mine"); }), std::out_of_range);
  EXPECT_TRUE(readers.submit([](ReadTx&) { throw std::runtime_error("a read on purpose"); }));
  bool ran = false;
  readers.run([&](ReadTx&) { ran = true; });
  EXPECT_TRUE(ran);
}

TEST_P(WriterOf, readers_refuse_when_full_and_finish_when_closed) {
  Readers readers(location(), 1, 1);
  std::latch reached(1), opened(1);
  std::atomic<int> ran{0};
  ASSERT_TRUE(readers.submit([&](ReadTx&) {
    reached.count_down();
    opened.wait();
    ++ran;
  }));
  reached.wait();
  EXPECT_TRUE(readers.submit([&](ReadTx&) { ++ran; }));
  EXPECT_EQ(readers.queued(), 1u);
  EXPECT_FALSE(readers.submit([&](ReadTx&) { ++ran; }));
  EXPECT_THROW(readers.run([](ReadTx&) {}), Failure);
  opened.count_down();
  readers.close();
  EXPECT_EQ(ran, 2);
  EXPECT_FALSE(readers.submit([&](ReadTx&) {}));
}

}  // namespace
}  // namespace jauap::db
