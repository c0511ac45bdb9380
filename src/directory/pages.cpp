#include "directory/pages.h"

#include "base/text.h"
#include "directory/api.h"
#include "directory/directory.h"
#include "platform/config/config.h"
#include "platform/html/components.h"

namespace jauap::directory::pages {
namespace {
using namespace html;
using namespace html::tags;

// In the order given: callers go through Register::sorted.
Html body_links(const Visit& visit, const std::vector<const Body*>& bodies) {
  std::vector<Html> items;
  for (const auto* body : bodies)
    items.push_back(li({a({href(visit.url("/bodies/" + body->code)), body->name.in(visit.language)}),
                        when(body->closed, span({cls("meta"), " " + visit.words("directory.closed")}))}));
  return ul({cls("links"), join(items)});
}

}  // namespace

http::Response bodies(const Visit& visit) {
  const auto known = directory::bodies(visit.db);
  if (visit.format == Format::json) return json(api::bodies_json(visit));
  const auto& t = visit.words;
  const auto wanted = text::folded(visit.query.get("q"));
  std::vector<const Body*> city, country;
  for (const auto* body : known->sorted(visit.language)) {
    if (body->closed) continue;
    if (!wanted.empty() && text::folded(body->name.in(visit.language)).find(wanted) == std::string::npos) continue;
    if (body->place == visit.context.settings->place) city.push_back(body);
    else if (body->place.empty()) country.push_back(body);
  }
  const auto* place = visit.pack().place(visit.context.settings->place);
  return respond(visit, {.title = t("directory.bodies"),
                         .body = join({h1({t("directory.bodies")}),
                                       form({attr("method", "get"), action(visit.url("/bodies")),
                                             input_field({.name = "q", .label = t("directory.search"), .value = std::string(visit.query.get("q"))}),
                                             submit_button(t("directory.find"), true)}),
                                       city.empty() && country.empty() ? p({attr("role", "status"), t("directory.nothing")}) : Html(),
                                       when(!city.empty(), section({h2({place ? place->name.in(visit.language) : ""}), body_links(visit, city)})),
                                       when(!country.empty(), section({h2({visit.pack().name.in(visit.language)}), body_links(visit, country)}))}),
                         .is_private = false});
}

http::Response body(const Visit& visit) {
  const auto known = directory::bodies(visit.db);
  const auto* found = known->find(visit.params.at(0));
  if (!found) return not_found(visit);
  if (visit.format == Format::json) return json(api::body_json(visit, *found));
  const auto& t = visit.words;
  std::vector<const Body*> children;
  for (const auto* one : known->sorted(visit.language))
    if (one->parent == found->code && !one->closed) children.push_back(one);
  std::vector<Html> topics;
  for (const auto& topic : visit.pack().topics)
    if (law::body_for(visit.pack(), topic, found->district) == found->code)
      topics.push_back(li({a({href(visit.url("/appeals").with("topic", topic.code)), topic.name.in(visit.language)})}));
  std::vector<SummaryRow> facts;
  const auto add = [&](Key words, const std::string& value) {
    if (!value.empty()) facts.push_back({t(words), value, std::nullopt});
  };
  add("directory.above", found->parent.empty() ? "" : known->name(found->parent, visit.language));
  add("directory.phone", i18n::shown_phone(found->phone));
  add("directory.email", found->email);
  add("directory.address", found->address);
  const std::string name(found->name.in(visit.language));
  return respond(visit, {.title = name,
                         .body = join({h1({name}), when(found->closed, notice(Tone::warning, "", p({t("directory.closed_text")}))),
                                       when(!facts.empty(), summary_list(facts, "")),
                                       link_list({{t("directory.its_appeals"), visit.url("/appeals").with("body", found->code)},
                                                  {t("directory.write"), visit.url("/appeal/new")}}),
                                       when(!topics.empty(), section({h2({t("directory.answers_for")}), ul({cls("links"), join(topics)})})),
                                       when(!children.empty(), section({h2({t("directory.below")}), body_links(visit, children)}))}),
                         .is_private = false,
                         .description = name,
                         .crumbs = {{t("directory.bodies"), visit.url("/bodies")}}});
}

http::Response district(const Visit& visit) {
  const auto* found = visit.pack().district(visit.params.at(0));
  if (!found) return not_found(visit);
  if (visit.format == Format::json) return json(api::district_json(*found));
  const auto& t = visit.words;
  const auto known = directory::bodies(visit.db);
  std::vector<const Body*> own;
  for (const auto* one : known->sorted(visit.language))
    if (one->district == found->code && !one->closed) own.push_back(one);
  const std::string name(found->name.in(visit.language));
  return respond(visit, {.title = name,
                         .body = join({h1({name}), p({cls("meta"), t("directory.kato", {{"code", found->kato}})}),
                                       link_list({{t("directory.district_appeals"), visit.url("/appeals").with("district", found->code)},
                                                  {t("directory.write"), visit.url("/appeal/new")}}),
                                       when(!own.empty(), section({h2({t("directory.bodies")}), body_links(visit, own)}))}),
                         .is_private = false,
                         .description = name,
                         .crumbs = {{t("directory.bodies"), visit.url("/bodies")}}});
}

}  // namespace jauap::directory::pages
