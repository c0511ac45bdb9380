// Where the vectors are, the keys of the sample log, and small trees to try against.
#pragma once

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <sstream>
#include <string>

#include "platform/secrets/secrets.h"
#include "platform/tlog/tlog.h"

namespace jauap::tlog {

inline std::string vectors_folder() {
  return std::string(JAUAP_SOURCE_DIR) + "/src/platform/tlog/tests/data/";
}

inline std::string file(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw std::runtime_error("cannot read " + path);
  std::stringstream bytes;
  bytes << stream.rdbuf();
  return bytes.str();
}
inline std::string vector_file(const std::string& name) {
  return file(vectors_folder() + name);
}
// Kept, so that a loop may run over a part of it.
inline const boost::json::object& vectors(const std::string& name) {
  static std::map<std::string, boost::json::value> kept;
  if (!kept.contains(name)) kept[name] = boost::json::parse(vector_file(name));
  return kept[name].as_object();
}

inline std::string text_of(const boost::json::value& value) {
  return std::string(value.as_string());
}
inline std::uint64_t number_of(const boost::json::value& value) {
  return value.to_number<std::uint64_t>();
}
inline std::string unhex(std::string_view digits) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
    bytes.push_back(char(std::stoi(std::string(digits.substr(i, 2)), nullptr, 16)));
  return bytes;
}

// The seed of the public test key of that name.
inline std::string test_seed(const std::string& name) {
  return secrets::sha256("jauap public test key: " + name);
}

// A tree that keeps everything and computes by the definition.
struct NaiveTree {
  explicit NaiveTree(std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) leaves.push_back(leaf_hash("leaf " + std::to_string(i)));
  }
  Hash mth(std::size_t begin, std::size_t end) const {
    if (begin == end) return empty_root();
    if (end - begin == 1) return leaves[begin];
    const auto middle = begin + split(end - begin);
    return node_hash(mth(begin, middle), mth(middle, end));
  }
  Hashes path(std::size_t m, std::size_t begin, std::size_t end) const {
    if (end - begin == 1) return {};
    const auto middle = begin + split(end - begin);
    auto proof = m < middle ? path(m, begin, middle) : path(m, middle, end);
    proof.push_back(m < middle ? mth(middle, end) : mth(begin, middle));
    return proof;
  }
  Hashes consistency(std::size_t m, std::size_t begin, std::size_t end, bool whole) const {
    if (m == end) return whole ? Hashes{} : Hashes{mth(begin, end)};
    const auto middle = begin + split(end - begin);
    auto proof = m <= middle ? consistency(m, begin, middle, whole) : consistency(m, middle, end, false);
    proof.push_back(m <= middle ? mth(middle, end) : mth(begin, middle));
    return proof;
  }
  static std::size_t split(std::size_t n) {
    std::size_t k = 1;
    while (2 * k < n) k *= 2;
    return k;
  }
  Hashes leaves;
};

// All full subtrees of a tree in memory.
class StoredNodes {
 public:
  void add(const Hash& leaf) {
    edge_.append(leaf, [this](unsigned level, std::uint64_t index, const Hash& hash) {
      nodes_[{level, index}] = hash;
    });
  }
  std::uint64_t size() const { return edge_.size(); }
  Hash root() const { return edge_.root(); }
  NodeReader reader() const {
    return [this](unsigned level, std::uint64_t index) -> std::optional<Hash> {
      const auto found = nodes_.find({level, index});
      return found == nodes_.end() ? std::nullopt : std::optional(found->second);
    };
  }
  // The tile of a place, as it would be a file.
  TileReader tiles() const {
    return [this](const TilePlace& place) -> std::optional<std::string> {
      Hashes hashes;
      for (std::uint64_t i = 0; i < place.width; ++i)
        hashes.push_back(nodes_.at({8 * place.level, place.index * tile_width + i}));
      return tile_bytes(hashes);
    };
  }

 private:
  Edge edge_;
  std::map<std::pair<unsigned, std::uint64_t>, Hash> nodes_;
};

}  // namespace jauap::tlog
