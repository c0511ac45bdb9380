#include "platform/tlog/leaf.h"

#include <algorithm>
#include <array>
#include <variant>
#include <vector>

#include "platform/tlog/note.h"

namespace jauap::tlog {
namespace {

constexpr std::uint64_t integer_end = std::uint64_t(1) << 53;

// What a leaf of version 1 may hold, in the order of the encoding. A pointer to a number or to a text.
using Member = std::variant<std::uint64_t Leaf::*, std::string Leaf::*>;
struct Field {
  std::string_view key;
  Member member;
  bool is_required = false;
};
constexpr Field fields[] = {
    {"at", &Leaf::at, true},     {"body", &Leaf::body},       {"case", &Leaf::object, true}, {"cm", &Leaf::cm, true},
    {"due", &Leaf::due},         {"due0", &Leaf::due0},       {"n", &Leaf::n, true},         {"occ", &Leaf::occ},
    {"pack", &Leaf::pack},       {"prev", &Leaf::prev, true}, {"reason", &Leaf::reason},     {"ref", &Leaf::ref},
    {"role", &Leaf::role, true}, {"rule", &Leaf::rule},       {"start", &Leaf::start},       {"t", &Leaf::type, true},
    {"to", &Leaf::to},           {"v", &Leaf::version, true}, {"val", &Leaf::val},
};

const Field* field_of(std::string_view key) {
  const auto* found =
      std::find_if(std::begin(fields), std::end(fields), [&](const Field& field) { return field.key == key; });
  return found == std::end(fields) ? nullptr : found;
}

struct Value {
  std::string_view key;
  std::variant<std::uint64_t, std::string_view> value;
};

// Reads the one spelling from left to right; what it does not expect is a fault.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  Parsed<std::vector<Value>> object() {
    std::vector<Value> values;
    if (!take('{')) return Fault{"the leaf does not begin with {"};
    do {
      auto value = member();
      if (!value) return value.fault();
      if (!values.empty() && values.back().key >= value->key)
        return Fault{"the keys of the leaf are not in ascending order at " + std::string(value->key)};
      values.push_back(*value);
    } while (take(','));
    if (!take('}') || !rest_.empty()) return Fault{"the leaf does not end with }"};
    return values;
  }

 private:
  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  Parsed<Value> member() {
    const auto key = text();
    if (!key || !take(':')) return Fault{"the leaf has no key where one is expected"};
    if (rest_.starts_with('"')) {
      const auto value = text();
      if (!value)
        return Fault{"the value of " + std::string(*key) + " is not printable ASCII without quotes and backslashes"};
      return Value{*key, *value};
    }
    const auto number = integer();
    if (!number) return Fault{"the value of " + std::string(*key) + " is neither a text nor a whole number below 2^53"};
    return Value{*key, *number};
  }

  std::optional<std::string_view> text() {
    if (!take('"')) return std::nullopt;
    const auto end = rest_.find('"');
    if (end == std::string_view::npos) return std::nullopt;
    const auto value = rest_.substr(0, end);
    for (const char c : value)
      if (c < 0x20 || c > 0x7E || c == '\\') return std::nullopt;
    rest_.remove_prefix(end + 1);
    return value;
  }

  std::optional<std::uint64_t> integer() {
    const auto end = std::min(rest_.find_first_not_of("0123456789"), rest_.size());
    const auto value = strict_decimal(rest_.substr(0, end));
    if (!value || *value >= integer_end) return std::nullopt;
    rest_.remove_prefix(end);
    return value;
  }

  std::string_view rest_;
};

const Value* find(const std::vector<Value>& values, std::string_view key) {
  for (const auto& value : values)
    if (value.key == key) return &value;
  return nullptr;
}

std::optional<Fault> set(Leaf& leaf, const Value& value) {
  const auto* field = field_of(value.key);
  if (!field) return Fault{"the leaf has an unknown key " + std::string(value.key)};
  if (const auto* number = std::get_if<std::uint64_t Leaf::*>(&field->member)) {
    if (!std::holds_alternative<std::uint64_t>(value.value)) return Fault{std::string(value.key) + " must be a number"};
    leaf.** number = std::get<std::uint64_t>(value.value);
    return std::nullopt;
  }
  if (!std::holds_alternative<std::string_view>(value.value)) return Fault{std::string(value.key) + " must be a text"};
  leaf.*std::get<std::string Leaf::*>(field->member) = std::get<std::string_view>(value.value);
  return std::nullopt;
}

// The version is looked at before the keys: another version has other keys.
std::optional<Fault> version_fault(const std::vector<Value>& values) {
  const auto* version = find(values, "v");
  const auto* number = version ? std::get_if<std::uint64_t>(&version->value) : nullptr;
  if (!number) return Fault{"the leaf has no version"};
  if (*number != leaf_version) return Fault{"the leaf has the unknown version " + std::to_string(*number)};
  return std::nullopt;
}

}  // namespace

std::string encode_leaf(const Leaf& leaf) {
  std::string out;
  for (const auto& field : fields) {
    const auto* number = std::get_if<std::uint64_t Leaf::*>(&field.member);
    const auto* text = std::get_if<std::string Leaf::*>(&field.member);
    if (text && (leaf.**text).empty() && !field.is_required) continue;
    out += out.empty() ? "{\"" : ",\"";
    out.append(field.key).append("\":");
    if (number)
      out += std::to_string(leaf.**number);
    else
      out.append("\"").append(leaf.**text).append("\"");
  }
  return out + "}";
}

Parsed<Leaf> read_leaf(std::string_view bytes) {
  if (bytes.size() > leaf_bytes_max) return Fault{"the leaf is longer than 1,024 bytes"};
  const auto values = Reader(bytes).object();
  if (!values) return values.fault();
  if (auto fault = version_fault(*values)) return *fault;
  Leaf leaf;
  for (const auto& value : *values)
    if (auto fault = set(leaf, value)) return *fault;
  for (const auto& field : fields)
    if (field.is_required && !find(*values, field.key)) return Fault{"the leaf lacks " + std::string(field.key)};
  if (encode_leaf(leaf) != bytes) return Fault{"the leaf is not in its one spelling"};
  return leaf;
}

Parsed<Leaf> parse_leaf(std::string_view bytes) {
  auto leaf = read_leaf(bytes);
  if (!leaf) return leaf;
  if (const auto wrong = schema_fault(*leaf)) return Fault{*wrong};
  return leaf;
}

}  // namespace jauap::tlog
