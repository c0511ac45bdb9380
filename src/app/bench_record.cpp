// The public record at the size of a nation: hashing, appending, proving, verifying a whole log anew, and watching it.
// On one thread.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>
#include <sstream>

#include "app/bench.h"
#include "app/program.h"
#include "base/clock.h"
#include "platform/secrets/secrets.h"
#include "platform/tlog/monitor.h"
#include "platform/tlog/tlog.h"
#include "platform/tlog/verify.h"
#include "record/append.h"

namespace jauap::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t batch = 1000;

double ms_since(std::int64_t begun) {
  return double(monotonic_ns() - begun) / 1e6;
}

// An entry as the record has them, about 330 bytes.
std::string an_entry(std::size_t i) {
  const auto digits = std::to_string(i + 1);
  const tlog::Leaf leaf{.at = 1'767'589'200 + i / 20 * 60,
                        .object = "KZ75-A-2026-" + std::string(digits.size() < 6 ? 6 - digits.size() : 0, '0') + digits,
                        .cm = tlog::hex(tlog::leaf_hash(digits)),
                        .n = 1,
                        .role = "applicant",
                        .type = "appeal.registered",
                        .body = "almaty.zhol-infra",
                        .due = "2026-01-26",
                        .start = "2026-01-05",
                        .rule = "appeal.consider",
                        .pack = "kz-2026.1"};
  return tlog::encode_leaf(leaf);
}

// A log in a folder that goes with the object.
class Log {
 public:
  Log() : folder_(fs::temp_directory_path() / ("jauap-bench-" + secrets::hex(secrets::random_bytes(6)))) {
    fs::create_directories(folder_);
  }
  ~Log() { fs::remove_all(folder_); }
  Log(const Log&) = delete;

  // Appends a batch and writes the tiles that became full; what a sequencer does apart from its database.
  void append(std::vector<std::string> entries) {
    for (auto& entry : entries) {
      edge_.append(tlog::leaf_hash(entry), [this](unsigned level, std::uint64_t, const tlog::Hash& hash) {
        if (level % 8 == 0) keep(level / 8, hash);
      });
      bundle_.push_back(std::move(entry));
      if (bundle_.size() == tlog::tile_width) write_bundle();
    }
  }

  // The partial tiles and a signed checkpoint.
  void publish() {
    if (!bundle_.empty()) write_bundle();
    for (unsigned level = 0; level < rows_.size(); ++level)
      if (!rows_[level].empty()) write_row(level);
    const auto text = tlog::Checkpoint{signer_.key().name, edge_.size(), edge_.root()}.text();
    put("checkpoint", text + "\n" + signer_.sign(text));
  }

  std::uint64_t size() const { return edge_.size(); }
  tlog::Hash root() const { return edge_.root(); }
  tlog::LogFiles files() const { return tlog::LogFiles(tlog::folder_fetch(folder_.string())); }
  tlog::Policy policy() const { return *tlog::parse_policy("log " + signer_.key().text() + "\nquorum none\n"); }

 private:
  void keep(unsigned level, const tlog::Hash& hash) {
    if (rows_.size() <= level) rows_.resize(level + 1);
    rows_[level].push_back(hash);
    if (rows_[level].size() == tlog::tile_width) write_row(level);
  }
  void write_row(unsigned level) {
    const auto count = tlog::hashes_at(level, edge_.size());
    put(tlog::tile_path(
            {.level = level, .index = (count - 1) / tlog::tile_width, .width = unsigned(rows_[level].size())}),
        tlog::tile_bytes(rows_[level]));
    rows_[level].clear();
  }
  void write_bundle() {
    put(tlog::tile_path(
            {.is_entries = true, .index = (edge_.size() - 1) / tlog::tile_width, .width = unsigned(bundle_.size())}),
        tlog::bundle_bytes(bundle_));
    bundle_.clear();
  }
  void put(const std::string& path, const std::string& bytes) const {
    fs::create_directories((folder_ / path).parent_path());
    std::ofstream(folder_ / path, std::ios::binary) << bytes;
  }

  const fs::path folder_;
  const tlog::Signer signer_{"bench.example/log", tlog::KeyType::ed25519, secrets::random_bytes(32)};
  tlog::Edge edge_;
  std::vector<tlog::Hashes> rows_;
  std::vector<std::string> bundle_;
};

void bench_hashing(std::size_t count) {
  std::vector<std::string> entries;
  for (std::size_t i = 0; i < batch; ++i) entries.push_back(an_entry(i));
  tlog::Edge edge;
  const auto begun = monotonic_ns();
  for (std::size_t i = 0; i < count; ++i) edge.append(tlog::leaf_hash(entries[i % batch]));
  std::cout << "hashing: " << std::int64_t(double(count) / ms_since(begun) * 1000) << " leaves/s of "
            << entries[0].size() << " bytes, nodes included\n";
}

// The slowest batch counts.
void bench_append(Log& log, std::size_t count) {
  double total = 0, worst = 0;
  for (std::size_t made = 0; made < count; made += batch) {
    std::vector<std::string> entries;
    for (std::size_t i = made; i < std::min(made + batch, count); ++i) entries.push_back(an_entry(i));
    const auto begun = monotonic_ns();
    log.append(std::move(entries));
    const auto took = ms_since(begun);
    total += took, worst = std::max(worst, took);
  }
  std::cout << "append: a batch of " << batch << " in " << total / double(count / batch) << " ms, the slowest " << worst
            << " ms, tile files included\n";
}

std::string spread(std::vector<double>& times) {
  std::sort(times.begin(), times.end());
  std::ostringstream said;
  said << "p50 " << times[times.size() / 2] << " ms, p99 " << times[times.size() * 99 / 100] << " ms";
  return said.str();
}

bool bench_proofs(const Log& log, std::size_t count) {
  const auto files = log.files();
  std::mt19937_64 random(1);
  std::vector<double> times;
  for (std::size_t i = 0; i < count; ++i) {
    const auto index = random() % log.size();
    const auto begun = monotonic_ns();
    tlog::TileNodes nodes(log.size(), files.tiles());
    const auto proof = tlog::inclusion_proof(index, log.size(), nodes.reader());
    times.push_back(ms_since(begun));
    if (!proof || !tlog::verify_inclusion(index, log.size(), tlog::leaf_hash(an_entry(index)), *proof, log.root()))
      return false;
  }
  std::cout << "proof: " << spread(times) << ", tiles read from files\n";
  return true;
}

// What a sequencer's transaction takes, commit on the disk included: a thousand leaves that wait in a database get their places.
int bench_database(Arguments arguments, std::size_t count) {
  const auto settings = settings_of(std::move(arguments));
  if (!settings) return 2;
  const auto program = Program::open(*settings, std::make_unique<MachineClock>());
  if (!program) {
    std::cerr << "jauap: the data folder cannot be opened\n";
    return 2;
  }
  const auto& house = (*program)->house();
  const auto now = house.clock->now();
  std::int64_t epoch = 0;
  house.writer->run([&](db::Tx& tx) {
    if (!record::store::take_lease(tx, 0, -1, now, now.plus(std::chrono::hours(1)))) return false;
    epoch = record::store::head(tx)->epoch;
    return record::append_pending(tx, 0, epoch).leads;
  });
  std::vector<double> times, waits;
  for (std::size_t made = 0; made + batch <= count; made += batch) {
    house.writer->run([&](db::Tx& tx) {
      for (auto i = made; i < made + batch; ++i) {
        const auto leaf = an_entry(i);
        record::store::add_leaf(tx, house.ids->next<EventId>(now), {1, 'A', std::int64_t(i), ""}, 1, leaf, tlog::leaf_hash(leaf));
      }
      return true;
    });
    int placed = 0;
    const auto asked = monotonic_ns();
    std::int64_t begun = 0;
    house.writer->run([&](db::Tx& tx) {
      begun = monotonic_ns();
      return (placed = record::append_pending(tx, 0, epoch).count) > 0;
    });
    times.push_back(ms_since(begun));
    waits.push_back(double(begun - asked) / 1e6);
    if (placed != int(batch)) return 1;
  }
  std::cout << "append in the database: a batch of " << batch << " in " << spread(times) << ", commit included; before it a wait of "
            << spread(waits) << " for what the writer had to do\n";
  return 0;
}

}  // namespace

int bench_record(Arguments arguments) {
  const auto count = std::size_t(std::max(int(batch), std::stoi(arguments.take("count", "1000000"))));
  if (arguments.find("data")) return bench_database(std::move(arguments), count);
  bench_hashing(count);
  Log log;
  bench_append(log, count);
  log.publish();
  if (!bench_proofs(log, 1000)) return 1;
  auto files = log.files();
  const auto begun = monotonic_ns();
  const auto finding = tlog::check_full(log.policy(), files);
  std::cout << "full: " << log.size() << " entries in " << ms_since(begun) / 1000 << " s\n";
  const auto watched = monotonic_ns();
  const auto report = tlog::monitor(log.policy(), files, {}, {});
  std::cout << "monitor: " << log.size() << " entries in " << ms_since(watched) / 1000 << " s\n";
  return finding.exit == tlog::Exit::good && report.breaches.empty() ? 0 : 1;
}

}  // namespace jauap::app
