#include "appeals/commands.h"

#include "appeals/letters.h"
#include "appeals/procedure.h"
#include "appeals/redact.h"
#include "appeals/store.h"
#include "directory/directory.h"
#include "platform/journal/journal.h"
#include "platform/numbers/numbers.h"

namespace jauap::appeals {
namespace {

const law::Place& place_named(const law::Pack& pack, const std::string& code) {
  const auto* place = pack.place(code);
  invariant(place != nullptr, "the place of a checked command exists");
  return *place;
}

ObjectRef ref_of(const Appeal& appeal) { return {appeal.place, 'A', appeal.id.value, appeal.number}; }

journal::PrivatePart part(std::string name, std::string content) {
  return {std::move(name), Private<std::string>(std::move(content))};
}

std::string mark_of_removed(const std::string& language) {
  return std::string(i18n::Words(language_of(language).value_or(Language::ru)).raw("appeals.removed_mark"));
}

// The first addressee: what the person chose, else what the topic says, else the akimat that hands it on.
std::string addressee(const law::Pack& pack, const SubmitAppeal& command, const std::string& topic) {
  if (!command.body.empty()) return command.body;
  if (const auto* known = pack.topic(topic)) {
    auto body = law::body_for(pack, *known, command.district);
    if (!body.empty()) return body;
  }
  for (const auto& body : pack.bodies)
    if (body.place == command.place && body.parent.empty() && body.takes_appeals && body.kind == "akimat")
      return body.code;
  return {};
}

// After a step on a public case its public copy follows: the cleared answer is part of it.
void refresh_public(db::Tx& tx, const Context& context, const Permit& permit, const Appeal& appeal,
                    const std::string& answer_text) {
  if (appeal.visibility != Visibility::public_text) return;
  const auto content = store::content(tx, *context.keys, appeal);
  invariant(content.has_value(), "a case has its content");
  const auto& open = content->open(permit);
  auto form = public_form(open, mark_of_removed(appeal.language));
  const std::vector<std::string> names{open.applicant.surname, open.applicant.first_name, open.applicant.patronymic};
  form.answer = redacted(answer_text, names, mark_of_removed(appeal.language));
  store::put_public(tx, permit, appeal, form);
}

std::string last_answer(db::ReadTx& tx, const Appeal& appeal) {
  const auto all = store::answers(tx, appeal);
  return all.empty() ? std::string() : all.back().text;
}

Problem somebody_was_faster() {
  return {.kind = Problem::Kind::conflict, .message = "appeals.changed_meanwhile"};
}

// Loads the case for a step: right, version, state.
Result<Opened> begin(db::ReadTx& tx, const Context& context, const Target& target, May may, procedure::Step step) {
  auto opened = TRY(open_case(tx, context, target, may));
  if (target.version != 0 && target.version != opened.appeal.version) return somebody_was_faster();
  TRY(procedure::check(step, opened.appeal));
  return opened;
}

// Writes the changed case and its event, and tells the applicant.
Result<Changed> finish(db::Tx& tx, const Context& context, const Permit& permit, Appeal appeal,
                       const journal::Event& event, const std::vector<journal::PrivatePart>& parts) {
  if (!store::update(tx, permit, appeal)) return somebody_was_faster();
  appeal.version += 1;
  journal::record(tx, context.speaker(), ref_of(appeal), event, parts);
  letters::tell_applicant(tx, context, permit, appeal, event.type);
  return Changed{std::move(appeal)};
}

}  // namespace

Result<Opened> open_case(db::ReadTx& tx, const Context& context, const Target& target, May may) {
  const Problem nothing{.kind = Problem::Kind::not_found, .message = "appeals.not_found"};
  const auto number = numbers::parse(target.number);
  const auto* place = number ? context.pack->place(number->place_code) : nullptr;
  if (!place) return nothing;
  const auto appeal = store::find(tx, place->id, number->canonical());
  if (!appeal) return nothing;
  const auto code = target.code.empty() ? std::nullopt : secrets::parse_code(target.code);
  const bool key_shown =
      code && store::code_fits(tx, *appeal, context.keys->keyed_hash(secrets::Purpose::case_code, *code));
  const Subject subject{.body = appeal->body,
                        .owner = appeal->owner,
                        .entered_by = appeal->entered_by,
                        .entered_today = context.pack->civil(appeal->submitted_at).date == context.today.date,
                        .key_shown = key_shown};
  auto permit = context.authorise(may, subject);
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

Result<Submitted> submit(db::Tx& tx, const Context& context, const SubmitAppeal& command) {
  const auto& pack = *context.pack;
  const bool for_another = command.channel == Channel::operator_desk;
  const auto permit = TRY(context.authorise(for_another ? may_submit_for_another : may_submit, {}));
  const auto proposal = TRY(propose(context, command));
  const auto terms = TRY(procedure::terms(pack, proposal.kind.kind, context.today));
  const auto& place = place_named(pack, command.place);

  Appeal appeal;
  appeal.place = place.id;
  appeal.id = context.ids->next<AppealId>(context.now);
  appeal.number = numbers::next(tx, place.id, place.code, 'A', context.today.date.year());
  appeal.kind = appeal.kind_claimed = proposal.kind.kind;
  appeal.visibility = command.visibility;
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
  store::insert(tx, permit, *context.keys, appeal,
                context.keys->keyed_hash(secrets::Purpose::case_code, command.code), Private<Content>(content));
  if (appeal.visibility == Visibility::public_text)
    store::put_public(tx, permit, appeal, public_form(content, mark_of_removed(appeal.language)));
  store::count(tx, appeal.place, "registered", 1);
  if (!command.draft_hash.empty()) store::drop_draft(tx, appeal.place, command.draft_hash);

  journal::record(tx, context.speaker(), ref_of(appeal),
                  {.type = "appeal.registered",
                   .body = appeal.body,
                   .due = appeal.due_on,
                   .start = terms.answer.starts_on,
                   .rule = terms.answer.rule,
                   .pack = pack.version},
                  {part("text", content.text)});
  letters::receipt(tx, context, permit, appeal, content.applicant, command.code);
  return Submitted{appeal, terms.answer, terms.redirect, command.code};
}

Result<Changed> accept(db::Tx& tx, const Context& context, const Target& target) {
  auto [appeal, permit, by_key] = TRY(begin(tx, context, target, may_accept, procedure::Step::accept));
  appeal.state = State::in_work;
  appeal.executor = context.actor.account;
  return finish(tx, context, permit, appeal, {.type = "appeal.accepted", .body = appeal.body}, {});
}

Result<Changed> redirect(db::Tx& tx, const Context& context, const Target& target, const RedirectAppeal& command) {
  auto [appeal, permit, by_key] = TRY(begin(tx, context, target, may_redirect, procedure::Step::redirect));
  TRY(procedure::check_redirect(*context.pack, appeal, command.to, context.today.date));
  const auto bodies = directory::bodies(tx);
  const auto* to = bodies->find(command.to);
  if (!to || to->closed || !to->takes_appeals) return Problem{.message = "appeals.redirect.unknown_body", .field = "to"};
  const auto* reason = context.pack->reason(command.reason);
  if (!reason || reason->step != "redirect") return Problem{.message = "appeals.reason_required", .field = "reason"};

  // The clock at the next body runs from its receipt; the person's own clock keeps first_due_on.
  const auto terms = TRY(procedure::terms(*context.pack, appeal.kind, context.today));
  journal::Event event{.type = "appeal.redirected",
                       .body = appeal.body,
                       .to = command.to,
                       .due0 = appeal.due_on,
                       .due = terms.answer.due_on,
                       .start = terms.answer.starts_on,
                       .rule = terms.answer.rule,
                       .pack = context.pack->version,
                       .reason = command.reason};
  appeal.state = State::redirected;
  appeal.body = command.to;
  appeal.executor = {};
  appeal.received_on = terms.answer.starts_on;
  appeal.due_on = terms.answer.due_on;
  appeal.due_rule = terms.answer.rule;
  appeal.pack = context.pack->version;
  appeal.redirect_until = terms.redirect ? std::optional(terms.redirect->due_on) : std::nullopt;
  appeal.redirects += 1;
  store::count(tx, appeal.place, "redirected", 1);
  return finish(tx, context, permit, appeal, event, {part("sentence", command.sentence)});
}

Result<Changed> answer(db::Tx& tx, const Context& context, const Target& target, const AnswerAppeal& command) {
  auto [appeal, permit, by_key] = TRY(begin(tx, context, target, may_answer, procedure::Step::answer));
  const auto verdict_term = TRY(procedure::verdict_term(*context.pack, context.today));
  const auto earlier = store::answers(tx, appeal);
  store::add_answer(tx, permit, appeal,
                    {.n = int(earlier.size()) + 1,
                     .decision = command.decision,
                     .text = command.text,
                     .language = appeal.language,
                     .body = appeal.body,
                     .signed_by = context.actor.name,
                     .at = context.now});
  appeal.state = State::answered;
  if (!appeal.executor) appeal.executor = context.actor.account;
  appeal.answered_at = context.now;
  appeal.answered_late = appeal.due_on < context.today.date;
  appeal.verdict_until = verdict_term.due_on;
  store::count(tx, appeal.place, appeal.answered_late ? "answered_late" : "answered_in_time", 1);
  refresh_public(tx, context, permit, appeal, command.text);
  return finish(tx, context, permit, appeal,
                {.type = "appeal.answered", .body = appeal.body, .val = std::string(code(command.decision))},
                {part("answer", command.text)});
}

Result<Changed> judge(db::Tx& tx, const Context& context, const Target& target, const JudgeAnswer& command) {
  auto [appeal, permit, by_key] = TRY(begin(tx, context, target, may_judge, procedure::Step::judge));
  TRY(procedure::check_verdict(appeal, context.today.date));
  // A reason belongs to what is not wholly solved; whatever is told must be a code of the pack.
  const auto chosen = command.verdict == Verdict::solved ? std::string() : command.reason;
  if (command.verdict == Verdict::not_solved || !chosen.empty()) {
    const auto* reason = context.pack->reason(chosen);
    if (!reason || reason->step != "not_solved") return Problem{.message = "appeals.reason_required", .field = "reason"};
  }
  const auto earlier = store::judgements(tx, appeal);
  store::add_judgement(tx, permit, appeal,
                       {.n = int(earlier.size()) + 1,
                        .verdict = command.verdict,
                        .was_clear = command.was_clear,
                        .reason = chosen,
                        .comment = command.comment,
                        .at = context.now});
  if (!earlier.empty()) store::count(tx, appeal.place, code(earlier.back().verdict), -1);
  store::count(tx, appeal.place, code(command.verdict), 1);
  appeal.state = procedure::after(command.verdict);
  return finish(tx, context, permit, appeal,
                {.type = "appeal.verdict",
                 .body = appeal.body,
                 .reason = chosen,
                 .val = std::string(code(command.verdict))},
                {part("comment", command.comment)});
}

Result<Changed> withdraw(db::Tx& tx, const Context& context, const Target& target, const std::string& reason) {
  auto [appeal, permit, by_key] = TRY(begin(tx, context, target, may_withdraw, procedure::Step::withdraw));
  appeal.state = State::withdrawn;
  appeal.closed_at = context.now;
  store::count(tx, appeal.place, "withdrawn", 1);
  return finish(tx, context, permit, appeal,
                {.type = "appeal.withdrawn", .body = appeal.body, .reason = "withdraw.by_applicant"},
                {part("reason", reason)});
}

Result<Changed> show(db::Tx& tx, const Context& context, const Target& target, Visibility visibility) {
  const bool publish = visibility == Visibility::public_text;
  auto [appeal, permit, by_key] = TRY(begin(tx, context, target, may_show,
                                            publish ? procedure::Step::publish : procedure::Step::unpublish));
  if (appeal.visibility == visibility) return Changed{appeal};
  if (const auto* topic = context.pack->topic(appeal.topic); publish && topic && topic->sensitive)
    return Problem{.kind = Problem::Kind::conflict, .message = "appeals.show.sensitive"};
  appeal.visibility = visibility;
  if (publish)
    refresh_public(tx, context, permit, appeal, last_answer(tx, appeal));
  else
    store::drop_public(tx, permit, appeal);
  return finish(tx, context, permit, appeal,
                {.type = publish ? "appeal.shown" : "appeal.hidden", .reason = publish ? "show.by_applicant" : "hide.by_applicant"}, {});
}

Result<Changed> close_unjudged(db::Tx& tx, const Context& context, const std::string& number) {
  auto [appeal, permit, by_key] =
      TRY(begin(tx, context, {.number = number, .code = ""}, may_close, procedure::Step::close));
  if (!appeal.verdict_until || *appeal.verdict_until >= context.today.date)
    return Problem{.kind = Problem::Kind::conflict, .message = "appeals.verdict.still_open"};
  appeal.state = State::closed;
  appeal.closed_at = context.now;
  store::count(tx, appeal.place, "closed_unjudged", 1);
  return finish(tx, context, permit, appeal,
                {.type = "appeal.closed", .body = appeal.body, .reason = "close.not_judged"}, {});
}

}  // namespace jauap::appeals
