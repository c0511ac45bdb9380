// Versions of the jurisdiction pack: what is in force since when, what waits, what it would do to open terms.
#include <algorithm>
#include <boost/json.hpp>

#include "directory/packs.h"
#include "directory/pages.h"
#include "platform/auth/accounts.h"
#include "platform/html/components.h"

namespace jauap::directory::pages {
namespace {
using namespace html;
using namespace html::tags;

constexpr std::size_t note_max = 2'000;

Url pack_url(const Visit& visit, const std::string& version, std::string_view decision = "") {
  return visit.url("/w/packs/" + version + (decision.empty() ? "" : "/") + std::string(decision));
}

std::string name_of(const Visit& visit, AccountId id) {
  const auto account = id ? auth::by_id(visit.db, *visit.context.keys, id) : std::nullopt;
  return account ? account->name : std::string();
}

std::string_view code_of(PackState state) {
  switch (state) {
    case PackState::waits: return "waits";
    case PackState::approved: return "approved";
    case PackState::declined: return "declined";
    case PackState::begun_with: return "begun_with";
  }
  return "";
}

Key words_of(PackState state) {
  switch (state) {
    case PackState::waits: return "directory.packs.waits";
    case PackState::approved: return "directory.packs.approved";
    case PackState::declined: return "directory.packs.declined";
    case PackState::begun_with: return "directory.packs.begun_with";
  }
  return "directory.packs.waits";
}

std::string when(const Visit& visit, Instant at) {
  const auto civil = visit.pack().civil(at);
  return visit.words.date_time(civil.date, civil.time);
}

http::Response as_json(const Visit& visit, const std::vector<PackVersion>& all) {
  boost::json::array rows;
  for (const auto& one : all)
    rows.push_back(boost::json::object{{"version", one.version}, {"sha256", one.sha256}, {"state", code_of(one.state)}, {"from", one.from.iso()},
                                       {"in_force", one.version == visit.pack().version}, {"note", one.note}});
  return json(boost::json::serialize(boost::json::object{{"in_force", visit.pack().version}, {"packs", std::move(rows)}}));
}

Html effect_block(const Visit& visit, const PackEffect& effect) {
  const auto& t = visit.words;
  std::vector<TableRow> rows;
  for (const auto& one : effect.examples) rows.push_back({{html::text(one.number), html::text(t.date(one.before)), html::text(t.date(one.after))}});
  std::vector<Html> missing;
  for (const auto& code : effect.missing) missing.push_back(li({code}));
  return section({h2({t("directory.packs.effect")}),
                  p({strong({t("directory.packs.moves", {{"moved", t.number(effect.moved())}, {"open", t.number(effect.open)}})})}),
                  p({t("directory.packs.counts", {{"later", t.number(effect.later)}, {"earlier", t.number(effect.earlier)}, {"past", t.number(effect.past)},
                                                  {"by_hand", t.number(effect.by_hand)}})}),
                  rows.empty() ? Html()
                               : table(t("directory.packs.examples"), {{t("directory.packs.number")}, {t("directory.packs.before")}, {t("directory.packs.after")}}, rows),
                  missing.empty() ? Html() : notice(Tone::error, t("directory.packs.lacks"), ul({html::join(missing)}))});
}

Html decide_block(const Visit& visit, const PackVersion& row, const http::Pairs& typed, const Problems* problems) {
  const auto& t = visit.words;
  if (row.state != PackState::waits || !visit.context.authorise(may_publish_packs, {})) return {};
  if (row.proposed_by == visit.actor().account) return notice(Tone::info, t("directory.packs.own"), Html());
  FieldWords why{.name = "why", .label = t("directory.packs.why"), .value = std::string(typed.get("why"))};
  if (problems)
    if (const auto* problem = problems->of("why")) why.error = t(*problem);
  return html::join({section({cls("card"), form({attr("method", "post"), action(pack_url(visit, row.version, "approve")), form_fields(visit),
                                                 p({t("directory.packs.approve_text", {{"date", t.date(std::max(row.from, visit.context.today.date))}})}),
                                                 submit_button(t("directory.packs.approve"))})}),
                     section({cls("card"), form({attr("method", "post"), action(pack_url(visit, row.version, "decline")), form_fields(visit), text_field(why, {.rows = 3}),
                                                 submit_button(t("directory.packs.decline"), true)})})});
}

// What differs from the pack in force, in the words of the pack.
Html changes_block(const Visit& visit, const law::Pack& next) {
  const auto& t = visit.words;
  const auto& now = visit.pack();
  std::vector<Html> lines;
  for (const auto& rule : next.rules) {
    const auto same = [&](const law::Rule& one) {
      return one.id == rule.id && one.length == rule.length && one.unit == rule.unit && one.in_force_from == rule.in_force_from && one.in_force_to == rule.in_force_to;
    };
    if (std::none_of(now.rules.begin(), now.rules.end(), same)) lines.push_back(li({t("directory.packs.changed_rule", {{"rule", rule.id}, {"length", rule.length_text}})}));
  }
  for (const auto& [day, off] : next.calendar.days_off)
    if (!now.calendar.days_off.contains(day)) lines.push_back(li({t("directory.packs.new_day_off", {{"date", t.date_weekday(day)}})}));
  for (const auto& [day, off] : now.calendar.days_off)
    if (!next.calendar.days_off.contains(day)) lines.push_back(li({t("directory.packs.no_day_off", {{"date", t.date_weekday(day)}})}));
  for (const auto& [day, status] : next.calendar.working_weekends)
    if (!now.calendar.working_weekends.contains(day)) lines.push_back(li({t("directory.packs.new_working", {{"date", t.date_weekday(day)}})}));
  return section({h2({t("directory.packs.changes")}), lines.empty() ? p({t("directory.packs.no_changes")}) : ul({html::join(lines)})});
}

http::Response pack_page(const Visit& visit, const PackVersion& row, const http::Pairs& typed, const Problems* problems) {
  const auto& t = visit.words;
  std::vector<SummaryRow> facts{{t("directory.packs.state"), t(words_of(row.state)), std::nullopt},
                                {t("directory.packs.from"), t.date(row.from), std::nullopt},
                                {t("directory.packs.hash"), row.sha256, std::nullopt}};
  if (row.proposed_by) facts.push_back({t("directory.packs.proposed"), name_of(visit, row.proposed_by) + ", " + when(visit, row.proposed_at), std::nullopt});
  if (row.decided_by) facts.push_back({t("directory.packs.decided_by"), name_of(visit, row.decided_by) + ", " + when(visit, row.decided_at), std::nullopt});
  if (!row.note.empty()) facts.push_back({t("directory.packs.note"), row.note, std::nullopt});
  if (!row.decision_note.empty()) facts.push_back({t("directory.packs.why"), row.decision_note, std::nullopt});
  Html effect, changes;
  if (const auto next = row.state == PackState::waits ? pack_of(visit.db, row.version) : nullptr) {
    effect = effect_block(visit, effect_of(visit.db, visit.context, *next));
    changes = changes_block(visit, *next);
  }
  std::vector<ErrorLine> lines;
  if (problems)
    for (const auto& problem : *problems) lines.push_back({problem.field, t(problem)});
  return respond(visit, {.title = t("directory.packs.one", {{"version", row.version}}),
                         .body = html::join({problems ? error_summary(t("directory.fix"), lines) : Html(), h1({t("directory.packs.one", {{"version", row.version}})}),
                                             summary_list(facts, ""), effect, changes, decide_block(visit, row, typed, problems)}),
                         .status = problems ? 422 : 200,
                         .errors = problems != nullptr,
                         .crumbs = {{t("directory.packs.title"), visit.url("/w/packs")}}});
}

}  // namespace

http::Response packs(const Visit& visit) {
  if (const auto permit = visit.context.authorise(may_read_packs, {}); !permit) return refuse(visit, permit.problems());
  const auto& t = visit.words;
  const auto all = pack_versions(visit.db);
  if (visit.format == Format::json) return as_json(visit, all);
  std::vector<TableRow> rows;
  for (const auto& one : all)
    rows.push_back({{a({href(pack_url(visit, one.version)), one.version}),
                     html::text(t(words_of(one.state)) + (one.version == visit.pack().version ? " · " + t("directory.packs.in_force") : "")), html::text(t.date(one.from)),
                     html::text(name_of(visit, one.proposed_by)), html::text(name_of(visit, one.decided_by))}});
  return respond(visit, {.title = t("directory.packs.title"),
                         .body = html::join({h1({t("directory.packs.title")}), p({t("directory.packs.text")}), p({t("directory.packs.now", {{"version", visit.pack().version}})}),
                                             rows.empty() ? p({attr("role", "status"), t("directory.packs.none")})
                                                          : table(t("directory.packs.caption"),
                                                                  {{t("directory.packs.version")}, {t("directory.packs.state")}, {t("directory.packs.from")},
                                                                   {t("directory.packs.proposed")}, {t("directory.packs.decided_by")}},
                                                                  rows),
                                             p({cls("hint"), t("directory.packs.how")})})});
}

http::Response pack(const Visit& visit) {
  if (const auto permit = visit.context.authorise(may_read_packs, {}); !permit) return refuse(visit, permit.problems());
  const auto row = pack_version(visit.db, visit.params.at(0));
  return row ? pack_page(visit, *row, {}, nullptr) : not_found(visit);
}

Prepared decide_pack(const Visit& visit, const http::Pairs& form) {
  const auto version = visit.params.at(0), decision = visit.params.at(1), why = std::string(form.get("why")).substr(0, note_max);
  if (decision != "approve" && decision != "decline") return not_found(visit);
  if (decision == "decline" && why.empty()) {
    const auto row = pack_version(visit.db, version);
    const Problems problems = Problem{.message = "directory.packs.say_why", .field = "why"};
    return row && visit.context.authorise(may_publish_packs, {}) ? pack_page(visit, *row, form, &problems) : not_found(visit);
  }
  return Apply([version, why, approves = decision == "approve"](db::Tx& tx, const Visit& at) -> Applied {
    const auto decided = approves ? approve_pack(tx, at.context, version) : decline_pack(tx, at.context, version, why);
    if (!decided) return {refuse(at, decided.problems()), false};
    return {see_other(pack_url(at, version))};
  });
}

}  // namespace jauap::directory::pages
