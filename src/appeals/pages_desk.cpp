#include <map>

#include "appeals/answering.h"
#include "appeals/desk_shared.h"
#include "appeals/input.h"
#include "appeals/pages.h"
#include "appeals/procedure.h"
#include "appeals/steps.h"
#include "appeals/view.h"
#include "directory/leave.h"
#include "platform/auth/accounts.h"

namespace jauap::appeals::pages {
namespace {
using namespace html;
using namespace html::tags;

std::string counted(const Visit& visit, int count) {
  return visit.words.number(count) + (count >= queries::count_cap ? "+" : "");
}

Html counter(const Visit& visit, Key words, int count, std::string_view due) {
  auto url = visit.url("/w/body");
  if (!due.empty()) url.with("due", due);
  const bool current = visit.query.get("due") == due && visit.query.get("status").empty();
  auto mark = attr("aria-current", "true");
  mark.present = current;
  return li({a({href(url), mark, strong({counted(visit, count)}), visit.words(words)})});
}

// The arbiter's queue; nobody else ever has one.
Html disputes(const Visit& visit, int count) {
  const auto status = code(State::disputed);
  auto mark = attr("aria-current", "true");
  mark.present = visit.query.get("status") == status;
  return when(count > 0, li({a({href(visit.url("/w/body").with("status", status)), mark, strong({counted(visit, count)}), visit.words("appeals.inbox.disputed")})}));
}

// What else is to be known of a case at a glance.
Html flags_of(const Visit& visit, const Appeal& appeal) {
  const auto& t = visit.words;
  std::vector<std::string> flags;
  if (!appeal.joined_to.empty()) flags.push_back(t("appeals.flag.joined", {{"number", appeal.joined_to}}));
  if (!appeal.about.empty()) flags.push_back(t(appeal.against.empty() ? Key("appeals.flag.part") : Key("appeals.flag.complaint"), {{"number", appeal.about}}));
  if (!appeal.repeats.empty()) flags.push_back(t("appeals.flag.repeats", {{"number", appeal.repeats}}));
  if (appeal.reopened > 0) flags.push_back(t("appeals.flag.reopened"));
  if (appeal.is_final) flags.push_back(t("appeals.flag.final"));
  else if (appeal.redirects > 0) flags.push_back(t("appeals.flag.moved", {{"count", t.number(appeal.redirects)}}));
  if (appeal.extensions > 0) flags.push_back(t("appeals.flag.extended"));
  if (appeal.visibility == Visibility::public_text) flags.push_back(t("appeals.is_public"));
  std::vector<Html> lines;
  for (const auto& flag : flags) lines.push_back(join({br({}), span({cls("meta"), flag})}));
  return join(lines);
}

// The same person wrote about the same before; what it means is for the official to decide.
Html repeated(const Visit& visit, const Appeal& appeal) {
  if (appeal.repeats.empty()) return {};
  const auto& t = visit.words;
  return notice(Tone::info, t("appeals.repeat.heading"),
                join({p({t("appeals.repeat.text")}), p({a({href(visit.url("/w/body/" + appeal.repeats)), appeal.repeats})})}));
}

// Names of executors, each looked up once a page.
class Executors {
 public:
  explicit Executors(const Visit& visit) : visit_(visit) {}
  std::string name(AccountId id) {
    if (!id) return visit_.words("appeals.inbox.nobody");
    const auto [at, is_new] = names_.try_emplace(id);
    if (is_new)
      if (const auto account = auth::by_id(visit_.db, *visit_.context.keys, id)) at->second = account->name;
    return at->second;
  }

 private:
  const Visit& visit_;
  std::map<AccountId, std::string> names_;
};

// The term in one short line: "late 2 working days", "today", "3 working days".
std::string due_words(const Visit& visit, const Appeal& appeal) {
  const auto& t = visit.words;
  const auto today = visit.context.today.date;
  const auto& calendar = visit.pack().calendar;
  if (appeal.due_on < today) {
    const auto late = calendar.working_days_between(appeal.due_on, today);
    return t("appeals.inbox.late", {{"days", t.plural("platform.working_days", late ? *late : 0)}});
  }
  if (appeal.due_on == today) return t("appeals.inbox.today");
  return t.plural("platform.working_days", procedure::days_left(visit.pack(), appeal, today));
}

// Steps that have no form of their own, offered where state and law allow them now.
bool is_offered(const Visit& visit, const Appeal& appeal, const StepSpec& spec) {
  using procedure::Step;
  // An extension that is not open says why, below.
  if (spec.step != Step::extend && !procedure::is_possible(spec.step, visit.pack(), appeal, visit.context.today.date)) return false;
  switch (spec.step) {
    case Step::redirect:
    case Step::answer:
    case Step::amend:
    case Step::decide_recusal: return false;  // have their own places on the page
    case Step::pass: return appeal.due_rule == pass_rule;
    case Step::arbitrate: return visit.actor().role == Role::head;
    case Step::extend: return bool(procedure::check(spec.step, appeal));
    default: return true;
  }
}

Html other_steps(const Visit& visit, const Appeal& appeal) {
  std::vector<std::pair<std::string, Url>> links;
  Html extend_hint;
  for (const auto& spec : step_specs()) {
    if (spec.by == StepSpec::By::applicant || !is_offered(visit, appeal, spec)) continue;
    const auto words = visit.words(procedure::words_of(spec.step));
    if (spec.step == procedure::Step::extend)
      if (const auto open = procedure::check_extend(visit.pack(), appeal, visit.context.today.date); !open) {
        extend_hint = p({cls("hint"), words + ": " + visit.words(open.problems().first())});
        continue;
      }
    links.push_back({words, desk_url(visit, appeal, spec.name())});
  }
  return html::join({link_list(links), extend_hint});
}

Html notes_block(const Visit& visit, const queries::PrivateCase& v) {
  const auto& t = visit.words;
  std::vector<Html> rows;
  for (const auto& note : v.notes)
    if (note.kind == store::NoteKind::internal)
      rows.push_back(li({written(note.text, ""), p({cls("meta"), note.author, " · ", view::when(visit, note.at)})}));
  return section({cls("internal"), h2({t("appeals.notes.heading")}), p({cls("hint"), t("appeals.notes.hidden")}), ul({html::join(rows)}),
                  form({attr("method", "post"), action(desk_url(visit, v.appeal, "note")), form_fields(visit),
                        text_field({.name = "note", .label = t("appeals.notes.add")}, {.rows = 3}), submit_button(t("appeals.notes.save"), true)})});
}

// The step is offered, or the page says why the law no longer allows it.
Html step_link(const Visit& visit, const Appeal& appeal, procedure::Step step, std::string_view page, const Done& allowed) {
  const auto words = visit.words(procedure::words_of(step));
  if (allowed) return p({link_button(words, desk_url(visit, appeal, page), step != procedure::Step::answer)});
  return p({cls("hint"), words + ": " + visit.words(allowed.problems().first())});
}

Html action_panel(const Visit& visit, const Appeal& appeal) {
  const auto& t = visit.words;
  const auto today = visit.context.today.date;
  const auto accept_form =
      procedure::is_allowed(procedure::Step::accept, appeal.state)
          ? form({attr("method", "post"), action(desk_url(visit, appeal, "accept")), form_fields(visit), version_field(appeal),
                  submit_button(t(procedure::words_of(procedure::Step::accept)), true)})
          : Html();
  // Any other body will do to ask whether the window is open; the target itself is checked with the form.
  return section({cls("card"), h2({t("appeals.desk.actions")}),
                  step_link(visit, appeal, procedure::Step::answer, "answer", procedure::check(procedure::Step::answer, appeal)), accept_form,
                  procedure::check(procedure::Step::amend, appeal) ? p({link_button(t(procedure::words_of(procedure::Step::amend)), desk_url(visit, appeal, "amend"), true)}) : Html(),
                  step_link(visit, appeal, procedure::Step::redirect, "redirect", procedure::check_redirect(visit.pack(), appeal, "", today)),
                  appeal.redirect_until && *appeal.redirect_until >= today && is_open(appeal.state)
                      ? p({cls("hint"), t("appeals.desk.redirect_until", {{"date", t.date(*appeal.redirect_until)}})})
                      : Html(),
                  other_steps(visit, appeal)});
}

}  // namespace

http::Response refuse_step(const Visit& visit, const Problems& problems) {
  if (problems.first().kind != Problem::Kind::conflict) return refuse(visit, problems);
  const auto found = queries::private_case(visit, {.number = visit.params.at(0), .code = ""});
  if (!found || found->permit.scope() != Scope::own_body) return refuse(visit, problems);
  const auto& t = visit.words;
  return respond(visit, {.title = t("appeals.step.refused"),
                         .body = join({h1({t("appeals.step.refused")}), p({t(problems.first())}), p({a({href(desk_url(visit, found->appeal)), found->appeal.number}), " ", view::status(visit, found->appeal)}),
                                       action_panel(visit, found->appeal)}),
                         .status = 409,
                         .crumbs = {{t("appeals.inbox.title"), visit.url("/w/body")}, {found->appeal.number, desk_url(visit, found->appeal)}}});
}

namespace {

Html applicant_block(const Visit& visit, const queries::PrivateCase& v) {
  const auto& t = visit.words;
  const auto& who = v.content.open(v.permit).applicant;
  std::string name;
  for (const auto* part : {&who.surname, &who.first_name, &who.patronymic})
    if (!part->empty()) name += (name.empty() ? "" : " ") + *part;
  // The IIN is shown masked: the last four digits are enough to tell two people apart.
  const auto masked = who.iin.size() == 12 ? "••••••••" + who.iin.substr(8) : std::string();
  std::vector<SummaryRow> rows{{t("appeals.desk.name"), name.empty() ? t("appeals.desk.nameless") : name, std::nullopt}};
  const auto add = [&](Key words, const std::string& value) {
    if (!value.empty()) rows.push_back({t(words), value, std::nullopt});
  };
  add("appeals.you.iin", masked);
  add("appeals.you.phone", i18n::shown_phone(who.phone));
  add("appeals.you.email", v.contact == ContactState::unconfirmed ? who.email + " (" + t("appeals.contact.not_confirmed") + ")" : who.email);
  add("appeals.you.address", who.address);
  return section({h2({t("appeals.desk.applicant")}), summary_list(rows, "")});
}

http::Response redirect_page(const Visit& visit, const queries::PrivateCase& v, const http::Pairs& typed, const Problems* problems) {
  const auto& t = visit.words;
  if (const auto open = procedure::check_redirect(visit.pack(), v.appeal, "", visit.context.today.date); !open) return refuse_step(visit, open.problems());
  // The register of competences proposes: the body of the topic, when it is another one.
  std::string proposed(typed.get("to"));
  if (const auto* topic = visit.pack().topic(v.appeal.topic); proposed.empty() && topic) {
    proposed = law::body_for(visit.pack(), *topic, v.appeal.district);
    if (proposed == v.appeal.body) proposed = topic->also.empty() ? "" : topic->also.front();
  }
  std::vector<ChoiceGroup> reasons{{"", view::reasons(visit, "redirect")}};
  const auto chosen_reason = typed.has("reason") ? std::string(typed.get("reason")) : reasons[0].choices.empty() ? "" : reasons[0].choices.front().value;
  return respond(
      visit,
      {.title = t(procedure::words_of(procedure::Step::redirect)),
       .body = join({view::errors(visit, problems), h1({t(procedure::words_of(procedure::Step::redirect)) + ": " + v.appeal.number}),
                     p({t("appeals.redirect.text", {{"date", t.date(*v.appeal.redirect_until)}})}), p({view::rule_words(visit, visit.pack().kind(v.appeal.kind).redirect_rule)}),
                     form({attr("method", "post"), action(desk_url(visit, v.appeal, "redirect")), form_fields(visit), version_field(v.appeal),
                           select_field(view::field(visit, "to", "appeals.redirect.to", proposed, problems), view::bodies_but(visit, v.appeal.body), t("appeals.choose")),
                           select_field(view::field(visit, "reason", "appeals.redirect.reason", chosen_reason, problems), reasons, t("appeals.choose")),
                           input_field(view::field(visit, "sentence", "appeals.redirect.sentence", std::string(typed.get("sentence")), problems,
                                                   t("appeals.redirect.sentence_hint"))),
                           submit_button(t("appeals.redirect.do"))})}),
       .status = problems ? 422 : 200,
       .errors = problems != nullptr,
       .crumbs = {{t("appeals.inbox.title"), visit.url("/w/body")}, {v.appeal.number, desk_url(visit, v.appeal)}}});
}

// The appeal's questions, as found in its text or as the official edited them, and one line more.
}  // namespace

namespace {
// The way to the cases of those for whom the reader stands in today.
Html stand_ins(const Visit& visit) {
  const auto today = visit.context.today.date;
  std::vector<Html> rows;
  for (const auto& leave : directory::leaves_in(visit.db, visit.actor().body, today)) {
    if (leave.stand_in != visit.actor().account || leave.from_day > today) continue;
    if (const auto away = auth::by_id(visit.db, *visit.context.keys, leave.account))
      rows.push_back(p({a({href(visit.url("/w/body").with("of", away->login)), visit.words("appeals.inbox.stand_in", {{"name", away->name}})})}));
  }
  return join(rows);
}
}  // namespace

http::Response inbox(const Visit& visit) {
  const auto found = queries::inbox(visit);
  if (!found) return refuse(visit, found.problems());
  const auto& t = visit.words;
  const bool shortcuts = has_shortcuts(visit);
  std::vector<TableRow> rows;
  Executors executors(visit);
  for (const auto& row : found->rows) {
    const auto& appeal = row.appeal;
    rows.push_back({{join({strong({due_words(visit, appeal)}), br({}), span({cls("meta"), t.date(appeal.due_on)})}),
                     case_link(visit, appeal, shortcuts), join({span({attr("lang", appeal.language), row.title.open(found->permit)})}),
                     join({view::topic_name(visit, appeal.topic), when(!appeal.district.empty(), span({cls("meta"), " " + view::district_name(visit, appeal.district)}))}),
                     text(executors.name(appeal.executor)), join({view::status(visit, appeal), flags_of(visit, appeal)})}});
  }
  std::vector<Html> counters{counter(visit, "appeals.inbox.open", found->counts.open, ""),
                             counter(visit, "appeals.inbox.redirect_today", found->counts.redirect_today, "redirect"),
                             counter(visit, "appeals.inbox.due_today", found->counts.due_today, "today"),
                             counter(visit, "appeals.inbox.due_soon", found->counts.due_soon, "soon"),
                             counter(visit, "appeals.inbox.overdue", found->counts.overdue, "overdue"),
                             counter(visit, "appeals.inbox.waiting", found->counts.waiting, "waiting"), disputes(visit, found->counts.disputed)};
  std::optional<Url> next, first;
  if (!found->next.empty()) next = same_filter(visit, visit.url("/w/body")).with("after", found->next);
  if (!visit.query.get("after").empty()) first = visit.url("/w/body");
  const auto mine = visit.query.get("mine") == "1";
  const auto cases = html::table(t("appeals.inbox.caption"),
                                 {{t("appeals.inbox.due")}, {t("appeals.inbox.number")}, {t("appeals.inbox.what")},
                                  {t("appeals.inbox.topic_place")}, {t("appeals.inbox.executor")}, {t("appeals.status")}},
                                 rows);
  return respond(
      visit,
      {.title = t("appeals.inbox.title"),
       .body = join({h1({t("appeals.inbox.title")}), p({cls("meta"), view::body_name(visit, visit.actor().body)}), ul({cls("numbers"), join(counters)}),
                     p({a({href(mine ? visit.url("/w/body") : visit.url("/w/body").with("mine", "1")), t(mine ? Key("appeals.inbox.all") : Key("appeals.inbox.mine"))}), " · ",
                        a({href(same_filter(visit, visit.url("/w/bulk"))), t("appeals.bulk.title")}), " · ", a({href(visit.url("/w/calendar")), t("appeals.calendar.title")})}),
                     way_to_waiting(visit), stand_ins(visit),
                     found->rows.empty() ? p({attr("role", "status"), t("appeals.inbox.empty")}) : shortcuts ? with_shortcuts(visit, cases) : cases,
                     pagination({.label = t("appeals.list.pages"), .previous_words = t("appeals.list.first"), .next_words = t("appeals.list.next"),
                                 .previous = first, .next = next})}),
       .script = shortcuts ? "shortcuts" : ""});
}

http::Response desk_case(const Visit& visit) {
  return with_case(visit, [&](const queries::PrivateCase& v) {
    const auto& t = visit.words;
    const auto& content = v.content.open(v.permit);
    std::vector<Html> answers;
    for (const auto& answer : v.answers)
      answers.push_back(view::answer(visit, v.appeal, answer, answer.text, view::answer_files(visit, v.appeal, v.files, answer.n, view::Reader::body)));
    std::vector<Html> verdicts;
    for (const auto& judgement : v.judgements)
      verdicts.push_back(notice(judgement.verdict == Verdict::solved ? Tone::success : Tone::warning, t("appeals.event.verdict"),
                                join({p({t(words_of(judgement.verdict))}),
                                      when(!judgement.reason.empty(), p({view::reason_name(visit, judgement.reason)})),
                                      when(!judgement.comment.empty(), written(judgement.comment, v.appeal.language))})));
    std::string place = content.address;
    if (!v.appeal.district.empty()) place += (place.empty() ? "" : "\n") + view::district_name(visit, v.appeal.district);
    const std::vector<SummaryRow> facts{{t("appeals.about.kind"), view::kind_name(visit, v.appeal.kind), std::nullopt},
                                        {t("appeals.topic"), view::topic_name(visit, v.appeal.topic), std::nullopt},
                                        {t("appeals.check.place"), place.empty() ? t("appeals.no_place") : place, std::nullopt},
                                        {t("appeals.registered_at"), view::when(visit, v.appeal.submitted_at), std::nullopt}};
    const auto left = div({answers_to_sign(visit, v), join(verdicts), join(answers), section({h2({t("appeals.text")}), written(content.text, v.appeal.language), summary_list(facts, "")}),
                           view::files(visit, v.appeal, v.files, view::Reader::body), view::correspondence(visit, v), applicant_block(visit, v),
                           notes_block(visit, v), view::history(visit, v.appeal, v.events, queries::told(visit, v))});
    const auto right = div({proposals_block(visit, v), action_panel(visit, v.appeal), view::deadline(visit, v.appeal, v.deadline),
                            view::clocks(visit, v.appeal, v.events), view::answered_alike(visit, queries::answered_alike(visit, v)), view::related(visit, v)});
    return respond(visit, {.title = v.appeal.number + " — " + content.title,
                           .body = join({p({cls("meta"), t("appeals.number", {{"number", v.appeal.number}})}),
                                         h1({attr("lang", v.appeal.language), content.title}), p({view::status(visit, v.appeal)}), repeated(visit, v.appeal), view::also_here(visit, v.appeal), div({cls("two"), left, right})}),
                           .crumbs = {{t("appeals.inbox.title"), visit.url("/w/body")}}});
  });
}

Prepared desk_accept(const Visit& visit, const http::Pairs& form) {
  return Apply([target = target_of(visit, form)](db::Tx& tx, const Visit& at) -> Applied { return back_to_desk(at, accept(tx, at.context, target), true); });
}

http::Response redirect_form(const Visit& visit) {
  return with_case(visit, [&](const queries::PrivateCase& v) { return redirect_page(visit, v, {}, nullptr); });
}

Prepared desk_redirect(const Visit& visit, const http::Pairs& form) {
  const auto found = queries::private_case(visit, {.number = visit.params.at(0), .code = ""});
  if (!found) return refuse(visit, found.problems());
  const auto command = read_redirect(form);
  if (!command) return redirect_page(visit, *found, form, &command.problems());
  return Apply([target = target_of(visit, form), command = *command](db::Tx& tx, const Visit& at) -> Applied {
    return back_to_desk(at, take_step(tx, at.context, target, *spec_of(procedure::Step::redirect), details_of(command)), false);
  });
}

}  // namespace jauap::appeals::pages
