// Policy, receipt, proof and opening, with the sample log and with every bit changed.
#include "platform/tlog/tests/support.h"

namespace jauap::tlog {
namespace {

const std::string policy_text = vector_file("sample-log/policy");
Policy sample_policy() {
  return *parse_policy(policy_text);
}
std::string witness_key(const std::string& name) {
  return Signer(name, KeyType::cosignature, test_seed(name)).key().text();
}
std::string flipped(std::string bytes, std::size_t bit) {
  bytes[bit / 8] = char(bytes[bit / 8] ^ 1 << bit % 8);
  return bytes;
}
std::string wrong_policy(const std::string& text) {
  return parse_policy(text).wrong();
}

}  // namespace

TEST(SampleLog, every_checkpoint_is_genuine_and_witnessed_by_three) {
  const auto policy = sample_policy();
  EXPECT_EQ(policy.witness_count(), 3u);
  for (const auto* name : {"checkpoint", "checkpoints/0", "checkpoints/1", "checkpoints/2", "checkpoints/255",
                           "checkpoints/256", "checkpoints/257", "checkpoints/300", "checkpoints/500"}) {
    const auto seen = open_checkpoint(vector_file("sample-log/" + std::string(name)), policy);
    ASSERT_TRUE(seen) << seen.wrong();
    EXPECT_TRUE(seen->is_witnessed);
    EXPECT_EQ(seen->cosignatures.size(), 3u);
  }
}

TEST(SampleLog, a_changed_bit_in_the_text_or_the_line_of_the_log_is_refused) {
  const auto policy = sample_policy();
  const auto bytes = vector_file("sample-log/checkpoint");
  const auto witnesses_begin = bytes.find("\xE2\x80\x94 newspaper");
  for (std::size_t bit = 0; bit < 8 * witnesses_begin; ++bit)
    EXPECT_FALSE(open_checkpoint(flipped(bytes, bit), policy)) << bit;
}

TEST(SampleLog, a_changed_bit_in_the_line_of_a_witness_is_refused_or_costs_that_witness) {
  const auto policy = sample_policy();
  const auto bytes = vector_file("sample-log/checkpoint");
  auto begin = bytes.find("\xE2\x80\x94 newspaper");
  for (std::size_t witness = 0; witness < 3; ++witness) {
    const auto end = bytes.find('\n', begin) + 1;
    for (std::size_t bit = 8 * begin; bit < 8 * end; ++bit) {
      const auto seen = open_checkpoint(flipped(bytes, bit), policy);
      if (!seen) continue;
      ASSERT_EQ(seen->cosignatures.size(), 2u) << bit;
      for (const auto& one : seen->cosignatures) EXPECT_NE(one.witness, witness) << bit;
      EXPECT_TRUE(seen->is_witnessed);
    }
    begin = end;
  }
}

TEST(SampleLog, cosignatures_below_the_quorum_leave_it_genuine) {
  const auto bytes = vector_file("sample-log/checkpoint");
  const auto one = bytes.substr(0, bytes.find("\xE2\x80\x94 university"));
  const auto seen = open_checkpoint(one, sample_policy());
  ASSERT_TRUE(seen);
  EXPECT_FALSE(seen->is_witnessed);
  EXPECT_FALSE(seen->quorum_time(sample_policy()));
  EXPECT_EQ(open_checkpoint(bytes, sample_policy())->quorum_time(sample_policy()), 0x696641EFu);
}

TEST(SampleLog, proofs_hold_and_a_changed_bit_is_refused_or_costs_a_witness) {
  const auto policy = sample_policy();
  for (const auto* name : {"leaf-0", "leaf-417"}) {
    const auto leaf = vector_file("sample-log/files/" + std::string(name) + ".json");
    const auto bytes = vector_file("sample-log/files/" + std::string(name) + ".tlog-proof");
    const auto proof = parse_proof(bytes);
    ASSERT_TRUE(proof) << proof.wrong();
    EXPECT_EQ(format_proof(*proof), bytes);
    EXPECT_TRUE(open_proof(*proof, leaf, policy));
    EXPECT_FALSE(open_proof(*proof, leaf + " ", policy));
    const auto checkpoint_begin = bytes.find("record.jauap");
    for (std::size_t bit = 0; bit < 8 * checkpoint_begin; ++bit) {
      const auto changed = parse_proof(flipped(bytes, bit));
      EXPECT_FALSE(changed && open_proof(*changed, leaf, policy)) << bit;
    }
    for (std::size_t bit = 0; bit < 8 * leaf.size(); ++bit)
      EXPECT_FALSE(open_proof(*proof, flipped(leaf, bit), policy));
  }
}

TEST(SampleLog, receipts_are_genuine_and_a_changed_bit_is_refused) {
  const auto policy = sample_policy();
  const Signer signer("record.jauap.example/log/receipt", KeyType::ed25519, test_seed("receipt"));
  for (const auto* name : {"leaf-0", "broken-promise"}) {
    const auto bytes = vector_file("sample-log/files/" + std::string(name) + ".receipt");
    const auto receipt = open_receipt(bytes, policy.receipt_keys);
    ASSERT_TRUE(receipt) << receipt.wrong();
    EXPECT_EQ(receipt->promised, parse_leaf(receipt->leaf)->at + promise_seconds);
    EXPECT_EQ(sign_receipt(*receipt, signer), bytes);
    EXPECT_FALSE(open_checkpoint(bytes, policy));
    for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit)
      EXPECT_FALSE(open_receipt(flipped(bytes, bit), policy.receipt_keys)) << bit;
  }
}

TEST(SampleLog, the_opening_fits_its_leaf_and_no_other) {
  const auto leaf = *parse_leaf(vector_file("sample-log/files/leaf-0.json"));
  const auto text = vector_file("sample-log/files/leaf-0.opening.json");
  const auto opening = parse_opening(text);
  ASSERT_TRUE(opening) << opening.wrong();
  EXPECT_FALSE(opening_fault(*opening, leaf.cm));
  EXPECT_TRUE(opening_fault(*opening, parse_leaf(vector_file("sample-log/files/leaf-417.json"))->cm));
  ASSERT_EQ(opening->parts.size(), 2u);
  EXPECT_FALSE(opening->parts[0].salt);
  EXPECT_EQ(secrets::hex(*opening->parts[1].salt),
            secrets::hex(secrets::sha256("jauap test salt: KZ75-A-2026-0000011/text")));
  EXPECT_TRUE(parse_opening(format_opening(*opening)));
  auto other = *opening;
  other.parts[1].content += ".";
  EXPECT_FALSE(parse_opening(format_opening(other)));
  other = *opening, other.parts[0].c[0] ^= 1;
  EXPECT_FALSE(parse_opening(format_opening(other)));
  other = *opening, std::swap(other.parts[0], other.parts[1]);
  EXPECT_FALSE(parse_opening(format_opening(other)));
}

TEST(Openings, of_nothing_private_have_an_empty_list) {
  EXPECT_TRUE(parse_opening("{\"v\":1,\"cm\":\"" + secrets::hex(secrets::sha256(std::string("jauap/commit/v1\0", 16))) +
                            "\",\"parts\":[]}"));
  for (const auto* text : {"", "[]", "{}", "{\"v\":2}", "{\"v\":1,\"cm\":\"00\",\"parts\":[]}"})
    EXPECT_FALSE(parse_opening(text)) << text;
}

TEST(Policies, groups_of_groups_count_their_members) {
  std::string text = "log " + sample_policy().logs[0].key.text() + " https://record.example/log\n\n  # a comment\n";
  for (const auto* name : {"a", "b", "c", "d"})
    text += "witness " + std::string(name) + "\t" + witness_key(name) + " \n";
  const auto policy = parse_policy(text + "group press 2 a b c\ngroup both all press d\nquorum both\n");
  ASSERT_TRUE(policy) << policy.wrong();
  EXPECT_FALSE(policy->is_met({}));
  EXPECT_FALSE(policy->is_met({0, 1, 2}));
  EXPECT_FALSE(policy->is_met({0, 3}));
  EXPECT_TRUE(policy->is_met({0, 2, 3}));
  EXPECT_TRUE(parse_policy(text + "quorum none\n")->is_met({}));
  EXPECT_TRUE(parse_policy(text + "group one any a b\nquorum one\n")->is_met({1}));
}

TEST(Policies, faults_name_their_line) {
  const auto a = "witness a " + witness_key("a") + "\n", b = "witness b " + witness_key("b") + "\n";
  EXPECT_EQ(wrong_policy(""), "the policy has no quorum line");
  EXPECT_EQ(wrong_policy("quorum none"), "line 1 of the policy: no newline at its end");
  EXPECT_EQ(wrong_policy("quorum none\nquorum none\n"), "line 2 of the policy: the policy has a second quorum line");
  EXPECT_EQ(wrong_policy("quorum x\n"), "line 1 of the policy: no line before names the quorum x");
  EXPECT_EQ(wrong_policy(a + a + "quorum a\n"), "line 2 of the policy: the name a stands there twice");
  EXPECT_EQ(wrong_policy(a + "witness b " + witness_key("a") + "\nquorum a\n"),
            "line 2 of the policy: the key of a stands there twice");
  EXPECT_EQ(wrong_policy(a + "group g 2 a\nquorum g\n"),
            "line 2 of the policy: the threshold 2 is not between 1 and the members");
  EXPECT_EQ(wrong_policy(a + "group g 0 a\nquorum g\n"),
            "line 2 of the policy: the threshold 0 is not between 1 and the members");
  EXPECT_EQ(wrong_policy(a + b + "group g any a\ngroup h any a b\nquorum h\n"),
            "line 4 of the policy: the member a stands in a group already");
  EXPECT_EQ(wrong_policy("group g any a\n" + a + "quorum g\n"),
            "line 1 of the policy: no line before names the member a");
  EXPECT_EQ(wrong_policy("witness none " + witness_key("a") + "\n"),
            "line 1 of the policy: none is no name of a witness or a group");
  EXPECT_EQ(wrong_policy("log " + witness_key("a") + "\n"), "line 1 of the policy: the key of a log has the type 0x01");
  EXPECT_EQ(wrong_policy("witness a " + sample_policy().logs[0].key.text() + "\n"),
            "line 1 of the policy: the key of a witness has the type 0x04 or 0x06");
  EXPECT_EQ(wrong_policy("logs x\n"), "line 1 of the policy: unknown word logs");
  EXPECT_EQ(wrong_policy("quorum none\r\n"), "line 1 of the policy: a control character");
}

TEST(Policies, agree_whatever_comments_and_names_say) {
  auto text = policy_text;
  EXPECT_TRUE(sample_policy().agrees_with(*parse_policy("# printed on paper\n" + text)));
  text.replace(text.find("group two 2"), 11, "group two 1");
  EXPECT_FALSE(sample_policy().agrees_with(*parse_policy(text)));
}

TEST(Proofs, an_extra_line_is_skipped_and_other_forms_are_refused) {
  const auto bytes = vector_file("sample-log/files/leaf-0.tlog-proof");
  const auto with = [&](const std::string& what, const std::string& instead) {
    auto text = bytes;
    return text.replace(text.find(what), what.size(), instead);
  };
  EXPECT_TRUE(parse_proof(with("index 0", "extra AQ==\nindex 0")));
  EXPECT_FALSE(parse_proof(with("index 0", "extra AQ\nindex 0")));
  EXPECT_FALSE(parse_proof(with("index 0", "index 00")));
  EXPECT_FALSE(parse_proof(with("index 0\n", "")));
  EXPECT_FALSE(parse_proof(with("@v1", "@v2")));
  EXPECT_FALSE(parse_proof(bytes.substr(0, 30)));
  std::string many;
  for (int i = 0; i < 64; ++i) many += "0xErZDYXmMjEqEfh6imAtzITXzqTJZEhDuAGbIu1wAg=\n";
  EXPECT_FALSE(parse_proof(with("index 0\n", "index 0\n" + many)));
}

}  // namespace jauap::tlog
