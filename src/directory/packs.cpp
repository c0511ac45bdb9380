#include "directory/packs.h"

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>

#include "base/text.h"
#include "directory/store.h"
#include "law/load.h"
#include "platform/audit/audit.h"
#include "platform/auth/accounts.h"
#include "platform/config/config.h"
#include "platform/journal/journal.h"
#include "platform/numbers/numbers.h"
#include "platform/secrets/secrets.h"

namespace jauap::directory {
namespace {

PackJudge judge;

std::map<std::string, std::string, std::less<>> files_of(std::string_view bundle) {
  std::map<std::string, std::string, std::less<>> files;
  const auto all = boost::json::parse(bundle);
  for (const auto& member : all.as_object()) files.emplace(std::string(member.key()), std::string(member.value().as_string()));
  return files;
}

bool is_administrator(db::ReadTx& tx, AccountId account, CivilDate today) {
  for (const auto& post : auth::posts_of(tx, account))
    if (post.role == Role::admin && post.from_day <= today && (!post.to_day || *post.to_day >= today)) return true;
  return false;
}

Problem conflict(Key message, std::string value = "") {
  return {.kind = Problem::Kind::conflict, .message = message, .args = {{"value", std::move(value)}}};
}

PackVersion made(const std::string& version, const std::string& bundle) {
  PackVersion row;
  row.version = version;
  row.sha256 = secrets::hex(secrets::sha256(bundle));
  return row;
}

// The pack of the settings' folder, kept when the first other one is proposed: terms that it made have to be explained later.
void keep_begun_with(db::Tx& tx, const Context& context) {
  if (store::pack(tx, context.pack->version)) return;
  const auto bundle = law::bundle(pack_files_in(context.settings->pack));
  auto row = made(context.pack->version, bundle);
  row.state = PackState::begun_with;
  row.from = context.today.date;
  row.proposed_at = context.now;
  store::add_pack(tx, row, bundle);
}

Result<PackVersion> waiting(db::ReadTx& tx, const Context& context, const std::string& version) {
  TRY(context.authorise(may_publish_packs, {}));
  const auto row = store::pack(tx, version);
  if (!row) return Problem{.kind = Problem::Kind::not_found, .message = "directory.packs.unknown"};
  if (row->state != PackState::waits) return conflict("directory.packs.decided");
  return *row;
}

// On the public record: the hash of the pack, and the first day on which it is in force.
void tell_published(db::Tx& tx, const Context& context, const std::string& version, const std::string& sha256, CivilDate from) {
  const auto* place = context.pack->place(context.settings->place);
  invariant(place != nullptr, "the place of the settings is in the pack");
  const ObjectRef object{place->id, 'J', context.ids->next<Id<struct PackTag>>(context.now).value,
                         numbers::next(tx, place->id, place->code, 'J', context.today.date.year())};
  journal::record(tx, context.speaker(), object, {.type = "pack.published", .start = from, .pack = version, .val = sha256});
}

}  // namespace

void judge_packs_by(PackJudge by) { judge = std::move(by); }

PackEffect effect_of(db::ReadTx& tx, const Context& context, const law::Pack& next) { return judge ? judge(tx, context, next) : PackEffect{}; }

std::map<std::string, std::string, std::less<>> pack_files_in(const std::string& folder) {
  std::map<std::string, std::string, std::less<>> files;
  for (const auto name : law::pack_files) {
    std::ifstream in(std::filesystem::path(folder) / name, std::ios::binary);
    if (in) files.emplace(name, std::string(std::istreambuf_iterator<char>(in), {}));
  }
  return files;
}

Result<Proposed> propose_pack(db::Tx& tx, const Context& context, const ProposePack& command) {
  TRY(context.authorise(may_publish_packs, {}));
  if (!is_administrator(tx, command.by, context.today.date)) return Problem{.message = "directory.packs.no_administrator", .field = "by"};
  const auto next = TRY(law::load_files(command.files));
  if (next->id != context.pack->id) return conflict("directory.packs.another", next->id);
  if (command.from < context.today.date) return Problem{.message = "directory.packs.past", .field = "from"};
  keep_begun_with(tx, context);
  const auto bundle = law::bundle(command.files);
  auto row = made(next->version, bundle);
  if (store::pack(tx, row.version)) return conflict("directory.packs.known", row.version);
  auto effect = effect_of(tx, context, *next);
  if (!effect.missing.empty()) {
    std::string codes;
    for (const auto& code : effect.missing) codes += (codes.empty() ? "" : ", ") + code;
    return conflict("directory.packs.missing", codes);
  }
  row.from = command.from;
  row.note = command.note;
  row.proposed_by = command.by;
  row.proposed_at = context.now;
  store::add_pack(tx, row, bundle);
  audit::append(tx, *context.ids, context.now, context.actor, {.act = "pack.proposed", .object = row.version});
  return Proposed{row, std::move(effect)};
}

Done approve_pack(db::Tx& tx, const Context& context, const std::string& version) {
  const auto row = TRY(waiting(tx, context, version));
  if (row.proposed_by == context.actor.account) return Problem{.kind = Problem::Kind::forbidden, .message = "directory.packs.own"};
  const auto pack = pack_of(tx, version);
  invariant(pack != nullptr, "a proposed pack was checked");
  if (const auto effect = effect_of(tx, context, *pack); !effect.missing.empty()) return conflict("directory.packs.missing", effect.missing.front());
  store::decide_pack(tx, version, PackState::approved, std::max(row.from, context.today.date), context.actor.account, context.now, "");
  audit::append(tx, *context.ids, context.now, context.actor, {.act = "pack.approved", .object = version});
  tell_published(tx, context, version, row.sha256, std::max(row.from, context.today.date));
  return done();
}

void publish_begun_with(db::Tx& tx, const Context& context) {
  const auto bundle = law::bundle(pack_files_in(context.settings->pack));
  // Nothing was published before it, so it is in force for whatever comes in, however old.
  tell_published(tx, context, context.pack->version, made(context.pack->version, bundle).sha256, CivilDate());
}

Done decline_pack(db::Tx& tx, const Context& context, const std::string& version, const std::string& why) {
  const auto row = TRY(waiting(tx, context, version));
  store::decide_pack(tx, version, PackState::declined, row.from, context.actor.account, context.now, why);
  audit::append(tx, *context.ids, context.now, context.actor, {.act = "pack.declined", .object = version});
  return done();
}

std::vector<PackVersion> pack_versions(db::ReadTx& tx) { return store::packs(tx); }

std::optional<PackVersion> pack_version(db::ReadTx& tx, std::string_view version) { return store::pack(tx, version); }

std::shared_ptr<const law::Pack> pack_of(db::ReadTx& tx, std::string_view version) {
  const auto bundle = store::pack_content(tx, version);
  if (!bundle) return nullptr;
  auto pack = law::load_files(files_of(*bundle));
  return pack ? pack.take() : nullptr;
}

std::string version_in_force(db::ReadTx& tx, CivilDate today) { return store::pack_in_force(tx, today); }

}  // namespace jauap::directory
