#include "appeals/api.h"
#include "appeals/feeds.h"
#include "appeals/pages.h"
#include "appeals/view.h"
#include "platform/module/page_cache.h"
#include "platform/numbers/numbers.h"

namespace jauap::appeals::pages {
namespace {
using namespace html;
using namespace html::tags;

// The address of the list with its filters, but without `left_out` and without the cursor.
Url list_url(const Visit& visit, std::string_view left_out = "", std::string_view after = "") {
  auto url = visit.url("/appeals");
  for (const auto& pair : visit.query)
    if (pair.name != "after" && pair.name != left_out && !pair.value.empty()) url.with(pair.name, pair.value);
  if (!after.empty()) url.with("after", after);
  return url;
}

// One field above the filters; what is filtered stays filtered.
Html search_form(const Visit& visit, const queries::PublicList& list) {
  const auto& t = visit.words;
  std::vector<Html> kept;
  for (const auto& pair : visit.query)
    if (pair.name != "q" && pair.name != "after" && !pair.value.empty())
      kept.push_back(input({attr("type", "hidden"), attr("name", pair.name), attr("value", pair.value)}));
  return form({attr("method", "get"), attr("role", "search"), action(visit.url("/appeals")), html::join(kept),
               input_field({.name = "q", .label = t("appeals.search.label"), .hint = t("appeals.search.hint"), .value = list.q}, {.type = "search"}),
               submit_button(t("appeals.search.find"))});
}

Html spelling_link(const Visit& visit, const queries::PublicList& list) {
  if (list.spelling.empty()) return {};
  auto url = list_url(visit, "q");
  url.with("q", list.spelling);
  return p({visit.words("appeals.search.perhaps"), " ", a({href(url), list.spelling})});
}

Html filters(const Visit& visit, const queries::PublicList& list) {
  const auto& t = visit.words;
  std::vector<ChoiceGroup> states{{"", {}}};
  for (const auto state : all_states) states[0].choices.push_back({std::string(code(state)), t(words_of(state))});
  FilterBar bar{.action = visit.url("/appeals"), .show_words = t("appeals.filter.show"), .remove_words = t("appeals.filter.remove")};
  const auto add = [&](const char* name, std::string words) {
    if (!visit.query.get(name).empty()) bar.applied.push_back({std::move(words), list_url(visit, name)});
  };
  add("district", view::district_name(visit, list.filter.district));
  add("topic", view::topic_name(visit, list.filter.topic));
  add("body", view::body_name(visit, list.filter.body));
  add("status", list.filter.state ? t(words_of(*list.filter.state)) : "");
  add("from", t("appeals.filter.from") + " " + list.from);
  add("to", t("appeals.filter.to") + " " + list.to);
  bar.heading = bar.applied.empty() ? t("appeals.filter.heading") : t("appeals.filter.heading_n", {{"count", std::to_string(bar.applied.size())}});
  add("q", "«" + list.q + "»");
  bar.fields = join(
      {select_field({.name = "district", .label = t("appeals.district"), .value = list.filter.district}, *view::districts(visit), t("appeals.filter.any")),
       select_field({.name = "topic", .label = t("appeals.topic"), .value = list.filter.topic}, *view::topics(visit), t("appeals.filter.any")),
       select_field({.name = "body", .label = t("appeals.body"), .value = list.filter.body}, *view::bodies(visit), t("appeals.filter.any")),
       select_field({.name = "status", .label = t("appeals.status"), .value = list.status}, states, t("appeals.filter.any")),
       input_field({.name = "from", .label = t("appeals.filter.from"), .value = list.from}, {.type = "date", .is_short = true}),
       input_field({.name = "to", .label = t("appeals.filter.to"), .value = list.to}, {.type = "date", .is_short = true}),
       select_field({.name = "sort", .label = t("appeals.filter.sort"), .value = list.sort},
                    {{"", {{"newest", t("appeals.filter.newest")}, {"oldest", t("appeals.filter.oldest")}}}}, "")});
  return filter_bar(bar);
}

Html rows_of(const Visit& visit, const queries::PublicList& list) {
  const auto& t = visit.words;
  const auto register_now = directory::bodies(visit.db);
  std::vector<Html> rows;
  for (const auto& row : list.rows) {
    const auto& appeal = row.appeal;
    const auto registered = visit.pack().civil(appeal.submitted_at).date;
    rows.push_back(li({h2({a({href(visit.url("/appeals/" + appeal.number)), attr("lang", appeal.language), row.title})}),
                       p({view::status(visit, appeal), " ", span({cls("meta"), view::topic_name(visit, appeal.topic)})}),
                       p({cls("meta"), appeal.number, " · ", t.date(registered), " · ", register_now->name(appeal.body, visit.language),
                          row.place.empty() ? "" : " · " + row.place})}));
  }
  return ul({cls("list"), join(rows)});
}

Html own_rows(const Visit& visit, const std::vector<store::DeskRow>& rows, const Permit& permit) {
  const auto& t = visit.words;
  std::vector<Html> items;
  for (const auto& row : rows)
    items.push_back(li({h2({a({href(visit.url("/appeals/" + row.appeal.number)), attr("lang", row.appeal.language), row.title.open(permit)})}),
                        p({view::status(visit, row.appeal)}),
                        p({cls("meta"), row.appeal.number, " · ", t("appeals.answer_by", {{"date", t.date(row.appeal.due_on)}}), " · ",
                           view::body_name(visit, row.appeal.body)})}));
  return ul({cls("list"), join(items)});
}

http::Response track_page(const Visit& visit, const http::Pairs& typed, const Problems* problems) {
  const auto& t = visit.words;
  return respond(
      visit,
      {.title = t("appeals.track.title"),
       .body = join({view::errors(visit, problems), h1({t("appeals.track.title")}),
                     form({attr("method", "post"), action(visit.url("/track")), form_fields(visit),
                           input_field(view::field(visit, "number", "appeals.track.number", std::string(typed.get("number")), problems, t("appeals.track.number_hint"))),
                           input_field(view::field(visit, "code", "appeals.track.code", std::string(typed.get("code")), problems, t("appeals.track.code_hint"))),
                           submit_button(t("appeals.track.find"))}),
                     p({t("appeals.track.lost", {{"phone", visit.pack().help_phone}})})}),
       .status = problems ? 422 : 200,
       .errors = problems != nullptr});
}

}  // namespace

namespace {
http::Response list_now(const Visit& visit);
}

http::Response search_page(const Visit& visit) {
  const auto q = visit.query.get("q");
  const auto& t = visit.words;
  if (q.empty())
    return respond(visit, {.title = t("appeals.search.title"),
                           .body = html::join({h1({t("appeals.search.title")}), search_form(visit, {}), link_list({{t("appeals.list.title"), visit.url("/appeals")}, {t("appeals.write"), visit.url("/appeal/new")}})}),
                           .is_private = false});
  // A number leads straight to its page.
  if (const auto number = numbers::parse(q)) return see_other(visit.url("/appeals/" + number->canonical()));
  return see_other(visit.url("/appeals").with("q", q));
}

http::Response list(const Visit& visit) {
  if (visit.format != Format::html || !is_for_everybody(visit) || visit.query.has("q")) return list_now(visit);
  static PageCache cache(4 << 20);
  // Any event of the place may change the list.
  const auto key = visit.request.query + "/" + std::string(code(visit.language)) + "/" + visit.context.today.date.iso() + "/" +
                   std::to_string(directory::version(visit.db)) + "/" +
                   std::to_string(journal::last(visit.db, queries::place_of(visit).id).value);
  return cache.get(key, [&] { return list_now(visit); });
}

namespace {

http::Response list_now(const Visit& visit) {
  const auto found = queries::public_list(visit);
  if (!found) return refuse(visit, found.problems());
  switch (visit.format) {
    case Format::json: return json(api::list_json(visit, *found));
    case Format::csv: return feeds::csv(visit, *found);
    case Format::atom: return feeds::atom(visit, *found);
    case Format::html: break;
  }
  const auto& t = visit.words;
  const auto with_filters = [&](std::string_view suffix) {
    return visit.url("/appeals").str() + std::string(suffix) + (visit.request.query.empty() ? "" : "?" + visit.request.query);
  };
  Html content = found->rows.empty()
                     ? join({p({attr("role", "status"), t("appeals.list.empty")}), spelling_link(visit, *found),
                             link_list({{t("appeals.list.no_filters"), visit.url("/appeals")}, {t("appeals.write"), visit.url("/appeal/new")}})})
                     : rows_of(visit, *found);
  std::optional<Url> next, first;
  if (!found->next.empty()) next = list_url(visit, "", found->next);
  if (!visit.query.get("after").empty()) first = list_url(visit);
  return respond(visit, {.title = t("appeals.list.title"),
                         .body = join({h1({t("appeals.list.title")}), p({t("appeals.list.text")}), search_form(visit, *found), filters(visit, *found), content,
                                       pagination({.label = t("appeals.list.pages"),
                                                   .previous_words = t("appeals.list.first"),
                                                   .next_words = t("appeals.list.next"),
                                                   .previous = first,
                                                   .next = next}),
                                       p({cls("meta noprint"), t("appeals.list.data"), " ", a({href(Url::local(with_filters(".csv"))), "CSV"}), " ",
                                          a({href(Url::local(with_filters(".atom"))), "Atom"}), " ", a({href(Url::local(with_filters(".json"))), "JSON"})})}),
                         .is_private = false,
                         .alternates = {{"application/atom+xml", with_filters(".atom")}, {"text/csv", with_filters(".csv")}, {"application/json", with_filters(".json")}}});
}

}  // namespace

http::Response me(const Visit& visit) {
  if (!visit.actor().signed_in()) return see_other(visit.url("/sign-in").with("next", visit.request.path));
  const auto& t = visit.words;
  const auto mine = queries::my_appeals(visit);
  const auto permit = visit.context.authorise(may_see_private, {.owner = visit.actor().account});
  std::vector<std::pair<std::string, Url>> links{{t("appeals.write"), visit.url("/appeal/new")}, {t("appeals.me.settings"), visit.url("/me/settings")}};
  if (visit.context.permissions->allows(visit.actor(), may_see_inbox, {.body = visit.actor().body})) links.insert(links.begin(), {t("appeals.inbox.title"), visit.url("/w/body")});
  if (visit.context.permissions->allows(visit.actor(), may_submit_for_another, {})) links.insert(links.begin(), {t("appeals.operator.title"), visit.url("/w/operator")});
  if (visit.actor().role == Role::admin) links.insert(links.begin(), {t("appeals.me.admin"), visit.url("/w/admin/people")});
  Html rows = mine.rows.empty() || !permit ? p({t("appeals.me.none")}) : own_rows(visit, mine.rows, *permit);
  return respond(visit, {.title = t("appeals.me.title"),
                         .body = join({h1({t("appeals.me.title")}), link_list(links), section({h2({t("appeals.me.appeals")}), rows}),
                                       when(!mine.next.empty(), p({a({href(visit.url("/me").with("after", mine.next)), t("appeals.list.next")})}))})});
}

http::Response track(const Visit& visit) { return track_page(visit, {}, nullptr); }

// Number and code open the private view; the number alone opens the public one. A wrong code and an unknown number say the same.
Prepared find_case(const Visit& visit, const http::Pairs& form) {
  const auto number = numbers::parse(form.get("number"));
  const auto code_text = form.get("code").empty() ? std::nullopt : secrets::parse_code(form.get("code"));
  const Problems neutral(Problem{.message = "appeals.track.not_found", .field = "number"});
  if (!code_text && !form.get("code").empty()) return track_page(visit, form, &neutral);
  // What a restore took has no code any more; its page says so.
  if (number && lost_case(visit.db, visit.context, number->canonical())) return see_other(visit.url("/appeals/" + number->canonical()));
  if (!code_text) {
    if (!number || !queries::public_case(visit, number->canonical())) return track_page(visit, form, &neutral);
    return see_other(visit.url("/appeals/" + number->canonical()));
  }
  const auto found = store::find_by_code(visit.db, visit.context.keys->keyed_hash(secrets::Purpose::case_code, *code_text));
  if (!found || (number && number->canonical() != found->number)) return track_page(visit, form, &neutral);
  auto response = see_other(visit.url("/appeals/" + found->number));
  response.header("Set-Cookie", "case=" + *code_text + "; Path=/; HttpOnly; SameSite=Lax" + (visit.request.secure ? "; Secure" : ""));
  return response;
}

}  // namespace jauap::appeals::pages
