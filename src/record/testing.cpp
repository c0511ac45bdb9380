#include "record/testing.h"

#include <map>

#include "platform/tlog/monitor.h"
#include "platform/tlog/packs.h"
#include "platform/tlog/verify.h"
#include "record/files.h"
#include "record/leaves.h"
#include "record/policy.h"
#include "record/record.h"

namespace jauap::record {

std::vector<std::string> pending_leaves(db::ReadTx& tx) {
  std::vector<std::string> leaves;
  for (auto& pending : store::pending(tx, 1'000'000)) leaves.push_back(std::move(pending.leaf));
  return leaves;
}

std::vector<std::string> breaches_of(const std::vector<std::string>& leaves) {
  std::map<std::string, std::string> files;
  std::map<unsigned, tlog::Hashes> levels;
  tlog::Edge edge;
  for (const auto& leaf : leaves)
    edge.append(tlog::leaf_hash(leaf), [&](unsigned level, std::uint64_t, const tlog::Hash& hash) {
      if (level % 8 == 0) levels[level / 8].push_back(hash);
    });
  for (const auto& [level, hashes] : levels)
    for (std::uint64_t i = 0; i < tlog::tiles_at(level, edge.size()); ++i) {
      const auto width = tlog::width_of_tile(level, i, edge.size());
      const auto begin = std::size_t(i * tlog::tile_width);
      files[tlog::tile_path({.level = level, .index = i, .width = width})] = tlog::tile_bytes(std::span(hashes).subspan(begin, width));
      if (level == 0)
        files[tlog::tile_path({.is_entries = true, .index = i, .width = width})] = tlog::bundle_bytes(std::span(leaves).subspan(begin, width));
    }
  const tlog::Signer signer("test.example/log", tlog::KeyType::ed25519, secrets::sha256("a key of tests"));
  const auto text = tlog::Checkpoint{"test.example/log", edge.size(), edge.root()}.text();
  files["checkpoint"] = text + "\n" + signer.sign(text);
  tlog::LogFiles log([&](const std::string& path) {
    const auto found = files.find(path);
    return found == files.end() ? tlog::Fetched{} : tlog::Fetched{tlog::Fetched::State::found, found->second, ""};
  });
  const auto law = tlog::law_of_packs({JAUAP_SOURCE_DIR "/packs/kz"});
  tlog::MonitorOptions options;
  options.law = law.get();
  std::vector<std::string> lines;
  const auto whom = tlog::parse_policy("log " + signer.key().text() + "\nquorum none\n");
  for (const auto& breach : tlog::monitor(*whom, log, {}, options).breaches) lines.push_back(breach.line());
  return lines;
}

void RecordTest::SetUp() {
  db::ContractTest::SetUp();
  static const bool listens = [] {
    journal::listen(leave_leaf);
    return true;
  }();
  ASSERT_TRUE(listens);
  auto pack = law::Pack::load(JAUAP_SOURCE_DIR "/packs/kz");
  ASSERT_TRUE(bool(pack));
  settings_.data = folder_.path();
  settings_.origin = "https://record.example";
  writer_ = std::make_unique<db::Writer>(location(), db::WriterOptions{});
  readers_ = std::make_unique<db::Readers>(location(), 2, 64);
  auto keys = secrets::Keys::load(folder_.path());
  ASSERT_TRUE(bool(keys));
  house_ = {.settings = &settings_, .clock = &clock_, .ids = &ids_, .pack = *pack, .keys = *keys, .location = location(),
            .writer = writer_.get(), .readers = readers_.get()};
  ASSERT_TRUE(bool(open(house_)));
}

void RecordTest::TearDown() {
  house_.record = nullptr;
  readers_->close();
  writer_->close();
  readers_.reset();
  writer_.reset();
  db::ContractTest::TearDown();
}

journal::Recorded RecordTest::say(int serial, const char* type, const std::vector<journal::PrivatePart>& parts) {
  const auto digits = std::to_string(serial);
  const ObjectRef object{75, 'A', 1000 + serial, "KZ75-A-2026-" + std::string(6 - digits.size(), '0') + digits};
  journal::Recorded recorded;
  house_.writer->run([&](db::Tx& tx) {
    const bool is_first = journal::of_object(tx, object.place, object.id).empty();
    const journal::Speaker speaker{{.account = AccountId{7}, .role = Role::clerk}, clock_.now(), &ids_, house_.keys.get()};
    journal::Event event{.type = is_first ? "appeal.registered" : type, .body = "almaty.zhol-infra"};
    if (is_first) {
      event.start = CivilDate::parse("2026-09-21");
      event.due = CivilDate::parse("2026-10-12");
      event.rule = "appeal.consider";
      event.pack = "kz-2026.1";
    }
    recorded = journal::record(tx, speaker, object, event, parts);
    return true;
  });
  return recorded;
}

Sequencer RecordTest::sequencer(House& house, SequencerParts parts) {
  // The clock that nobody sets goes with the one that the test sets.
  parts.steady_ms = [this] { return clock_.now().ms; };
  return Sequencer(house, house.record, std::move(parts));
}

tlog::LogFiles RecordTest::log() {
  return tlog::LogFiles([this](const std::string& path) {
    std::optional<std::string> bytes;
    house_.readers->run([&](db::ReadTx& tx) { bytes = log_file(tx, path); });
    return bytes ? tlog::Fetched{tlog::Fetched::State::found, *bytes, ""} : tlog::Fetched{};
  });
}

tlog::Policy RecordTest::whom() {
  tlog::Policy found;
  house_.readers->run([&](db::ReadTx& tx) { found = policy(tx); });
  return found;
}

std::string RecordTest::faults() {
  auto files = log();
  std::string all;
  const auto full = tlog::check_full(whom(), files);
  if (full.exit != tlog::Exit::good) all += full.words + "\n";
  auto again = log();
  for (const auto& breach : tlog::monitor(whom(), again, {}, {}).breaches) all += breach.line() + "\n";
  return all;
}

std::uint64_t RecordTest::size() {
  std::uint64_t size = 0;
  house_.readers->run([&](db::ReadTx& tx) { size = store::head(tx)->size; });
  return size;
}

}  // namespace jauap::record
