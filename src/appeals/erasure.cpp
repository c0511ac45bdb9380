#include "appeals/erasure.h"

#include "appeals/commands_shared.h"
#include "appeals/store.h"
#include "appeals/store_moderation.h"
#include "platform/audit/audit.h"
#include "platform/mail/mail.h"
#include "platform/numbers/numbers.h"

namespace jauap::appeals {
namespace {

using procedure::Step;
using store::ErasureState;

Problem conflict(Key message) { return {.kind = Problem::Kind::conflict, .message = message}; }

std::optional<Appeal> find_case(db::ReadTx& tx, const Context& context, std::string_view typed) {
  const auto number = numbers::parse(typed);
  const auto* place = number ? context.pack->place(number->place_code) : nullptr;
  return place ? store::find(tx, place->id, number->canonical()) : std::nullopt;
}

void told(db::Tx& tx, const Context& context, const char* act, const Appeal& appeal, const std::string& reason) {
  audit::append(tx, *context.ids, context.now, context.actor, {.act = act, .object = appeal.number, .fields = reason});
}

// The request that waits, for somebody else than who made it.
Result<store::ErasureRow> waiting(db::ReadTx& tx, const Context& context, const Appeal& appeal) {
  const auto row = store::erasure(tx, *context.keys, appeal);
  if (!row || row->state != ErasureState::waits) return conflict("appeals.erasure.none_waits");
  if (row->asked_by == context.actor.account) return Problem{.kind = Problem::Kind::forbidden, .message = "appeals.erasure.own"};
  return *row;
}

int count_files(db::ReadTx& tx, const Permit& permit, const Appeal& appeal) {
  std::size_t count = 0;
  for (const auto whose : all_whose) count += files::of_owner(tx, owner_of(appeal, whose), permit).size();
  return int(count);
}

}  // namespace

Result<ToErase> to_erase(db::ReadTx& tx, const Context& context, const std::string& number) {
  const auto permit = context.authorise(may_see_erasures, {});
  const auto appeal = permit ? find_case(tx, context, number) : std::nullopt;
  if (!appeal) return Problem{.kind = Problem::Kind::not_found, .message = "appeals.not_found"};
  ToErase seen{.appeal = *appeal,
               .content = store::erasable(tx, *appeal),
               .parts = journal::count_parts(tx, appeal->place, appeal->id.value),
               .files = count_files(tx, *permit, *appeal),
               .offspring = {},
               .asked = store::erasure(tx, *context.keys, *appeal)};
  for (const auto& child : store::offspring(tx, *appeal)) seen.offspring.push_back(child.number);
  return seen;
}

Done ask_erasure(db::Tx& tx, const Context& context, const Target& target, const AskErasure& command) {
  const auto work = TRY(begin(tx, context, target, may_ask_erasure, Step::erase));
  TRY(check_reason(*context.pack, "erase", command.reason));
  const bool is_new = store::ask_erasure(tx, work.permit, *context.keys, work.appeal,
                                         {.reason = command.reason, .basis = command.basis, .asked_by = context.actor.account, .asked_at = context.now});
  if (!is_new) return conflict("appeals.erasure.waits_already");
  told(tx, context, "appeal.erasure_asked", work.appeal, command.reason);
  return done();
}

Result<Changed> approve_erasure(db::Tx& tx, const Context& context, const Target& target) {
  auto work = TRY(begin(tx, context, target, may_approve_erasure, Step::erase));
  const auto row = TRY(waiting(tx, context, work.appeal));
  TRY(check_reason(*context.pack, "erase", row.reason));
  auto& appeal = work.appeal;
  for (const auto whose : all_whose) files::remove_all(tx, work.permit, *context.ids, context.now, owner_of(appeal, whose));
  journal::erase(tx, appeal.place, appeal.id.value);
  mail::drop_about(tx, appeal.place, appeal.number);
  store::erase_content(tx, work.permit, appeal, context.now);
  store::decide_erasure(tx, work.permit, *context.keys, appeal, row.n, ErasureState::done, context.actor.account, context.now, "");
  appeal.visibility = Visibility::private_to_parties;
  appeal.owner = {};
  appeal.topic = appeal.district = "";
  appeal.erased_at = context.now;
  told(tx, context, "appeal.erased", appeal, row.reason);
  return finish(tx, context, work, {.reason = row.reason});
}

Done decline_erasure(db::Tx& tx, const Context& context, const Target& target, const std::string& why) {
  const auto work = TRY(begin(tx, context, target, may_approve_erasure, Step::erase));
  const auto row = TRY(waiting(tx, context, work.appeal));
  store::decide_erasure(tx, work.permit, *context.keys, work.appeal, row.n, ErasureState::declined, context.actor.account, context.now, why);
  told(tx, context, "appeal.erasure_declined", work.appeal, row.reason);
  return done();
}

std::optional<Erased> erased_case(db::ReadTx& tx, const Context& context, std::string_view number) {
  const auto appeal = find_case(tx, context, number);
  if (!appeal || !appeal->is_erased()) return std::nullopt;
  const auto row = store::erasure(tx, *context.keys, *appeal);
  return Erased{*appeal, row ? row->reason : std::string()};
}

}  // namespace jauap::appeals
