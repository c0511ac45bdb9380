// jauap record: what the operator of a public record does by hand. Each step that readers must know of is itself an entry.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>
#include <sstream>

#include "app/commands.h"
#include "app/folder_lock.h"
#include "app/usage.h"
#include "appeals/loss.h"
#include "platform/witness/web.h"
#include "record/policy.h"
#include "record/record.h"
#include "record/refill.h"
#include "record/restart.h"

namespace jauap::app {
namespace {

enum Exit { good = 0, failed = 1, unreachable_ = 3 };

std::optional<std::string> content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  if (!file) {
    std::cerr << "jauap: cannot read " << path << "\n";
    return std::nullopt;
  }
  return text.str();
}

// A step recorded on a database that lacks what was signed would stand where a lost one stood. "": it does not.
std::string older_than_anchor(const House& house) {
  const auto anchored = house.record->signing().anchored();
  if (!anchored) return record::words(anchored.problems());
  std::uint64_t size = 0;
  house.readers->run([&](db::ReadTx& tx) { size = record::store::head(tx)->size; });
  if (anchored->size <= size) return "";
  return "the database has " + std::to_string(size) + " entries and " + std::to_string(anchored->size) + " were signed: jauap record refill brings them back";
}

// Runs a change in a transaction of its own.
template <class Change>
int changed(House& house, const Change& change) {
  if (const auto why = older_than_anchor(house); !why.empty()) {
    std::cerr << "jauap: " << why << "\n";
    return failed;
  }
  Done outcome = Problem{.kind = Problem::Kind::unavailable, .message = "platform.db.cannot_write"};
  const auto fate = house.writer->run([&](db::Tx& tx) {
    outcome = change(tx, house.context(Actor::system()));
    return bool(outcome);
  });
  if (fate == db::Fate::committed) return good;
  complain(outcome ? Problems(Problem{.kind = Problem::Kind::unavailable, .message = "platform.db.cannot_write"}) : outcome.problems());
  return failed;
}

int print_status(House& house) {
  house.readers->run([&](db::ReadTx& tx) {
    const auto head = record::store::head(tx);
    const auto newest = record::store::newest_checkpoint(tx);
    const auto anchored = house.record->signing().anchored();
    std::cout << "origin    " << house.record->origin() << "\nentries   " << head->size << "\nwaiting   " << record::store::pending_count(tx) << "\nsigned    "
              << (newest ? std::to_string(newest->size) + " at " + rfc3339(newest->at) : "nothing yet") << "\nanchor    "
              << (anchored ? std::to_string(anchored->size) : "cannot be read") << " in " << house.record->signing().where() << "\n";
    for (const auto& member : record::policy(tx).members) {
      if (!member.is_witness()) continue;
      const auto last = record::store::newest_of(tx, member.key->name);
      std::cout << "witness   " << member.name << " " << (last ? std::to_string(last->size) + " at " + rfc3339(Instant{std::int64_t(last->at) * 1000}) : "never") << "\n";
    }
  });
  return good;
}

int set_or_print_policy(House& house, const std::string& file) {
  if (file.empty()) {
    house.readers->run([](db::ReadTx& tx) { std::cout << record::policy_text(tx); });
    return good;
  }
  const auto lines = content_of(file);
  if (!lines) return unreachable_;
  return changed(house, [&](db::Tx& tx, const Context& context) { return record::set_witnesses(tx, context, *lines); });
}

int rotate(House& house, bool is_receipt_key, bool withdraw_old) {
  const auto kind = is_receipt_key ? record::store::KeyKind::receipt : record::store::KeyKind::log;
  int n = 0;
  house.readers->run([&](db::ReadTx& tx) {
    for (const auto& key : record::store::keys(tx))
      if (key.kind == kind) n = std::max(n, key.n);
  });
  const auto vkey = house.record->signing().key(kind, n + 1, true);
  if (!vkey) {
    complain(vkey.problems());
    return unreachable_;
  }
  const auto code = changed(house, [&](db::Tx& tx, const Context& context) { return record::rotate_key(tx, context, is_receipt_key, *vkey, withdraw_old); });
  if (code == good)
    std::cout << *vkey << "\nThe seed is " << record::seed_name(kind, n + 1) << ".key; bring it to every server of this database. Publish the new policy (jauap record policy).\n";
  return code;
}

int declare_incident(House& house, const std::string& file) {
  const auto statement = content_of(file);
  if (!statement) return unreachable_;
  return changed(house, [&](db::Tx& tx, const Context& context) { return record::record_incident(tx, context, *statement); });
}

int refill(House& house, const std::string& from) {
  const tlog::LogFiles mirror(from.find("://") != std::string::npos ? witness::web_log(from) : tlog::folder_fetch(from));
  Result<record::Refilled> refilled = Problem{.kind = Problem::Kind::unavailable, .message = "platform.db.cannot_write"};
  Result<appeals::Told> told = appeals::Told{};
  const auto fate = house.writer->run([&](db::Tx& tx) {
    try {
      refilled = record::refill(tx, house, mirror, record::policy(tx));
    } catch (const tlog::Stop& stop) {
      refilled = Problem{.kind = Problem::Kind::unavailable, .message = "record.refill.refused", .args = {{"why", stop.what()}}};
    }
    if (!refilled) return false;
    std::set<std::string> numbers;
    for (const auto& lost : refilled->lost) numbers.insert(lost.object);
    told = appeals::tell_of_loss(tx, house.context(Actor::system()), numbers);
    if (!told) refilled = told.problems();
    return bool(told);
  });
  if (refilled && fate != db::Fate::committed) refilled = Problem{.kind = Problem::Kind::unavailable, .message = "platform.db.cannot_write"};
  if (!refilled) {
    complain(refilled.problems());
    return failed;
  }
  std::cout << refilled->from << " entries were here, " << refilled->to << " are now; of " << refilled->known << " the events were here with their contents\n";
  bool changes_policy = false;
  for (const auto& lost : refilled->lost) changes_policy |= lost.type == "log.key_rotated" || lost.type == "log.witnesses";
  for (const auto& lost : refilled->lost) std::cout << "lost\t" << lost.object << "\t" << lost.n << "\t" << lost.type << "\n";
  if (changes_policy) std::cout << "Keys or witnesses changed meanwhile: bring the policy of then back with jauap record policy and rotate before the server is started.\n";
  if (!refilled->lost.empty())
    std::cout << "Of these events only what the entries say is back. " << told->cases << " cases say so themselves, and whoever gave an address gets a letter when the server runs; "
              << told->lost << " appeals are lost as a whole, and their numbers lead to a page that says what to do: announce it. Erase again what appeal.erased stands for.\n";
  return good;
}

// Whether this server alone may append for the next hour: no other one of the database leads.
bool leads_alone(House& house) {
  const auto now = house.clock->now();
  const auto fate = house.writer->run([&](db::Tx& tx) { return record::store::take_lease(tx, house.settings->node, -1, now, now.plus(std::chrono::hours(1))); });
  return fate == db::Fate::committed;
}

void give_back_lease(House& house) {
  house.writer->run([&](db::Tx& tx) {
    record::store::free_lease(tx, house.settings->node, record::store::head(tx)->epoch);
    return true;
  });
}

// The old log goes into a folder first; then the new one begins, with an anchor of its own. What is refused leaves no folder.
int restart(House& house, const std::string& file, const std::string& to, const std::string& last_good) {
  namespace fs = std::filesystem;
  const auto statement = content_of(file);
  if (!statement) return unreachable_;
  if (fs::exists(to)) {
    std::cerr << "jauap: " << to << " is there already; the old log goes into a new folder\n";
    return failed;
  }
  if (const auto why = older_than_anchor(house); !why.empty()) {
    std::cerr << "jauap: " << why << "\n";
    return failed;
  }
  if (!leads_alone(house)) {
    std::cerr << "jauap: a server leads the record: stop it first\n";
    return failed;
  }
  record::store::Head old;
  const auto good = tlog::strict_decimal(last_good).value_or(0);
  house.readers->run([&](db::ReadTx& tx) {
    old = *record::store::head(tx);
    record::write_log(tx, to);
  });
  const auto origin = record::next_origin(old.origin);
  const auto signing = record::signing_of(*house.settings, origin);
  const auto code = changed(house, [&](db::Tx& tx, const Context&) { return record::restart(tx, house, *signing, good, *statement); });
  if (code != Exit::good) {
    fs::remove_all(to);
    give_back_lease(house);
    return code;
  }
  // After the commit: an anchor of the old name that stays behind is refused, a missing one would be forgotten.
  const auto anchor = record::anchor_path(*house.settings);
  if (fs::exists(anchor)) fs::rename(anchor, anchor + ".until-" + std::to_string(old.size));
  std::cout << "The log " << old.origin << " is finished with " << old.size << " entries; its files are in " << to << ": keep them public.\n"
            << "The new one is " << origin << ". Publish its policy (jauap record policy) and the statement; witnesses take up its key.\n";
  return code;
}

}  // namespace

int command_record(Arguments arguments) {
  const auto words = std::exchange(arguments.words, {});
  const std::string what = words.empty() ? "" : words[0], file = words.size() > 1 ? words[1] : "";
  const auto from = arguments.take("from"), to = arguments.take("to"), last_good = arguments.take("last-good");
  const bool is_receipt_key = arguments.take_flag("receipt"), withdraw_old = arguments.take_flag("compromised");
  const bool fits = (what == "status" && words.size() == 1) || (what == "policy" && words.size() <= 2) || (what == "rotate" && words.size() == 1) ||
                    (what == "incident" && words.size() == 2) || (what == "refill" && words.size() == 1 && !from.empty()) ||
                    (what == "restart" && words.size() == 2 && !to.empty() && tlog::strict_decimal(last_good).has_value());
  if (!fits) return wrong_usage("record");
  const auto program = open_program(std::move(arguments));
  if (!program) return unreachable_;
  auto& house = program->house();
  if (what == "status") return print_status(house);
  if (what == "policy") return set_or_print_policy(house, file);
  if (what == "rotate") return rotate(house, is_receipt_key, withdraw_old);
  if (what == "incident") return declare_incident(house, file);
  // What follows must be alone on the folder; the record's lease keeps servers elsewhere away.
  const auto alone = FolderLock::take(house.settings->data);
  if (!alone) {
    complain(alone.problems());
    return failed;
  }
  if (what == "restart") return restart(house, file, to, last_good);
  return refill(house, from);
}

}  // namespace jauap::app
