#include "platform/tlog/opening.h"

#include <boost/json.hpp>

#include "platform/journal/commitment.h"
#include "platform/secrets/secrets.h"
#include "platform/tlog/note.h"
#include "platform/tlog/tree.h"

namespace jauap::tlog {
namespace {

namespace json = boost::json;

std::optional<std::string> text_at(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  if (!value || !value->is_string()) return std::nullopt;
  return std::string(value->get_string());
}

std::optional<std::string> bytes_at(const json::object& object, std::string_view key) {
  const auto hash = hash_of_hex(text_at(object, key).value_or(""));
  if (!hash) return std::nullopt;
  return std::string(bytes_of(*hash));
}

bool holds_only(const json::object& object, std::initializer_list<std::string_view> keys) {
  for (const auto& member : object)
    if (std::find(keys.begin(), keys.end(), std::string_view(member.key())) == keys.end()) return false;
  return true;
}

Parsed<OpeningPart> parse_part(const json::value& value) {
  const auto* object = value.if_object();
  const auto name = object ? text_at(*object, "name") : std::nullopt;
  if (!name || name->empty() || name->size() > 0xFFFF) return Fault{"a part of the opening has no name"};
  const auto where = "part " + *name + " of the opening ";
  if (!holds_only(*object, {"name", "c", "salt", "b64"})) return Fault{where + "has an unknown key"};
  const auto c = bytes_at(*object, "c");
  if (!c) return Fault{where + "has no commitment of 64 small hexadecimal digits"};
  OpeningPart part{*name, *c, std::nullopt, ""};
  const bool has_salt = object->contains("salt");
  if (has_salt != object->contains("b64")) return Fault{where + "has a salt without content or content without a salt"};
  if (!has_salt) return part;
  part.salt = bytes_at(*object, "salt");
  const auto content = strict_base64(text_at(*object, "b64").value_or("?"));
  if (!part.salt) return Fault{where + "has a salt that is not 64 small hexadecimal digits"};
  if (!content) return Fault{where + "has content that is not strict base64"};
  part.content = *content;
  if (journal::part_commitment(*part.salt, part.name, part.content) != part.c)
    return Fault{where + "does not fit its commitment: the content, the salt or the name was changed"};
  return part;
}

Parsed<Opening> parse_object(const json::object& object) {
  const auto* version = object.if_contains("v");
  if (!version || !version->is_int64() || version->get_int64() != 1) return Fault{"the opening is not of version 1"};
  if (!holds_only(object, {"v", "cm", "parts"})) return Fault{"the opening has an unknown key"};
  const auto cm = bytes_at(object, "cm");
  const auto* parts = object.if_contains("parts");
  if (!cm) return Fault{"the opening has no cm of 64 small hexadecimal digits"};
  if (!parts || !parts->is_array()) return Fault{"the opening has no parts"};
  Opening opening{*cm, {}};
  std::vector<journal::Committed> committed;
  for (const auto& value : parts->get_array()) {
    auto part = parse_part(value);
    if (!part) return part.fault();
    if (!committed.empty() && committed.back().name >= part->name)
      return Fault{"the parts of the opening are not in ascending order"};
    committed.push_back({part->name, part->c});
    opening.parts.push_back(part.take());
  }
  if (journal::commitment(std::move(committed)) != opening.cm)
    return Fault{"the parts of the opening do not make its cm"};
  return opening;
}

}  // namespace

std::string format_opening(const Opening& opening) {
  json::array parts;
  for (const auto& part : opening.parts) {
    json::object one{{"name", part.name}, {"c", secrets::hex(part.c)}};
    if (part.salt) one["salt"] = secrets::hex(*part.salt), one["b64"] = secrets::base64(part.content);
    parts.push_back(std::move(one));
  }
  return json::serialize(json::object{{"v", 1}, {"cm", secrets::hex(opening.cm)}, {"parts", std::move(parts)}});
}

Parsed<Opening> parse_opening(std::string_view bytes) {
  if (bytes.size() > opening_bytes_max) return Fault{"the opening is larger than 64 MiB"};
  json::error_code error;
  const auto value = json::parse(json::string_view(bytes.data(), bytes.size()), error);
  if (error || !value.is_object()) return Fault{"the opening is no JSON object"};
  return parse_object(value.get_object());
}

std::optional<std::string> opening_fault(const Opening& opening, std::string_view leaf_cm) {
  if (secrets::hex(opening.cm) != leaf_cm) return "the opening is of another event: its cm is not the one of the entry";
  return std::nullopt;
}

}  // namespace jauap::tlog
