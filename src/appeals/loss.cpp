#include "appeals/loss.h"

#include "appeals/commands_shared.h"
#include "appeals/store.h"
#include "platform/numbers/numbers.h"

namespace jauap::appeals {
namespace {

std::optional<ObjectRef> object_of(db::ReadTx& tx, const Context& context, const std::optional<numbers::Parsed>& number) {
  const auto* place = number && number->letter == 'A' ? context.pack->place(number->place_code) : nullptr;
  return place ? journal::object_named(tx, place->id, number->canonical()) : std::nullopt;
}

}  // namespace

Result<Told> tell_of_loss(db::Tx& tx, const Context& context, const std::set<std::string>& numbers) {
  Told told;
  for (const auto& number : numbers) {
    const auto object = object_of(tx, context, numbers::parse(number));
    if (!object) continue;
    if (store::find(tx, object->place, object->number)) {
      auto work = TRY(begin(tx, context, {.number = number, .code = ""}, may_close, procedure::Step::tell_loss));
      TRY(finish(tx, context, work, {}));
      ++told.cases;
    } else {
      journal::record(tx, context.speaker(), *object, {.type = procedure::rule_of(procedure::Step::tell_loss).event});
      ++told.lost;
    }
  }
  return told;
}

std::optional<LostCase> lost_case(db::ReadTx& tx, const Context& context, std::string_view typed) {
  const auto object = object_of(tx, context, numbers::parse(typed));
  if (!object || store::find(tx, object->place, object->number)) return std::nullopt;
  return LostCase{object->number, journal::as_public(journal::of_object(tx, object->place, object->id).front())};
}

}  // namespace jauap::appeals
