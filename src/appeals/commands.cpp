#include "appeals/commands_shared.h"

#include "appeals/appeals.h"
#include "appeals/contact.h"
#include "appeals/letters.h"
#include "appeals/loss.h"
#include "appeals/redact.h"
#include "appeals/store.h"
#include "appeals/store_moderation.h"
#include "directory/directory.h"
#include "platform/journal/journal.h"
#include "platform/numbers/numbers.h"

namespace jauap::appeals {
namespace {

// The akimat of the place: hands on what has no addressee and settles disputes about competence.
std::string akimat_of(const law::Pack& pack, std::string_view place) {
  for (const auto& body : pack.bodies)
    if (body.place == place && body.parent.empty() && body.takes_appeals && body.kind == "akimat") return body.code;
  return {};
}

std::string arbiter_of(const law::Pack& pack, const Appeal& appeal) {
  return akimat_of(pack, numbers::parse(appeal.number)->place_code);
}

// The first addressee: what the person chose, else what the topic says, else the akimat that hands it on.
std::string addressee(const law::Pack& pack, const SubmitAppeal& command, const std::string& topic) {
  if (!command.body.empty()) return command.body;
  if (const auto* known = pack.topic(topic)) {
    auto body = law::body_for(pack, *known, command.district);
    if (!body.empty()) return body;
  }
  return akimat_of(pack, command.place);
}

// By the case's own code, or by the code of the case from which it came.
bool opens(db::ReadTx& tx, const Appeal& appeal, std::string_view code_hash) {
  if (store::code_fits(tx, appeal, code_hash)) return true;
  if (appeal.about.empty()) return false;
  const auto parent = store::find(tx, appeal.place, appeal.about);
  return parent && store::code_fits(tx, *parent, code_hash);
}

// The third redirect: the arbiter names the body, whatever the sender thinks.
Result<Changed> to_arbiter(db::Tx& tx, const Context& context, Work& work, const RedirectAppeal& command) {
  auto& appeal = work.appeal;
  const auto arbiter = arbiter_of(*context.pack, appeal);
  if (arbiter.empty() || arbiter == appeal.body)
    return Problem{.kind = Problem::Kind::conflict, .message = "appeals.redirect.nobody_above"};
  appeal.state = State::disputed;
  appeal.body = arbiter;
  appeal.executor = {};
  appeal.redirects += 1;
  TRY(restart_clock(context, appeal, context.pack->kind(appeal.kind).consider_rule));
  store::count(tx, appeal.place, "disputed", 1);
  return finish(tx, context, work, {.type = "appeal.disputed", .to = arbiter, .reason = command.reason},
                {part("sentence", command.sentence)});
}

constexpr int joined_max = 200;  // cases answered together with one

Problem somebody_was_faster() {
  return {.kind = Problem::Kind::conflict, .message = "appeals.changed_meanwhile"};
}

// The public text stays; the answer stands there again when a moderator has looked at it.
void answer_waits(db::Tx& tx, const Context& context, const Permit& permit, const Appeal& appeal) {
  auto text = store::public_text(tx, appeal);
  invariant(text.has_value(), "a public case has its public text");
  text->answer.clear();
  store::put_public(tx, permit, appeal, *text);
  if (!store::review(tx, appeal)) store::ask_review(tx, permit, appeal, {.waits = store::Waits::answer, .asked_at = context.now});
}

// Taken off by a moderator and not shown again.
bool is_restricted(db::ReadTx& tx, const Appeal& appeal) {
  if (appeal.visibility == Visibility::public_text) return false;
  bool restricted = false;
  for (const auto& one : store::moderation_of(tx, appeal)) {
    if (one.what == store::Moderated::removed || one.what == store::Moderated::removal_confirmed) restricted = true;
    if (one.what == store::Moderated::published || one.what == store::Moderated::restored) restricted = false;
  }
  return restricted;
}

// The floor of the public record: of a restricted case, and of a body that few write to, it names the body above. The true
// codes stay with the parties, and inside the commitment.
void hide_small(db::ReadTx& tx, const Context& context, const Appeal& appeal, journal::Event& event) {
  const auto* topic = context.pack->topic(appeal.topic);
  const bool is_hidden = (topic && topic->sensitive) || appeal.is_erased() || is_restricted(tx, appeal);
  const auto bodies = directory::bodies(tx);
  const auto shown = [&](const std::string& code) -> std::string {
    const auto* body = bodies->find(code);
    if (!body || (!is_hidden && !body->small)) return "";
    auto above = bodies->above(code);
    return above == code ? "" : above;
  };
  event.shown_body = shown(event.body);
  event.shown_to = shown(event.to);
}

}  // namespace

ObjectRef ref_of(const Appeal& appeal) { return {appeal.place, 'A', appeal.id.value, appeal.number}; }

journal::PrivatePart part(std::string name, std::string content) {
  return {std::move(name), Private<std::string>(std::move(content))};
}

const law::Place& place_named(const law::Pack& pack, const std::string& code) {
  const auto* place = pack.place(code);
  invariant(place != nullptr, "the place of a checked command exists");
  return *place;
}

Result<Work> begin(db::ReadTx& tx, const Context& context, const Target& target, May may, procedure::Step step) {
  auto opened = TRY(open_case(tx, context, target, may));
  if (target.version != 0 && target.version != opened.appeal.version) return somebody_was_faster();
  TRY(procedure::check(step, opened.appeal));
  return Work{step, opened.appeal, std::move(opened.appeal), opened.permit, opened.by_key};
}

namespace {

// What waits for a signature was asked for in another situation: the case went to another body, its state no longer allows the
// step, or the clock declared a refusal where an answer was to go out.
void overtake(db::Tx& tx, const Context& context, const Work& work) {
  const auto& appeal = work.appeal;
  const bool has_left = appeal.body != work.before.body;
  for (const auto& waiting : store::proposals(tx, *context.keys, appeal)) {
    if (waiting.state != store::ProposalState::waiting) continue;
    const auto step = procedure::step_of(waiting.step);
    const bool is_refused = work.step == procedure::Step::refuse && step == procedure::Step::answer;
    if (has_left || is_refused || !step || !procedure::is_allowed(*step, appeal.state))
      store::decide_proposal(tx, work.permit, *context.keys, appeal, waiting.n, store::ProposalState::overtaken, {}, context.now, "");
  }
  if (has_left) drop_unsigned_files(tx, context, work.permit, appeal);
}

// Who acts by the code of a case, or in an own matter, acts as its applicant, whatever post he or she holds.
journal::Speaker speaker_by(const Context& context, const Permit& permit) {
  auto speaker = context.speaker();
  const bool is_own = permit.scope() == Scope::receipt_key || permit.scope() == Scope::own;
  if (is_own) speaker.actor.role = Role::citizen;
  return speaker;
}

}  // namespace

Result<Changed> finish(db::Tx& tx, const Context& context, Work& work, journal::Event event,
                       const std::vector<journal::PrivatePart>& parts) {
  auto& appeal = work.appeal;
  const auto& before = work.before;
  invariant(procedure::keeps_table(work.step, before, appeal), "a step ends as the table says");
  if (!*event.type) event.type = procedure::rule_of(work.step).event;
  // A moderator speaks for no body, nor does who erases.
  if (event.body.empty() && context.actor.role != Role::moderator && work.step != procedure::Step::erase) event.body = before.body;
  if (appeal.due_on != before.due_on || appeal.due_rule != before.due_rule || appeal.body != before.body) {
    event.due0 = before.due_on;
    event.due = appeal.due_on;
    event.start = appeal.received_on;
    if (event.rule.empty()) event.rule = appeal.due_rule;
    event.pack = appeal.pack;
  }
  if (!store::update(tx, work.permit, appeal)) return somebody_was_faster();
  appeal.version += 1;
  if (appeal.due_on != before.due_on) store::move_proposals(tx, work.permit, appeal);
  if (appeal.state != before.state || appeal.body != before.body) overtake(tx, context, work);
  hide_small(tx, context, appeal, event);
  journal::record(tx, speaker_by(context, work.permit), ref_of(appeal), event, parts);
  letters::tell_applicant(tx, context, work.permit, appeal, event.type);
  return Changed{appeal};
}

Done restart_clock(const Context& context, Appeal& appeal, const std::string& rule) {
  const auto& pack = *context.pack;
  const auto answer = TRY(law::deadline(pack, rule, context.today));
  const auto& redirect_rule = pack.kind(appeal.kind).redirect_rule;
  appeal.redirect_until = std::nullopt;
  if (!redirect_rule.empty() && !appeal.is_final) appeal.redirect_until = TRY(law::deadline(pack, redirect_rule, context.today)).due_on;
  appeal.received_on = answer.starts_on;
  appeal.due_on = answer.due_on;
  appeal.due_rule = answer.rule;
  appeal.pack = pack.version;
  appeal.extensions = 0;
  return done();
}

void end_case(Appeal& appeal, State state, Instant at) {
  appeal.state = state;
  appeal.closed_at = at;
  appeal.wait_until = appeal.paused_on = std::nullopt;
}

Done check_reason(const law::Pack& pack, std::string_view step, const std::string& code) {
  const auto* reason = pack.reason(code);
  if (reason && reason->step == step) return done();
  return Problem{.message = "appeals.reason_required", .field = "reason"};
}

Done check_body(db::ReadTx& tx, const std::string& code) {
  const auto bodies = directory::bodies(tx);
  const auto* body = bodies->find(code);
  if (body && !body->closed && body->takes_appeals) return done();
  return Problem{.message = "appeals.redirect.unknown_body", .field = "to"};
}

Result<Submitted> bring_forth(db::Tx& tx, const Context& context, const Work& parent, const Offspring& child,
                              const std::string& code) {
  const auto content = store::content(tx, *context.keys, parent.before);
  invariant(content.has_value(), "a case has its content");
  const auto& open = content->open(parent.permit);
  Content own{.title = title_of(child.text), .text = child.text, .address = open.address,
              .reply_language = open.reply_language, .point = open.point, .applicant = open.applicant};
  Appeal appeal;
  appeal.place = parent.before.place;
  appeal.id = context.ids->next<AppealId>(context.now);
  const auto* place = context.pack->place(numbers::parse(parent.before.number)->place_code);
  invariant(place != nullptr, "the place of a case is in the pack");
  appeal.number = numbers::next(tx, place->id, place->code, 'A', context.today.date.year());
  appeal.kind = appeal.kind_claimed = child.kind;
  appeal.channel = parent.before.channel;
  appeal.language = parent.before.language;
  appeal.body = appeal.first_body = child.body;
  appeal.topic = parent.before.topic;
  appeal.district = parent.before.district;
  appeal.owner = parent.before.owner;
  appeal.submitted_at = context.now;
  appeal.about = parent.before.number;
  appeal.against = child.against;
  TRY(restart_clock(context, appeal, child.rule));
  appeal.first_received_on = child.keeps_first_receipt ? parent.before.first_received_on : appeal.received_on;
  appeal.first_due_on = appeal.due_on;
  store::insert(tx, parent.permit, *context.keys, appeal, context.keys->keyed_hash(secrets::Purpose::case_code, code),
                Private<Content>(own));
  store::count(tx, appeal.place, "registered", 1);
  journal::Event event{.type = "appeal.registered", .body = appeal.body, .due = appeal.due_on, .start = appeal.received_on,
                       .rule = appeal.due_rule, .pack = appeal.pack, .ref = parent.before.number};
  hide_small(tx, context, appeal, event);
  journal::record(tx, context.speaker(), ref_of(appeal), event, {part("text", child.text)});
  inherit_contact(tx, context, parent.permit, parent.before, appeal, own, code);
  return Submitted{appeal, TRY(law::deadline(*context.pack, child.rule, context.today)), std::nullopt, code};
}

Result<Opened> open_case(db::ReadTx& tx, const Context& context, const Target& target, May may) {
  const Problem nothing{.kind = Problem::Kind::not_found, .message = "appeals.not_found"};
  const auto number = numbers::parse(target.number);
  const auto* place = number ? context.pack->place(number->place_code) : nullptr;
  if (!place) return nothing;
  const auto appeal = store::find(tx, place->id, number->canonical());
  if (!appeal) {
    if (!lost_case(tx, context, target.number)) return nothing;
    return Problem{.kind = Problem::Kind::gone, .message = "appeals.lost.gone", .args = {{"number", number->canonical()}}};
  }
  // Nothing is left to see or to do; only the clock goes on to close it.
  if (appeal->is_erased() && may != may_close)
    return Problem{.kind = Problem::Kind::gone, .message = "appeals.erased.gone", .args = {{"number", appeal->number}, date_arg("date", context.pack->civil(appeal->erased_at).date)}};
  const auto code = target.code.empty() ? std::nullopt : secrets::parse_code(target.code);
  const bool key_shown = target.is_proven || (code && opens(tx, *appeal, context.keys->keyed_hash(secrets::Purpose::case_code, *code)));
  const Subject subject{.body = appeal->body,
                        .owner = appeal->owner,
                        .entered_by = appeal->entered_by,
                        .entered_today = context.pack->civil(appeal->submitted_at).date == context.today.date,
                        .key_shown = key_shown};
  auto permit = context.authorise(may, subject);
  if (!permit && may == may_see_private && !appeal->also_body.empty()) {
    auto as_other = subject;
    as_other.body = appeal->also_body;
    permit = context.authorise(may, as_other);
  }
  if (permit) return Opened{*appeal, permit.take(), key_shown};
  // A case that the actor may see but not change says "forbidden"; one that it may not even see says "not found".
  if (context.permissions->allows(context.actor, may_see_private, subject) ||
      appeal->visibility == Visibility::public_text)
    return permit.take_problems();
  return nothing;
}

Result<Proposal> propose(const Context& context, const SubmitAppeal& command) {
  const auto& pack = *context.pack;
  Proposal proposal;
  proposal.kind = law::propose_kind(pack, command.content.text);
  if (command.kind) proposal.kind = {*command.kind, ""};
  proposal.topic = command.topic;
  if (proposal.topic.empty()) {
    const auto topics = law::propose_topics(pack, command.content.text, command.district, 1);
    if (!topics.empty()) {
      proposal.topic = topics.front().topic->code;
      proposal.topic_because = topics.front().because;
    }
  }
  proposal.body = addressee(pack, command, proposal.topic);
  proposal.deadline = TRY(procedure::terms(pack, proposal.kind.kind, context.today)).answer;
  return proposal;
}

namespace {

WhenSubmitted told_of_submission;

// What an official enters later counts from the day on which it came (Art. 64); the body can redirect only from now on.
Result<procedure::Terms> terms_of(const Context& context, const SubmitAppeal& command, law::AppealKind kind) {
  auto terms = TRY(procedure::terms(*context.pack, kind, context.today));
  if (command.received_on && *command.received_on < context.today.date)
    terms.answer = TRY(procedure::terms(*context.pack, kind, {*command.received_on, {}})).answer;
  return terms;
}

}  // namespace

void when_submitted(WhenSubmitted listener) { told_of_submission = std::move(listener); }

Result<Submitted> submit(db::Tx& tx, const Context& context, const SubmitAppeal& command) {
  const auto& pack = *context.pack;
  const bool for_another = is_entered_by_official(command.channel);
  const auto permit = TRY(context.authorise(for_another ? may_submit_for_another : may_submit, {}));
  const auto& email = command.content.applicant.email;
  if (!for_another && !command.is_confirmed && (command.must_confirm || wrote_much(tx, context, email)))
    return Problem{.kind = Problem::Kind::too_many, .message = "appeals.confirm_first", .field = "email"};
  const auto proposal = TRY(propose(context, command));
  const auto terms = TRY(terms_of(context, command, proposal.kind.kind));
  const auto& place = place_named(pack, command.place);

  Appeal appeal;
  appeal.place = place.id;
  appeal.id = context.ids->next<AppealId>(context.now);
  appeal.number = numbers::next(tx, place.id, place.code, 'A', context.today.date.year());
  appeal.kind = appeal.kind_claimed = proposal.kind.kind;
  if (command.visibility != Visibility::private_to_parties) appeal.visibility = Visibility::asked_public;
  appeal.channel = command.channel;
  appeal.language = command.language;
  appeal.body = appeal.first_body = proposal.body;
  appeal.topic = proposal.topic;
  appeal.district = command.district;
  appeal.owner = for_another ? AccountId{} : context.actor.account;
  appeal.entered_by = for_another ? context.actor.account : AccountId{};
  appeal.submitted_at = context.now;
  appeal.received_on = appeal.first_received_on = terms.answer.starts_on;
  appeal.due_on = appeal.first_due_on = terms.answer.due_on;
  appeal.due_rule = terms.answer.rule;
  appeal.pack = pack.version;
  if (terms.redirect) appeal.redirect_until = terms.redirect->due_on;
  if (const auto* topic = pack.topic(appeal.topic); topic && topic->sensitive)
    appeal.visibility = Visibility::private_to_parties;  // sensitive topics cannot be made public

  auto content = command.content;
  if (content.title.empty()) content.title = title_of(content.text);
  appeal.repeats = store::earlier_number(tx, *context.keys, appeal, content.applicant);
  store::insert(tx, permit, *context.keys, appeal,
                context.keys->keyed_hash(secrets::Purpose::case_code, command.code), Private<Content>(content));
  if (appeal.visibility == Visibility::asked_public) store::ask_review(tx, permit, appeal, {.asked_at = context.now});
  store::count(tx, appeal.place, "registered", 1);
  if (!command.draft_hash.empty()) store::drop_draft(tx, appeal.place, command.draft_hash);

  journal::Event event{.type = "appeal.registered",
                       .body = appeal.body,
                       .due = appeal.due_on,
                       .start = terms.answer.starts_on,
                       .rule = terms.answer.rule,
                       .pack = pack.version,
                       .val = command.channel < Channel::mail ? std::string() : std::string(code(command.channel)),  // how it came, beside the site
                       .occurred = command.received_on};
  hide_small(tx, context, appeal, event);
  journal::record(tx, context.speaker(), ref_of(appeal), event, {part("text", content.text)});
  begin_contact(tx, context, permit, appeal, content, command.code, command.is_confirmed);
  if (told_of_submission) told_of_submission(tx, context, appeal, command.draft_hash);
  if (!command.files.empty()) appeal = TRY(attach(tx, context, {.number = appeal.number, .code = command.code}, command.files)).appeal;
  return Submitted{appeal, terms.answer, terms.redirect, command.code};
}

Result<Changed> accept(db::Tx& tx, const Context& context, const Target& target) {
  auto work = TRY(begin(tx, context, target, may_accept, procedure::Step::accept));
  auto& appeal = work.appeal;
  appeal.state = State::in_work;
  appeal.executor = context.actor.account;
  return finish(tx, context, work, {.type = "appeal.accepted", .body = appeal.body}, {});
}

Result<Changed> redirect(db::Tx& tx, const Context& context, const Target& target, const RedirectAppeal& command) {
  auto work = TRY(begin(tx, context, target, may_redirect, procedure::Step::redirect));
  auto& appeal = work.appeal;
  TRY(procedure::check_redirect(*context.pack, appeal, command.to, context.today.date));
  TRY(check_body(tx, command.to));
  TRY(check_reason(*context.pack, "redirect", command.reason));
  const auto hop = procedure::next_hop(appeal);
  if (hop == procedure::Hop::needs_head && context.actor.role == Role::clerk)
    return Problem{.kind = Problem::Kind::forbidden, .message = "appeals.redirect.needs_head"};
  if (hop == procedure::Hop::needs_arbiter) return to_arbiter(tx, context, work, command);

  // The clock at the next body runs from its receipt; the person's own clock keeps first_due_on.
  appeal.state = State::redirected;
  appeal.body = command.to;
  appeal.executor = {};
  appeal.redirects += 1;
  TRY(restart_clock(context, appeal, context.pack->kind(appeal.kind).consider_rule));
  store::count(tx, appeal.place, "redirected", 1);
  return finish(tx, context, work, {.to = command.to, .reason = command.reason}, {part("sentence", command.sentence)});
}

namespace {

// The answer with its points and promises; the first answer stays when it is amended.
Result<Changed> give_answer(db::Tx& tx, const Context& context, Work& work, const AnswerAppeal& command) {
  auto& appeal = work.appeal;
  const auto verdict_term = TRY(procedure::verdict_term(*context.pack, context.today));
  const int n = int(store::answers(tx, appeal).size()) + 1;
  store::add_answer(tx, work.permit, appeal,
                    {.n = n,
                     .decision = command.decision,
                     .text = command.text,
                     .language = appeal.language,
                     .body = appeal.body,
                     .signed_by = context.actor.name,
                     .at = context.now,
                     .points = {},
                     .prepared_by = command.prepared_by ? command.prepared_by->name : std::string()});
  store::add_points(tx, work.permit, appeal, n, command.points);
  store::add_commitments(tx, work.permit, appeal, n, command.commitments);
  appeal.state = State::answered;
  appeal.wait_until = std::nullopt;
  if (!appeal.executor) appeal.executor = command.prepared_by ? command.prepared_by->account : context.actor.account;
  if (work.step == procedure::Step::answer) {
    appeal.answered_at = context.now;
    appeal.answered_late = appeal.due_on < context.today.date;
    store::count(tx, appeal.place, appeal.answered_late ? "answered_late" : "answered_in_time", 1);
  }
  appeal.verdict_until = verdict_term.due_on;
  if (appeal.visibility == Visibility::public_text) answer_waits(tx, context, work.permit, appeal);
  return finish(tx, context, work, {.val = std::string(code(command.decision))}, {part("answer", command.text)});
}

}  // namespace

Done check_answerable(const Context& context, const Appeal& appeal, Decision decision) {
  TRY(procedure::check_answer(appeal, context.today.date));
  // Within its own days the body complained about may only grant all of it (Art. 91(4)); otherwise it passes the complaint on.
  if (appeal.due_rule == pass_rule && decision != Decision::satisfied)
    return Problem{.kind = Problem::Kind::conflict, .message = "appeals.answer.pass_it_on", .field = "decision"};
  return done();
}

Result<Changed> answer(db::Tx& tx, const Context& context, const Target& target, const AnswerAppeal& command) {
  auto work = TRY(begin(tx, context, target, may_answer, procedure::Step::answer));
  auto& appeal = work.appeal;
  TRY(check_signature(tx, context, appeal, procedure::Step::answer, command.prepared_by));
  TRY(check_answerable(context, appeal, command.decision));
  TRY(give_answer(tx, context, work, command));
  TRY(sign_files(tx, context, work));
  for (auto& joined : store::joined_to(tx, appeal, joined_max)) {
    Work other{procedure::Step::answer, joined, joined, work.permit, false};
    if (procedure::is_allowed(procedure::Step::answer, joined.state)) TRY(give_answer(tx, context, other, command));
  }
  return Changed{appeal};
}

Result<Changed> amend(db::Tx& tx, const Context& context, const Target& target, const AnswerAppeal& command) {
  auto work = TRY(begin(tx, context, target, may_amend, procedure::Step::amend));
  TRY(check_signature(tx, context, work.appeal, procedure::Step::amend, command.prepared_by));
  TRY(give_answer(tx, context, work, command));
  TRY(sign_files(tx, context, work));
  return Changed{work.appeal};
}

Result<Changed> judge(db::Tx& tx, const Context& context, const Target& target, const JudgeAnswer& command) {
  auto work = TRY(begin(tx, context, target, may_judge, procedure::Step::judge));
  auto& appeal = work.appeal;
  TRY(procedure::check_verdict(appeal, context.today.date));
  // A reason belongs to what is not wholly solved; whatever is told must be a code of the pack.
  const auto chosen = command.verdict == Verdict::solved ? std::string() : command.reason;
  if (command.verdict == Verdict::not_solved || !chosen.empty()) {
    const auto* reason = context.pack->reason(chosen);
    if (!reason || reason->step != "not_solved") return Problem{.message = "appeals.reason_required", .field = "reason"};
  }
  const auto earlier = store::judgements(tx, appeal);
  store::add_judgement(tx, work.permit, appeal,
                       {.n = int(earlier.size()) + 1,
                        .verdict = command.verdict,
                        .was_clear = command.was_clear,
                        .reason = chosen,
                        .comment = command.comment,
                        .at = context.now});
  if (!earlier.empty()) store::count(tx, appeal.place, code(earlier.back().verdict), -1);
  store::count(tx, appeal.place, code(command.verdict), 1);
  appeal.state = procedure::after(command.verdict);
  return finish(tx, context, work,
                {.type = "appeal.verdict",
                 .body = appeal.body,
                 .reason = chosen,
                 .val = std::string(code(command.verdict))},
                {part("comment", command.comment)});
}

Result<Changed> withdraw(db::Tx& tx, const Context& context, const Target& target, const std::string& reason) {
  auto work = TRY(begin(tx, context, target, may_withdraw, procedure::Step::withdraw));
  auto& appeal = work.appeal;
  end_case(appeal, State::withdrawn, context.now);
  store::count(tx, appeal.place, "withdrawn", 1);
  return finish(tx, context, work,
                {.type = "appeal.withdrawn", .body = appeal.body, .reason = "withdraw.by_applicant"},
                {part("reason", reason)});
}

Result<Changed> close_unjudged(db::Tx& tx, const Context& context, const std::string& number) {
  auto work = TRY(begin(tx, context, {.number = number, .code = ""}, may_close, procedure::Step::close));
  auto& appeal = work.appeal;
  if (!appeal.verdict_until || *appeal.verdict_until >= context.today.date)
    return Problem{.kind = Problem::Kind::conflict, .message = "appeals.verdict.still_open"};
  appeal.state = State::closed;
  appeal.closed_at = context.now;
  store::count(tx, appeal.place, "closed_unjudged", 1);
  return finish(tx, context, work,
                {.type = "appeal.closed", .body = appeal.body, .reason = "close.not_judged"}, {});
}

}  // namespace jauap::appeals
