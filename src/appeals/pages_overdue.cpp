// The register of overdue terms by body: public, without numbers of cases, because most of them are private.
#include <boost/json.hpp>

#include "appeals/pages.h"
#include "appeals/view.h"
#include "platform/html/csv.h"
#include "platform/module/kept.h"

namespace jauap::appeals::pages {
namespace {
using namespace html;
using namespace html::tags;

constexpr std::int64_t kept_ms = 10 * 60 * 1000;

struct Register {
  Instant made_at;
  std::vector<store::Overdue> rows;
};

// Counted once in ten minutes, whoever asks.
std::shared_ptr<const Register> overdue_register(const Visit& visit) {
  static KeptByLanguage<Register> kept;
  const auto today = visit.context.today.date;
  const auto slot = visit.context.now.ms / kept_ms;
  return kept.get(Language::kk, std::to_string(slot), [&] {
    return Register{{slot * kept_ms}, store::overdue_by_body(visit.db, queries::place_of(visit).id, today)};
  });
}

int days_late(const Visit& visit, CivilDate oldest) {
  const auto late = visit.pack().calendar.working_days_between(oldest, visit.context.today.date);
  return late ? *late : 0;
}

http::Response as_json(const Visit& visit, const Register& found) {
  boost::json::array rows;
  for (const auto& row : found.rows)
    rows.push_back(boost::json::object{{"body", row.body}, {"name", view::body_name(visit, row.body)}, {"overdue", row.count}, {"oldest_due_on", row.oldest.iso()},
                                       {"working_days_late", days_late(visit, row.oldest)}});
  return json(boost::json::serialize(boost::json::object{{"counted_at", rfc3339(found.made_at)}, {"bodies", std::move(rows)}}));
}

http::Response as_csv(const Visit& visit, const Register& found) {
  CsvTable table;
  table.row({"body", "name", "overdue", "oldest_due_on", "working_days_late"});
  for (const auto& row : found.rows) {
    const auto name = view::body_name(visit, row.body), count = std::to_string(row.count), oldest = row.oldest.iso(), late = std::to_string(days_late(visit, row.oldest));
    table.row({row.body, name, count, oldest, late});
  }
  http::Response response;
  response.header("Content-Type", "text/csv; charset=utf-8; header=present").header("Content-Disposition", "attachment; filename=\"overdue.csv\"");
  response.body = std::move(table).take();
  return response;
}

}  // namespace

http::Response overdue(const Visit& visit) {
  const auto found = overdue_register(visit);
  if (visit.format == Format::json) return as_json(visit, *found);
  if (visit.format == Format::csv) return as_csv(visit, *found);
  const auto& t = visit.words;
  std::vector<TableRow> rows;
  for (const auto& row : found->rows)
    rows.push_back({{a({href(visit.url("/bodies/" + row.body)), view::body_name(visit, row.body)}), html::text(t.number(row.count)), html::text(t.date(row.oldest)),
                     html::text(t.plural("platform.working_days", days_late(visit, row.oldest)))}});
  return respond(visit, {.title = t("appeals.overdue.title"),
                         .body = html::join({h1({t("appeals.overdue.title")}), p({t("appeals.overdue.text")}), p({cls("meta"), t("appeals.overdue.counted", {{"when", view::when(visit, found->made_at)}})}),
                                             rows.empty() ? p({attr("role", "status"), t("appeals.overdue.none")})
                                                          : html::table(t("appeals.overdue.caption"),
                                                                        {{t("appeals.overdue.body")}, {t("appeals.overdue.count"), true}, {t("appeals.overdue.oldest")}, {t("appeals.overdue.late")}}, rows),
                                             link_list({{"CSV", visit.url("/overdue.csv")}, {"JSON", visit.url("/overdue.json")}})}),
                         .is_private = false});
}

}  // namespace jauap::appeals::pages
