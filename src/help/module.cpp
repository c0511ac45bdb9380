#include "help/help.h"

#include "platform/html/components.h"

namespace jauap::help {
namespace {
using namespace html;
using namespace html::tags;

http::Response plain(const Visit& visit, Key title, std::initializer_list<Key> paragraphs, const Html& more = {}) {
  const auto& t = visit.words;
  std::vector<Html> lines;
  for (const auto& key : paragraphs) lines.push_back(p({t(key)}));
  return respond(visit, {.title = t(title),
                         .body = join({h1({t(title)}), join(lines), more}),
                         .is_private = false,
                         .etag = visit.pack().version + "-" + std::string(title.name()) + "-" + std::string(code(visit.language))});
}

// The periods of the pack with their articles; the unverified ones are marked.
Html rules_table(const Visit& visit) {
  const auto& t = visit.words;
  std::vector<TableRow> rows;
  for (const auto& rule : visit.pack().rules) {
    if (!rule.id.starts_with("appeal.") && !rule.id.starts_with("complaint.")) continue;
    if (!rule.length || *rule.length == 0) continue;
    const auto length = rule.unit == law::Unit::working_days    ? t.plural("platform.working_days", *rule.length)
                        : rule.unit == law::Unit::calendar_days ? t.plural("platform.days", *rule.length)
                                                                : t.plural("help.months", *rule.length);
    const auto ground = rule.confidence == law::Confidence::seen       ? t("help.rule.article", {{"article", rule.article}})
                        : rule.confidence == law::Confidence::platform ? t("help.rule.platform")
                                                                       : t("help.rule.unverified");
    rows.push_back({{text(rule.name.in(visit.language)), text(length), text(ground)}});
  }
  return table(t("help.rules"), {{t("help.rule")}, {t("help.length")}, {t("help.ground")}}, rows);
}

http::Response rights(const Visit& visit) {
  return plain(visit, "help.rights", {"help.rights.1", "help.rights.2", "help.rights.3"}, rules_table(visit));
}
http::Response privacy(const Visit& visit) { return plain(visit, "help.privacy", {"help.privacy.1", "help.privacy.2", "help.privacy.3"}); }
http::Response data(const Visit& visit) {
  const auto& t = visit.words;
  return plain(visit, "help.data", {"help.data.1"},
               link_list({{t("help.data.csv"), Url::local(visit.url("/appeals").str() + ".csv")},
                          {t("help.data.atom"), Url::local(visit.url("/appeals").str() + ".atom")},
                          {t("help.data.json"), Url::local(visit.url("/appeals").str() + ".json")},
                          {t("help.data.openapi"), Url::local("/api/v1/openapi.json")}}));
}
http::Response how(const Visit& visit) { return plain(visit, "help.how", {"help.how.1", "help.how.2", "help.how.3", "help.how.4"}); }

}  // namespace

Module module() {
  return {.name = "help", .routes = {page("/rights", rights), page("/privacy", privacy), page("/data", data), page("/help", how)}};
}

}  // namespace jauap::help
