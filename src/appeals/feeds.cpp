#include "appeals/feeds.h"

#include "appeals/view.h"
#include "platform/config/config.h"
#include "platform/html/csv.h"

namespace jauap::appeals::feeds {
namespace {
using namespace html;

constexpr std::string_view columns[] = {"number", "title", "status", "overdue", "kind", "body", "topic", "district", "place", "registered_on", "due_on", "language"};

}  // namespace

http::Response csv(const Visit& visit, const queries::PublicList& list) {
  CsvTable table;
  table.row({std::begin(columns), std::end(columns)});
  for (const auto& row : list.rows) {
    const auto& a = row.appeal;
    const std::string overdue = a.is_overdue(visit.context.today.date) ? "1" : "0";
    const auto registered = visit.pack().civil(a.submitted_at).date.iso(), due = a.due_on.iso();
    table.row({a.number, row.title, code(a.state), overdue, law::code(a.kind), a.body, a.topic, a.district, row.place, registered, due, a.language});
  }
  http::Response response;
  response.header("Content-Type", "text/csv; charset=utf-8; header=present")
      .header("Content-Disposition", "attachment; filename=\"appeals.csv\"")
      .header("Cache-Control", "public, max-age=0, must-revalidate");
  response.body = std::move(table).take();
  return response;
}

http::Response atom(const Visit& visit, const queries::PublicList& list) {
  const auto& t = visit.words;
  const auto& origin = visit.context.settings->origin;
  const auto address = origin + visit.url("/appeals").str();
  std::vector<Html> entries;
  for (const auto& row : list.rows) {
    const auto link = origin + visit.url("/appeals/" + row.appeal.number).str();
    entries.push_back(element("entry", {element("id", {link}), element("title", {row.title}),
                                        element("link", {attr("href", link)}),
                                        element("updated", {rfc3339(row.appeal.answered_at.ms ? row.appeal.answered_at : row.appeal.submitted_at)}),
                                        element("published", {rfc3339(row.appeal.submitted_at)}),
                                        element("author", {element("name", {view::body_name(visit, row.appeal.body)})}),
                                        element("summary", {t(words_of(row.appeal.state)) + " · " + row.place})}));
  }
  const auto updated = list.rows.empty() ? Instant{0} : list.rows.front().appeal.submitted_at;
  http::Response response;
  response.header("Content-Type", "application/atom+xml; charset=utf-8")
      .header("Cache-Control", "public, max-age=0, must-revalidate");
  response.body = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" +
                  element("feed", {attr("xmlns", "http://www.w3.org/2005/Atom"), attr("xml:lang", code(visit.language)), element("id", {address}),
                                   element("title", {t("appeals.list.title") + " — Jauap"}), element("link", {attr("href", address)}),
                                   element("link", {attr("rel", "self"), attr("href", address + ".atom")}), element("updated", {rfc3339(updated)}),
                                   element("author", {element("name", {"Jauap"})}), join(entries)})
                      .take();
  return response;
}

}  // namespace jauap::appeals::feeds
