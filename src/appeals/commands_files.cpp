// Files of a case: added, removed, looked at.
#include "appeals/attachments.h"
#include "appeals/commands_shared.h"
#include "appeals/store.h"

namespace jauap::appeals {
namespace {

using procedure::Step;

Review first_review(const Appeal& appeal) {
  return appeal.visibility == Visibility::public_text ? Review::waits : Review::none;
}

std::optional<FileId> id_of(db::ReadTx& tx, const Permit& permit, const files::Owner& owner, std::string_view name) {
  for (const auto& file : files::of_owner(tx, owner, permit))
    if (files::shown_name(file) == name) return file.id;
  return std::nullopt;
}

bool is_unsigned(db::ReadTx& tx, const Appeal& appeal, FileId id) {
  for (const auto& mark : store::file_marks(tx, appeal))
    if (mark.file == id) return mark.answer_n == unsigned_answer;
  return false;
}

Problem no_such_file() { return {.kind = Problem::Kind::not_found, .message = "platform.files.not_found"}; }

Done receive(db::Tx& tx, const Context& context, const Permit& permit, const Appeal& appeal, Whose whose, const store::FileMark& mark,
             const std::vector<files::Staged>& staged) {
  if (staged.empty()) return Problem{.message = "appeals.files.choose", .field = file_field_name};
  auto ids = files::receive(tx, permit, *context.ids, context.now,
                            {.owner = owner_of(appeal, whose), .files = staged, .sender = sender_of(context.actor, appeal)});
  if (!ids) {
    auto problem = ids.problems().first();
    problem.field = file_field_name;
    return problem;
  }
  for (const auto id : *ids) store::add_file(tx, permit, appeal, {id, mark.answer_n, mark.review, ""});
  return done();
}

Result<Changed> keep(db::Tx& tx, const Context& context, Work& work, Whose whose, int answer_n, const std::vector<files::Staged>& staged) {
  TRY(receive(tx, context, work.permit, work.appeal, whose, {.answer_n = answer_n, .review = first_review(work.appeal)}, staged));
  return finish(tx, context, work, {.val = std::to_string(staged.size())});
}

}  // namespace

Result<Changed> attach(db::Tx& tx, const Context& context, const Target& target, const std::vector<files::Staged>& staged) {
  auto work = TRY(begin(tx, context, target, may_take_part, Step::attach));
  return keep(tx, context, work, Whose::applicant, 0, staged);
}

Result<Changed> attach_to_answer(db::Tx& tx, const Context& context, const Target& target, const std::vector<files::Staged>& staged) {
  auto work = TRY(begin(tx, context, target, may_answer, Step::attach_to_answer));
  // Nothing is put beside an answer after its signature by somebody who could not have signed it.
  TRY(check_signature(tx, context, work.appeal, Step::amend, std::nullopt));
  return keep(tx, context, work, Whose::answer, int(store::answers(tx, work.appeal).size()), staged);
}

Result<Nothing> attach_unsigned(db::Tx& tx, const Context& context, const Target& target, const std::vector<files::Staged>& staged) {
  const auto opened = TRY(open_case(tx, context, target, may_answer));
  return receive(tx, context, opened.permit, opened.appeal, Whose::answer, {.answer_n = unsigned_answer}, staged);
}

bool waits_unsigned(db::ReadTx& tx, const Context& context, const Appeal& appeal) {
  for (const auto& one : store::proposals(tx, *context.keys, appeal)) {
    const auto step = procedure::step_of(one.step);
    if (one.state == store::ProposalState::waiting && one.proposed_by == context.actor.account && (step == Step::answer || step == Step::amend)) return true;
  }
  return false;
}

int unsigned_files(db::ReadTx& tx, const Appeal& appeal) {
  int count = 0;
  for (const auto& mark : store::file_marks(tx, appeal)) count += mark.answer_n == unsigned_answer;
  return count;
}

Result<Nothing> detach_unsigned(db::Tx& tx, const Context& context, const Target& target, const std::string& name) {
  const auto opened = TRY(open_case(tx, context, target, may_answer));
  const auto owner = owner_of(opened.appeal, Whose::answer);
  const auto id = id_of(tx, opened.permit, owner, name);
  if (!id || !is_unsigned(tx, opened.appeal, *id)) return no_such_file();
  TRY(files::remove(tx, opened.permit, *context.ids, context.now, owner, name));
  store::drop_file(tx, opened.permit, opened.appeal, *id);
  return done();
}

Done sign_files(db::Tx& tx, const Context& context, Work& work) {
  const int n = int(store::answers(tx, work.appeal).size());
  const int signed_now = store::sign_files(tx, work.permit, work.appeal, n, first_review(work.appeal));
  if (signed_now == 0) return done();
  Work beside{Step::attach_to_answer, work.appeal, work.appeal, work.permit};
  work.appeal = TRY(finish(tx, context, beside, {.val = std::to_string(signed_now)})).appeal;
  return done();
}

void drop_unsigned_files(db::Tx& tx, const Context& context, const Permit& permit, const Appeal& appeal) {
  const auto owner = owner_of(appeal, Whose::answer);
  for (const auto& file : files::of_owner(tx, owner, permit)) {
    if (!is_unsigned(tx, appeal, file.id)) continue;
    const auto removed = files::remove(tx, permit, *context.ids, context.now, owner, files::shown_name(file));
    invariant(bool(removed), "a file of the case can be removed");
    store::drop_file(tx, permit, appeal, file.id);
  }
}

Result<Changed> detach(db::Tx& tx, const Context& context, const Target& target, const std::string& name) {
  auto work = TRY(begin(tx, context, target, may_take_part, Step::detach));
  const auto owner = owner_of(work.appeal, Whose::applicant);
  const auto id = id_of(tx, work.permit, owner, name);
  if (!id) return no_such_file();
  TRY(files::remove(tx, work.permit, *context.ids, context.now, owner, name));
  store::drop_file(tx, work.permit, work.appeal, *id);
  return finish(tx, context, work, {});
}

Result<Changed> review_file(db::Tx& tx, const Context& context, const Target& target, const ReviewFile& command) {
  auto work = TRY(begin(tx, context, target, may_review_files, command.shows ? Step::show_file : Step::hide_file));
  if (work.appeal.visibility != Visibility::public_text) {
    // Of a private case a moderator knows nothing.
    if (work.permit.scope() != Scope::own_body) return Problem{.kind = Problem::Kind::not_found, .message = "appeals.not_found"};
    return Problem{.kind = Problem::Kind::conflict, .message = "appeals.files.case_is_private"};
  }
  if (!command.shows) TRY(check_reason(*context.pack, "hide_file", command.reason));
  const auto owner = owner_of(work.appeal, command.whose);
  const auto id = id_of(tx, work.permit, owner, command.name);
  if (!id || is_unsigned(tx, work.appeal, *id)) return no_such_file();
  TRY(files::publish(tx, work.permit, owner, command.name, command.shows));
  const auto reason = command.shows ? std::string() : command.reason;
  store::review_file(tx, work.permit, work.appeal, {*id, 0, command.shows ? Review::shown : Review::hidden, reason}, context.actor.account, context.now);
  return finish(tx, context, work, {.reason = reason});
}

void files_follow(db::Tx& tx, const Permit& permit, const Appeal& appeal) {
  if (appeal.visibility != Visibility::public_text)
    for (const auto whose : all_whose) {
      const auto owner = owner_of(appeal, whose);
      for (const auto& file : files::public_of_owner(tx, owner)) {
        const auto taken_back = files::publish(tx, permit, owner, files::shown_name(file), false);
        invariant(bool(taken_back), "a public file is clean");
      }
    }
  store::restart_reviews(tx, permit, appeal, first_review(appeal));
}

}  // namespace jauap::appeals
