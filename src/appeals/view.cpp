#include "appeals/view.h"

#include <algorithm>

#include "appeals/openings.h"
#include "appeals/procedure.h"
#include "law/explain.h"
#include "platform/auth/accounts.h"
#include "platform/module/kept.h"
#include "record/record.h"

namespace jauap::appeals::view {
namespace {
using namespace html;
using namespace html::tags;

StatusTone tone_of(State state) {
  switch (state) {
    case State::registered:
    case State::redirected:
    case State::needs_repair:
    case State::suspended:
    case State::disputed: return StatusTone::waiting;
    case State::hearing:
    case State::in_work: return StatusTone::working;
    case State::solved: return StatusTone::good;  // green means confirmed by people
    case State::refused:
    case State::not_solved: return StatusTone::bad;
    case State::partly: return StatusTone::waiting;
    case State::answered:
    case State::closed:
    case State::returned:
    case State::terminated:
    case State::withdrawn: return StatusTone::done;
  }
  return StatusTone::done;
}

// The name of a kind of event in the catalogues.
constexpr struct {
  std::string_view type;
  Key words;
} words_of_events[] = {
    {"appeal.registered", Key("appeals.event.registered")}, {"appeal.accepted", Key("appeals.event.accepted")},
    {"appeal.redirected", Key("appeals.event.redirected")}, {"appeal.answered", Key("appeals.event.answered")},
    {"appeal.verdict", Key("appeals.event.verdict")},       {"appeal.withdrawn", Key("appeals.event.withdrawn")},
    {"appeal.shown", Key("appeals.event.shown")},           {"appeal.hidden", Key("appeals.event.hidden")},
    {"appeal.show_asked", Key("appeals.event.show_asked")}, {"appeal.kept_private", Key("appeals.event.kept_private")},
    {"appeal.answer_shown", Key("appeals.event.answer_shown")}, {"appeal.redacted", Key("appeals.event.redacted")},
    {"appeal.restricted", Key("appeals.event.restricted")}, {"appeal.restriction_confirmed", Key("appeals.event.restriction_confirmed")},
    {"appeal.closed", Key("appeals.event.closed")},
    {"appeal.assigned", Key("appeals.event.assigned")},     {"appeal.qualified", Key("appeals.event.qualified")},
    {"appeal.disputed", Key("appeals.event.disputed")},     {"appeal.arbitrated", Key("appeals.event.arbitrated")},
    {"appeal.split", Key("appeals.event.split")},           {"appeal.joined", Key("appeals.event.joined")},
    {"appeal.repair_asked", Key("appeals.event.repair_asked")}, {"appeal.repaired", Key("appeals.event.repaired")},
    {"appeal.returned", Key("appeals.event.returned")},     {"appeal.extended", Key("appeals.event.extended")},
    {"appeal.paused", Key("appeals.event.paused")},         {"appeal.resumed", Key("appeals.event.resumed")},
    {"appeal.hearing", Key("appeals.event.hearing")},       {"appeal.heard", Key("appeals.event.heard")},
    {"appeal.objected", Key("appeals.event.objected")},     {"appeal.answer_amended", Key("appeals.event.amended")},
    {"appeal.left_unconsidered", Key("appeals.event.terminated")}, {"appeal.passed", Key("appeals.event.passed")},
    {"appeal.complained", Key("appeals.event.complained")}, {"appeal.recusal_asked", Key("appeals.event.recusal_asked")},
    {"appeal.recusal_decided", Key("appeals.event.recusal_decided")}, {"appeal.reopened", Key("appeals.event.reopened")},
    {"appeal.refused", Key("appeals.event.refused")}, {"appeal.recounted", Key("appeals.event.recounted")},
    {"appeal.files_added", Key("appeals.event.files_added")}, {"appeal.file_removed", Key("appeals.event.file_removed")},
    {"appeal.file_shown", Key("appeals.event.file_shown")}, {"appeal.file_hidden", Key("appeals.event.file_hidden")},
    {"appeal.content_lost", Key("appeals.event.content_lost")},
    {"appeal.message", Key("appeals.event.message")}, {"appeal.erased", Key("appeals.event.erased")},
    {"appeal.answer_files_added", Key("appeals.event.answer_files_added")},
};

std::string event_heading(const Visit& visit, const journal::Seen& event) {
  const auto words = view::event_words(event.type);
  return words.empty() ? event.type : visit.words(words);
}

std::string event_text(const Visit& visit, const journal::Seen& event) {
  const auto& t = visit.words;
  std::vector<std::string> parts;
  if (!event.to.empty()) parts.push_back(t("appeals.event.to", {{"body", body_name(visit, event.to)}}));
  if (!event.reason.empty() && event.type != "appeal.verdict") parts.push_back(reason_name(visit, event.reason));
  if (const auto verdict = verdict_of(event.val); verdict && event.type == "appeal.verdict") parts.push_back(t(words_of(*verdict)));
  if (const auto decision = decision_of(event.val); decision && event.type.starts_with("appeal.answer")) parts.push_back(t(words_of(*decision)));
  if (event.type == "appeal.qualified")
    if (const auto kind = law::kind_of(event.val)) parts.push_back(kind_name(visit, *kind));
  if (const auto channel = channel_of(event.val); channel && event.type == "appeal.registered") {
    parts.push_back(t("appeals.event.came", {{"how", t(words_of(*channel))}}));
    if (event.occurred) parts.push_back(t("appeals.event.came_on", {{"date", t.date(*event.occurred)}}));
  }
  if (event.type.ends_with("files_added")) parts.push_back(t("appeals.event.files", {{"count", event.val}}));
  if (event.type == "appeal.recusal_decided") parts.push_back(t(event.val == "granted" ? Key("appeals.recusal.granted") : Key("appeals.recusal.declined")));
  if (!event.ref.empty()) parts.push_back(t("appeals.event.ref", {{"number", event.ref}}));
  if (event.type == "appeal.verdict" && !event.reason.empty()) parts.push_back(reason_name(visit, event.reason));
  if (event.type == "appeal.recounted") parts.push_back(t("appeals.event.by_pack", {{"version", event.pack}}));
  if (event.due) parts.push_back(t("appeals.event.due", {{"date", t.date(*event.due)}}));
  if (event.due0 && event.due0 != event.due) parts.push_back(t("appeals.event.was", {{"date", t.date(*event.due0)}}));
  std::string out;
  for (const auto& part : parts) out += (out.empty() ? "" : ". ") + part;
  return out;
}

}  // namespace

Key event_words(std::string_view type) {
  for (const auto& row : words_of_events)
    if (row.type == type) return row.words;
  return {};
}

FieldWords field(const Visit& visit, std::string name, Key label, std::string value, const Problems* problems, std::string hint) {
  FieldWords words{.name = std::move(name), .label = visit.words(label), .hint = std::move(hint), .value = std::move(value)};
  if (problems)
    if (const auto* problem = problems->of(words.name)) words.error = visit.words(*problem);
  return words;
}

Html errors(const Visit& visit, const Problems* problems) {
  if (!problems) return {};
  std::vector<ErrorLine> lines;
  for (const auto& problem : *problems) lines.push_back({problem.field, visit.words(problem)});
  return error_summary(visit.words("appeals.fix"), lines);
}

Html status(const Visit& visit, const Appeal& appeal) {
  auto tags = status_tag(visit.words(words_of(appeal.state)), tone_of(appeal.state));
  if (appeal.is_overdue(visit.context.today.date)) tags = join({tags, " ", overdue_tag(visit.words("appeals.overdue"))});
  return tags;
}

std::string rule_words(const Visit& visit, std::string_view id) {
  const auto& t = visit.words;
  const auto* rule = visit.pack().rule(id, visit.context.today.date);
  if (!rule) return std::string(id);
  const std::string name(rule->name.in(visit.language));
  const auto act = visit.pack().acts.find(rule->act);
  const std::string act_name(act == visit.pack().acts.end() ? std::string_view() : act->second.short_name.in(visit.language));
  if (rule->confidence == law::Confidence::seen)
    return t("appeals.rule.by_law", {{"rule", name}, {"article", rule->article}, {"act", act_name}});
  if (rule->confidence == law::Confidence::platform) return t("appeals.rule.platform", {{"rule", name}});
  return t("appeals.rule.unverified", {{"rule", name}});
}

std::vector<std::string> how_counted(const Visit& visit, const law::Deadline& deadline) {
  const law::Say say = [&](Key key, std::vector<Arg> args) {
    return visit.words(Problem{.message = key, .args = std::move(args)});
  };
  const auto text = law::explanation(deadline, visit.pack(), visit.language, say);
  std::vector<std::string> lines;
  std::size_t at = 0;
  while (at < text.size()) {
    const auto end = std::min(text.find('\n', at), text.size());
    if (end > at) lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

Html deadline(const Visit& visit, const Appeal& appeal, const std::optional<law::Deadline>& counted) {
  const auto& t = visit.words;
  const auto today = visit.context.today.date;
  DeadlineMeter meter{.heading = t("appeals.deadline.heading"), .date = t.date_weekday(appeal.due_on), .due_iso = appeal.due_on.iso()};
  const auto& calendar = visit.pack().calendar;
  if (!is_open(appeal.state)) {
    meter.sentence = appeal.state == State::withdrawn    ? t("appeals.deadline.withdrawn")
                     : appeal.answered_at.ms == 0    ? t(words_of(appeal.state))
                     : appeal.answered_late           ? t("appeals.deadline.answered_late", {{"date", t.date(visit.pack().civil(appeal.answered_at).date)}})
                                                      : t("appeals.deadline.answered", {{"date", t.date(visit.pack().civil(appeal.answered_at).date)}});
    meter.tone = appeal.answered_late ? Tone::error : Tone::info;
    meter.done_share = 1;
  } else if (appeal.state == State::suspended) {
    meter.date.clear();
    meter.sentence = t("appeals.deadline.stands", {{"date", t.date(appeal.paused_on.value_or(today))}});
  } else if (appeal.due_on < today) {
    const auto late = calendar.working_days_between(appeal.due_on, today);
    meter.sentence = t("appeals.deadline.late", {{"days", t.plural("platform.working_days", late ? *late : 0)}});
    meter.tone = Tone::error;
    meter.done_share = 1;
  } else {
    const int days = procedure::days_left(visit.pack(), appeal, today);
    const int total = counted ? counted->length : days;
    meter.sentence = days == 0 ? t("appeals.deadline.today")
                               : t("appeals.deadline.left", {{"days", t.plural("platform.working_days", days)}, {"total", t.number(total)}});
    meter.tone = days <= 3 ? Tone::warning : Tone::info;
    meter.done_share = total > 0 ? 1.0 - double(std::min(days, total)) / total : 0;
  }
  meter.how_heading = t("appeals.deadline.how");
  if (counted) meter.how = how_counted(visit, *counted);
  if (appeal.redirects > 0)
    meter.how.push_back(t("appeals.deadline.first", {{"received", t.date(appeal.first_received_on)}, {"due", t.date(appeal.first_due_on)}}));
  return deadline_meter(meter);
}

Html clocks(const Visit& visit, const Appeal& appeal, const std::vector<journal::Seen>& events) {
  const auto& t = visit.words;
  const auto& calendar = visit.pack().calendar;
  const auto until = appeal.answered_at.ms ? visit.pack().civil(appeal.answered_at).date
                     : appeal.closed_at.ms ? visit.pack().civil(appeal.closed_at).date
                                           : visit.context.today.date;
  const auto days = [&](CivilDate from) {
    const auto count = calendar.working_days_between(from, until);
    return t.plural("platform.working_days", count ? *count : 0);
  };
  const auto rows = html::join(
      {p({strong({t("appeals.clocks.legal")}), br({}),
          t("appeals.clocks.legal_text", {{"body", body_name(visit, appeal.body)}, {"from", t.date(appeal.received_on)}, {"due", t.date(appeal.due_on)}})}),
       p({strong({t("appeals.clocks.total")}), br({}),
          t("appeals.clocks.total_text", {{"from", t.date(appeal.first_received_on)}, {"days", days(appeal.first_received_on)}})})});
  std::vector<Html> moves;
  for (const auto& event : events) {
    if (!event.due || !event.due0 || event.due == event.due0) continue;
    std::string why = event.reason.empty() ? std::string() : " · " + reason_name(visit, event.reason);
    if (event.type == "appeal.recounted") why = " · " + t("appeals.event.by_pack", {{"version", event.pack}});
    moves.push_back(li({strong({event_heading(visit, event)}), ": ", t("appeals.clocks.move", {{"before", t.date(*event.due0)}, {"after", t.date(*event.due)}}),
                        span({cls("meta"), " " + (event.body.empty() ? "" : body_name(visit, event.body) + " · ") + when(visit, event.at) + why})}));
  }
  return section({h2({t("appeals.clocks.heading")}), rows,
                  moves.empty() ? p({cls("meta"), t("appeals.clocks.no_moves")}) : ul({html::join(moves)})});
}

Html who_answers(const Visit& visit, const Appeal& appeal) {
  const auto& t = visit.words;
  const auto register_now = directory::bodies(visit.db);
  const auto* body = register_now->find(appeal.body);
  Html contacts;
  if (body && !body->phone.empty()) contacts = p({t("appeals.who.phone", {{"phone", i18n::shown_phone(body->phone)}})});
  return section({cls("who"), h2({t("appeals.who.heading")}),
                  p({a({href(visit.url("/bodies/" + appeal.body)), register_now->name(appeal.body, visit.language)})}),
                  p({cls("meta"), t("appeals.who.since", {{"date", t.date(appeal.received_on)}}),
                     appeal.redirects > 0 ? " · " + t("appeals.who.before", {{"body", register_now->name(appeal.first_body, visit.language)}}) : ""}),
                  contacts});
}

Html points(const Visit& visit, const Answer& answer) {
  if (answer.points.empty()) return {};
  std::vector<Html> rows;
  for (const auto& point : answer.points)
    rows.push_back(li({p({strong({point.question})}), point.answer.empty() ? p({cls("meta"), visit.words("appeals.point.unanswered")}) : written(point.answer, answer.language)}));
  return html::join({h3({visit.words("appeals.point.heading")}), ol({html::join(rows)})});
}

Html promises(const Visit& visit, const std::vector<Commitment>& all) {
  if (all.empty()) return {};
  const auto& t = visit.words;
  std::vector<Html> rows;
  for (const auto& one : all)
    rows.push_back(li({one.what, span({cls("meta"), " " + one.owner_post + " · " + t("appeals.event.due", {{"date", t.date(one.due_on)}})})}));
  return ul({html::join(rows)});
}

Html answer(const Visit& visit, const Appeal& appeal, const Answer& answer, const std::string& text, const Html& documents) {
  const auto& t = visit.words;
  const auto paper = [&](std::string_view file) { return visit.url("/appeals/" + appeal.number + "/" + std::string(file)).with("n", std::to_string(answer.n)); };
  return section({cls("card"), h2({t("appeals.answer.heading")}), p({strong({t(words_of(answer.decision))})}),
                  text.empty() ? p({cls("hint"), t("appeals.answer.public_waits")}) : written(text, answer.language), points(visit, answer), documents,
                  p({cls("meta"), body_name(visit, answer.body), answer.signed_by.empty() ? "" : " · " + answer.signed_by, " · ",
                     when(visit, answer.at)}),
                  when(!answer.prepared_by.empty(), p({cls("meta"), t("appeals.answer.prepared_by", {{"name", answer.prepared_by}})})),
                  when(!text.empty(), p({a({href(paper("answer")), t("appeals.reply.link")}), " · ",
                                         a({href(paper("answer.pdf")), t("appeals.reply.pdf")})}))});
}

Html answered_alike(const Visit& visit, const std::vector<store::PublicRow>& rows) {
  if (rows.empty()) return {};
  const auto& t = visit.words;
  std::vector<Html> items;
  for (const auto& row : rows)
    items.push_back(li({p({a({href(visit.url("/appeals/" + row.appeal.number)), attr("lang", row.appeal.language), row.title})}),
                        p({cls("meta"), body_name(visit, row.appeal.body), " · ", t.date(visit.pack().civil(row.appeal.submitted_at).date), " · ", status(visit, row.appeal)}),
                        written(row.answer, "")}));
  return details({summary({t.plural("appeals.alike.heading", int(rows.size()))}), p({cls("hint"), t("appeals.alike.hint")}), ul({cls("list"), html::join(items)})});
}

Html correspondence(const Visit& visit, const queries::PrivateCase& v) {
  const auto& t = visit.words;
  std::vector<Html> parts;
  for (const auto& note : v.notes) {
    if (note.kind == store::NoteKind::internal) continue;
    const Key heading = note.kind == store::NoteKind::addition      ? Key("appeals.notes.addition")
                        : note.kind == store::NoteKind::preliminary ? Key("appeals.field.preliminary")
                        : note.kind == store::NoteKind::objection   ? Key("appeals.notes.objection")
                        : note.kind == store::NoteKind::message     ? Key("appeals.notes.message")
                                                                    : Key("appeals.field.minutes");
    parts.push_back(section({h2({t(heading)}), written(note.text, v.appeal.language),
                             p({cls("meta"), note.author.empty() ? t("appeals.desk.applicant") : note.author, " · ", when(visit, note.at)})}));
  }
  if (!v.commitments.empty()) parts.push_back(section({h2({t("appeals.promises")}), promises(visit, v.commitments)}));
  return html::join(parts);
}

Html related(const Visit& visit, const queries::PrivateCase& v) {
  const auto& t = visit.words;
  const bool at_desk = v.permit.scope() == Scope::own_body;
  std::vector<std::pair<std::string, Url>> links;
  const auto add = [&](Key words, const std::string& number) {
    if (!number.empty()) links.push_back({t(words, {{"number", number}}), visit.url((at_desk ? "/w/body/" : "/appeals/") + number)});
  };
  add("appeals.related.about", v.appeal.about);
  add("appeals.related.joined_to", v.appeal.joined_to);
  for (const auto& child : v.offspring)
    add(child.kind == law::AppealKind::complaint ? Key("appeals.related.complaint") : Key("appeals.related.part"), child.number);
  if (links.empty()) return {};
  return section({h2({t("appeals.related.heading")}), link_list(links)});
}

Html opening_link(const Visit& visit, const Appeal& appeal, int n) {
  const auto file = visit.url("/appeals/" + appeal.number + "/openings/" + std::to_string(n) + ".json");
  return p({a({href(file), attr("download", ""), visit.words("appeals.opening.of_event", {{"n", visit.words.number(n)}})})});
}

namespace {

// How far the event n has come on its way into the public record.
Html record_line(const Visit& visit, const std::vector<record::Standing>& standings, int n) {
  const auto& t = visit.words;
  for (const auto& one : standings) {
    if (one.n != n) continue;
    if (one.state == record::Standing::State::promised) return p({cls("meta"), t("appeals.record.promised")});
    const auto words = one.state == record::Standing::State::on_record
                           ? t("appeals.record.on_record")
                           : t("appeals.record.witnessed", {{"count", t.number(one.witnesses)}, {"of", t.number(one.of)}});
    return p({cls("meta"), a({href(visit.url("/record/" + std::to_string(*one.index))), words})});
  }
  return {};
}

}  // namespace

Html history(const Visit& visit, const Appeal& appeal, const std::vector<journal::Seen>& events,
             const std::vector<std::pair<int, std::string>>& notes, bool with_openings) {
  const auto& t = visit.words;
  std::vector<TimelineItem> items;
  const auto standings = record::standing_of(visit.db, appeal.place, appeal.id.value);
  for (auto event = events.rbegin(); event != events.rend(); ++event) {
    auto body = event_text(visit, *event);
    for (const auto& [n, note] : notes)
      if (n == event->n && !note.empty()) body += (body.empty() ? "" : ". ") + note;
    const auto at = visit.pack().civil(event->at);
    items.push_back({.heading = event_heading(visit, *event),
                     .time_iso = rfc3339(event->at),
                     .time = t.date_time(at.date, at.time),
                     .by = event->body.empty() ? std::string() : body_name(visit, event->body),
                     .body = body,
                     .is_current = event == events.rbegin(),
                     .more = html::join({record_line(visit, standings, event->n),
                                         with_openings && has_opening(*event) ? opening_link(visit, appeal, event->n) : Html()})});
  }
  return timeline(t("appeals.history"), items, t("appeals.history.earlier"));
}

std::string last_event(const Visit& visit, const std::vector<journal::Seen>& events) {
  if (events.empty()) return {};
  const auto& last = events.back();
  return event_heading(visit, last) + " · " + (last.body.empty() ? std::string() : body_name(visit, last.body) + " · ") + when(visit, last.at);
}

Html also_here(const Visit& visit, const Appeal& appeal) {
  constexpr std::chrono::minutes lately(10);
  constexpr int rows_at_most = 30;  // of one's own and others' looks, newest first
  const auto& t = visit.words;
  std::vector<AccountId> met{visit.actor().account};
  std::vector<Html> names;
  for (const auto& row : audit::page(visit.db, {.object = appeal.number, .limit = rows_at_most})) {
    if (row.at < visit.context.now.minus(lately)) break;
    if (row.body != appeal.body || row.entry.act != queries::act_read || std::find(met.begin(), met.end(), row.actor) != met.end()) continue;
    met.push_back(row.actor);
    const auto account = auth::by_id(visit.db, *visit.context.keys, row.actor);
    if (account) names.push_back(li({account->name, span({cls("meta"), " · ", when(visit, row.at)})}));
  }
  return names.empty() ? Html() : notice(Tone::info, t("appeals.also_here"), ul({html::join(names)}));
}

Html viewers(const Visit& visit, const Appeal& appeal) {
  const auto& t = visit.words;
  std::vector<Html> items;
  for (const auto& viewer : audit::viewers(visit.db, appeal.number, {queries::act_read, queries::act_searched})) {
    std::string who(t.by_name("platform.role." + std::string(role_code(viewer.role))));
    if (!viewer.body.empty()) who += " · " + body_name(visit, viewer.body);
    items.push_back(li({who, p({cls("meta"), t("appeals.viewers.times", {{"count", t.number(viewer.times)}, {"when", when(visit, viewer.last_at)}})})}));
  }
  return section({h2({t("appeals.viewers.title")}), items.empty() ? p({t("appeals.viewers.none")}) : ul({cls("list"), html::join(items)})});
}

std::string kind_name(const Visit& visit, law::AppealKind kind) { return std::string(visit.pack().kind(kind).name.in(visit.language)); }

std::string topic_name(const Visit& visit, std::string_view code_text) {
  const auto* topic = visit.pack().topic(code_text);
  return topic ? std::string(topic->name.in(visit.language)) : visit.words("appeals.no_topic");
}

std::string district_name(const Visit& visit, std::string_view code_text) {
  const auto* district = visit.pack().district(code_text);
  return district ? std::string(district->name.in(visit.language)) : visit.words("appeals.no_district");
}

std::string body_name(const Visit& visit, std::string_view code_text) { return directory::bodies(visit.db)->name(code_text, visit.language); }

std::string reason_name(const Visit& visit, std::string_view code_text) {
  const auto* reason = visit.pack().reason(code_text);
  return reason ? std::string(reason->name.in(visit.language)) : std::string(code_text);
}

std::string when(const Visit& visit, Instant at) {
  const auto civil = visit.pack().civil(at);
  return visit.words.date_time(civil.date, civil.time);
}

std::vector<Choice> reasons(const Visit& visit, std::string_view step) {
  std::vector<Choice> choices;
  for (const auto& reason : visit.pack().reasons)
    if (reason.step == step) choices.push_back({reason.code, std::string(reason.name.in(visit.language))});
  return choices;
}

namespace {

// Changes with the pack, the place and the register.
std::string stamp_of(const Visit& visit) {
  return visit.pack().version + "/" + queries::place_of(visit).code + "/" + std::to_string(directory::version(visit.db));
}

std::vector<ChoiceGroup> topic_groups(const Visit& visit) {
  std::vector<ChoiceGroup> groups;
  for (const auto& group : visit.pack().topic_groups) {
    ChoiceGroup one{.label = std::string(group.name.in(visit.language)), .choices = {}};
    for (const auto& topic : visit.pack().topics)
      if (topic.group == group.code) one.choices.push_back({topic.code, std::string(topic.name.in(visit.language))});
    groups.push_back(std::move(one));
  }
  return groups;
}

std::vector<ChoiceGroup> district_groups(const Visit& visit) {
  std::vector<Choice> choices;
  const auto& place = queries::place_of(visit);
  for (const auto& district : visit.pack().districts)
    if (district.place == place.code) choices.push_back({district.code, std::string(district.name.in(visit.language))});
  std::sort(choices.begin(), choices.end(), [](const Choice& a, const Choice& b) { return i18n::sort_key(a.label) < i18n::sort_key(b.label); });
  return {{"", std::move(choices)}};
}

}  // namespace

std::shared_ptr<const Options> topics(const Visit& visit) {
  static KeptByLanguage<Options> kept;
  return kept.get(visit.language, stamp_of(visit), [&] { return Options(topic_groups(visit)); });
}

std::shared_ptr<const Options> bodies(const Visit& visit) {
  static KeptByLanguage<Options> kept;
  return kept.get(visit.language, stamp_of(visit), [&] { return Options(bodies_but(visit, "")); });
}

std::shared_ptr<const Options> districts(const Visit& visit) {
  static KeptByLanguage<Options> kept;
  return kept.get(visit.language, stamp_of(visit), [&] { return Options(district_groups(visit)); });
}

std::vector<ChoiceGroup> bodies_but(const Visit& visit, std::string_view without) {
  const auto register_now = directory::bodies(visit.db);
  const auto& place = queries::place_of(visit);
  ChoiceGroup city{.label = std::string(place.name.in(visit.language)), .choices = {}},
      country{.label = std::string(visit.pack().name.in(visit.language)), .choices = {}};
  for (const auto* body : register_now->sorted(visit.language)) {
    if (body->closed || !body->takes_appeals || body->code == without) continue;
    if (body->place == place.code) city.choices.push_back({body->code, std::string(body->name.in(visit.language))});
    else if (body->place.empty()) country.choices.push_back({body->code, std::string(body->name.in(visit.language))});
  }
  return {std::move(city), std::move(country)};
}

std::vector<Choice> kinds(const Visit& visit) {
  std::vector<Choice> choices;
  for (const auto& kind : visit.pack().kinds)
    choices.push_back({std::string(law::code(kind.kind)), std::string(kind.name.in(visit.language)), std::string(kind.meaning.in(visit.language))});
  return choices;
}

}  // namespace jauap::appeals::view
