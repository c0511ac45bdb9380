#include "appeals/recount.h"

#include <algorithm>
#include <map>

#include "appeals/commands_shared.h"
#include "appeals/store.h"

namespace jauap::appeals {
namespace {

constexpr int batch = 500;
constexpr std::size_t examples_max = 20;

using PackRef = std::shared_ptr<const law::Pack>;

// Packs by version, read once; the one in force need not be read.
class Packs {
 public:
  Packs(db::ReadTx& tx, PackRef now) : tx_(tx) { known_.emplace(now->version, std::move(now)); }
  // nullptr for a version that nobody kept.
  PackRef of(const std::string& version) {
    auto found = known_.find(version);
    if (found == known_.end()) found = known_.emplace(version, directory::pack_of(tx_, version)).first;
    return found->second;
  }

 private:
  db::ReadTx& tx_;
  std::map<std::string, PackRef> known_;
};

bool clock_runs(const Appeal& appeal) { return procedure::is_allowed(procedure::Step::recount, appeal.state); }

void note_missing(directory::PackEffect& effect, const law::Pack& next, const Appeal& appeal) {
  const auto miss = [&](const char* what, const std::string& code) {
    const auto words = std::string(what) + " " + code;
    if (std::find(effect.missing.begin(), effect.missing.end(), words) == effect.missing.end()) effect.missing.push_back(words);
  };
  if (!appeal.topic.empty() && !next.topic(appeal.topic)) miss("topic", appeal.topic);
  if (!appeal.district.empty() && !next.district(appeal.district)) miss("district", appeal.district);
  if (!next.rule(appeal.due_rule, appeal.received_on)) miss("rule", appeal.due_rule);
}

void add_to(directory::PackEffect& effect, const Recounted& one, const Appeal& appeal) {
  switch (one.what) {
    case Recounted::What::same: return;
    case Recounted::What::past: ++effect.past; return;
    case Recounted::What::by_hand: ++effect.by_hand; return;
    case Recounted::What::moves: break;
  }
  ++(one.due > appeal.due_on ? effect.later : effect.earlier);
  if (effect.examples.size() < examples_max) effect.examples.push_back({appeal.number, appeal.due_on, one.due});
}

// Each open case of each place, in batches.
template <class Take>
void each_open(db::ReadTx& tx, const law::Pack& pack, const Take& take) {
  for (const auto& place : pack.places) {
    AppealId after;
    for (;;) {
      const auto cases = store::open_cases(tx, place.id, after, batch);
      for (const auto& appeal : cases) take(appeal);
      if (int(cases.size()) < batch) break;
      after = cases.back().id;
    }
  }
}

std::string mark_of(const law::Pack& pack) { return "pack/" + pack.version; }

}  // namespace

Result<Recounted> recounted(const law::Pack& before, const law::Pack& next, const Appeal& appeal, CivilDate today) {
  const CivilTime received{appeal.received_on, before.working_day_begins};
  const auto was = law::deadline(before, appeal.due_rule, received);
  if (!was || was->due_on != appeal.due_on) return Recounted{.what = Recounted::What::by_hand, .due = appeal.due_on, .redirect_until = std::nullopt};
  const auto now = TRY(law::deadline(next, appeal.due_rule, {appeal.received_on, next.working_day_begins}));
  Recounted result{.what = Recounted::What::moves, .due = now.due_on, .redirect_until = appeal.redirect_until};
  if (now.due_on == appeal.due_on) result.what = Recounted::What::same;
  else if (now.due_on < today) result.what = Recounted::What::past;
  const auto& redirect_rule = next.kind(appeal.kind).redirect_rule;
  if (appeal.redirect_until && *appeal.redirect_until >= today && !redirect_rule.empty())
    result.redirect_until = std::max(TRY(law::deadline(next, redirect_rule, {appeal.received_on, next.working_day_begins})).due_on, today);
  return result;
}

directory::PackEffect effect_of_pack(db::ReadTx& tx, const Context& context, const law::Pack& next) {
  directory::PackEffect effect;
  for (const auto& place : context.pack->places)
    if (!next.place(place.code)) effect.missing.push_back("place " + place.code);
  Packs packs(tx, context.pack);
  each_open(tx, *context.pack, [&](const Appeal& appeal) {
    ++effect.open;
    note_missing(effect, next, appeal);
    const auto before = packs.of(appeal.pack);
    if (!before || !clock_runs(appeal)) return;
    if (const auto one = recounted(*before, next, appeal, context.today.date)) add_to(effect, *one, appeal);
  });
  return effect;
}

Result<Changed> recount(db::Tx& tx, const Context& context, const std::string& number, const law::Pack& before) {
  auto work = TRY(begin(tx, context, {.number = number, .code = ""}, may_close, procedure::Step::recount));
  auto& appeal = work.appeal;
  const auto one = TRY(recounted(before, *context.pack, appeal, context.today.date));
  if (one.what != Recounted::What::moves) return Problem{.kind = Problem::Kind::conflict, .message = "appeals.recount.same"};
  appeal.due_on = one.due;
  appeal.redirect_until = one.redirect_until;
  appeal.pack = context.pack->version;
  return finish(tx, context, work, {.reason = "recount.new_pack"});
}

namespace {

// Numbers of cases in this batch that the pack in force moves; the last id read.
struct ToMove {
  std::vector<std::pair<std::string, PackRef>> cases;  // number, and the pack that made its term
  AppealId last;
  bool is_end = false;
};

ToMove next_to_move(House& house, const law::Place& place, AppealId after) {
  ToMove found{.cases = {}, .last = after};
  house.readers->run([&](db::ReadTx& tx) {
    const auto context = house.context(Actor::system());
    Packs packs(tx, context.pack);
    const auto cases = store::open_cases(tx, place.id, after, batch);
    for (const auto& appeal : cases) {
      found.last = appeal.id;
      if (appeal.pack == context.pack->version || !clock_runs(appeal)) continue;
      const auto before = packs.of(appeal.pack);
      const auto one = before ? recounted(*before, *context.pack, appeal, context.today.date) : Result<Recounted>(Recounted{});
      if (one && one->what == Recounted::What::moves) found.cases.emplace_back(appeal.number, before);
    }
    found.is_end = int(cases.size()) < batch;
  });
  return found;
}

int recount_place(House& house, const law::Place& place) {
  int moved = 0;
  for (AppealId after;;) {
    const auto found = next_to_move(house, place, after);
    // One transaction for the batch: short enough for the writer, and a restart goes on with what is left.
    int kept = 0;
    if (!found.cases.empty())
      house.writer->run([&](db::Tx& tx) {
        kept = 0;
        for (const auto& [number, before] : found.cases) kept += bool(recount(tx, house.context(Actor::system()), number, *before));
        return true;
      });
    moved += kept;
    if (found.is_end) return moved;
    after = found.last;
  }
}

}  // namespace

int recount_cases(House& house) {
  const auto pack = house.pack.get();
  int moved = 0;
  for (const auto& place : pack->places) {
    bool is_done = true;
    house.readers->run([&](db::ReadTx& tx) {
      is_done = directory::version_in_force(tx, pack->civil(house.clock->now()).date) != pack->version || store::alarm_done(tx, place.id, mark_of(*pack)).has_value();
    });
    if (is_done) continue;
    moved += recount_place(house, place);
    house.writer->run([&](db::Tx& tx) {
      store::set_alarm_done(tx, place.id, mark_of(*pack), pack->civil(house.clock->now()).date);
      return true;
    });
  }
  return moved;
}

}  // namespace jauap::appeals
