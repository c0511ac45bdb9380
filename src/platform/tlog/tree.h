// The hash tree of RFC 6962 over SHA-256: roots, proofs that an entry is in a tree, proofs that a tree continues
// another.
//   MTH({}) = SHA-256("")   leaf(d) = SHA-256(0x00 d)   node(l, r) = SHA-256(0x01 l r)
// A full subtree is named by (level, index): node (l, i) is MTH(D[i·2^l : (i+1)·2^l]), so level 0 holds the leaf
// hashes. Nothing here does I/O; who has the stored hashes hands in a NodeReader (tile.h makes one from tiles).
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jauap::tlog {

using Hash = std::array<std::uint8_t, 32>;
using Hashes = std::vector<Hash>;

std::string_view bytes_of(const Hash& hash);
std::optional<Hash> hash_of_bytes(std::string_view bytes);  // exactly 32
std::string hex(const Hash& hash);
std::optional<Hash> hash_of_hex(std::string_view text);  // exactly 64 lower-case digits

Hash leaf_hash(std::string_view entry);
Hash node_hash(const Hash& left, const Hash& right);
Hash empty_root();

inline constexpr std::size_t proof_hashes_max = 63;
inline constexpr std::uint64_t size_max = std::uint64_t(1) << 62;

// The hash of the full subtree (level, index); nullopt when it cannot be read.
using NodeReader = std::function<std::optional<Hash>(unsigned level, std::uint64_t index)>;
// Told of each full subtree as it becomes complete, leaves included.
using NodeWriter = std::function<void(unsigned level, std::uint64_t index, const Hash& hash)>;

// The right edge of a growing tree: the roots of its full subtrees, largest first. Enough to append and to know the
// root.
class Edge {
 public:
  Edge() = default;
  // The edge of a stored tree; nullopt when a hash cannot be read.
  static std::optional<Edge> of(std::uint64_t size, const NodeReader& read);

  void append(const Hash& leaf, const NodeWriter& completed = {});
  std::uint64_t size() const { return size_; }
  Hash root() const;

 private:
  std::uint64_t size_ = 0;
  Hashes peaks_;
};

Hash root_of(std::span<const Hash> leaves);
std::optional<Hash> root_of(std::uint64_t size, const NodeReader& read);

// The sibling of the leaf first. nullopt when index >= size or a hash cannot be read.
std::optional<Hashes> inclusion_proof(std::uint64_t index, std::uint64_t size, const NodeReader& read);
// nullopt unless 0 < old_size <= new_size and all hashes can be read.
std::optional<Hashes> consistency_proof(std::uint64_t old_size, std::uint64_t new_size, const NodeReader& read);

// Whether `leaf` is entry `index` of the tree of `size` entries with that root.
bool verify_inclusion(std::uint64_t index, std::uint64_t size, const Hash& leaf, std::span<const Hash> proof,
                      const Hash& root);
// Whether the new tree begins with the old one. old_size 0 is refused: an empty tree needs no proof.
bool verify_consistency(std::uint64_t old_size, std::uint64_t new_size, const Hash& old_root, const Hash& new_root,
                        std::span<const Hash> proof);

}  // namespace jauap::tlog
