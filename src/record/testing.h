// The second door of the record, for tests: a house with an empty database of either kind, whose journal leaves leaves.
#pragma once

#include "base/clock.h"
#include "platform/config/config.h"
#include "platform/db/testing.h"
#include "platform/module/house.h"
#include "platform/tlog/source.h"
#include "record/office.h"
#include "record/sequencer.h"

namespace jauap::record {

// The leaves that wait in a database, in their order.
std::vector<std::string> pending_leaves(db::ReadTx& tx);
// What the monitor finds in a log of these entries, by the pack of the sources; one line a breach.
std::vector<std::string> breaches_of(const std::vector<std::string>& leaves);

class RecordTest : public db::ContractTest {
 protected:
  void SetUp() override;
  void TearDown() override;

  // An event of appeal `serial`, recorded by a clerk; its first is a registration.
  journal::Recorded say(int serial, const char* type = "appeal.accepted", const std::vector<journal::PrivatePart>& parts = {});
  void pass(std::chrono::milliseconds time) { clock_.set(clock_.now().plus(time)); }
  // A sequencer of this or another server; what it does not lead it leaves alone.
  Sequencer sequencer(SequencerParts parts = {}) { return sequencer(house_, std::move(parts)); }
  Sequencer sequencer(House& house, SequencerParts parts);
  // The log as a reader of its files sees it.
  tlog::LogFiles log();
  tlog::Policy whom();
  // Every entry anew, and the monitor: "" when nothing is wrong.
  std::string faults();
  std::uint64_t size();

  db::TemporaryFolder folder_;
  Settings settings_;
  FixedClock clock_{Instant{1'790'000'000'000}};
  IdMaker ids_{1};
  House house_;
  std::unique_ptr<db::Writer> writer_;
  std::unique_ptr<db::Readers> readers_;
};

}  // namespace jauap::record
