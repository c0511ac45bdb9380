// A small log that can be made to lie, and a folder for what a witness remembers.
#pragma once

#include "platform/tlog/tests/support.h"
#include "platform/witness/book.h"

namespace jauap::witness {

inline constexpr std::uint64_t some_moment = 1'700'000'000;

struct SmallLog {
  explicit SmallLog(const std::string& origin = "a.example/log", const std::string& content = "entry ")
      : signer(origin, tlog::KeyType::ed25519, tlog::test_seed(origin)) {
    for (int i = 0; i < 20; ++i) nodes.add(tlog::leaf_hash(content + std::to_string(i))), roots.push_back(nodes.root());
  }
  std::string text(std::uint64_t size) const { return tlog::Checkpoint{signer.key().name, size, roots[size]}.text(); }
  std::string note(std::uint64_t size) const { return text(size) + "\n" + signer.sign(text(size)); }
  tlog::AddCheckpoint growth(std::uint64_t old, std::uint64_t size) const {
    return {old, tlog::consistency_proof(old, size, nodes.reader()).value_or(tlog::Hashes{}), note(size)};
  }
  std::string request(std::uint64_t old, std::uint64_t size) const {
    return tlog::format_add_checkpoint(growth(old, size));
  }

  tlog::StoredNodes nodes;
  std::vector<tlog::Hash> roots{tlog::empty_root()};
  const tlog::Signer signer;
};

struct WitnessTest : testing::Test {
  WitnessTest()
      : folder(std::filesystem::temp_directory_path() / ("jauap-witness-" + secrets::hex(secrets::random_bytes(6)))) {
    std::filesystem::create_directories(folder);
  }
  ~WitnessTest() override {
    std::filesystem::remove_all(folder);
    std::filesystem::remove_all(away());
  }
  std::string state() const { return (folder / "state").string(); }
  std::string state_bytes() const { return tlog::file(state()); }
  tlog::Signer signer() const {
    return tlog::Signer("press.example/w1", tlog::KeyType::cosignature, tlog::test_seed("press"));
  }
  std::unique_ptr<Book> open() const { return open({log.signer.key()}); }
  std::unique_ptr<Book> open(std::vector<tlog::VerifierKey> log_keys) const {
    return std::make_unique<Book>(state(), std::move(log_keys), signer());
  }
  // Where the folder goes while its disk is "gone".
  std::filesystem::path away() const { return folder.string() + "-away"; }

  const std::filesystem::path folder;
  const SmallLog log;
  const SmallLog fork{"a.example/log", "another entry "};
};

}  // namespace jauap::witness
