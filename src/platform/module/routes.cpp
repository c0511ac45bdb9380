#include "platform/module/module.h"

namespace jauap {

Route page(std::string pattern, Read read) {
  return {.method = http::Method::get, .pattern = std::move(pattern), .read = std::move(read)};
}

Route object(std::string pattern, Read read, std::vector<Format> formats) {
  return {.method = http::Method::get, .pattern = std::move(pattern), .read = std::move(read), .formats = std::move(formats)};
}

Route change(std::string pattern, Change change) {
  return {.method = http::Method::post, .pattern = std::move(pattern), .change = std::move(change), .body_max = 256 * 1024};
}

Route api_get(std::string pattern, Read read, std::string summary, std::string output_schema,
              std::vector<std::string> query_names) {
  return {.method = http::Method::get,
          .pattern = std::move(pattern),
          .read = std::move(read),
          .localised = false,
          .formats = {Format::json},
          .summary = std::move(summary),
          .output_schema = std::move(output_schema),
          .query_names = std::move(query_names)};
}

Route api_post(std::string pattern, Change change, std::string summary, std::string input_schema,
               std::string output_schema, int success) {
  return {.method = http::Method::post,
          .pattern = std::move(pattern),
          .change = std::move(change),
          .localised = false,
          .formats = {Format::json},
          .body_max = 256 * 1024,
          .csrf = false,
          .summary = std::move(summary),
          .input_schema = std::move(input_schema),
          .output_schema = std::move(output_schema),
          .success = success};
}

}  // namespace jauap
