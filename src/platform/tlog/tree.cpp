#include "platform/tlog/tree.h"

#include <bit>

#include "platform/secrets/secrets.h"

namespace jauap::tlog {
namespace {

constexpr std::string_view leaf_mark("\0", 1), node_mark("\1", 1);

// The largest power of two smaller than n, for n > 1.
std::uint64_t split_of(std::uint64_t n) {
  return std::bit_floor(n - 1);
}

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// MTH(D[begin:end]) where full subtrees of the range are full subtrees of the whole tree.
std::optional<Hash> range_root(std::uint64_t begin, std::uint64_t end, const NodeReader& read) {
  const auto width = end - begin;
  if (std::has_single_bit(width)) {
    const auto level = unsigned(std::countr_zero(width));
    return read(level, begin >> level);
  }
  const auto middle = begin + split_of(width);
  const auto left = range_root(begin, middle, read);
  const auto right = left ? range_root(middle, end, read) : std::nullopt;
  if (!right) return std::nullopt;
  return node_hash(*left, *right);
}

bool add_range(Hashes& proof, std::uint64_t begin, std::uint64_t end, const NodeReader& read) {
  const auto hash = range_root(begin, end, read);
  if (hash) proof.push_back(*hash);
  return hash.has_value();
}

// PATH(index, D[begin:end]) of RFC 6962, 2.1.1.
bool path(Hashes& proof, std::uint64_t index, std::uint64_t begin, std::uint64_t end, const NodeReader& read) {
  if (end - begin == 1) return true;
  const auto middle = begin + split_of(end - begin);
  if (index < middle) return path(proof, index, begin, middle, read) && add_range(proof, middle, end, read);
  return path(proof, index, middle, end, read) && add_range(proof, begin, middle, read);
}

// SUB(old, D[begin:end], whole) of RFC 6962, 2.1.2: `whole` says that the verifier knows the old tree's own root.
bool subproof(Hashes& proof, std::uint64_t old, std::uint64_t begin, std::uint64_t end, bool whole,
              const NodeReader& read) {
  if (old == end) return whole || add_range(proof, begin, end, read);
  const auto middle = begin + split_of(end - begin);
  if (old <= middle) return subproof(proof, old, begin, middle, whole, read) && add_range(proof, middle, end, read);
  return subproof(proof, old, middle, end, false, read) && add_range(proof, begin, middle, read);
}

}  // namespace

std::string_view bytes_of(const Hash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

std::optional<Hash> hash_of_bytes(std::string_view bytes) {
  Hash hash;
  if (bytes.size() != hash.size()) return std::nullopt;
  std::copy(bytes.begin(), bytes.end(), hash.begin());
  return hash;
}

std::string hex(const Hash& hash) {
  return secrets::hex(bytes_of(hash));
}

std::optional<Hash> hash_of_hex(std::string_view text) {
  Hash hash;
  if (text.size() != 2 * hash.size()) return std::nullopt;
  for (std::size_t i = 0; i < hash.size(); ++i) {
    const int high = digit_of(text[2 * i]), low = digit_of(text[2 * i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    hash[i] = std::uint8_t(high << 4 | low);
  }
  return hash;
}

Hash leaf_hash(std::string_view entry) {
  return secrets::sha256_of({leaf_mark, entry});
}

Hash node_hash(const Hash& left, const Hash& right) {
  return secrets::sha256_of({node_mark, bytes_of(left), bytes_of(right)});
}

Hash empty_root() {
  static const Hash root = secrets::sha256_of({});
  return root;
}

std::optional<Edge> Edge::of(std::uint64_t size, const NodeReader& read) {
  Edge edge;
  edge.size_ = size;
  std::uint64_t begin = 0;
  for (int level = 62; level >= 0; --level) {
    const auto width = std::uint64_t(1) << level;
    if (!(size & width)) continue;
    const auto hash = read(unsigned(level), begin >> level);
    if (!hash) return std::nullopt;
    edge.peaks_.push_back(*hash);
    begin += width;
  }
  return edge;
}

void Edge::append(const Hash& leaf, const NodeWriter& completed) {
  const auto index = size_++;
  Hash hash = leaf;
  if (completed) completed(0, index, hash);
  for (unsigned level = 0; index >> level & 1; ++level) {
    hash = node_hash(peaks_.back(), hash);
    peaks_.pop_back();
    if (completed) completed(level + 1, index >> (level + 1), hash);
  }
  peaks_.push_back(hash);
}

Hash Edge::root() const {
  if (peaks_.empty()) return empty_root();
  Hash hash = peaks_.back();
  for (std::size_t i = peaks_.size() - 1; i-- > 0;) hash = node_hash(peaks_[i], hash);
  return hash;
}

Hash root_of(std::span<const Hash> leaves) {
  Edge edge;
  for (const auto& leaf : leaves) edge.append(leaf);
  return edge.root();
}

std::optional<Hash> root_of(std::uint64_t size, const NodeReader& read) {
  if (size == 0) return empty_root();
  return range_root(0, size, read);
}

std::optional<Hashes> inclusion_proof(std::uint64_t index, std::uint64_t size, const NodeReader& read) {
  Hashes proof;
  if (index >= size || size > size_max || !path(proof, index, 0, size, read)) return std::nullopt;
  return proof;
}

std::optional<Hashes> consistency_proof(std::uint64_t old_size, std::uint64_t new_size, const NodeReader& read) {
  Hashes proof;
  if (old_size == 0 || old_size > new_size || new_size > size_max) return std::nullopt;
  if (!subproof(proof, old_size, 0, new_size, true, read)) return std::nullopt;
  return proof;
}

bool verify_inclusion(std::uint64_t index, std::uint64_t size, const Hash& leaf, std::span<const Hash> proof,
                      const Hash& root) {
  if (index >= size || proof.size() > proof_hashes_max) return false;
  std::uint64_t fn = index, sn = size - 1;
  Hash hash = leaf;
  for (const auto& sibling : proof) {
    if (sn == 0) return false;
    if (fn % 2 == 1 || fn == sn) {
      hash = node_hash(sibling, hash);
      // A right edge that has no sibling on the levels between.
      while (fn % 2 == 0 && fn != 0) fn >>= 1, sn >>= 1;
    } else {
      hash = node_hash(hash, sibling);
    }
    fn >>= 1, sn >>= 1;
  }
  return sn == 0 && hash == root;
}

bool verify_consistency(std::uint64_t old_size, std::uint64_t new_size, const Hash& old_root, const Hash& new_root,
                        std::span<const Hash> proof) {
  if (old_size == 0 || old_size > new_size || proof.size() > proof_hashes_max) return false;
  if (old_size == new_size) return proof.empty() && old_root == new_root;
  // A full old tree is a node of the new one: its root is where the path begins, and stands in no proof.
  const bool is_full = std::has_single_bit(old_size);
  if (!is_full && proof.empty()) return false;
  Hash old_hash = is_full ? old_root : proof.front();
  Hash new_hash = old_hash;
  if (!is_full) proof = proof.subspan(1);
  std::uint64_t fn = old_size - 1, sn = new_size - 1;
  while (fn % 2 == 1) fn >>= 1, sn >>= 1;
  for (const auto& sibling : proof) {
    if (sn == 0) return false;
    if (fn % 2 == 1 || fn == sn) {
      old_hash = node_hash(sibling, old_hash);
      new_hash = node_hash(sibling, new_hash);
      while (fn % 2 == 0 && fn != 0) fn >>= 1, sn >>= 1;
    } else {
      new_hash = node_hash(new_hash, sibling);
    }
    fn >>= 1, sn >>= 1;
  }
  return sn == 0 && old_hash == old_root && new_hash == new_root;
}

}  // namespace jauap::tlog
