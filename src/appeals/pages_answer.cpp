// The editor of an answer: point by point, with what it promises, warnings before sending, a draft of its own for each official.
#include "appeals/answering.h"
#include "appeals/commands_shared.h"
#include "appeals/desk_shared.h"
#include "appeals/drafts.h"
#include "appeals/input.h"
#include "appeals/procedure.h"
#include "appeals/steps.h"

namespace jauap::appeals::pages {
namespace {
using namespace html;
using namespace html::tags;

const std::string leave_out = "leave_out_";  // and the name of a file

Html point_fields(const Visit& visit, const Content& content, const http::Pairs& typed, const Problems* problems) {
  const auto& t = visit.words;
  std::vector<std::string> questions;
  if (typed.has("question_1"))
    for (std::size_t n = 1; n <= points_max && typed.has("question_" + std::to_string(n)); ++n) questions.emplace_back(typed.get("question_" + std::to_string(n)));
  else
    questions = questions_of(content.text);
  if (questions.size() < points_max && (questions.empty() || !questions.back().empty())) questions.emplace_back();
  std::vector<Html> rows;
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const auto n = std::to_string(i + 1);
    const auto mark = " " + t.number(std::int64_t(i + 1));
    auto question = view::field(visit, "question_" + n, "appeals.point.question", questions[i], problems);
    auto answer = view::field(visit, "point_" + n, "appeals.point.answer", std::string(typed.get("point_" + n)), problems);
    question.label += mark, answer.label += mark;
    rows.push_back(html::join({input_field(question), text_field(answer, {.rows = 3})}));
  }
  return html::tags::fieldset({legend({t("appeals.point.heading")}), p({cls("hint"), t("appeals.point.hint")}), html::join(rows)});
}

Html promise_fields(const Visit& visit, const http::Pairs& typed, const Problems* problems) {
  const auto& t = visit.words;
  std::vector<Html> rows;
  for (int i = 1; i <= 3; ++i) {
    const auto n = std::to_string(i);
    const auto one = [&](const char* name, Key label) {
      const auto field = name + ("_" + n);
      auto words = view::field(visit, field, label, std::string(typed.get(field)), problems);
      words.label += " " + n;
      return words;
    };
    rows.push_back(html::join({input_field(one("promise", "appeals.promise.what_label")), input_field(one("promise_owner", "appeals.promise.who_label")),
                               input_field(one("promise_date", "appeals.promise.when_label"), {.type = "date", .is_short = true})}));
  }
  return details({summary({t("appeals.promise.heading")}), p({cls("hint"), t("appeals.promise.hint")}), html::join(rows)});
}

Html warnings_block(const Visit& visit, const std::vector<Problem>& warnings) {
  if (warnings.empty()) return {};
  std::vector<Html> rows;
  for (const auto& one : warnings) rows.push_back(li({visit.words(one)}));
  return html::join({notice(Tone::warning, visit.words("appeals.warn.heading"), ul({html::join(rows)})),
                     input({attr("type", "hidden"), attr("name", "warned"), attr("value", "yes")})});
}

// The last answer of this step that was sent to be signed and went not out, if any.
const store::Proposal* unsigned_of(const queries::PrivateCase& v, procedure::Step step) {
  const store::Proposal* last = nullptr;
  for (const auto& one : v.proposals)
    if (one.step == procedure::rule_of(step).name) last = &one;
  return last && last->state != store::ProposalState::approved ? last : nullptr;
}

// What whoever opens the editor has to know of it: it waits, it came back with the head's words, it is void.
Html news_of(const Visit& visit, const store::Proposal& proposal) {
  const auto& t = visit.words;
  switch (proposal.state) {
    case store::ProposalState::waiting: return notice(Tone::info, "", p({t("appeals.answer.waits", {{"name", proposal.proposer}, {"when", view::when(visit, proposal.proposed_at)}})}));
    case store::ProposalState::declined: return notice(Tone::warning, t("appeals.answer.came_back"), written(proposal.note, ""));
    case store::ProposalState::overtaken: return notice(Tone::warning, "", p({t("appeals.answer.is_void")}));
    case store::ProposalState::approved: break;
  }
  return {};
}

// Documents that go with the answer, each with a box that takes it out.
Html unsigned_files(const Visit& visit, const queries::PrivateCase& v) {
  const auto& t = visit.words;
  std::vector<Html> boxes;
  for (const auto& one : v.files)
    if (one.answer_n == unsigned_answer)
      boxes.push_back(checkbox(leave_out + one.name(), t("appeals.answer.leave_out", {{"file", one.name()}}), false));
  if (boxes.empty()) return {};
  return html::join({view::answer_files(visit, v.appeal, v.files, unsigned_answer, view::Reader::body), html::join(boxes)});
}

struct Editor {
  procedure::Step step = procedure::Step::answer;  // or amend
  const http::Pairs& typed;
  const Problems* problems = nullptr;
  std::vector<Problem> warnings = {};
  bool is_late = false;                            // somebody else changed the case while this was typed
  std::optional<Instant> saved_at = {};            // of the draft that fills the form
};

// What the case became while somebody typed: theirs stands above, the own words stay in the form.
Html meanwhile(const Visit& visit, const queries::PrivateCase& v) {
  const auto& t = visit.words;
  const auto theirs = v.answers.empty() ? Html() : view::answer(visit, v.appeal, v.answers.back(), v.answers.back().text);
  return join({notice(Tone::warning, t("appeals.meanwhile.heading"),
                      join({p({t("appeals.meanwhile.text")}), p({view::last_event(visit, v.events)})})),
               theirs});
}

http::Response answer_page(const Visit& visit, const queries::PrivateCase& v, const Editor& editor) {
  const auto& [step, typed, problems, warnings, is_late, saved_at] = editor;
  const auto& t = visit.words;
  const bool must_be_signed = needs_signature(visit.db, visit.context, v.appeal, step);
  const auto* unsigned_one = unsigned_of(v, step);
  if (const auto open = procedure::check(step, v.appeal); !open) return refuse_step(visit, open.problems());
  const auto to = procedure::rule_of(step).name;
  const auto& content = v.content.open(v.permit);
  std::vector<Choice> decisions;
  for (const auto decision : {Decision::satisfied, Decision::partly, Decision::explained, Decision::declined})
    decisions.push_back({std::string(code(decision)), t(words_of(decision))});
  // The template in the language of the appeal: decision, what was done, why, what the person can do now.
  const i18n::Words own(language_of(v.appeal.language).value_or(visit.language));
  const auto text = typed.has("text") ? std::string(typed.get("text")) : own("appeals.answer.template");
  return respond(
      visit,
      {.title = t(procedure::words_of(step)),
       .body = join({view::errors(visit, problems), h1({t(procedure::words_of(step)) + ": " + v.appeal.number}),
                     when(is_late, meanwhile(visit, v)), unsigned_one ? news_of(visit, *unsigned_one) : Html(), view::also_here(visit, v.appeal),
                     view::deadline(visit, v.appeal, v.deadline), section({h2({t("appeals.text")}), written(content.text, v.appeal.language)}),
                     view::answered_alike(visit, queries::answered_alike(visit, v)),
                     form({attr("method", "post"), attr("enctype", "multipart/form-data"), action(desk_url(visit, v.appeal, to)), form_fields(visit), version_field(v.appeal),
                           radio_field(view::field(visit, "decision", "appeals.answer.decision", std::string(typed.get("decision")), problems), decisions),
                           text_field(view::field(visit, "text", "appeals.answer.text", text, problems, t("appeals.answer.hint")), {.rows = 14}),
                           point_fields(visit, content, typed, problems), promise_fields(visit, typed, problems), unsigned_files(visit, v), view::file_input(visit, problems), warnings_block(visit, warnings),
                           when(must_be_signed, p({cls("hint"), t("appeals.answer.will_be_signed", {{"date", t.date(v.appeal.due_on)}})})),
                           submit_button(t(!warnings.empty() ? Key("appeals.warn.send_anyway") : must_be_signed ? Key("appeals.answer.send_to_sign") : Key("appeals.answer.send"))), " ",
                           button({cls("button secondary"), attr("type", "submit"), attr("formaction", desk_url(visit, v.appeal, std::string(to) + "/draft").str()),
                                   attr("formenctype", "application/x-www-form-urlencoded"), t("appeals.desk_draft.save")}),
                           saved_at ? p({cls("hint"), t("appeals.desk_draft.saved", {{"when", view::when(visit, *saved_at)}})}) : Html()})}),
       .status = is_late ? 409 : problems ? 422 : 200,
       .errors = problems != nullptr,
       .crumbs = {{t("appeals.inbox.title"), visit.url("/w/body")}, {v.appeal.number, desk_url(visit, v.appeal)}}});
}

// The answer is with the head: nothing to write until it comes back.
http::Response waits_page(const Visit& visit, const queries::PrivateCase& v, procedure::Step step, const store::Proposal& waiting) {
  const auto heading = visit.words(procedure::words_of(step));
  return respond(visit, {.title = heading,
                         .body = join({h1({heading + ": " + v.appeal.number}), news_of(visit, waiting),
                                       p({a({href(desk_url(visit, v.appeal)), visit.words("appeals.answer.to_the_case")})})}),
                         .crumbs = {{visit.words("appeals.inbox.title"), visit.url("/w/body")}, {v.appeal.number, desk_url(visit, v.appeal)}}});
}

// An empty form is filled with the draft of this official; without one with the answer that came back or, for a head, still waits.
http::Response editor_page(const Visit& visit, procedure::Step step) {
  return with_case(visit, [&](const queries::PrivateCase& v) {
    const auto* last = unsigned_of(v, step);
    if (last && last->state == store::ProposalState::waiting && needs_signature(visit.db, visit.context, v.appeal, step)) return waits_page(visit, v, step, *last);
    const auto draft = drafts::load_answer(visit, v.appeal.number);
    if (!draft && last) return answer_page(visit, v, {.step = step, .typed = form_of(answer_of(details_from(last->details)))});
    return answer_page(visit, v, {.step = step, .typed = draft ? draft->form : http::Pairs(), .saved_at = draft ? std::optional(draft->saved_at) : std::nullopt});
  });
}

// A refusal because somebody was faster keeps the typed words, as the answer or beside the one that is there now.
Applied refused(const Visit& visit, const Target& target, procedure::Step step, const http::Pairs& form, const Problems& problems) {
  const auto found = queries::private_case(visit, {.number = target.number, .code = ""});
  const bool is_late = problems.first().kind == Problem::Kind::conflict;
  if (!found || !is_late) return {refuse_step(visit, problems), false};
  if (!procedure::check(step, found->appeal)) step = procedure::Step::amend;
  return {answer_page(visit, *found, {.step = step, .typed = form, .is_late = true}), false};
}

std::vector<std::string> left_out(const http::Pairs& form) {
  std::vector<std::string> names;
  for (const auto& field : form)
    if (field.name.starts_with(leave_out)) names.push_back(field.name.substr(leave_out.size()));
  return names;
}

// Goes out with its documents, or waits with them for its signature.
Result<Changed> send_with_files(db::Tx& tx, const Context& context, const Target& target, procedure::Step step, const AnswerAppeal& command,
                                const std::vector<files::Staged>& staged, const std::vector<std::string>& without) {
  const Target same{.number = target.number, .code = ""};
  for (const auto& name : without) TRY(detach_unsigned(tx, context, same, name));
  auto changed = TRY(take_step(tx, context, target, *spec_of(step), details_of(command)));
  if (staged.empty()) return changed;
  if (!changed.waits_for_head) return attach_to_answer(tx, context, same, staged);
  TRY(attach_unsigned(tx, context, same, staged));
  return changed;
}

Prepared send(const Visit& visit, const http::Pairs& form, procedure::Step step) {
  const auto found = queries::private_case(visit, {.number = visit.params.at(0), .code = ""});
  if (!found) return refuse(visit, found.problems());
  if (found->permit.scope() != Scope::own_body) return not_found(visit);
  const auto target = target_of(visit, form);
  if (target.version != 0 && target.version != found->appeal.version)
    return refused(visit, target, step, form, Problem{.kind = Problem::Kind::conflict, .message = "appeals.changed_meanwhile"}).response;
  const auto command = read_answer(form);
  if (!command) return answer_page(visit, *found, {.step = step, .typed = form, .problems = &command.problems()});
  const auto doubts = warnings(visit.pack(), found->appeal, found->content.open(found->permit), *command);
  if (!doubts.empty() && form.get("warned") != "yes") return answer_page(visit, *found, {.step = step, .typed = form, .warnings = doubts});
  if (const auto open = procedure::check(step, found->appeal); !open) return refuse_step(visit, open.problems());
  const auto staged = read_files(visit);
  if (!staged) return answer_page(visit, *found, {.step = step, .typed = form, .problems = &staged.problems()});
  return Apply([target, step, form, command = *command, staged = *staged](db::Tx& tx, const Visit& at) -> Applied {
    const auto changed = send_with_files(tx, at.context, target, step, command, staged, left_out(form));
    if (!changed) return refused(at, target, step, form, changed.problems());
    drafts::drop_answer(tx, at, target.number);
    return back_to_desk(at, changed, true);
  });
}

Prepared save(const Visit& visit, const http::Pairs& form, procedure::Step step) {
  const auto target = target_of(visit, form);
  const auto opened = open_case(visit.db, visit.context, target, may_answer);
  if (!opened) return refuse(visit, opened.problems());
  return Apply([target, form, to = std::string(procedure::rule_of(step).name)](db::Tx& tx, const Visit& at) -> Applied {
    drafts::save_answer(tx, at, target.number, form);
    return {see_other(at.url("/w/body/" + target.number + "/" + to))};
  });
}

}  // namespace

http::Response answer_form(const Visit& visit) { return editor_page(visit, procedure::Step::answer); }
http::Response amend_form(const Visit& visit) { return editor_page(visit, procedure::Step::amend); }
Prepared desk_answer(const Visit& visit, const http::Pairs& form) { return send(visit, form, procedure::Step::answer); }
Prepared desk_amend(const Visit& visit, const http::Pairs& form) { return send(visit, form, procedure::Step::amend); }
Prepared save_answer_draft(const Visit& visit, const http::Pairs& form) { return save(visit, form, procedure::Step::answer); }
Prepared save_amend_draft(const Visit& visit, const http::Pairs& form) { return save(visit, form, procedure::Step::amend); }

}  // namespace jauap::appeals::pages
