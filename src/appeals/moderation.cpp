#include "appeals/moderation.h"

#include <algorithm>

#include "appeals/commands_shared.h"
#include "appeals/redact.h"
#include "appeals/store.h"
#include "base/text.h"
#include "platform/numbers/numbers.h"

namespace jauap::appeals {
namespace {

using procedure::Step;
using store::Moderated;
using store::Waits;

constexpr int kept_private_max = 2;  // as often a text is looked at in vain

Problem not_there() { return {.kind = Problem::Kind::not_found, .message = "appeals.not_found"}; }

// Text and points as one.
std::string whole_text(const Answer& answer) {
  auto all = answer.text;
  for (const auto& point : answer.points) all += "\n\n" + point.question + "\n" + point.answer;
  return all;
}

std::string last_answer(db::ReadTx& tx, const Appeal& appeal) {
  const auto all = store::answers(tx, appeal);
  return all.empty() ? std::string() : whole_text(all.back());
}

std::vector<std::string> names_of(const Applicant& applicant) { return {applicant.surname, applicant.first_name, applicant.patronymic}; }

// Nobody confirms an own decision.
Done check_second(const Context& context, const std::optional<store::ReviewRow>& review) {
  if (!review || !review->not_by || review->not_by != context.actor.account) return done();
  return Problem{.kind = Problem::Kind::forbidden, .message = "appeals.moderation.second_person"};
}

bool is_nothing_left(std::string text, std::string_view mark) {
  for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark)) text.erase(at, mark.size());
  return jauap::text::trim(text).empty();
}

Done check_taken_away(const UnderReview& seen, const PublicText& wanted) {
  const auto& original = seen.original.open(seen.permit);
  const auto mark = mark_of_removed(seen.appeal.language);
  const struct {
    const char* field;
    const std::string &from, &to;
    bool may_shorten;
  } parts[] = {{"title", original.title, wanted.title, false},
               {"text", original.text, wanted.text, false},
               {"place", original.place, wanted.place, true},
               {"answer", original.answer, wanted.answer, false}};
  Problems problems;
  for (const auto& part : parts)
    if (const auto added = words_not_in(part.from, part.to, mark, part.may_shorten))
      problems.add({.message = "appeals.moderation.added", .field = part.field, .args = {{"words", *added}}});
  if (is_nothing_left(wanted.title, mark)) problems.add({.message = "appeals.moderation.nothing_left", .field = "title"});
  if (is_nothing_left(wanted.text, mark)) problems.add({.message = "appeals.moderation.nothing_left", .field = "text"});
  if (problems.empty()) return done();
  return problems;
}

PublicText wanted_text(const UnderReview& seen, const ClearText& command) {
  const auto mark = mark_of_removed(seen.appeal.language);
  const auto one = [&](const std::optional<std::string>& typed, const std::string& proposed) {
    return typed ? std::string(text::trim(with_marks(*typed, mark))) : proposed;
  };
  return {.title = one(command.title, seen.proposed.title), .text = one(command.text, seen.proposed.text),
          .place = one(command.place, seen.proposed.place), .answer = one(command.answer, seen.proposed.answer)};
}

// Which step publishing is, by what waits.
Step step_for(const UnderReview& seen) {
  if (seen.appeal.visibility == Visibility::asked_public) return Step::clear;
  return seen.review && seen.review->waits == Waits::answer ? Step::clear_answer : Step::redact;
}

Moderated decision_for(const UnderReview& seen, Step step) {
  if (step == Step::clear_answer) return Moderated::answer_published;
  if (step == Step::redact) return Moderated::redacted;
  return seen.review && seen.review->waits == Waits::removal ? Moderated::restored : Moderated::published;
}

// Begins a step for a moderator; of a case that is neither public nor asked to be a moderator knows nothing.
Result<Work> begin_moderation(db::Tx& tx, const Context& context, const Target& target, Step step, std::initializer_list<Visibility> in) {
  const auto opened = TRY(open_case(tx, context, target, may_moderate));
  if (opened.appeal.visibility == Visibility::private_to_parties) return not_there();
  if (std::find(in.begin(), in.end(), opened.appeal.visibility) == in.end())
    return Problem{.kind = Problem::Kind::conflict, .message = "appeals.moderation.decided"};
  return begin(tx, context, target, may_moderate, step);
}

Result<Changed> decided(db::Tx& tx, const Context& context, Work& work, Moderated what, const std::string& reason) {
  store::add_moderation(tx, work.permit, work.appeal, {.what = what, .reason = reason, .by = context.actor.account, .at = context.now});
  store::end_reports(tx, work.permit, work.appeal, context.actor.account, context.now);
  const bool is_shown = what == Moderated::published || what == Moderated::restored || what == Moderated::answer_published;
  return finish(tx, context, work, {.reason = is_shown ? "show.reviewed" : reason});
}

}  // namespace

std::string mark_of_removed(const std::string& language) {
  return std::string(i18n::Words(language_of(language).value_or(Language::ru)).raw("appeals.removed_mark"));
}

Result<UnderReview> under_review(db::ReadTx& tx, const Context& context, const Target& target) {
  auto opened = TRY(open_case(tx, context, target, may_moderate));
  if (opened.appeal.visibility == Visibility::private_to_parties) return not_there();
  const auto content = store::content(tx, *context.keys, opened.appeal);
  invariant(content.has_value(), "a case has its content");
  const auto& open = content->open(opened.permit);
  const auto mark = mark_of_removed(opened.appeal.language);
  const auto names = names_of(open.applicant);
  // Of the address a moderator needs no more than others will see.
  const PublicText original{.title = open.title, .text = open.text, .place = public_place(open.address), .answer = last_answer(tx, opened.appeal)};
  auto proposed = store::public_text(tx, opened.appeal).value_or(public_form(open, mark));
  if (proposed.answer.empty()) proposed.answer = redacted(original.answer, names, mark);
  UnderReview seen{.appeal = opened.appeal, .permit = opened.permit, .original = Private<PublicText>(original), .proposed = std::move(proposed),
                   .finds = personal_finds(original.title + "\n" + original.text + "\n" + original.answer, names),
                   .review = store::review(tx, opened.appeal), .reports = store::reports(tx, *context.keys, opened.appeal),
                   .decisions = store::moderation_of(tx, opened.appeal)};
  return seen;
}

Result<Changed> clear_text(db::Tx& tx, const Context& context, const Target& target, const ClearText& command) {
  const auto seen = TRY(under_review(tx, context, target));
  TRY(check_second(context, seen.review));
  const auto wanted = wanted_text(seen, command);
  TRY(check_taken_away(seen, wanted));
  const auto step = step_for(seen);
  if (step == Step::redact) TRY(check_reason(*context.pack, "withhold", command.reason));
  auto work = TRY(begin(tx, context, target, may_moderate, step));
  work.appeal.visibility = Visibility::public_text;
  store::put_public(tx, work.permit, work.appeal, wanted);
  store::end_review(tx, work.permit, work.appeal);
  if (step == Step::clear) files_follow(tx, work.permit, work.appeal);
  return decided(tx, context, work, decision_for(seen, step), step == Step::redact ? command.reason : std::string());
}

Result<Changed> keep_private(db::Tx& tx, const Context& context, const Target& target, const std::string& reason) {
  auto work = TRY(begin_moderation(tx, context, target, Step::keep_private, {Visibility::asked_public}));
  const auto review = store::review(tx, work.appeal);
  TRY(check_second(context, review));
  if (review && review->waits == Waits::removal) return Problem{.kind = Problem::Kind::conflict, .message = "appeals.moderation.decided"};
  TRY(check_reason(*context.pack, "withhold", reason));
  work.appeal.visibility = Visibility::private_to_parties;
  store::end_review(tx, work.permit, work.appeal);
  return decided(tx, context, work, Moderated::kept_private, reason);
}

Result<Changed> restrict_display(db::Tx& tx, const Context& context, const Target& target, const std::string& reason) {
  auto work = TRY(begin_moderation(tx, context, target, Step::restrict_display, {Visibility::public_text}));
  TRY(check_reason(*context.pack, "withhold", reason));
  work.appeal.visibility = Visibility::asked_public;
  store::ask_review(tx, work.permit, work.appeal,
                    {.waits = Waits::removal, .asked_at = context.now, .not_by = context.actor.account, .reason = reason});
  files_follow(tx, work.permit, work.appeal);
  return decided(tx, context, work, Moderated::removed, reason);
}

Result<Changed> confirm_restriction(db::Tx& tx, const Context& context, const Target& target) {
  auto work = TRY(begin_moderation(tx, context, target, Step::confirm_restriction, {Visibility::asked_public}));
  const auto review = store::review(tx, work.appeal);
  if (!review || review->waits != Waits::removal) return Problem{.kind = Problem::Kind::conflict, .message = "appeals.moderation.decided"};
  TRY(check_second(context, review));
  work.appeal.visibility = Visibility::private_to_parties;
  store::drop_public(tx, work.permit, work.appeal);
  store::end_review(tx, work.permit, work.appeal);
  return decided(tx, context, work, Moderated::removal_confirmed, review->reason);
}

namespace {

// The applicant asks anew after a refusal: somebody else looks, once.
Result<store::ReviewRow> asked_again(db::Tx& tx, const Context& context, const Appeal& appeal) {
  store::ReviewRow row{.asked_at = context.now};
  int refusals = 0;
  for (const auto& one : store::moderation_of(tx, appeal)) {
    if (one.what == Moderated::removal_confirmed) refusals = kept_private_max;
    if (one.what == Moderated::kept_private) ++refusals, row.not_by = one.by;
  }
  if (refusals >= kept_private_max) return Problem{.kind = Problem::Kind::conflict, .message = "appeals.show.twice"};
  return row;
}

}  // namespace

Result<Changed> show(db::Tx& tx, const Context& context, const Target& target, Visibility visibility) {
  const bool publish = visibility != Visibility::private_to_parties;
  auto work = TRY(begin(tx, context, target, may_show, publish ? Step::publish : Step::unpublish));
  auto& appeal = work.appeal;
  if (publish == (appeal.visibility != Visibility::private_to_parties)) return Changed{appeal};
  if (const auto* topic = context.pack->topic(appeal.topic); publish && topic && topic->sensitive)
    return Problem{.kind = Problem::Kind::conflict, .message = "appeals.show.sensitive"};
  if (publish) {
    appeal.visibility = Visibility::asked_public;
    store::ask_review(tx, work.permit, appeal, TRY(asked_again(tx, context, appeal)));
  } else {
    appeal.visibility = Visibility::private_to_parties;
    store::drop_public(tx, work.permit, appeal);
    store::end_review(tx, work.permit, appeal);
    files_follow(tx, work.permit, appeal);
  }
  return finish(tx, context, work, {.reason = publish ? "show.by_applicant" : "hide.by_applicant"});
}

Done report_text(db::Tx& tx, const Context& context, const std::string& typed, const ReportText& report) {
  const auto permit = TRY(context.authorise(may_report, {}));
  const auto number = numbers::parse(typed);
  const auto* place = number ? context.pack->place(number->place_code) : nullptr;
  const auto appeal = place ? store::find(tx, place->id, number->canonical()) : std::nullopt;
  if (!appeal || appeal->visibility != Visibility::public_text) return not_there();
  TRY(check_reason(*context.pack, "withhold", report.reason));
  if (store::reports(tx, *context.keys, *appeal).size() < std::size_t(reports_waiting_max))
    store::add_report(tx, permit, *context.keys, *appeal, report.reason, report.text, context.now);
  return done();
}

Done dismiss_reports(db::Tx& tx, const Context& context, const Target& target) {
  const auto opened = TRY(open_case(tx, context, target, may_moderate));
  if (opened.appeal.visibility != Visibility::public_text) return not_there();
  store::end_reports(tx, opened.permit, opened.appeal, context.actor.account, context.now);
  return done();
}

bool was_public(db::ReadTx& tx, const Context& context, std::string_view typed) {
  const auto number = numbers::parse(typed);
  const auto* place = number ? context.pack->place(number->place_code) : nullptr;
  const auto appeal = place ? store::find(tx, place->id, number->canonical()) : std::nullopt;
  if (!appeal || appeal->visibility == Visibility::public_text) return false;
  const auto decisions = store::moderation_of(tx, *appeal);
  return std::any_of(decisions.begin(), decisions.end(), [](const store::ModerationRow& one) { return one.what == Moderated::published; });
}

}  // namespace jauap::appeals
