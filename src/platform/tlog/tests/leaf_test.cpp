#include "platform/tlog/leaf.h"

#include "platform/tlog/tests/support.h"

namespace jauap::tlog {
namespace {

std::vector<std::string> sample_leaves() {
  std::vector<std::string> leaves;
  for (const auto& [name, width] : {std::pair("000", 256u), {"001", 256u}, {"002.p/88", 88u}}) {
    const auto bytes = vector_file("sample-log/tile/entries/" + std::string(name));
    const auto entries = read_bundle(bytes, width);
    if (!entries) throw std::runtime_error("the bundle cannot be read");
    for (const auto entry : *entries) leaves.emplace_back(entry);
  }
  return leaves;
}

const std::string registered = vector_file("sample-log/files/leaf-417.json");

std::string with(std::string text, const std::string& what, const std::string& instead) {
  const auto at = text.find(what);
  if (at == std::string::npos) throw std::runtime_error("the leaf has no " + what);
  return text.replace(at, what.size(), instead);
}

}  // namespace

TEST(Leaves, of_the_sample_log_are_read_and_written_as_they_are) {
  const auto leaves = sample_leaves();
  EXPECT_EQ(leaves.size(), 600u);
  for (const auto& bytes : leaves) {
    const auto leaf = parse_leaf(bytes);
    ASSERT_TRUE(leaf) << leaf.wrong() << "\n" << bytes;
    EXPECT_EQ(encode_leaf(*leaf), bytes);
  }
}

TEST(Leaves, other_spellings_are_refused) {
  ASSERT_TRUE(parse_leaf(registered));
  for (const auto& [what, instead] :
       std::vector<std::pair<std::string, std::string>>{{"{\"at\"", "{ \"at\""},
                                                        {"1768089600", "01768089600"},
                                                        {"1768089600", "1768089600.0"},
                                                        {"1768089600", "-1768089600"},
                                                        {"1768089600", "1768089600e0"},
                                                        {"1768089600", "\"1768089600\""},
                                                        {"1768089600", "9007199254740992"},
                                                        {"\"n\":1", "\"n\":\"1\""},
                                                        {"\"body\":", "\"bodi\":"},
                                                        {"\"body\":\"kz75-akimat-road\",", "\"body\":\"\","},
                                                        {"kz75", "kz\\u0037"},
                                                        {"kz75", "kz\xD0\xB0"},
                                                        {"kz75", "kz\t"},
                                                        {"\"prev\":\"\",", ""},
                                                        {"\"v\":1}", "\"v\":1}\n"},
                                                        {"\"v\":1}", "\"v\":1,}"},
                                                        {"\"v\":1}", "\"v\":1"},
                                                        {"\"n\":1,", "\"n\":1,\"n\":1,"},
                                                        {"\"v\":1}", "\"v\":true}"}})
    EXPECT_FALSE(read_leaf(with(registered, what, instead))) << what << " -> " << instead;
  EXPECT_FALSE(read_leaf(""));
  EXPECT_FALSE(read_leaf("{}"));
  EXPECT_FALSE(read_leaf(with(registered, "kz75-akimat-road", std::string(1000, 'x'))));
}

TEST(Leaves, an_unknown_version_is_named) {
  EXPECT_EQ(read_leaf(with(registered, "\"v\":1}", "\"v\":2,\"zone\":\"x\"}")).wrong(),
            "the leaf has the unknown version 2");
}

TEST(Leaves, every_changed_bit_is_refused_or_gives_another_leaf_hash) {
  const auto hash = leaf_hash(registered);
  for (std::size_t bit = 0; bit < 8 * registered.size(); ++bit) {
    auto changed = registered;
    changed[bit / 8] = char(changed[bit / 8] ^ 1 << bit % 8);
    EXPECT_NE(leaf_hash(changed), hash);
    const auto leaf = parse_leaf(changed);
    EXPECT_TRUE(!leaf || encode_leaf(*leaf) == changed);
  }
}

TEST(LeafSchema, says_what_an_event_lacks) {
  const auto wrong = [](const std::string& what, const std::string& instead) {
    return parse_leaf(with(registered, what, instead)).wrong();
  };
  EXPECT_EQ(wrong("1768089600", "1768089601"), "at is not a whole minute");
  EXPECT_EQ(wrong("KZ75-A-2026-000284", "KZ75-A-2026-284"), "case KZ75-A-2026-284 is not a public object id");
  EXPECT_EQ(wrong("\"body\":\"kz75-akimat-road\",", ""), "appeal.registered lacks body");
  EXPECT_EQ(wrong("\"due\":\"2026-01-26\",", ""), "appeal.registered lacks due");
  EXPECT_EQ(wrong("2026-01-26", "2026-02-30"), "2026-02-30 is not a day");
  EXPECT_EQ(wrong("\"n\":1", "\"n\":0"), "n begins with 1");
  EXPECT_EQ(wrong("\"n\":1", "\"n\":2"), "prev is not 64 small hexadecimal digits");
  EXPECT_EQ(wrong("\"applicant\"", "\"neighbour\""), "role neighbour is unknown");
  EXPECT_EQ(wrong("appeal.registered", "appeal"), "t appeal is not an event type");
  EXPECT_EQ(wrong("\"cm\":\"19", "\"cm\":\"1A"), "cm is not 64 small hexadecimal digits");
  EXPECT_EQ(wrong("appeal.registered", "problem.hidden"), "problem.hidden lacks reason");
}

TEST(LeafSchema, an_outcome_is_one_of_its_words) {
  Leaf leaf = *parse_leaf(registered);
  leaf.type = "appeal.verdict", leaf.val = "solved";
  EXPECT_FALSE(schema_fault(leaf));
  leaf.role = "clerk";
  EXPECT_TRUE(schema_fault(leaf));
  leaf.role = "applicant", leaf.val = "closed";
  EXPECT_TRUE(schema_fault(leaf));
}

TEST(ObjectNumbers, are_taken_apart) {
  const auto number = parse_object_number("KZ75-A-2026-000284");
  ASSERT_TRUE(number);
  EXPECT_EQ(number->series, "KZ75-A-2026");
  EXPECT_EQ(number->letter, 'A');
  EXPECT_EQ(number->serial, 284u);
  EXPECT_EQ(parse_object_number("KZ75-A-2026-1000284")->serial, 1'000'284u);
  for (const auto* text : {"", "KZ75-A-2026-000000", "KZ75-A-2026-0000284", "KZ75-X-2026-000284", "-A-2026-000284",
                           "kz75-A-2026-000284", "KZ75-A-26-000284", "KZ75-A-2026-00028a"})
    EXPECT_FALSE(parse_object_number(text)) << text;
}

}  // namespace jauap::tlog
