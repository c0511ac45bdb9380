#include "platform/module/shape.h"

#include <boost/json.hpp>
#include <boost/json/basic_parser_impl.hpp>
#include <cmath>
#include <unordered_set>

#include "base/text.h"

namespace jauap {
namespace {

namespace json = boost::json;

constexpr std::size_t depth_max = 16;

// Boost.JSON keeps the last of two equal names; this pass over the text finds the repetition first.
struct RepeatedNames {
  static constexpr std::size_t max_object_size = 1000, max_array_size = 10'000, max_key_size = 1000,
                               max_string_size = 1u << 20;
  std::vector<std::unordered_set<std::string>> open;
  std::string key, repeated;

  bool on_object_begin(json::error_code&) { open.emplace_back(); return true; }
  bool on_object_end(std::size_t, json::error_code&) { open.pop_back(); return true; }
  bool on_key_part(json::string_view part, std::size_t, json::error_code&) { key += std::string_view(part); return true; }
  bool on_key(json::string_view part, std::size_t, json::error_code&) {
    key += std::string_view(part);
    if (!open.back().insert(key).second && repeated.empty()) repeated = key;
    key.clear();
    return true;
  }
  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_array_begin(json::error_code&) { return true; }
  bool on_array_end(std::size_t, json::error_code&) { return true; }
  bool on_string_part(json::string_view, std::size_t, json::error_code&) { return true; }
  bool on_string(json::string_view, std::size_t, json::error_code&) { return true; }
  bool on_number_part(json::string_view, json::error_code&) { return true; }
  bool on_int64(std::int64_t, json::string_view, json::error_code&) { return true; }
  bool on_uint64(std::uint64_t, json::string_view, json::error_code&) { return true; }
  bool on_double(double, json::string_view, json::error_code&) { return true; }
  bool on_bool(bool, json::error_code&) { return true; }
  bool on_null(json::error_code&) { return true; }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }
};

Problem at(Key message, std::string field, std::vector<Arg> args = {}) {
  return {.message = message, .field = std::move(field), .args = std::move(args)};
}

std::string shown_number(double value) {
  return value == double(std::int64_t(value)) ? std::to_string(std::int64_t(value)) : std::to_string(value);
}

void check_fields(const json::object& object, const Shape& shape, const std::string& prefix, Problems& problems,
                  json::object& out);

void check_text(const json::string& value, const Field& field, const std::string& path, Problems& problems) {
  const auto count = text::characters(value);
  if (count < field.length_min && field.length_min > 0 && field.is_required)
    problems.add(at("platform.json.too_short", path, {{"min", std::to_string(field.length_min)}}));
  if (field.length_max > 0 && count > field.length_max)
    problems.add(at("platform.json.too_long", path, {{"max", std::to_string(field.length_max)}}));
  if (field.values.empty()) return;
  std::string allowed;
  for (const auto& one : field.values) {
    if (one == std::string_view(value)) return;
    allowed += (allowed.empty() ? "" : ", ") + one;
  }
  problems.add(at("platform.json.not_one_of", path, {{"values", allowed}}));
}

json::array checked_list(const json::array& list, const Field& field, const std::string& path, Problems& problems);

void check_value(const json::value& value, const Field& field, const std::string& path, Problems& problems,
                 json::object& out) {
  const auto wrong = [&](std::string_view type) {
    problems.add(at("platform.json.wrong_type", path, {{"type", std::string(type)}}));
  };
  switch (field.type) {
    case Field::Type::text:
      if (!value.is_string()) return wrong("string");
      check_text(value.as_string(), field, path, problems);
      break;
    case Field::Type::boolean:
      if (!value.is_bool()) return wrong("boolean");
      break;
    case Field::Type::integer:
      if (!value.is_int64() && !value.is_uint64()) return wrong("integer");
      [[fallthrough]];
    case Field::Type::number: {
      if (!value.is_number()) return wrong("number");
      const double number = value.to_number<double>();
      if (!std::isfinite(number)) return wrong("number");  // 1e400: no JSON could say it again
      if ((field.least != 0 || field.most != 0) && (number < field.least || number > field.most))
        problems.add(at("platform.json.out_of_range", path,
                        {{"from", shown_number(field.least)}, {"to", shown_number(field.most)}}));
      break;
    }
    case Field::Type::object: {
      if (!value.is_object()) return wrong("object");
      json::object inner;
      check_fields(value.as_object(), field.fields, path + ".", problems, inner);
      out[field.name] = std::move(inner);
      return;
    }
    case Field::Type::list:
      if (!value.is_array()) return wrong("array");
      out[field.name] = checked_list(value.as_array(), field, path, problems);
      return;
  }
  out[field.name] = value;
}

void check_fields(const json::object& object, const Shape& shape, const std::string& prefix, Problems& problems,
                  json::object& out) {
  for (const auto& member : object) {
    const bool known = std::any_of(shape.begin(), shape.end(), [&](const Field& f) { return member.key() == f.name; });
    if (!known)
      problems.add(at("platform.json.unknown_field", prefix + text::shortened(member.key(), 100),
                      {{"name", text::shortened(member.key(), 100)}}));
  }
  for (const auto& field : shape) {
    const auto* value = object.if_contains(field.name);
    if (value && !value->is_null())
      check_value(*value, field, prefix + field.name, problems, out);
    else if (field.is_required)
      problems.add(at("platform.json.missing", prefix + field.name));
  }
}

// Whether the elements of a list are texts or the like, and not objects.
bool is_plain_list(const Field& field) { return field.fields.size() == 1 && field.fields[0].name.empty(); }

// The elements of a list, each checked like a value of its own; the path tells its place from 0.
json::array checked_list(const json::array& list, const Field& field, const std::string& path, Problems& problems) {
  constexpr std::size_t elements_max = 1000;
  if (list.size() > elements_max) {
    problems.add(at("platform.json.too_long", path, {{"max", std::to_string(elements_max)}}));
    return {};
  }
  const Field element = is_plain_list(field) ? field.fields[0] : object_field("", field.fields);
  json::array out;
  for (std::size_t i = 0; i < list.size(); ++i) {
    json::object one;
    check_value(list[i], element, path + "." + std::to_string(i), problems, one);
    if (const auto* kept = one.if_contains(element.name)) out.push_back(*kept);
  }
  return out;
}

json::object schema_object(const Shape& shape, bool strict);

json::object schema_value(const Field& field, bool strict) {
  json::object schema;
  switch (field.type) {
    case Field::Type::text: schema["type"] = "string"; break;
    case Field::Type::integer: schema["type"] = "integer"; break;
    case Field::Type::number: schema["type"] = "number"; break;
    case Field::Type::boolean: schema["type"] = "boolean"; break;
    case Field::Type::object: schema = schema_object(field.fields, strict); break;
    case Field::Type::list:
      schema["type"] = "array";
      schema["items"] = is_plain_list(field) ? schema_value(field.fields[0], strict) : schema_object(field.fields, strict);
      break;
  }
  if (field.length_min) schema["minLength"] = field.length_min;
  if (field.length_max) schema["maxLength"] = field.length_max;
  if (field.least != 0 || field.most != 0) schema["minimum"] = field.least, schema["maximum"] = field.most;
  if (!field.values.empty()) schema["enum"] = json::array(field.values.begin(), field.values.end());
  if (!field.format.empty()) schema["format"] = field.format;
  if (!field.summary.empty()) schema["description"] = field.summary;
  return schema;
}

json::object schema_object(const Shape& shape, bool strict) {
  json::object properties;
  json::array required;
  for (const auto& field : shape) {
    properties[field.name] = schema_value(field, strict);
    if (field.is_required) required.emplace_back(field.name);
  }
  json::object schema{{"type", "object"}, {"properties", std::move(properties)}};
  if (!required.empty()) schema["required"] = std::move(required);
  if (strict) schema["additionalProperties"] = false;
  return schema;
}

}  // namespace

Result<std::string> read_json(std::string_view body, const Shape& shape) {
  const Problem malformed{.kind = Problem::Kind::malformed, .message = "platform.json.malformed"};
  json::parse_options options;
  options.max_depth = depth_max;
  json::error_code error;
  json::basic_parser<RepeatedNames> names(options);
  const auto read = names.write_some(false, body.data(), body.size(), error);
  if (error) return malformed;
  const auto rest = text::trim(body.substr(read));
  if (!rest.empty()) return malformed;
  if (!names.handler().repeated.empty())
    return Problem{.kind = Problem::Kind::malformed,
                   .message = "platform.json.repeated",
                   .field = text::shortened(names.handler().repeated, 100),
                   .args = {{"name", text::shortened(names.handler().repeated, 100)}}};
  const auto value = json::parse(body, error, {}, options);
  if (error || !value.is_object()) return malformed;
  Problems problems;
  json::object out;
  check_fields(value.as_object(), shape, "", problems, out);
  if (!problems.empty()) return problems;
  return json::serialize(out);
}

std::string schema_of(const Shape& shape, bool strict) { return json::serialize(schema_object(shape, strict)); }

}  // namespace jauap
