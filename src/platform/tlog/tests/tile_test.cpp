#include "platform/tlog/tile.h"

#include "platform/tlog/tests/support.h"

namespace jauap::tlog {

TEST(TilePaths, are_those_of_the_specification) {
  for (const auto& one : vectors("notes.json").at("tile_paths").at("cases").as_array()) {
    const bool is_entries = one.at("level").is_string();
    const TilePlace place{is_entries, is_entries ? 0 : unsigned(number_of(one.at("level"))), number_of(one.at("index")),
                          unsigned(number_of(one.at("width")))};
    EXPECT_EQ(tile_path(place), text_of(one.at("path")));
    EXPECT_EQ(parse_tile_path(text_of(one.at("path"))), place);
  }
}

TEST(TilePaths, other_spellings_are_refused) {
  for (const auto* path : {"tile/00/000",      "tile/64/000",        "tile/0/0",
                           "tile/0/0000",      "tile/0/x000/001",    "tile/0/001/002",
                           "tile/0/x001/x002", "tile/0/000.p/0",     "tile/0/000.p/256",
                           "tile/0/000.p/01",  "tile/0/000/",        "tile//000",
                           "tile/-1/000",      "/tile/0/000",        "tile/entries/",
                           "tile/Entries/000", "tile/0/000.p/",      "tile/0/x001/",
                           "tile/0/0a0",       "tile/0/000.p/1.p/1", ""})
    EXPECT_FALSE(parse_tile_path(path)) << path;
}

TEST(Tiles, widths_follow_the_formula_up_to_seventy_thousand) {
  for (std::uint64_t size = 0; size <= 70'000; ++size) {
    std::uint64_t stands = size;  // floor(size / 256^level), by division
    for (unsigned level = 0; level < 4; ++level, stands /= 256) {
      ASSERT_EQ(hashes_at(level, size), stands);
      ASSERT_EQ(partial_width(level, size), stands % 256);
      ASSERT_EQ(tiles_at(level, size), (stands + 255) / 256);
      for (const auto index : {std::uint64_t(0), stands / 256, stands / 256 + 1}) {
        const auto begin = std::min(stands, index * 256), end = std::min(stands, index * 256 + 256);
        ASSERT_EQ(width_of_tile(level, index, size), end - begin);
      }
    }
  }
  const auto tree = vectors("notes.json").at("tile_paths").at("tree_70000");
  EXPECT_EQ(hashes_at(0, 70'000) / 256, number_of(tree.at("full_level0")));
  EXPECT_EQ(partial_width(0, 70'000), number_of(tree.at("partial_level0")));
  EXPECT_EQ(hashes_at(1, 70'000) / 256, number_of(tree.at("full_level1")));
  EXPECT_EQ(partial_width(1, 70'000), number_of(tree.at("partial_level1")));
  EXPECT_EQ(partial_width(2, 70'000), number_of(tree.at("partial_level2")));
  EXPECT_EQ(hashes_at(9, size_max), 0u);
}

TEST(Tiles, are_read_only_at_their_exact_length) {
  const Hashes hashes{leaf_hash("a"), leaf_hash("b")};
  const auto bytes = tile_bytes(hashes);
  EXPECT_EQ(read_tile(bytes, 2), hashes);
  EXPECT_FALSE(read_tile(bytes, 1));
  EXPECT_FALSE(read_tile(bytes, 3));
  EXPECT_FALSE(read_tile(bytes + "x", 2));
}

TEST(Bundles, are_read_only_at_their_exact_length) {
  const std::vector<std::string> entries{"first", "", std::string(300, 'x')};
  const auto bytes = bundle_bytes(entries);
  const auto read = read_bundle(bytes, 3);
  ASSERT_TRUE(read);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ((*read)[i], entries[i]);
  EXPECT_FALSE(read_bundle(bytes, 2));
  EXPECT_FALSE(read_bundle(bytes, 4));
  for (std::size_t length = 0; length < bytes.size(); ++length) EXPECT_FALSE(read_bundle(bytes.substr(0, length), 3));
}

TEST(Tiles, a_tile_that_is_not_there_gives_no_node) {
  TileNodes nodes(300, [](const TilePlace&) { return std::nullopt; });
  EXPECT_FALSE(nodes(0, 0));
  EXPECT_FALSE(nodes(0, 300));
  EXPECT_FALSE(nodes(62, 0));
}

}  // namespace jauap::tlog
