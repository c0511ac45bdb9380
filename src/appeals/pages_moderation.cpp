// What others may read, looked at before they do: the queue, the tool that only takes away, reports by people, the register of removals.
#include <boost/json.hpp>

#include "appeals/input.h"
#include "appeals/moderation.h"
#include "appeals/pages.h"
#include "appeals/view.h"
#include "platform/html/csv.h"
#include "platform/module/cursor.h"

namespace jauap::appeals::pages {
namespace {
using namespace html;
using namespace html::tags;
using store::Moderated;
using store::Waits;

constexpr int queue_rows = 50, register_rows = 50;

Url mod_url(const Visit& visit, std::string_view number, std::string_view decision = "") {
  return visit.url("/w/mod/" + std::string(number) + (decision.empty() ? "" : "/") + std::string(decision));
}

Key words_of(Waits waits) {
  switch (waits) {
    case Waits::text: return "appeals.moderation.waits_text";
    case Waits::answer: return "appeals.moderation.waits_answer";
    case Waits::removal: return "appeals.moderation.waits_removal";
  }
  return "appeals.moderation.waits_text";
}

Key words_of(Moderated what) {
  switch (what) {
    case Moderated::published: return "appeals.moderation.published";
    case Moderated::answer_published: return "appeals.moderation.answer_published";
    case Moderated::kept_private: return "appeals.moderation.kept_private";
    case Moderated::redacted: return "appeals.moderation.redacted";
    case Moderated::removed: return "appeals.moderation.removed";
    case Moderated::removal_confirmed: return "appeals.moderation.removal_confirmed";
    case Moderated::restored: return "appeals.moderation.restored";
  }
  return "appeals.moderation.published";
}

Html rows_waiting(const Visit& visit, const std::vector<store::ReviewRow>& rows) {
  std::vector<Html> items;
  for (const auto& row : rows)
    items.push_back(li({a({href(mod_url(visit, row.number)), row.number}), " — ", visit.words(words_of(row.waits)),
                        p({cls("meta"), view::body_name(visit, row.body), " · ", view::when(visit, row.asked_at)})}));
  return items.empty() ? p({attr("role", "status"), visit.words("appeals.moderation.empty")}) : ol({cls("list"), html::join(items)});
}

Html rows_reported(const Visit& visit, const std::vector<store::Reported>& rows) {
  std::vector<Html> items;
  for (const auto& row : rows)
    items.push_back(li({a({href(mod_url(visit, row.number)), row.number}), " — ", visit.words.plural("appeals.moderation.reports", row.count),
                        p({cls("meta"), view::body_name(visit, row.body), " · ", view::when(visit, row.first_at)})}));
  return items.empty() ? p({visit.words("appeals.moderation.no_reports")}) : ol({cls("list"), html::join(items)});
}

// What was written, on the left.
Html original(const Visit& visit, const UnderReview& seen) {
  const auto& t = visit.words;
  const auto& text = seen.original.open(seen.permit);
  std::vector<Html> finds;
  for (const auto& find : seen.finds) finds.push_back(li({find}));
  return div({section({h2({t("appeals.moderation.original")}), h3({attr("lang", seen.appeal.language), text.title}), written(text.text, seen.appeal.language),
                       when(!text.place.empty(), p({cls("meta"), text.place}))}),
              when(!text.answer.empty(), section({h2({t("appeals.answer.heading")}), written(text.answer, "")})),
              when(!finds.empty(), section({h2({t("appeals.moderation.finds")}), p({cls("hint"), t("appeals.moderation.finds_hint")}), ul({html::join(finds)})}))});
}

Html reports_block(const Visit& visit, const UnderReview& seen) {
  if (seen.reports.empty()) return {};
  const auto& t = visit.words;
  std::vector<Html> items;
  for (const auto& one : seen.reports)
    items.push_back(li({p({strong({view::reason_name(visit, one.reason)}), span({cls("meta"), " · ", view::when(visit, one.at)})}), written(one.text.open(seen.permit), "")}));
  return section({cls("card"), h2({t("appeals.moderation.reports_heading")}), ul({cls("list"), html::join(items)}),
                  when(seen.appeal.visibility == Visibility::public_text,
                       form({attr("method", "post"), action(mod_url(visit, seen.appeal.number, "dismiss")), form_fields(visit), submit_button(t("appeals.moderation.dismiss"), true)}))});
}

Html decisions_block(const Visit& visit, const UnderReview& seen) {
  if (seen.decisions.empty()) return {};
  std::vector<Html> items;
  for (const auto& one : seen.decisions)
    items.push_back(li({visit.words(words_of(one.what)), when(!one.reason.empty(), span({": " + view::reason_name(visit, one.reason)})),
                        span({cls("meta"), " · ", view::when(visit, one.at)})}));
  return section({h2({visit.words("appeals.moderation.decisions")}), ul({html::join(items)})});
}

// A form as it was sent, so that nothing typed is lost when it is refused.
struct Typed {
  std::string decision;
  http::Pairs form;
  const Problems* problems = nullptr;
  std::string value(std::string_view name, const std::string& proposed) const { return form.has(name) ? std::string(form.get(name)) : proposed; }
};

Html version_field(const Appeal& appeal) { return input({attr("type", "hidden"), attr("name", "version"), attr("value", appeal.version)}); }

Html reason_field(const Visit& visit, const Typed& typed) {
  const std::vector<ChoiceGroup> reasons{{"", view::reasons(visit, "withhold")}};
  return select_field(view::field(visit, "reason", "appeals.moderation.reason", typed.value("reason", ""), typed.problems), reasons, visit.words("appeals.choose"));
}

// Whether the text is public already and nothing new waits: then it can only lose words, or come off.
bool takes_away(const UnderReview& seen) { return seen.appeal.visibility == Visibility::public_text && !(seen.review && seen.review->waits == Waits::answer); }

// A button of a form that sends it elsewhere.
Html danger_button(const Url& to, std::string_view words) {
  return button({cls("button danger"), attr("type", "submit"), attr("formaction", to.str()), words});
}

// The public version on the right: what waits is published, what is public loses words.
Html publish_block(const Visit& visit, const UnderReview& seen, const Typed& typed) {
  const auto& t = visit.words;
  const auto& now = seen.proposed;
  const bool loses = takes_away(seen);
  const auto field = [&](const char* name, Key label, const std::string& value) { return view::field(visit, name, label, typed.value(name, value), typed.problems); };
  return section({cls("card"), h2({t(loses ? Key("appeals.moderation.hide_more") : Key("appeals.moderation.public_version"))}),
                  p({cls("hint"), t("appeals.moderation.how", {{"mark", mark_of_removed(seen.appeal.language)}})}),
                  form({attr("method", "post"), action(mod_url(visit, seen.appeal.number, "publish")), form_fields(visit), version_field(seen.appeal),
                        input_field(field("title", "appeals.moderation.title", now.title)), text_field(field("text", "appeals.moderation.text", now.text), {.rows = 12}),
                        input_field(field("place", "appeals.moderation.place", now.place)),
                        when(!now.answer.empty(), text_field(field("answer", "appeals.moderation.answer", now.answer), {.rows = 8})),
                        loses ? reason_field(visit, typed) : Html(), submit_button(loses ? t("appeals.moderation.hide_words") : t("appeals.moderation.publish")),
                        when(loses, html::join({p({cls("hint"), t("appeals.moderation.restrict_text")}),
                                                danger_button(mod_url(visit, seen.appeal.number, "restrict"), t("appeals.moderation.restrict"))}))})});
}

// The other way: what waits stays private, what is public comes off.
Html refuse_block(const Visit& visit, const UnderReview& seen, const Typed& typed) {
  if (takes_away(seen)) return {};
  const auto& t = visit.words;
  const bool is_removal = seen.review && seen.review->waits == Waits::removal;
  if (is_removal)
    return section({cls("card"), h2({t("appeals.moderation.waits_removal")}), p({view::reason_name(visit, seen.review->reason)}),
                    form({attr("method", "post"), action(mod_url(visit, seen.appeal.number, "confirm")), form_fields(visit), version_field(seen.appeal),
                          button({cls("button danger"), attr("type", "submit"), t("appeals.moderation.confirm")})})});
  const bool is_public = seen.appeal.visibility == Visibility::public_text;
  const char* decision = is_public ? "restrict" : "keep-private";
  return section({cls("card"), h2({t(is_public ? Key("appeals.moderation.restrict") : Key("appeals.moderation.keep_private"))}),
                  p({cls("hint"), t(is_public ? Key("appeals.moderation.restrict_text") : Key("appeals.moderation.keep_private_text"))}),
                  form({attr("method", "post"), action(mod_url(visit, seen.appeal.number, decision)), form_fields(visit), version_field(seen.appeal),
                        reason_field(visit, typed),
                        button({cls("button danger"), attr("type", "submit"), t(is_public ? Key("appeals.moderation.restrict") : Key("appeals.moderation.keep_private"))})})});
}

http::Response tool_page(const Visit& visit, const UnderReview& seen, const Typed& typed) {
  const auto& t = visit.words;
  visit.seen({.act = std::string(queries::act_read), .object = seen.appeal.number, .fields = "D3"});
  const bool is_own = seen.review && seen.review->not_by && seen.review->not_by == visit.actor().account;
  return respond(visit, {.title = t("appeals.moderation.one") + ": " + seen.appeal.number,
                         .body = html::join({view::errors(visit, typed.problems), h1({t("appeals.moderation.one") + ": " + seen.appeal.number}),
                                             p({view::status(visit, seen.appeal), span({cls("meta"), " " + view::body_name(visit, seen.appeal.body)})}),
                                             when(bool(seen.review), p({strong({t(words_of(seen.review ? seen.review->waits : Waits::text))})})),
                                             when(is_own, notice(Tone::info, t("appeals.moderation.second_person"), Html())),
                                             div({cls("two"), original(visit, seen),
                                                  div({reports_block(visit, seen), is_own ? Html() : publish_block(visit, seen, typed), is_own ? Html() : refuse_block(visit, seen, typed),
                                                       decisions_block(visit, seen)})})}),
                         .status = typed.problems ? 422 : 200,
                         .errors = typed.problems != nullptr,
                         .crumbs = {{t("appeals.moderation.queue"), visit.url("/w/mod")}}});
}

Target target_of(const Visit& visit, const http::Pairs& form) {
  Target target{.number = visit.params.at(0), .code = ""};
  for (const char c : form.get("version"))
    if (c >= '0' && c <= '9' && target.version < 100'000'000) target.version = target.version * 10 + (c - '0');
  return target;
}

using Step = std::function<Result<Changed>(db::Tx&, const Context&, const Target&)>;

// The step behind a button; problems of the form itself come back at once.
Result<Step> asked_step(std::string_view decision, const http::Pairs& form) {
  if (decision == "publish")
    return Step([command = TRY(read_clear(form))](db::Tx& tx, const Context& context, const Target& target) { return clear_text(tx, context, target, command); });
  if (decision == "confirm") return Step(confirm_restriction);
  if (decision != "keep-private" && decision != "restrict") return Problem{.kind = Problem::Kind::not_found, .message = "appeals.not_found"};
  return Step([reason = TRY(read_reason(form)), run = decision == "restrict" ? restrict_display : keep_private](db::Tx& tx, const Context& context, const Target& target) {
    return run(tx, context, target, reason);
  });
}

http::Response report_page(const Visit& visit, const queries::PublicCase& v, const http::Pairs& typed, const Problems* problems) {
  const auto& t = visit.words;
  const std::vector<ChoiceGroup> reasons{{"", view::reasons(visit, "withhold")}};
  const auto back = visit.url("/appeals/" + v.appeal.number);
  return respond(visit, {.title = t("appeals.report.title"),
                         .body = html::join({view::errors(visit, problems), h1({t("appeals.report.title")}), p({v.appeal.number + " — " + v.text.title}), p({t("appeals.report.intro")}),
                                             form({attr("method", "post"), action(visit.url("/appeals/" + v.appeal.number + "/report")), form_fields(visit),
                                                   select_field(view::field(visit, "reason", "appeals.report.reason", std::string(typed.get("reason")), problems), reasons, t("appeals.choose")),
                                                   text_field(view::field(visit, "text", "appeals.report.text", std::string(typed.get("text")), problems, t("appeals.report.text_hint")), {.rows = 4}),
                                                   submit_button(t("appeals.report.send")), " ", a({href(back), t("appeals.cancel")})})}),
                         .status = problems ? 422 : 200,
                         .errors = problems != nullptr,
                         .crumbs = {{v.appeal.number, back}}});
}

http::Response reported_page(const Visit& visit, const std::string& number) {
  const auto& t = visit.words;
  return respond(visit, {.title = t("appeals.report.sent"),
                         .body = html::join({h1({t("appeals.report.sent")}), p({t("appeals.report.sent_text")}),
                                             link_list({{number, visit.url("/appeals/" + number)}, {t("appeals.removals.title"), visit.url("/moderation")}})})});
}

Problem no_such_case() { return {.kind = Problem::Kind::not_found, .message = "appeals.not_found"}; }

// Of a text that was never public the register names no number.
std::string shown_number(const store::ModerationRow& row) { return row.what == Moderated::kept_private ? std::string() : row.number; }

std::string cursor_at(const Visit& visit, const store::ModerationRow& row) {
  return cursor_of(visit, std::to_string(row.at.ms) + "/" + std::to_string(row.appeal.value) + "/" + std::to_string(row.n));
}

// Where the page begins; nullopt for a cursor that is not ours.
std::optional<store::ModerationRow> begin_of(const Visit& visit) {
  store::ModerationRow row{.by = {}, .at = visit.context.now.plus(std::chrono::hours(1))};
  if (visit.query.get("after").empty()) return row;
  const auto key = key_of(visit, visit.query.get("after"));
  long long at = 0, appeal = 0;
  if (!key || std::sscanf(key->c_str(), "%lld/%lld/%d", &at, &appeal, &row.n) != 3) return std::nullopt;
  row.at = {at};
  row.appeal = AppealId{appeal};
  return row;
}

http::Response removals_json(const std::vector<store::ModerationRow>& rows, const std::string& next) {
  boost::json::array out;
  for (const auto& row : rows) {
    boost::json::object one{{"at", rfc3339(row.at)}, {"decision", code(row.what)}, {"body", row.body}};
    if (const auto number = shown_number(row); !number.empty()) one["number"] = number;
    if (!row.reason.empty()) one["reason"] = row.reason;
    out.push_back(std::move(one));
  }
  boost::json::object all{{"removals", std::move(out)}};
  if (!next.empty()) all["next"] = next;
  return json(boost::json::serialize(all));
}

http::Response removals_csv(const Visit& visit, const std::vector<store::ModerationRow>& rows) {
  CsvTable table;
  table.row({"at", "decision", "reason", "reason_name", "number", "body"});
  for (const auto& row : rows) {
    const auto at = rfc3339(row.at), decision = std::string(code(row.what)), name = view::reason_name(visit, row.reason), number = shown_number(row);
    table.row({at, decision, row.reason, name, number, row.body});
  }
  http::Response response;
  response.header("Content-Type", "text/csv; charset=utf-8; header=present").header("Content-Disposition", "attachment; filename=\"removals.csv\"");
  response.body = std::move(table).take();
  return response;
}

}  // namespace

http::Response moderation_queue(const Visit& visit) {
  if (const auto permit = visit.context.authorise(may_moderate, {}); !permit) return refuse(visit, permit.problems());
  const auto& t = visit.words;
  const auto place = queries::place_of(visit).id;
  return respond(visit, {.title = t("appeals.moderation.queue"),
                         .body = html::join({h1({t("appeals.moderation.queue")}), p({t("appeals.moderation.queue_text")}),
                                             section({h2({t("appeals.moderation.publications")}), rows_waiting(visit, store::reviews(visit.db, place, queue_rows))}),
                                             section({h2({t("appeals.moderation.reports_heading")}), rows_reported(visit, store::reported(visit.db, place, queue_rows))}),
                                             link_list({{t("appeals.files.queue"), visit.url("/w/files")}, {t("appeals.removals.title"), visit.url("/moderation")}})})});
}

http::Response moderation_form(const Visit& visit) {
  const auto seen = under_review(visit.db, visit.context, {.number = visit.params.at(0), .code = ""});
  return seen ? tool_page(visit, *seen, {}) : refuse(visit, seen.problems());
}

Prepared moderate(const Visit& visit, const http::Pairs& form) {
  const auto& decision = visit.params.at(1);
  const auto target = target_of(visit, form);
  const auto again = [target, decision, form](const Visit& at, const Problems& problems) {
    const auto seen = under_review(at.db, at.context, {.number = target.number, .code = ""});
    if (!seen || problems.first().field.empty()) return refuse(at, problems);
    return tool_page(at, *seen, {.decision = decision, .form = form, .problems = &problems});
  };
  if (decision == "dismiss")
    return Apply([target](db::Tx& tx, const Visit& at) -> Applied {
      if (const auto ended = dismiss_reports(tx, at.context, target); !ended) return {refuse(at, ended.problems()), false};
      return {see_other(at.url("/w/mod"))};
    });
  const auto step = asked_step(decision, form);
  if (!step) return again(visit, step.problems());
  return Apply([target, again, step = *step](db::Tx& tx, const Visit& at) -> Applied {
    const auto changed = step(tx, at.context, target);
    if (changed) return {see_other(at.url("/w/mod"))};
    return {again(at, changed.problems()), false};
  });
}

http::Response report_form(const Visit& visit) {
  const auto open = queries::public_case(visit, visit.params.at(0));
  return open ? report_page(visit, *open, {}, nullptr) : refuse(visit, no_such_case());
}

Prepared report(const Visit& visit, const http::Pairs& form) {
  const auto open = queries::public_case(visit, visit.params.at(0));
  if (!open) return refuse(visit, no_such_case());
  const auto read = read_report(form);
  if (!read) return report_page(visit, *open, form, &read.problems());
  return Apply([number = open->appeal.number, report = *read](db::Tx& tx, const Visit& at) -> Applied {
    if (const auto told = report_text(tx, at.context, number, report); !told) return {refuse(at, told.problems()), false};
    return {reported_page(at, number)};
  });
}

http::Response removals(const Visit& visit) {
  const auto& t = visit.words;
  const auto from = begin_of(visit);
  if (!from) return refuse(visit, Problem{.message = "appeals.bad_filter", .field = "after"});
  auto rows = store::removals(visit.db, queries::place_of(visit).id, *from, register_rows + 1);
  std::string next;
  if (int(rows.size()) > register_rows) {
    rows.pop_back();
    next = cursor_at(visit, rows.back());
  }
  if (visit.format == Format::json) return removals_json(rows, next);
  if (visit.format == Format::csv) return removals_csv(visit, rows);
  std::vector<TableRow> lines;
  for (const auto& row : rows) {
    const auto number = shown_number(row);
    lines.push_back({{html::text(view::when(visit, row.at)), html::text(t(words_of(row.what))), html::text(view::reason_name(visit, row.reason)),
                      html::text(number.empty() ? t("appeals.removals.no_number") : number), html::text(view::body_name(visit, row.body))}});
  }
  std::optional<Url> older, first;
  if (!next.empty()) older = visit.url("/moderation").with("after", next);
  if (!visit.query.get("after").empty()) first = visit.url("/moderation");
  return respond(visit, {.title = t("appeals.removals.title"),
                         .body = html::join({h1({t("appeals.removals.title")}), p({t("appeals.removals.text")}),
                                             lines.empty() ? p({attr("role", "status"), t("appeals.removals.none")})
                                                           : html::table(t("appeals.removals.caption"),
                                                                         {{t("appeals.removals.at")}, {t("appeals.removals.decision")}, {t("appeals.removals.reason")},
                                                                          {t("appeals.removals.number")}, {t("appeals.removals.body")}},
                                                                         lines),
                                             pagination({.label = t("appeals.list.pages"), .previous_words = t("appeals.list.first"), .next_words = t("appeals.list.next"),
                                                         .previous = first, .next = older}),
                                             link_list({{"CSV", visit.url("/moderation.csv")}, {"JSON", visit.url("/moderation.json")}})}),
                         .is_private = false});
}

}  // namespace jauap::appeals::pages
