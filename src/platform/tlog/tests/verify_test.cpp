// The command as people call it: what it says and with which exit code.
#include "platform/tlog/tests/test_log.h"
#include "platform/tlog/vectors.h"

namespace jauap::tlog {
namespace {

const std::string sample = vectors_folder() + "sample-log";

struct Ran {
  int exit = 0;
  std::string out, err;
};

Ran run(std::vector<std::string> arguments, const Doors& doors = {}) {
  std::ostringstream out, err;
  const int exit = run_verify(arguments, doors, out, err);
  return {exit, out.str(), err.str()};
}
Ran on(const std::filesystem::path& log, std::vector<std::string> words) {
  words.insert(words.begin(), {"--policy", sample + "/policy", "--log", log.string()});
  return run(words);
}
Ran on_sample(std::vector<std::string> words) {
  return on(sample, std::move(words));
}
Ran offline(std::vector<std::string> words) {
  words.insert(words.begin(), {"--policy", sample + "/policy"});
  return run(words);
}

}  // namespace

TEST(Verify, takes_the_sample_log_in_every_way) {
  for (const auto& words :
       std::vector<std::vector<std::string>>{{"checkpoint"},
                                             {"checkpoint", sample + "/checkpoints/300"},
                                             {"root"},
                                             {"full"},
                                             {"monitor"},
                                             {"consistency", sample + "/checkpoints/0"},
                                             {"consistency", "1"},
                                             {"consistency", "255", "256"},
                                             {"consistency", sample + "/checkpoints/257", sample + "/checkpoints/500"},
                                             {"inclusion", "417", sample + "/files/leaf-417.json"},
                                             {"receipt", sample + "/files/leaf-0.receipt"}})
    EXPECT_EQ(on_sample(words).exit, 0) << words[0] << " " << on_sample(words).err;
  EXPECT_EQ(offline({"proof", sample + "/files/leaf-0.tlog-proof", sample + "/files/leaf-0.json"}).exit, 0);
  EXPECT_EQ(offline({"receipt", sample + "/files/leaf-0.receipt"}).exit, 0);
  EXPECT_EQ(run({"opening", sample + "/files/leaf-0.json", sample + "/files/leaf-0.opening.json"}).exit, 0);
  EXPECT_EQ(run({"vectors", vectors_folder()}).out, "256 vectors tried, 0 failed\n");
  EXPECT_EQ(run({"--help"}).out, verify_usage());
}

TEST(Verify, says_forged_where_something_does_not_fit) {
  EXPECT_EQ(on_sample({"inclusion", "416", sample + "/files/leaf-417.json"}).exit, 1);
  EXPECT_EQ(on_sample({"inclusion", "600", sample + "/files/leaf-417.json"}).exit, 1);
  EXPECT_EQ(offline({"proof", sample + "/files/leaf-0.tlog-proof", sample + "/files/leaf-417.json"}).exit, 1);
  EXPECT_EQ(run({"opening", sample + "/files/leaf-417.json", sample + "/files/leaf-0.opening.json"}).exit, 1);
  EXPECT_EQ(on_sample({"receipt", sample + "/files/broken-promise.receipt"}).exit, 1);
  EXPECT_EQ(offline({"receipt", sample + "/files/broken-promise.receipt"}).exit,
            0);  // genuine; only the log shows that it was broken
  EXPECT_EQ(on_sample({"consistency", "500", "300"}).exit, 1);
  EXPECT_EQ(on_sample({"monitor", sample + "/files/broken-promise.receipt"}).exit, 1);
}

TEST(Verify, every_changed_byte_of_tiles_and_bundles_is_found_by_full) {
  const auto log = TestLog::sample();
  log.write();
  for (const std::string path : {"tile/0/000", "tile/0/001", "tile/0/002.p/88", "tile/1/000.p/2", "tile/entries/000",
                                 "tile/entries/001", "tile/entries/002.p/88"}) {
    const auto bytes = file((log.folder / path).string());
    for (std::size_t i = 0; i < bytes.size(); i += 1 + bytes.size() / 40) {
      auto changed = bytes;
      changed[i] ^= 4;
      log.put(path, changed);
      EXPECT_EQ(on(log.folder, {"full"}).exit, 1) << path << " " << i;
    }
    log.put(path, bytes + "x");
    EXPECT_EQ(on(log.folder, {"full"}).exit, 1) << path;
    std::filesystem::remove(log.folder / path);
    EXPECT_EQ(on(log.folder, {"full"}).exit, 3) << path;
    log.put(path, bytes);
  }
  EXPECT_EQ(on(log.folder, {"full"}).exit, 0);
}

TEST(Verify, logs_of_every_awkward_size_are_whole) {
  for (const std::size_t size : {0, 1, 2, 3, 255, 256, 257, 511, 512, 513}) {
    auto log = TestLog::sample();
    const auto time = log.published.back().time;
    log.entries.resize(size);
    log.published = {{size, time}};
    log.write();
    for (const std::string what : {"checkpoint", "root", "full", "monitor"})
      EXPECT_EQ(on(log.folder, {what}).exit, 0) << what << " " << size << on(log.folder, {what}).err;
    for (std::size_t old = 0; old <= size; old += 1 + size / 9) {
      log.put("old", log.note({old, time}));
      EXPECT_EQ(on(log.folder, {"consistency", (log.folder / "old").string()}).exit, 0) << old << " " << size;
    }
  }
}

TEST(Verify, a_proof_that_the_log_serves_spares_reading_all_tiles_and_is_believed_only_when_it_holds) {
  const auto log = TestLog::sample();
  const auto path = "proof/" + hex(leaf_hash(vector_file("sample-log/files/leaf-0.json")));
  const auto proof = vector_file("sample-log/files/leaf-0.tlog-proof");
  log.write().put(path, proof);
  std::filesystem::remove_all(log.folder / "tile");
  EXPECT_EQ(on(log.folder, {"receipt", sample + "/files/leaf-0.receipt"}).exit, 0);
  log.put(path, vector_file("sample-log/files/leaf-417.tlog-proof"));
  EXPECT_EQ(on(log.folder, {"receipt", sample + "/files/leaf-0.receipt"}).exit, 3);
}

TEST(Verify, a_rewritten_log_does_not_continue_what_was_kept) {
  auto log = TestLog::sample();
  log.change(120, [](Leaf& leaf) { leaf.body = "kz75-akimat-water"; });
  log.rechain();
  log.write();
  EXPECT_EQ(on(log.folder, {"full"}).exit, 0);
  for (const std::string size : {"255", "256", "300", "500"})
    EXPECT_EQ(on(log.folder, {"consistency", sample + "/checkpoints/" + size}).exit, 1) << size;
  EXPECT_EQ(on(log.folder, {"consistency", sample + "/checkpoint"}).exit, 1);
  EXPECT_EQ(on(log.folder, {"consistency", sample + "/checkpoints/2"}).exit, 0);
}

TEST(Verify, tells_a_missing_quorum_from_a_forgery) {
  auto log = TestLog::sample();
  log.published.back().witnesses = 1;
  log.write();
  for (const std::string what : {"checkpoint", "root", "full", "monitor"})
    EXPECT_EQ(on(log.folder, {what}).exit, 4) << what;
  EXPECT_EQ(on(log.folder, {"inclusion", "417", sample + "/files/leaf-417.json"}).exit, 4);
  EXPECT_EQ(on(log.folder, {"inclusion", "416", sample + "/files/leaf-417.json"}).exit, 1);
  EXPECT_EQ(on(log.folder, {"receipt", sample + "/files/leaf-0.receipt"}).exit, 4);
  EXPECT_EQ(on(log.folder, {"receipt", sample + "/files/broken-promise.receipt"}).exit,
            5);  // nobody vouches for the time
}

TEST(Verify, a_promise_whose_time_is_not_over_is_neither_kept_nor_broken) {
  const auto log = TestLog::sample();
  auto leaf = log.leaf(0);
  leaf.object = "KZ75-A-2026-000345", leaf.at = (log.published.back().time - 300) / 60 * 60;
  log.write().put("receipt", log.receipt(leaf));
  EXPECT_EQ(on(log.folder, {"receipt", (log.folder / "receipt").string()}).exit, 5);
}

TEST(Verify, a_partial_tile_that_is_gone_is_cut_out_of_a_wider_one) {
  const auto log = TestLog::sample();
  log.write();  // only the tiles of the newest size
  EXPECT_EQ(on(log.folder, {"consistency", "2", "257"}).exit, 0);
  EXPECT_EQ(on(log.folder, {"consistency", "300", "500"}).exit, 0);
}

TEST(Verify, says_what_it_cannot_read_and_what_it_does_not_understand) {
  EXPECT_EQ(on("/nowhere", {"full"}).exit, 3);
  EXPECT_EQ(on_sample({"checkpoint", "/nowhere"}).exit, 3);
  EXPECT_EQ(run({"vectors", "/nowhere"}).exit, 3);
  EXPECT_EQ(offline({"--log", "https://record.example/log", "full"}).exit, 3);
  EXPECT_NE(offline({"--log", "https://record.example/log", "full"}).err.find("no network"), std::string::npos);
  EXPECT_EQ(run({"full"}).exit, 2);
  EXPECT_EQ(offline({"full", "--log="}).exit, 2);
  EXPECT_EQ(offline({"full", "--log"}).exit, 2);
  EXPECT_EQ(offline({"full"}).exit, 2);
  EXPECT_EQ(offline({}).exit, 2);
  EXPECT_EQ(offline({"everything"}).exit, 2);
  EXPECT_EQ(offline({"proof", "one"}).exit, 2);
  EXPECT_EQ(on_sample({"--fast", "full"}).exit, 2);
  EXPECT_EQ(on_sample({"inclusion", "x", sample + "/files/leaf-0.json"}).exit, 2);
  EXPECT_EQ(on_sample({"monitor", "--overdue", "soon"}).exit, 2);
  EXPECT_EQ(on_sample({"monitor", "--pack", "packs/kz"}).exit, 2);
}

TEST(Verify, reads_a_log_through_any_fetch) {
  std::vector<std::string> asked;
  const Doors doors{.web = [&](const std::string& url) {
    asked.push_back(url);
    return folder_fetch(sample);
  }};
  EXPECT_EQ(run({"--policy", sample + "/policy", "--log", "https://record.example/log", "full"}, doors).exit, 0);
  EXPECT_EQ(asked, std::vector<std::string>{"https://record.example/log"});
}

TEST(Vectors, a_wrong_expectation_is_a_failure) {
  const auto folder =
      std::filesystem::temp_directory_path() / ("jauap-vectors-" + secrets::hex(secrets::random_bytes(6)));
  std::filesystem::create_directories(folder);
  auto text = vector_file("all-proofs-8.json");
  std::ofstream(folder / "a.json") << text.replace(text.find("\"wantErr\": false"), 16, "\"wantErr\": true");
  std::ofstream(folder / "b.json") << "{\"vectors\": 1}";
  const auto report = try_vectors(folder.string());
  EXPECT_EQ(report.failures.size(), 2u);
  std::filesystem::remove_all(folder);
}

}  // namespace jauap::tlog
