#include "platform/tlog/witness.h"

#include "platform/tlog/tests/support.h"

namespace jauap::tlog {
namespace {

// A small log with its key, and a witness that remembers.
struct Witness : testing::Test {
  Witness() {
    for (int i = 0; i < 20; ++i) nodes.add(leaf_hash(std::to_string(i))), roots.push_back(nodes.root());
  }
  std::string note(std::uint64_t size, std::optional<Hash> root = std::nullopt) const {
    const auto text = Checkpoint{"a.example/log", size, root.value_or(roots[size])}.text();
    return text + "\n" + log.sign(text);
  }
  WitnessAnswer ask(const std::string& body) {
    auto answer = witness_answer(
        body, log_keys, [&](const std::string&) { return remembered; }, witness_keys, 1'700'000'000);
    if (answer.remember) remembered = answer.remember;
    return answer;
  }
  WitnessAnswer ask(std::uint64_t old, std::uint64_t size) {
    return ask(
        format_add_checkpoint({old, consistency_proof(old, size, nodes.reader()).value_or(Hashes{}), note(size)}));
  }

  StoredNodes nodes;
  std::vector<Hash> roots{empty_root()};
  const Signer log{"a.example/log", KeyType::ed25519, test_seed("a log")};
  const std::vector<VerifierKey> log_keys{log.key()};
  const std::vector<Signer> witness_keys{Signer("w.example/1", KeyType::cosignature, test_seed("w"))};
  std::optional<Checkpoint> remembered;
};

}  // namespace

TEST_F(Witness, cosigns_what_continues_the_log_and_remembers_it) {
  for (const auto& [old, size] :
       std::vector<std::pair<std::uint64_t, std::uint64_t>>{{0, 0}, {0, 3}, {3, 3}, {3, 8}, {8, 20}}) {
    const auto answer = ask(old, size);
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(remembered->size, size);
    const auto signed_note = parse_note(note(size) + answer.body);
    ASSERT_TRUE(signed_note);
    const auto good = verify_note(*signed_note, std::vector{witness_keys[0].key()});
    ASSERT_TRUE(good) << good.wrong();
    EXPECT_EQ((*good)[0].time, 1'700'000'000u);
  }
}

TEST_F(Witness, says_the_size_that_it_remembers) {
  ask(0, 8);
  const auto answer = ask(3, 20);
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(answer.body, "8\n");
  EXPECT_EQ(answer.content_type, "text/x.tlog.size");
  EXPECT_EQ(ask(0, 3).status, 409);
  EXPECT_EQ(remembered->size, 8u);
}

TEST_F(Witness, refuses_forks_and_bad_proofs) {
  ask(0, 8);
  EXPECT_EQ(ask(format_add_checkpoint({8, {}, note(8, roots[7])})).status, 422);
  EXPECT_EQ(ask(format_add_checkpoint({8, {}, note(20)})).status, 422);
  EXPECT_EQ(ask(format_add_checkpoint({8, *consistency_proof(8, 20, nodes.reader()), note(20, roots[19])})).status,
            422);
  remembered = std::nullopt;
  EXPECT_EQ(ask(format_add_checkpoint({0, {roots[1]}, note(8)})).status, 422);
  EXPECT_EQ(ask(format_add_checkpoint({0, {}, note(0, roots[1])})).status, 422);
  EXPECT_FALSE(remembered);
}

TEST_F(Witness, refuses_unknown_logs_bad_signatures_and_malformed_requests) {
  const Signer stranger("a.example/log", KeyType::ed25519, test_seed("stranger")),
      other("b.example/log", KeyType::ed25519, test_seed("a log"));
  const auto text = Checkpoint{"a.example/log", 3, roots[3]}.text(),
             other_text = Checkpoint{"b.example/log", 3, roots[3]}.text();
  EXPECT_EQ(ask(format_add_checkpoint({0, {}, other_text + "\n" + other.sign(other_text)})).status, 404);
  EXPECT_EQ(ask(format_add_checkpoint({0, {}, text + "\n" + stranger.sign(text)})).status, 403);
  EXPECT_EQ(ask(format_add_checkpoint({4, {}, note(3)})).status, 400);
  for (const auto& body : {std::string(), std::string("old 0\n"), "old 00\n\n" + note(3), "old 0\nAQ==\n\n" + note(3),
                           "old 0\n" + note(3), "new 0\n\n" + note(3), std::string(70'000, 'x')})
    EXPECT_EQ(ask(body).status, 400) << body.substr(0, 40);
  EXPECT_EQ(ask(format_add_checkpoint({0, Hashes(64), note(3)})).status, 400);
}

TEST_F(Witness, requests_are_read_as_they_are_written) {
  const AddCheckpoint request{8, *consistency_proof(8, 20, nodes.reader()), note(20)};
  const auto read = parse_add_checkpoint(format_add_checkpoint(request));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->old_size, 8u);
  EXPECT_EQ(read->proof, request.proof);
  EXPECT_EQ(read->checkpoint, request.checkpoint);
}

}  // namespace jauap::tlog
