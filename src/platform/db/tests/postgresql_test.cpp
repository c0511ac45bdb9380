// What only the shared database can do to us: go away.
#include "platform/db/testing.h"

namespace jauap::db {
namespace {

const Statement own_process{"test.own_process", "select pg_backend_pid()"};
const Statement end_process{"test.end_process", "select pg_terminate_backend(cast($1 as integer), 5000)"};
const Statement insert_entry{"test.insert_entry", "insert into entry (place_id, n) values ($1, $2)"};
const Statement count_entries{"test.count_entries", "select count(*) from entry"};

class Postgresql : public ContractTest {
 protected:
  void SetUp() override {
    ContractTest::SetUp();
    if (HasFatalFailure()) return;
    connection().script(
        ddl_for(GetParam(), "create table entry (place_id int not null, n int not null, primary key (place_id, n))"));
    other_ = open(location(), Mode::read_write);
  }
  void TearDown() override {
    other_.reset();
    ContractTest::TearDown();
  }
  static std::int64_t process_of(ReadTx& tx) {
    std::int64_t process = 0;
    tx.first(own_process, {}, [&](const Row& row) { process = row.integer(0); });
    return process;
  }
  // Ends the server's process of the other connection, as a restart of the server would.
  void end(std::int64_t process) {
    read([&](ReadTx& tx) { tx.first(end_process, {process}, [](const Row& row) { EXPECT_EQ(row.integer(0), 1); }); });
  }
  std::int64_t entries() {
    std::int64_t count = -1;
    read([&](ReadTx& tx) { tx.first(count_entries, {}, [&](const Row& row) { count = row.integer(0); }); });
    return count;
  }

  std::unique_ptr<Connection> other_;
};
INSTANTIATE_TEST_SUITE_P(ItsServer, Postgresql, ::testing::Values(Kind::postgresql), database_name);

TEST_P(Postgresql, a_connection_lost_while_idle_is_made_anew_for_the_next_snapshot) {
  end(process_of(*other_->read()));
  const auto tx = other_->read();
  EXPECT_EQ(tx->each(count_entries, {}, [](const Row& row) { EXPECT_EQ(row.integer(0), 0); }), 1u);
}

TEST_P(Postgresql, a_connection_lost_while_idle_is_made_anew_for_the_next_transaction) {
  other_->begin();
  other_->tx().execute(insert_entry, {1, 1});
  const auto process = process_of(other_->tx());
  other_->commit();
  end(process);
  other_->begin();
  other_->savepoint();
  other_->tx().execute(insert_entry, {1, 2});
  other_->release();
  other_->commit();
  EXPECT_EQ(entries(), 2);
}

TEST_P(Postgresql, a_connection_lost_before_the_commit_asks_to_run_again_and_has_kept_nothing) {
  other_->begin();
  other_->savepoint();
  other_->tx().execute(insert_entry, {1, 1});
  end(process_of(other_->tx()));
  EXPECT_THROW(other_->tx().execute(insert_entry, {1, 2}), Retry);
  EXPECT_THROW(other_->rollback_to_savepoint(), Retry);
  EXPECT_THROW(other_->commit(), Retry);
  other_->rollback();
  EXPECT_EQ(entries(), 0);
  other_->begin();
  other_->tx().execute(insert_entry, {1, 1});
  other_->commit();
  EXPECT_EQ(entries(), 1);
}

TEST_P(Postgresql, a_commit_without_an_answer_is_a_failure_and_never_run_again) {
  other_->begin();
  other_->tx().execute(insert_entry, {1, 1});
  end(process_of(other_->tx()));
  try {
    other_->commit();
    FAIL() << "nobody answered";
  } catch (const Retry&) {
    FAIL() << "it may have been committed";
  } catch (const Failure& failure) {
    EXPECT_NE(std::string(failure.what()).find("unknown"), std::string::npos);
  }
  other_->rollback();
  other_->begin();
  other_->rollback();
}

TEST_P(Postgresql, a_writer_gives_the_fate_failed_when_the_result_of_its_commit_is_unknown) {
  Writer writer(location(), {});
  EXPECT_EQ(writer.run([&](Tx& tx) {
    tx.execute(insert_entry, {1, 1});
    end(process_of(tx));
    return true;
  }),
            Fate::failed);
  EXPECT_EQ(writer.run([](Tx& tx) { return tx.execute(insert_entry, {1, 2}) == 1; }), Fate::committed);
}

TEST_P(Postgresql, a_snapshot_that_lost_its_connection_fails_and_the_next_one_does_not) {
  {
    const auto tx = other_->read();
    end(process_of(*tx));
    EXPECT_THROW(tx->each(count_entries, {}, [](const Row&) {}), Failure);
    EXPECT_THROW(tx->each(count_entries, {}, [](const Row&) {}), Failure);
  }
  EXPECT_EQ(other_->read()->each(count_entries, {}, [](const Row&) {}), 1u);
}

TEST_P(Postgresql, two_transactions_that_decide_on_what_the_other_writes_do_not_both_pass) {
  other_->begin();
  connection().begin();
  for (auto* one : {other_.get(), &connection()}) one->tx().each(count_entries, {}, [](const Row&) {});
  other_->tx().execute(insert_entry, {1, 1});
  other_->commit();
  EXPECT_THROW(
      {
        connection().tx().execute(insert_entry, {1, 2});
        connection().commit();
      },
      Retry);
  connection().rollback();
  EXPECT_EQ(entries(), 1);
}

TEST_P(Postgresql, no_message_holds_the_password_of_the_address) {
  for (const char* url :
       {"postgresql://jauap:s3cret@127.0.0.1:1/none", "postgresql://jauap:s3cret@127.0.0.1:port/none"}) {
    try {
      open({.folder = "", .url = url}, Mode::read_write);
      FAIL();
    } catch (const Failure& failure) {
      EXPECT_EQ(std::string(failure.what()).find("s3cret"), std::string::npos) << failure.what();
    }
  }
}

TEST_P(Postgresql, the_address_cannot_turn_durability_off) {
  const Statement shown{"test.shown", "select current_setting('synchronous_commit')"};
  auto careless = location();
  careless.url += "%20-csynchronous_commit%3Doff";
  const auto connection = open(careless, Mode::read_write);
  connection->read()->first(shown, {}, [](const Row& row) { EXPECT_EQ(row.text(0), "on"); });
}

}  // namespace
}  // namespace jauap::db
