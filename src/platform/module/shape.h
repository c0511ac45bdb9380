// The shape of a JSON body, described once: the strict reader, the OpenAPI schema and the contract test come from it.
//
//   const Shape submit_shape{text("text").required().length(10, 20'000), object("place", {...}), …};
//
// The reader refuses unknown and repeated names by name, wrong types, lengths and ranges, depth over 16 and invalid UTF-8,
// and reports every fault with its path ("applicant.iin").
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace jauap {

struct Field {
  enum class Type { text, integer, number, boolean, object, list };
  std::string name;
  Type type = Type::text;
  bool is_required = false;
  std::size_t length_min = 0, length_max = 0;  // characters; 0 max: none told
  double least = 0, most = 0;                  // numbers; both 0: none told
  std::vector<std::string> values;             // allowed texts, empty: any
  std::vector<Field> fields;                   // of an object, or of a list's objects (one unnamed text field: texts)
  std::string format;                          // JSON Schema format: "date", "date-time", "email"
  std::string summary;

  Field required() && { is_required = true; return std::move(*this); }
  Field length(std::size_t min, std::size_t max) && { length_min = min; length_max = max; return std::move(*this); }
  Field range(double from, double to) && { least = from; most = to; return std::move(*this); }
  Field one_of(std::vector<std::string> all) && { values = std::move(all); return std::move(*this); }
  Field as(std::string json_format) && { format = std::move(json_format); return std::move(*this); }
  Field about(std::string words) && { summary = std::move(words); return std::move(*this); }
};
using Shape = std::vector<Field>;

inline Field text_field(std::string name) { return {.name = std::move(name), .type = Field::Type::text}; }
inline Field integer_field(std::string name) { return {.name = std::move(name), .type = Field::Type::integer}; }
inline Field number_field(std::string name) { return {.name = std::move(name), .type = Field::Type::number}; }
inline Field boolean_field(std::string name) { return {.name = std::move(name), .type = Field::Type::boolean}; }
inline Field object_field(std::string name, Shape fields) {
  return {.name = std::move(name), .type = Field::Type::object, .fields = std::move(fields)};
}
inline Field list_field(std::string name, Shape fields) {
  return {.name = std::move(name), .type = Field::Type::list, .fields = std::move(fields)};
}

// The same JSON, proved to be of the shape (null members left out); all problems otherwise.
Result<std::string> read_json(std::string_view body, const Shape& shape);

// JSON Schema (2020-12) of an object of the shape; `strict` adds "additionalProperties": false.
std::string schema_of(const Shape& shape, bool strict);

}  // namespace jauap
