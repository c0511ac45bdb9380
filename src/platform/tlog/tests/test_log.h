// A log in a folder of its own, written anew with the public test keys, so that a test may tell any lie and sign it.
#pragma once

#include <filesystem>

#include "platform/tlog/command.h"
#include "platform/tlog/monitor.h"
#include "platform/tlog/tests/support.h"
#include "platform/tlog/verify.h"

namespace jauap::tlog {

struct TestLog {
  struct Published {
    std::uint64_t size = 0, time = 0;
    std::size_t witnesses = 3;
  };

  // The sample log with its own checkpoints and moments.
  static TestLog sample() {
    TestLog log;
    const auto policy = *parse_policy(vector_file("sample-log/policy"));
    LogFiles files(folder_fetch(vectors_folder() + "sample-log"));
    const auto newest = newest_checkpoint(policy, files);
    walk_entries(files, newest.checkpoint.size,
                 [&](auto, const auto& entry, const auto&) { log.entries.push_back(entry); });
    for (const auto& name : {"checkpoints/0", "checkpoints/1", "checkpoints/2", "checkpoints/255", "checkpoints/256",
                             "checkpoints/257", "checkpoints/300", "checkpoints/500", "checkpoint"}) {
      const auto seen = *open_checkpoint(vector_file("sample-log/" + std::string(name)), policy);
      log.published.push_back({seen.checkpoint.size, seen.cosignatures[0].time});
    }
    return log;
  }

  TestLog()
      : folder(std::filesystem::temp_directory_path() / ("jauap-tlog-" + secrets::hex(secrets::random_bytes(6)))) {}
  TestLog(TestLog&&) = default;
  ~TestLog() {
    std::error_code ignored;
    if (!folder.empty()) std::filesystem::remove_all(folder, ignored);
  }

  Leaf leaf(std::size_t index) const { return *read_leaf(entries[index]); }
  void change(std::size_t index, const std::function<void(Leaf&)>& edit) {
    auto one = leaf(index);
    edit(one);
    entries[index] = encode_leaf(one);
  }
  std::size_t find(const std::string& type, std::size_t after = 0) const {
    for (auto i = after; i < entries.size(); ++i)
      if (leaf(i).type == type) return i;
    throw std::runtime_error("the log has no " + type);
  }
  // A further event of the object of an entry; takes part in the chain.
  std::size_t add_event(std::size_t of, const std::function<void(Leaf&)>& edit) {
    Leaf next{.at = leaf(entries.size() - 1).at,
              .object = leaf(of).object,
              .cm = std::string(64, '0'),
              .role = "clerk",
              .body = "kz75-akimat-road"};
    for (const auto& entry : entries)
      if (const auto one = *read_leaf(entry); one.object == next.object)
        next.n = one.n + 1, next.prev = hex(leaf_hash(entry));
    edit(next);
    entries.push_back(encode_leaf(next));
    published.back().size = entries.size();
    return entries.size() - 1;
  }
  // Makes the chain of every object right again, as one who rewrites history would.
  void rechain() {
    std::map<std::string, std::pair<std::uint64_t, std::string>> last;
    for (auto& entry : entries) {
      auto one = *read_leaf(entry);
      auto& [n, hash] = last[one.object];
      one.n = ++n, one.prev = hash;
      entry = encode_leaf(one);
      hash = hex(leaf_hash(entry));
    }
  }

  Hash root(std::size_t size) const {
    Edge edge;
    for (std::size_t i = 0; i < size; ++i) edge.append(leaf_hash(entries[i]));
    return edge.root();
  }
  std::string note(const Published& one) const {
    const auto text = Checkpoint{"record.jauap.example/log", one.size, root(one.size)}.text();
    auto bytes = text + "\n" + log_key.sign(text);
    for (std::size_t i = 0; i < one.witnesses; ++i) bytes += witnesses[i].cosign(text, one.time + i);
    return bytes;
  }
  std::string receipt(const Leaf& of) const {
    return sign_receipt({"record.jauap.example/log", of.object, encode_leaf(of), of.at + promise_seconds}, receipt_key);
  }

  void put(const std::string& path, const std::string& bytes) const {
    std::filesystem::create_directories((folder / path).parent_path());
    std::ofstream(folder / path, std::ios::binary) << bytes;
  }
  // Everything a server would serve.
  const TestLog& write() const {
    put("policy", vector_file("sample-log/policy"));
    put("checkpoint", note(published.back()));
    for (std::size_t i = 0; i + 1 < published.size(); ++i)
      put("checkpoints/" + std::to_string(published[i].size), note(published[i]));
    StoredNodes nodes;
    for (const auto& entry : entries) nodes.add(leaf_hash(entry));
    for (unsigned level = 0; hashes_at(level, entries.size()) > 0; ++level)
      for (std::uint64_t index = 0; index < tiles_at(level, entries.size()); ++index) {
        const TilePlace place{false, level, index, width_of_tile(level, index, entries.size())};
        put(tile_path(place), *nodes.tiles()(place));
        if (level > 0) continue;
        const auto begin = entries.begin() + std::ptrdiff_t(index * tile_width);
        put(tile_path({true, 0, index, place.width}), bundle_bytes({begin, begin + place.width}));
      }
    return *this;
  }

  MonitorReport watch(const std::vector<Kept>& kept = {}, const MonitorOptions& options = {}) const {
    auto all = kept;
    for (std::size_t i = 0; i + 1 < published.size(); ++i)
      all.push_back({std::to_string(published[i].size),
                     file((folder / "checkpoints" / std::to_string(published[i].size)).string())});
    LogFiles files(folder_fetch(folder.string()));
    return monitor(*parse_policy(vector_file("sample-log/policy")), files, all, options);
  }
  // What the monitor says, code and index, one after the other.
  std::string codes(const std::vector<Kept>& kept = {}, const MonitorOptions& options = {}) const {
    std::string text;
    for (const auto& breach : watch(kept, options).breaches)
      text += (text.empty() ? "" : " ") + breach.code + "@" + std::to_string(breach.index);
    return text;
  }

  std::filesystem::path folder;
  std::vector<std::string> entries;
  std::vector<Published> published;
  const Signer log_key{"record.jauap.example/log", KeyType::ed25519, test_seed("log")};
  const Signer receipt_key{"record.jauap.example/log/receipt", KeyType::ed25519, test_seed("receipt")};
  const std::vector<Signer> witnesses{
      Signer("newspaper.example/w1", KeyType::cosignature, test_seed("newspaper.example/w1")),
      Signer("university.example/w1", KeyType::cosignature, test_seed("university.example/w1")),
      Signer("ngo.example/w1", KeyType::cosignature, test_seed("ngo.example/w1"))};
};

}  // namespace jauap::tlog
