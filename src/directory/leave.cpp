#include "directory/leave.h"

#include "directory/store.h"

namespace jauap::directory {
namespace {

Problem at(Key message, std::string field) { return {.message = message, .field = std::move(field)}; }

// The post in force in this body, the head's before others; nullopt when there is none.
std::optional<auth::Post> post_in(db::ReadTx& tx, AccountId account, std::string_view body, CivilDate today) {
  std::optional<auth::Post> found;
  for (const auto& post : auth::posts_of(tx, account)) {
    const bool in_force = post.body == body && post.from_day <= today && (!post.to_day || *post.to_day >= today);
    if (in_force && (!found || post.role == Role::head)) found = post;
  }
  return found;
}

Done check_days(const TakeLeave& command, CivilDate today) {
  Problems problems;
  if (!command.from) problems.add(at("directory.leave.no_day", "from"));
  if (!command.until) problems.add(at("directory.leave.no_day", "until"));
  if (problems.empty() && *command.until < *command.from) problems.add(at("directory.leave.order", "until"));
  if (problems.empty() && *command.until < today) problems.add(at("directory.leave.past", "until"));
  if (problems.empty() && command.until->days() - command.from->days() >= leave_days_max) problems.add(at("directory.leave.too_long", "until"));
  if (!problems.empty()) return problems;
  return done();
}

Done check_others(const std::vector<Leave>& others, AccountId account, AccountId stand_in, const TakeLeave& command) {
  for (const auto& other : others) {
    if (other.to_day < *command.from || other.from_day > *command.until) continue;
    if (other.account == account) return at("directory.leave.twice", "from");
    if (other.account == stand_in) return at("directory.leave.stand_in_away", "stand_in");
    if (other.stand_in == account) return at("directory.leave.stands_in", "from");
  }
  return done();
}

void remember(db::Tx& tx, const Context& context, std::string act, std::string login, std::string codes) {
  audit::append(tx, *context.ids, context.now, context.actor, {.act = std::move(act), .object = std::move(login), .fields = std::move(codes)});
}

Done authorise(const Context& context, const std::string& body, AccountId account) {
  if (account == context.actor.account) {
    TRY(context.authorise(may_take_leave, {.body = body}));
  } else {
    TRY(context.authorise(may_manage_people, {.body = body}));
  }
  return done();
}

}  // namespace

std::vector<Leave> leaves_in(db::ReadTx& tx, std::string_view body, CivilDate today) { return store::leaves(tx, body, today); }

Result<Nothing> take_leave(db::Tx& tx, const Context& context, const std::string& body, const TakeLeave& command) {
  const auto today = context.today.date;
  const auto account = auth::by_login(tx, *context.keys, command.login);
  TRY(authorise(context, body, account ? account->id : AccountId()));
  const auto own_post = account ? post_in(tx, account->id, body, today) : std::nullopt;
  if (!own_post) return at("directory.leave.not_here", "login");
  const auto stand_in = auth::by_login(tx, *context.keys, command.stand_in);
  if (!stand_in || !post_in(tx, stand_in->id, body, today)) return at("directory.leave.not_here", "stand_in");
  if (stand_in->id == account->id) return at("directory.leave.oneself", "stand_in");
  TRY(check_days(command, today));
  TRY(check_others(store::leaves(tx, body, today), account->id, stand_in->id, command));
  Leave leave{.id = context.ids->next<LeaveId>(context.now), .account = account->id, .stand_in = stand_in->id, .body = body,
              .post = PostId(), .from_day = *command.from, .to_day = *command.until};
  if (own_post->role == Role::head) {
    tell_role(tx, context, Role::head, body, true);
    leave.post = auth::grant_post(tx, *context.ids, context.now, stand_in->id, body, Role::head, own_post->title, leave.from_day, leave.to_day);
  }
  store::add_leave(tx, leave);
  remember(tx, context, "leave.taken", account->login, leave.from_day.iso() + " " + leave.to_day.iso() + " " + stand_in->login);
  return done();
}

Result<Nothing> end_leave(db::Tx& tx, const Context& context, const std::string& body, LeaveId id) {
  const auto today = context.today.date;
  for (const auto& leave : store::leaves(tx, body, today)) {
    if (leave.id != id) continue;
    TRY(authorise(context, body, leave.account));
    store::end_leave(tx, leave.id, today.plus_days(-1));
    if (leave.post) {
      auth::end_post(tx, leave.post, today.plus_days(-1));
      tell_role(tx, context, Role::head, body, false);
    }
    const auto account = auth::by_id(tx, *context.keys, leave.account);
    remember(tx, context, "leave.ended", account ? account->login : std::string(), today.iso());
    return done();
  }
  return Problem{.kind = Problem::Kind::not_found, .message = "directory.leave.none"};
}

}  // namespace jauap::directory
