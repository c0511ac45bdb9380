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

Problem no_such_file() { return {.kind = Problem::Kind::not_found, .message = "platform.files.not_found"}; }

Result<Changed> keep(db::Tx& tx, const Context& context, Work& work, Whose whose, int answer_n, const std::vector<files::Staged>& staged) {
  if (staged.empty()) return Problem{.message = "appeals.files.choose", .field = file_field_name};
  auto ids = files::receive(tx, work.permit, *context.ids, context.now,
                            {.owner = owner_of(work.appeal, whose), .files = staged, .sender = sender_of(context.actor, work.appeal)});
  if (!ids) {
    auto problem = ids.problems().first();
    problem.field = file_field_name;
    return problem;
  }
  for (const auto id : *ids) store::add_file(tx, work.permit, work.appeal, {id, answer_n, first_review(work.appeal), ""});
  return finish(tx, context, work, {.val = std::to_string(staged.size())});
}

}  // namespace

Result<Changed> attach(db::Tx& tx, const Context& context, const Target& target, const std::vector<files::Staged>& staged) {
  auto work = TRY(begin(tx, context, target, may_take_part, Step::attach));
  return keep(tx, context, work, Whose::applicant, 0, staged);
}

Result<Changed> attach_to_answer(db::Tx& tx, const Context& context, const Target& target, const std::vector<files::Staged>& staged) {
  auto work = TRY(begin(tx, context, target, may_answer, Step::attach_to_answer));
  return keep(tx, context, work, Whose::answer, int(store::answers(tx, work.appeal).size()), staged);
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
  if (!id) return no_such_file();
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
