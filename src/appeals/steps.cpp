#include "appeals/steps.h"

#include <boost/json.hpp>

#include "appeals/commands_shared.h"
#include "appeals/letters.h"
#include "appeals/store.h"
#include "base/text.h"
#include "platform/numbers/numbers.h"

namespace jauap::appeals {
namespace {

using procedure::Step;
using Type = StepField::Type;
using By = StepSpec::By;

constexpr StepField for_applicant{"text", Type::text, Key("appeals.field.for_applicant")};
constexpr StepField for_applicant_or_not{"text", Type::text, Key("appeals.field.for_applicant"), false};
constexpr StepField own_words{"text", Type::text, Key("appeals.field.own_words")};
constexpr StepField why{"reason", Type::reason, Key("appeals.field.reason")};
constexpr StepField to_body{"to", Type::body, Key("appeals.redirect.to")};
constexpr StepField until{"until", Type::date, Key("appeals.field.until"), false};

constexpr StepField of_assign[] = {{"executor", Type::official, Key("appeals.field.official"), false}};
constexpr StepField of_qualify[] = {{"value", Type::kind, Key("appeals.field.kind")}, why, for_applicant_or_not};
constexpr StepField of_redirect[] = {to_body, why, for_applicant_or_not};
constexpr StepField of_split[] = {to_body, {"text", Type::text, Key("appeals.field.part")}};
constexpr StepField of_join[] = {{"number", Type::number, Key("appeals.field.number")}, why};
constexpr StepField of_repair[] = {why, for_applicant, until};
constexpr StepField of_words[] = {for_applicant};
constexpr StepField of_words_or_not[] = {for_applicant_or_not};
constexpr StepField of_extend[] = {{"until", Type::date, Key("appeals.field.until")}, why, for_applicant};
constexpr StepField of_pause[] = {why, for_applicant};
constexpr StepField of_resume[] = {why};
constexpr StepField of_hearing[] = {{"text", Type::text, Key("appeals.field.preliminary")}, until};
constexpr StepField of_minutes[] = {{"text", Type::text, Key("appeals.field.minutes")}};
constexpr StepField of_recusal[] = {{"value", Type::outcome, Key("appeals.field.outcome")},
                                    {"executor", Type::official, Key("appeals.field.next_official"), false},
                                    for_applicant};
constexpr StepField of_person[] = {own_words};
constexpr StepField of_recuse[] = {why, own_words};

Result<Changed> run_redirect(db::Tx& tx, const Context& context, const Target& target, const Details& details) {
  return redirect(tx, context, target, redirect_of(details));
}
Result<Changed> run_answer(db::Tx& tx, const Context& context, const Target& target, const Details& details) {
  return answer(tx, context, target, answer_of(details));
}
Result<Changed> run_amend(db::Tx& tx, const Context& context, const Target& target, const Details& details) {
  return amend(tx, context, target, answer_of(details));
}

constexpr StepSpec specs[] = {
    {Step::assign, By::clerk, of_assign, Key("appeals.about_step.assign"), "", "", assign},
    {Step::qualify, By::clerk, of_qualify, Key("appeals.about_step.qualify"), "", "requalify", qualify},
    {Step::redirect, By::clerk, of_redirect, Key("appeals.about_step.redirect"), "appeal.redirect", "redirect", run_redirect},
    {Step::arbitrate, By::head, of_redirect, Key("appeals.about_step.arbitrate"), "", "arbitrate", arbitrate},
    {Step::split, By::clerk, of_split, Key("appeals.about_step.split"), "appeal.redirect", "", split_case},
    {Step::join, By::clerk, of_join, Key("appeals.about_step.join"), "", "join", join_case},
    {Step::ask_repair, By::clerk, of_repair, Key("appeals.about_step.ask_repair"), "appeal.repair", "repair", ask_repair},
    {Step::give_back, By::clerk, of_words, Key("appeals.about_step.give_back"), "appeal.repair", "", give_back},
    {Step::extend, By::head, of_extend, Key("appeals.about_step.extend"), "appeal.extend.max", "extend", extend},
    {Step::pause, By::head, of_pause, Key("appeals.about_step.pause"), "appeal.pause", "pause", pause_clock},
    {Step::resume, By::clerk, of_resume, Key("appeals.about_step.resume"), "appeal.pause", "resume", resume_clock},
    {Step::hear, By::clerk, of_hearing, Key("appeals.about_step.hear"), "appeal.hearing.objection", "", hear},
    {Step::minutes, By::clerk, of_minutes, Key("appeals.about_step.minutes"), "", "", keep_minutes},
    {Step::answer, By::clerk, of_words, Key("appeals.about_step.answer"), "appeal.consider", "", run_answer},
    {Step::amend, By::clerk, of_words, Key("appeals.about_step.answer"), "appeal.verdict", "", run_amend},
    {Step::terminate, By::head, of_pause, Key("appeals.about_step.terminate"), "", "terminate", terminate},
    {Step::pass, By::clerk, of_words_or_not, Key("appeals.about_step.pass"), "complaint.pass", "", pass_on},
    {Step::decide_recusal, By::head, of_recusal, Key("appeals.about_step.decide_recusal"), "appeal.recusal", "", decide_recusal},
    {Step::repair, By::applicant, of_person, Key("appeals.about_step.repair"), "appeal.repair", "", repair},
    {Step::object, By::applicant, of_person, Key("appeals.about_step.object"), "appeal.hearing.objection", "", object_to},
    {Step::message, By::applicant, of_person, Key("appeals.about_step.message"), "", "", write_message},
    {Step::complain, By::applicant, of_person, Key("appeals.about_step.complain"), "complaint.decide", "", complain},
    {Step::recuse, By::applicant, of_recuse, Key("appeals.about_step.recuse"), "appeal.recusal", "recusal", recuse},
    {Step::reopen, By::applicant, of_person, Key("appeals.about_step.reopen"), "appeal.consider", "", reopen},
};

Problem wrong(Key message, std::string field, std::vector<Arg> args = {}) {
  return {.message = message, .field = std::move(field), .args = std::move(args)};
}

// The text of one field, cleaned; what is wrong with it goes to `problems`.
std::string read_text(const StepField& field, const http::Pairs& form, Problems& problems) {
  const auto typed = form.get(field.name);
  const auto cleaned = field.type == Type::text ? text::clean(typed) : text::clean_line(typed);
  if (!cleaned) {
    problems.add(wrong("appeals.bad_bytes", field.name));
    return {};
  }
  const auto length = text::characters(*cleaned);
  const auto most = field.type == Type::text ? answer_max : comment_max;
  if (length > most) problems.add(wrong("appeals.too_long", field.name, {{"max", std::to_string(most)}}));
  if (field.is_required && field.type == Type::text && length < text_min)
    problems.add(wrong("appeals.text_too_short", field.name, {{"min", std::to_string(text_min)}}));
  else if (field.is_required && length == 0)
    problems.add(wrong("appeals.field.missing", field.name));
  return *cleaned;
}

}  // namespace

std::span<const StepSpec> step_specs() { return specs; }

const StepSpec* spec_of(Step step) {
  for (const auto& spec : specs)
    if (spec.step == step) return &spec;
  return nullptr;
}

const StepSpec* spec_named(std::string_view name) {
  const auto step = procedure::step_of(name);
  return step ? spec_of(*step) : nullptr;
}

Result<Details> read_step(const StepSpec& spec, const http::Pairs& form) {
  Problems problems;
  Details details;
  for (const auto& field : spec.fields) {
    const std::string_view name = field.name;
    auto value = read_text(field, form, problems);
    if (name == "text") details.text = std::move(value);
    else if (name == "reason") details.reason = std::move(value);
    else if (name == "to") details.to = std::move(value);
    else if (name == "number") details.number = std::move(value);
    else if (name == "value") details.value = std::move(value);
    else if (name == "executor") details.executor = std::move(value);
    else if (name == "until" && !value.empty()) {
      details.until = CivilDate::parse(value);
      if (!details.until) problems.add(wrong("appeals.bad_day", "until"));
    }
  }
  if (!problems.empty()) return problems;
  return details;
}

Result<std::string> read_note(const http::Pairs& form) {
  Problems problems;
  auto note = read_text({"note", Type::text, Key("appeals.notes.add")}, form, problems);
  if (!problems.empty()) return problems;
  return note;
}

Result<HeadsDecision> read_decision(const http::Pairs& form) {
  Problems problems;
  HeadsDecision decision{.approves = form.get("decision") == "approve",
                         .note = read_text({"note", Type::text, Key("appeals.proposal.note"), false}, form, problems)};
  if (!decision.approves && form.get("decision") != "decline") problems.add(wrong("appeals.recusal.choose", "decision"));
  if (!decision.approves && decision.note.empty()) problems.add(wrong("appeals.proposal.say_why", "note"));
  if (!problems.empty()) return problems;
  return decision;
}

std::string to_json(const Details& d) {
  boost::json::array points, commitments;
  for (const auto& point : d.points) points.push_back({point.question, point.answer});
  for (const auto& one : d.commitments) commitments.push_back({one.what, one.owner_post, one.due_on.iso()});
  return boost::json::serialize(boost::json::object{{"text", d.text}, {"reason", d.reason}, {"to", d.to}, {"number", d.number},
                                                    {"value", d.value}, {"until", d.until ? d.until->iso() : ""},
                                                    {"executor", d.executor}, {"points", std::move(points)},
                                                    {"commitments", std::move(commitments)}});
}

Details details_from(std::string_view json) {
  const auto value = boost::json::parse(json);
  const auto& object = value.as_object();
  const auto get = [&](std::string_view name) { return std::string(object.at(name).as_string()); };
  Details d{.text = get("text"), .reason = get("reason"), .to = get("to"), .number = get("number"), .value = get("value"),
            .until = CivilDate::parse(get("until")), .executor = get("executor")};
  for (const auto& row : object.at("points").as_array())
    d.points.push_back({std::string(row.at(0).as_string()), std::string(row.at(1).as_string())});
  for (const auto& row : object.at("commitments").as_array())
    d.commitments.push_back({std::string(row.at(0).as_string()), std::string(row.at(1).as_string()),
                             CivilDate::parse(std::string(row.at(2).as_string())).value()});
  return d;
}

RedirectAppeal redirect_of(const Details& d) { return {.to = d.to, .reason = d.reason, .sentence = d.text}; }
AnswerAppeal answer_of(const Details& d) {
  return {.decision = decision_of(d.value).value_or(Decision::explained), .text = d.text, .points = d.points, .commitments = d.commitments,
          .prepared_by = d.prepared_by};
}
Details details_of(const RedirectAppeal& c) { return {.text = c.sentence, .reason = c.reason, .to = c.to}; }
Details details_of(const AnswerAppeal& c) {
  return {.text = c.text, .value = std::string(code(c.decision)), .points = c.points, .commitments = c.commitments};
}

http::Pairs form_of(const AnswerAppeal& c) {
  std::vector<http::Pair> fields{{"decision", std::string(code(c.decision))}, {"text", c.text}};
  const auto add = [&](const char* name, std::size_t i, const std::string& value) { fields.push_back({name + std::to_string(i + 1), value}); };
  for (std::size_t i = 0; i < c.points.size(); ++i) add("question_", i, c.points[i].question), add("point_", i, c.points[i].answer);
  for (std::size_t i = 0; i < c.commitments.size(); ++i) {
    add("promise_", i, c.commitments[i].what), add("promise_owner_", i, c.commitments[i].owner_post);
    add("promise_date_", i, c.commitments[i].due_on.iso());
  }
  return http::Pairs(std::move(fields));
}

Result<Changed> propose_step(db::Tx& tx, const Context& context, const Target& target, Step step, const Details& details) {
  auto work = TRY(begin(tx, context, target, may_propose, step));
  if (step == Step::extend) TRY(procedure::check_extend(*context.pack, work.appeal, context.today.date));
  if (step == Step::redirect) TRY(procedure::check_redirect(*context.pack, work.appeal, details.to, context.today.date));
  if (step == Step::answer) TRY(check_answerable(context, work.appeal, answer_of(details).decision));
  const bool is_new = store::add_proposal(tx, work.permit, *context.keys, work.appeal,
                                          {.step = procedure::rule_of(step).name,
                                           .details = to_json(details),
                                           .proposed_by = context.actor.account,
                                           .proposer = context.actor.name,
                                           .proposed_at = context.now,
                                           .due_on = work.appeal.due_on});
  if (!is_new) return Problem{.kind = Problem::Kind::conflict, .message = "appeals.proposal.waits_already"};
  return Changed{work.appeal};
}

Result<Changed> decide_proposal(db::Tx& tx, const Context& context, const Target& target, int n, bool approve, const std::string& note) {
  auto opened = TRY(open_case(tx, context, target, may_decide));
  for (const auto& proposal : store::proposals(tx, *context.keys, opened.appeal)) {
    if (proposal.n != n || proposal.state != store::ProposalState::waiting || proposal.body != opened.appeal.body) continue;
    const auto* spec = spec_named(proposal.step);
    if (!spec || spec->step == Step::decide_recusal) break;  // a recusal is decided by its own step
    if (proposal.proposed_by == context.actor.account) return Problem{.kind = Problem::Kind::forbidden, .message = "appeals.proposal.own"};
    const auto state = approve ? store::ProposalState::approved : store::ProposalState::declined;
    store::decide_proposal(tx, opened.permit, *context.keys, opened.appeal, n, state, context.actor.account, context.now, note);
    if (!approve) {
      letters::tell_proposer(tx, context, opened.appeal, proposal.proposed_by, n);
      return Changed{opened.appeal};
    }
    auto details = details_from(proposal.details);
    details.prepared_by = Preparer{proposal.proposed_by, proposal.proposer};
    return spec->run(tx, context, {.number = target.number, .code = ""}, details);
  }
  return Problem{.kind = Problem::Kind::conflict, .message = "appeals.proposal.gone"};
}

Result<Changed> take_step(db::Tx& tx, const Context& context, const Target& target, const StepSpec& spec, const Details& details) {
  if (spec.by != By::applicant) {
    const auto opened = TRY(open_case(tx, context, target, may_see_private));
    if (needs_signature(tx, context, opened.appeal, spec.step)) {
      auto proposed = TRY(propose_step(tx, context, target, spec.step, details));
      proposed.waits_for_head = true;
      return proposed;
    }
  }
  return spec.run(tx, context, target, details);
}

Result<Nothing> write_note(db::Tx& tx, const Context& context, const Target& target, const std::string& text) {
  const auto opened = TRY(open_case(tx, context, target, may_note));
  store::add_note(tx, opened.permit, *context.keys, opened.appeal,
                  {store::NoteKind::internal, opened.appeal.body, context.actor.name, text, context.now});
  return Nothing{};
}

}  // namespace jauap::appeals
