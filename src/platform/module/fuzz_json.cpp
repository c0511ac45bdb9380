// Any bytes as the body of POST /api/v1/appeals: read or refused, never a crash, and what is read has the shape.
#include <cstddef>
#include <cstdint>

#include "base/invariant.h"
#include "platform/module/shape.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace jauap;
  static const Shape shape{text_field("text").required().length(10, 20'000), integer_field("version"), boolean_field("clear"),
                           object_field("place", {number_field("lat").range(-90, 90), text_field("address").length(0, 300)}),
                           list_field("all", {text_field("name")})};
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto read = read_json(bytes, shape);
  if (read) invariant(bool(read_json(*read, shape)), "what was read can be read again");
  return 0;
}
