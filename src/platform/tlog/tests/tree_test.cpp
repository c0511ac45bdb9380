#include "platform/tlog/tree.h"

#include "platform/tlog/tests/support.h"

namespace jauap::tlog {
namespace {

Hashes hashes_of(const boost::json::value& list) {
  Hashes hashes;
  for (const auto& one : list.as_array()) {
    const auto hash = hash_of_bytes(*strict_base64(text_of(one)));
    if (!hash) throw std::length_error("a hash of another length");
    hashes.push_back(*hash);
  }
  return hashes;
}
std::optional<Hash> hash_at(const boost::json::object& vector, const char* key) {
  return hash_of_bytes(strict_base64(text_of(vector.at(key))).value_or(""));
}

bool is_taken(const boost::json::object& vector) {
  Hashes proof;
  try {
    proof = hashes_of(vector.at("proof"));
  } catch (const std::length_error&) {
    return false;
  }
  if (vector.at("kind") == "inclusion") {
    const auto leaf = hash_at(vector, "leafHash"), root = hash_at(vector, "root");
    return leaf && root &&
           verify_inclusion(number_of(vector.at("leafIdx")), number_of(vector.at("treeSize")), *leaf, proof, *root);
  }
  const auto old_root = hash_at(vector, "root1"), new_root = hash_at(vector, "root2");
  return old_root && new_root &&
         verify_consistency(number_of(vector.at("size1")), number_of(vector.at("size2")), *old_root, *new_root, proof);
}

}  // namespace

TEST(TreeVectors, proofs_are_taken_and_refused_as_the_public_vectors_say) {
  std::size_t tried = 0;
  for (const auto* name : {"inclusion-vectors.json", "consistency-vectors.json", "all-proofs-8.json"})
    for (const auto& one : vectors(name).at("vectors").as_array()) {
      const auto& vector = one.as_object();
      EXPECT_EQ(is_taken(vector), !vector.at("wantErr").as_bool()) << name << " " << vector.at("id");
      ++tried;
    }
  EXPECT_EQ(tried, 55u + 62u + 72u);
}

TEST(TreeVectors, hashes_and_roots_of_the_sample_leaves) {
  const auto hasher = vectors("notes.json").at("rfc6962_hasher").as_object();
  EXPECT_EQ(hex(empty_root()), text_of(hasher.at("empty_root")));
  EXPECT_EQ(hex(leaf_hash("")), text_of(hasher.at("leaf_of_empty_string")));
  EXPECT_EQ(hex(leaf_hash("L123456")), text_of(hasher.at("leaf_of_ascii_L123456")));
  EXPECT_EQ(hex(secrets::sha256_of({"\1", "N123", "N456"})), text_of(hasher.at("node_of_ascii_N123_and_N456")));
  Edge edge;
  const auto& roots = hasher.at("roots_by_size_hex").as_array();
  EXPECT_EQ(hex(edge.root()), text_of(roots.at(0)));
  for (const auto& leaf : hasher.at("sample_leaves_hex").as_array()) {
    edge.append(leaf_hash(unhex(text_of(leaf))));
    EXPECT_EQ(hex(edge.root()), text_of(roots.at(edge.size())));
  }
}

TEST(TreeVectors, roots_and_last_tiles_up_to_seventy_thousand_leaves) {
  StoredNodes nodes;
  for (const auto& one : vectors("roots.json").at("vectors").as_array()) {
    const auto& vector = one.as_object();
    const auto size = number_of(vector.at("size"));
    while (nodes.size() < size) nodes.add(leaf_hash("jauap-vector-" + std::to_string(nodes.size())));
    EXPECT_EQ(hex(nodes.root()), text_of(vector.at("root"))) << size;
    EXPECT_EQ(hex(*root_of(size, nodes.reader())), text_of(vector.at("root"))) << size;
    if (!vector.contains("tiles")) continue;
    for (const auto& [path, digest] : vector.at("tiles").as_object()) {
      const auto place = parse_tile_path(path);
      ASSERT_TRUE(place) << path;
      EXPECT_EQ(secrets::hex(secrets::sha256(*nodes.tiles()(*place))), text_of(digest)) << path;
    }
  }
}

TEST(Tree, every_proof_up_to_three_hundred_equals_the_definition_and_is_taken) {
  const NaiveTree naive(300);
  StoredNodes nodes;
  std::vector<Hash> roots{empty_root()};
  for (std::size_t n = 1; n <= 300; ++n) {
    nodes.add(naive.leaves[n - 1]);
    roots.push_back(nodes.root());
    ASSERT_EQ(roots[n], naive.mth(0, n));
    for (std::size_t m = 1; m <= n; ++m) {
      const auto proof = consistency_proof(m, n, nodes.reader());
      ASSERT_TRUE(proof);
      ASSERT_TRUE(verify_consistency(m, n, roots[m], roots[n], *proof)) << m << " " << n;
      const auto path = inclusion_proof(m - 1, n, nodes.reader());
      ASSERT_TRUE(path);
      ASSERT_TRUE(verify_inclusion(m - 1, n, naive.leaves[m - 1], *path, roots[n])) << m << " " << n;
      if (n % 7 && n > 40) continue;  // the slow count for all small trees and for some large ones
      ASSERT_EQ(*proof, naive.consistency(m, 0, n, true)) << m << " " << n;
      ASSERT_EQ(*path, naive.path(m - 1, 0, n)) << m << " " << n;
    }
  }
}

TEST(Tree, random_trees_up_to_a_hundred_thousand_prove_by_tiles) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  const std::size_t size_end = 100'000;
  StoredNodes nodes;
  std::map<std::uint64_t, Hash> roots;
  std::vector<std::uint64_t> sizes{size_end};
  for (int i = 0; i < 60; ++i) sizes.push_back(1 + random() % size_end);
  std::sort(sizes.begin(), sizes.end());
  for (const auto size : sizes) {
    while (nodes.size() < size) nodes.add(leaf_hash(std::to_string(nodes.size())));
    roots[size] = nodes.root();
  }
  for (const auto n : sizes) {
    TileNodes tiles(n, nodes.tiles());
    ASSERT_EQ(root_of(n, tiles.reader()), roots[n]);
    ASSERT_EQ(Edge::of(n, tiles.reader())->root(), roots[n]);
    const auto index = random() % n;
    const auto path = inclusion_proof(index, n, tiles.reader());
    ASSERT_TRUE(path && verify_inclusion(index, n, leaf_hash(std::to_string(index)), *path, roots[n]))
        << index << " " << n;
    const auto m = sizes[random() % sizes.size()];
    const auto proof = consistency_proof(std::min(m, n), n, tiles.reader());
    ASSERT_TRUE(proof && verify_consistency(std::min(m, n), n, roots[std::min(m, n)], roots[n], *proof))
        << m << " " << n;
  }
}

TEST(Tree, a_proof_with_one_bit_changed_is_refused) {
  StoredNodes nodes;
  Hash old_root;
  for (int i = 0; i < 77; ++i) {
    nodes.add(leaf_hash(std::to_string(i)));
    if (i == 42) old_root = nodes.root();
  }
  const auto path = *inclusion_proof(42, 77, nodes.reader());
  const auto proof = *consistency_proof(43, 77, nodes.reader());
  const auto leaf = leaf_hash("42");
  ASSERT_TRUE(verify_inclusion(42, 77, leaf, path, nodes.root()));
  ASSERT_TRUE(verify_consistency(43, 77, old_root, nodes.root(), proof));
  for (std::size_t bit = 0; bit < 256; ++bit) {
    const auto flip = [&](Hash hash) {
      hash[bit / 8] ^= std::uint8_t(1u << bit % 8);
      return hash;
    };
    for (std::size_t i = 0; i < path.size(); ++i) {
      auto changed = path;
      changed[i] = flip(path[i]);
      ASSERT_FALSE(verify_inclusion(42, 77, leaf, changed, nodes.root()));
    }
    for (std::size_t i = 0; i < proof.size(); ++i) {
      auto changed = proof;
      changed[i] = flip(proof[i]);
      ASSERT_FALSE(verify_consistency(43, 77, old_root, nodes.root(), changed));
    }
    ASSERT_FALSE(verify_inclusion(42, 77, flip(leaf), path, nodes.root()));
    ASSERT_FALSE(verify_inclusion(42, 77, leaf, path, flip(nodes.root())));
  }
}

TEST(Tree, short_long_and_empty_proofs_are_refused) {
  StoredNodes nodes;
  std::vector<Hash> roots{empty_root()};
  for (int i = 0; i < 20; ++i) nodes.add(leaf_hash(std::to_string(i))), roots.push_back(nodes.root());
  auto path = *inclusion_proof(4, 20, nodes.reader());
  auto proof = *consistency_proof(6, 20, nodes.reader());
  path.push_back(path[0]), proof.push_back(proof[0]);
  EXPECT_FALSE(verify_inclusion(4, 20, leaf_hash("4"), path, roots[20]));
  EXPECT_FALSE(verify_consistency(6, 20, roots[6], roots[20], proof));
  path.resize(path.size() - 2), proof.resize(proof.size() - 2);
  EXPECT_FALSE(verify_inclusion(4, 20, leaf_hash("4"), path, roots[20]));
  EXPECT_FALSE(verify_consistency(6, 20, roots[6], roots[20], proof));
  EXPECT_FALSE(verify_consistency(6, 20, roots[6], roots[20], {}));
  EXPECT_FALSE(verify_consistency(0, 20, roots[0], roots[20], {}));
  EXPECT_FALSE(verify_consistency(20, 20, roots[20], roots[20], proof));
  EXPECT_TRUE(verify_consistency(20, 20, roots[20], roots[20], {}));
  EXPECT_FALSE(verify_consistency(20, 19, roots[20], roots[19], {}));
  EXPECT_FALSE(verify_inclusion(20, 20, leaf_hash("4"), {}, roots[20]));
  EXPECT_FALSE(verify_inclusion(0, 1, leaf_hash("0"), Hashes(64, roots[1]), roots[1]));
  EXPECT_FALSE(inclusion_proof(20, 20, nodes.reader()));
  EXPECT_FALSE(consistency_proof(0, 20, nodes.reader()));
  EXPECT_FALSE(consistency_proof(21, 20, nodes.reader()));
}

}  // namespace jauap::tlog
