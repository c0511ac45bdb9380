#include "directory/api.h"

#include <boost/json.hpp>

#include "platform/module/shape.h"

namespace jauap::directory::api {
namespace {

namespace bj = boost::json;

bj::object names_json(const Names& names) { return {{"kk", names.kk}, {"ru", names.ru}, {"en", names.en}}; }

Field names_field() { return object_field("name", {text_field("kk"), text_field("ru"), text_field("en")}).required(); }

bj::object body_object(const Body& body) {
  bj::object out{{"id", body.code}, {"name", names_json(body.name)}, {"kind", body.kind}, {"takes_appeals", body.takes_appeals}, {"closed", body.closed}};
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) out[name] = value;
  };
  add("parent", body.parent);
  add("place", body.place);
  add("district", body.district);
  add("phone", body.phone);
  add("email", body.email);
  add("address", body.address);
  return out;
}

const Shape& body_shape() {
  static const Shape shape{text_field("id").required(), names_field(), text_field("kind").required(), boolean_field("takes_appeals").required(),
                           boolean_field("closed").required(), text_field("parent"), text_field("place"), text_field("district"),
                           text_field("phone"), text_field("email"), text_field("address")};
  return shape;
}

const Shape& topic_shape() {
  static const Shape shape{text_field("id").required(), text_field("group").required(), names_field(), text_field("body").required(),
                           boolean_field("urgent").required(), boolean_field("can_be_public").required()};
  return shape;
}

const Shape& district_shape() {
  static const Shape shape{text_field("id").required(), text_field("kato").required(), text_field("place").required(), names_field()};
  return shape;
}

bj::object topic_object(const law::Topic& topic) {
  return {{"id", topic.code}, {"group", topic.group}, {"name", names_json(topic.name)}, {"body", topic.body},
          {"urgent", topic.urgent}, {"can_be_public", !topic.sensitive}};
}

bj::object district_object(const law::District& district) {
  return {{"id", district.code}, {"kato", district.kato}, {"place", district.place}, {"name", names_json(district.name)}};
}

http::Response all_bodies(const Visit& visit) { return json(bodies_json(visit)); }

http::Response one_body(const Visit& visit) {
  const auto known = bodies(visit.db);
  const auto* body = known->find(visit.params.at(0));
  return body ? json(body_json(visit, *body)) : not_found(visit);
}

http::Response all_topics(const Visit& visit) {
  bj::array rows;
  for (const auto& topic : visit.pack().topics) rows.push_back(topic_object(topic));
  return json(bj::serialize(bj::object{{"topics", std::move(rows)}}), 200, visit.pack().version + "-topics");
}

http::Response one_topic(const Visit& visit) {
  const auto* topic = visit.pack().topic(visit.params.at(0));
  return topic ? json(bj::serialize(topic_object(*topic)), 200, visit.pack().version + "-" + topic->code) : not_found(visit);
}

http::Response all_districts(const Visit& visit) {
  bj::array rows;
  for (const auto& district : visit.pack().districts) rows.push_back(district_object(district));
  return json(bj::serialize(bj::object{{"districts", std::move(rows)}}), 200, visit.pack().version + "-districts");
}

http::Response one_district(const Visit& visit) {
  const auto* district = visit.pack().district(visit.params.at(0));
  return district ? json(district_json(*district), 200, visit.pack().version + "-" + district->code) : not_found(visit);
}

}  // namespace

std::string bodies_json(const Visit& visit) {
  bj::array rows;
  for (const auto& body : bodies(visit.db)->all()) rows.push_back(body_object(body));
  return bj::serialize(bj::object{{"bodies", std::move(rows)}});
}

std::string body_json(const Visit&, const Body& body) { return bj::serialize(body_object(body)); }
std::string district_json(const law::District& district) { return bj::serialize(district_object(district)); }

std::vector<Route> routes() {
  return {api_get("/api/v1/bodies", all_bodies, "State bodies", schema_of({list_field("bodies", body_shape()).required()}, false)),
          api_get("/api/v1/bodies/{id}", one_body, "One state body", schema_of(body_shape(), false)),
          api_get("/api/v1/topics", all_topics, "Topics and their first addressees", schema_of({list_field("topics", topic_shape()).required()}, false)),
          api_get("/api/v1/topics/{id}", one_topic, "One topic", schema_of(topic_shape(), false)),
          api_get("/api/v1/districts", all_districts, "Districts", schema_of({list_field("districts", district_shape()).required()}, false)),
          api_get("/api/v1/districts/{id}", one_district, "One district", schema_of(district_shape(), false))};
}

}  // namespace jauap::directory::api
