// Whose signature a step of the body needs before it is taken.
#include <algorithm>

#include "appeals/commands_shared.h"
#include "appeals/steps.h"
#include "directory/leave.h"
#include "platform/auth/accounts.h"

namespace jauap::appeals {
namespace {

using directory::Signing;
using procedure::Step;

// What goes to the applicant as the word of the body.
bool is_answer(Step step) { return step == Step::answer || step == Step::amend || step == Step::hear; }

// A head of the body, or a stand-in, who is at work today and is not the actor.
bool has_another_head(db::ReadTx& tx, const Context& context, const std::string& body) {
  const auto today = context.today.date;
  const auto leaves = directory::leaves_in(tx, body, today);
  const auto is_away = [&](AccountId account) {
    return std::any_of(leaves.begin(), leaves.end(), [&](const auto& leave) { return leave.account == account && leave.from_day <= today; });
  };
  const auto posts = auth::posts_in(tx, body);
  return std::any_of(posts.begin(), posts.end(), [&](const auto& post) {
    const bool in_force = post.from_day <= today && (!post.to_day || today <= *post.to_day);
    return post.role == Role::head && in_force && post.account != context.actor.account && !is_away(post.account);
  });
}

bool answer_needs_signature(db::ReadTx& tx, const Context& context, const std::string& code) {
  const auto role = context.actor.role;
  const auto known = directory::bodies(tx);
  const auto* body = known->find(code);
  switch (body ? body->signing : Signing::writer) {
    case Signing::writer: return false;
    case Signing::head: return role == Role::clerk;
    case Signing::two_people: return role == Role::clerk || (role == Role::head && has_another_head(tx, context, code));
  }
  throw BrokenInvariant("a body that does not say who signs");
}

}  // namespace

bool needs_signature(db::ReadTx& tx, const Context& context, const Appeal& appeal, Step step) {
  if (is_answer(step)) return answer_needs_signature(tx, context, appeal.body);
  if (context.actor.role != Role::clerk) return false;
  if (step == Step::redirect) return procedure::next_hop(appeal) == procedure::Hop::needs_head;
  const auto* spec = spec_of(step);
  return spec && spec->by == StepSpec::By::head;
}

Done check_signature(db::ReadTx& tx, const Context& context, const Appeal& appeal, Step step, const std::optional<Preparer>& prepared_by) {
  if (prepared_by || !needs_signature(tx, context, appeal, step)) return done();
  return Problem{.kind = Problem::Kind::forbidden, .message = "appeals.answer.needs_signature"};
}

}  // namespace jauap::appeals
