#include "appeals/bulk.h"

#include <set>

#include "appeals/procedure.h"
#include "appeals/store.h"
#include "platform/auth/accounts.h"
#include "platform/config/config.h"
#include "platform/jobs/jobs.h"
#include "platform/numbers/numbers.h"

namespace jauap::appeals {
namespace {

using procedure::Step;

std::int64_t place_id(const Context& context) {
  const auto* place = context.pack->place(context.settings->place);
  invariant(place != nullptr, "the place of the settings is in the pack");
  return place->id;
}

Step step_of(BulkStep step) {
  switch (step) {
    case BulkStep::accept: return Step::accept;
    case BulkStep::assign: return Step::assign;
    case BulkStep::join: return Step::join;
  }
  throw BrokenInvariant("a step on several cases");
}

May right_to(BulkStep step) { return step == BulkStep::accept ? may_accept : may_work; }

std::string first_reason(const law::Pack& pack, std::string_view step) {
  for (const auto& reason : pack.reasons)
    if (reason.step == step) return reason.code;
  return {};
}

Result<Changed> take(db::Tx& tx, const Context& context, const store::Bulk& bulk, const store::BulkItem& item) {
  const Target target{.number = item.number, .code = "", .version = item.version};
  if (bulk.step == name_of(BulkStep::accept)) return accept(tx, context, target);
  if (bulk.step == name_of(BulkStep::assign)) return assign(tx, context, target, {.text = {}, .reason = {}, .to = {}, .number = {}, .value = {}, .until = {}, .executor = bulk.executor});
  return join_case(tx, context, target, {.text = {}, .reason = first_reason(*context.pack, "join"), .to = {}, .number = bulk.target, .value = {}, .until = {}, .executor = {}});
}

std::string outcome_of(const i18n::Words& words, const Result<Changed>& changed) { return changed ? "" : words(changed.problems().first()); }

// Whether the post in which it was asked is still held.
bool holds_post(db::ReadTx& tx, const Actor& actor, CivilDate today) {
  for (const auto& post : auth::posts_of(tx, actor.account))
    if (post.role == actor.role && post.body == actor.body && post.from_day <= today && (!post.to_day || *post.to_day >= today)) return true;
  return false;
}

// The step on one case with its mark in one transaction; a refusal is marked in the next. False when neither could be written.
bool take_item(House& house, const store::Bulk& bulk, store::BulkItem item) {
  const i18n::Words words(language_of(bulk.language).value_or(Language::kk));
  bool was_done = false;
  const auto taken = house.writer->run([&](db::Tx& tx) {
    const auto context = house.context(bulk.actor);
    item.outcome.clear();
    was_done = !store::end_item(tx, bulk, item);
    if (was_done) return false;
    item.outcome = holds_post(tx, bulk.actor, context.today.date) ? outcome_of(words, take(tx, context, bulk, item)) : words("appeals.bulk.no_post");
    return item.outcome.empty();
  });
  if (taken != db::Fate::refused) return taken == db::Fate::committed;
  if (was_done) return true;
  const auto marked = house.writer->run([&](db::Tx& tx) { return store::end_item(tx, bulk, item); });
  return marked == db::Fate::committed || marked == db::Fate::refused;
}

Done check_fields(const AskBulk& command) {
  if (command.cases.empty()) return Problem{.message = "appeals.bulk.choose", .field = "cases"};
  if (command.cases.size() > bulk_max) return Problem{.message = "appeals.bulk.too_many", .field = "cases", .args = {{"max", std::to_string(bulk_max)}}};
  if (command.step == BulkStep::assign && command.executor.empty()) return Problem{.message = "appeals.bulk.choose_executor", .field = "executor"};
  if (command.step == BulkStep::join && command.target.empty()) return Problem{.message = "appeals.bulk.choose_target", .field = "target"};
  return Nothing{};
}

Result<store::Bulk> bulk_of(const Context& context, Language language, const AskBulk& command) {
  store::Bulk bulk{.place = place_id(context), .id = context.ids->next<BulkId>(context.now), .actor = context.actor, .language = std::string(code(language)),
                   .step = std::string(name_of(command.step)), .executor = command.executor, .target = command.target, .due_at = context.now.plus(bulk_undo)};
  std::set<std::string> known;
  for (const auto& [typed, version] : command.cases)
    if (const auto number = numbers::parse(typed); number && known.insert(number->canonical()).second)
      bulk.items.push_back({.number = number->canonical(), .version = version});
  if (bulk.items.empty()) return Problem{.message = "appeals.bulk.choose", .field = "cases"};
  return bulk;
}

}  // namespace

std::string_view name_of(BulkStep step) { return procedure::rule_of(step_of(step)).name; }

std::optional<BulkStep> bulk_step_of(std::string_view name) {
  for (const auto step : {BulkStep::accept, BulkStep::assign, BulkStep::join})
    if (name_of(step) == name) return step;
  return std::nullopt;
}

Result<std::vector<store::BulkItem>> preview_bulk(db::Tx& tx, const Context& context, Language language, const AskBulk& command) {
  TRY(context.authorise(right_to(command.step), {.body = context.actor.body}));
  TRY(check_fields(command));
  auto bulk = TRY(bulk_of(context, language, command));
  for (auto& item : bulk.items) item.outcome = outcome_of(i18n::Words(language), take(tx, context, bulk, item));
  return std::move(bulk.items);
}

Result<store::Bulk> ask_bulk(db::Tx& tx, const Context& context, Language language, const AskBulk& command) {
  const auto permit = TRY(context.authorise(right_to(command.step), {.body = context.actor.body}));
  TRY(check_fields(command));
  auto bulk = TRY(bulk_of(context, language, command));
  store::add_bulk(tx, permit, bulk);
  jobs::add(tx, *context.ids, context.now, bulk.place, "appeals.bulk", std::to_string(bulk.id.value), bulk.due_at, "appeals.bulk/" + std::to_string(bulk.id.value));
  return bulk;
}

Result<store::Bulk> own_bulk(db::ReadTx& tx, const Context& context, BulkId id) {
  auto bulk = store::bulk(tx, place_id(context), id);
  if (!bulk || bulk->actor.account != context.actor.account || !context.actor.account)
    return Problem{.kind = Problem::Kind::not_found, .message = "appeals.not_found"};
  return std::move(*bulk);
}

Result<store::Bulk> undo_bulk(db::Tx& tx, const Context& context, BulkId id) {
  auto bulk = TRY(own_bulk(tx, context, id));
  if (bulk.due_at <= context.now || !store::move_bulk(tx, bulk, store::BulkState::waits, store::BulkState::undone)) return Problem{.kind = Problem::Kind::conflict, .message = "appeals.bulk.too_late"};
  bulk.state = store::BulkState::undone;
  return bulk;
}

bool take_bulk(House& house, std::int64_t place, BulkId id) {
  using store::BulkState;
  std::optional<store::Bulk> bulk;
  house.readers->run([&](db::ReadTx& tx) { bulk = store::bulk(tx, place, id); });
  if (!bulk || bulk->state == BulkState::done || bulk->state == BulkState::undone) return true;
  if (bulk->state == BulkState::waits) {
    // From here on it is too late to undo.
    const auto begun = house.writer->run([&](db::Tx& tx) { return store::move_bulk(tx, *bulk, BulkState::waits, BulkState::taking); });
    if (begun == db::Fate::refused) return take_bulk(house, place, id);
    if (begun != db::Fate::committed) return false;
  }
  bool is_written = true;
  for (const auto& item : bulk->items)
    if (!item.is_done) is_written = take_item(house, *bulk, item) && is_written;
  if (!is_written) return false;
  const auto ended = house.writer->run([&](db::Tx& tx) { return store::move_bulk(tx, *bulk, BulkState::taking, BulkState::done); });
  return ended == db::Fate::committed || ended == db::Fate::refused;
}

}  // namespace jauap::appeals
