// A message key: the name of one text of the catalogues, e.g. "appeals.submit.title".
//
// Keys are hashed at compile time, so that a look-up is one step in a table. The build scans the
// sources for `Key` literals and fails when a key is missing from any of the three catalogues.
#pragma once

#include <cstdint>
#include <string_view>

namespace jauap {

// FNV-1a, 64 bit. Not for anything an adversary may choose.
constexpr std::uint64_t key_hash(std::string_view name) {
  std::uint64_t hash = 14695981039346656037ull;
  for (const char c : name) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 1099511628211ull;
  }
  return hash;
}

class Key {
 public:
  constexpr Key() = default;
  consteval Key(const char* name) : name_(name), hash_(key_hash(name)) {}
  // For keys that come from data (a state's or a kind's name): `Key::of("appeals.state.", "answered")` is
  // spelled out in a table instead; this constructor is for such tables and for tests.
  static constexpr Key from_literal(std::string_view name) { return Key(name, key_hash(name)); }

  constexpr std::string_view name() const { return name_; }
  constexpr std::uint64_t hash() const { return hash_; }
  constexpr bool empty() const { return name_.empty(); }
  constexpr bool operator==(const Key& other) const { return hash_ == other.hash_; }

 private:
  constexpr Key(std::string_view name, std::uint64_t hash) : name_(name), hash_(hash) {}
  std::string_view name_;
  std::uint64_t hash_ = 0;
};

}  // namespace jauap
