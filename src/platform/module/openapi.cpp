#include "platform/module/openapi.h"

#include <boost/json.hpp>

namespace jauap {
namespace {

namespace json = boost::json;

json::object reference(const char* name) { return {{"$ref", std::string("#/components/responses/") + name}}; }

// "{number}" of a pattern becomes a required path parameter.
json::array parameters_of(const Route& route) {
  json::array out;
  std::size_t at = 0;
  while ((at = route.pattern.find('{', at)) != std::string::npos) {
    const auto close = route.pattern.find('}', at);
    out.push_back(json::object{{"name", route.pattern.substr(at + 1, close - at - 1)},
                               {"in", "path"},
                               {"required", true},
                               {"schema", {{"type", "string"}}}});
    at = close;
  }
  for (const auto& name : route.query_names)
    out.push_back(json::object{{"name", name}, {"in", "query"}, {"schema", {{"type", "string"}}}});
  if (route.method == http::Method::post)
    out.push_back(json::object{{"name", "Idempotency-Key"},
                               {"in", "header"},
                               {"description", "random text of the client; a repeat with it gets the same answer"},
                               {"schema", {{"type", "string"}, {"maxLength", 200}}}});
  return out;
}

// A stable name for generated clients: "post_appeals_number_answer".
std::string operation_id(const Route& route) {
  std::string id = route.method == http::Method::post ? "post" : "get";
  for (const char c : route.pattern.substr(std::string("/api/v1").size())) {
    if (c == '/' || c == '-') id += '_';
    else if (c != '{' && c != '}') id += c;
  }
  return id;
}

json::object operation_of(const Route& route) {
  json::object good{{"description", route.summary}};
  if (!route.output_schema.empty())
    good["content"] = json::object{{"application/json", json::object{{"schema", json::parse(route.output_schema)}}}};
  json::object responses{{std::to_string(route.success), std::move(good)}, {"default", reference("problem")}};
  json::object operation{{"operationId", operation_id(route)},
                         {"summary", route.summary},
                         {"parameters", parameters_of(route)},
                         {"responses", std::move(responses)}};
  if (!route.input_schema.empty())
    operation["requestBody"] = json::object{
        {"required", true},
        {"content", json::object{{route.takes_files ? std::string("multipart/form-data") : route.media_type,
                                  json::object{{"schema", json::parse(route.input_schema)}}}}}};
  return operation;
}

json::object problem_schema() {
  return json::parse(R"({
    "type": "object", "required": ["type", "title", "status"],
    "properties": {
      "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"}, "detail": {"type": "string"},
      "instance": {"type": "string"},
      "errors": {"type": "array", "items": {"type": "object", "required": ["field", "code", "message"],
        "properties": {"field": {"type": "string"}, "code": {"type": "string"}, "message": {"type": "string"}}}}}})")
      .as_object();
}

}  // namespace

std::string openapi_document(const std::vector<Route>& routes, const std::string& origin, const std::string& version) {
  json::object paths;
  for (const auto& route : routes) {
    if (!route.pattern.starts_with("/api/v1/") || route.summary.empty()) continue;
    auto& path = paths[route.pattern];
    if (path.is_null()) path = json::object();
    path.as_object()[route.method == http::Method::post ? "post" : "get"] = operation_of(route);
  }
  return json::serialize(json::object{
      {"openapi", "3.1.0"},
      {"info", json::object{{"title", "Jauap"},
                            {"version", version},
                            {"summary", "Appeals of residents and the answers of state bodies"},
                            {"license", json::object{{"name", "AGPL-3.0-or-later"}, {"identifier", "AGPL-3.0-or-later"}}}}},
      {"servers", json::array{json::object{{"url", origin}}}},
      {"paths", std::move(paths)},
      {"security", json::array{json::object{}, json::object{{"token", json::array{}}}, json::object{{"case_code", json::array{}}}}},
      {"components",
       json::object{
           {"securitySchemes",
            json::object{{"token", json::object{{"type", "http"}, {"scheme", "bearer"}}},
                         {"case_code", json::object{{"type", "apiKey"}, {"in", "header"}, {"name", "Jauap-Code"}}}}},
           {"schemas", json::object{{"problem", problem_schema()}}},
           {"responses",
            json::object{{"problem",
                          json::object{{"description", "What is wrong, in the language asked for (RFC 9457)"},
                                       {"content",
                                        json::object{{"application/problem+json",
                                                      json::object{{"schema", json::object{{"$ref", "#/components/schemas/problem"}}}}}}}}}}}}}});
}

}  // namespace jauap
