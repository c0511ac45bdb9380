#include "app/program.h"

#include <filesystem>
#include <fstream>

#include "directory/directory.h"
#include "directory/packs.h"
#include "platform/db/migrate.h"
#include "platform/files/blobs.h"
#include "platform/health/health.h"
#include "record/record.h"

namespace jauap::app {
namespace {

std::string mark_path(const std::string& folder) { return folder + "/demonstration"; }

std::vector<Permission> all_permissions(const std::vector<Module>& modules) {
  std::vector<Permission> all;
  for (const auto& module : modules) all.insert(all.end(), module.permissions.begin(), module.permissions.end());
  return all;
}

}  // namespace

bool is_demo_folder(const std::string& folder) { return std::filesystem::exists(mark_path(folder)); }

void mark_demo_folder(const std::string& folder) {
  std::filesystem::create_directories(folder);
  std::ofstream(mark_path(folder)) << "This folder holds invented people and appeals.\n";
}

Result<std::unique_ptr<Program>> Program::open(Settings settings, std::unique_ptr<Clock> clock, std::vector<Module> modules) {
  auto program = std::unique_ptr<Program>(new Program);
  program->clock_ = clock ? std::move(clock) : std::make_unique<MachineClock>();
  settings.demo = is_demo_folder(settings.data);
  program->settings_ = std::move(settings);
  const auto& own = program->settings_;
  auto pack = TRY(law::Pack::load(own.pack));
  if (!pack->place(own.place))
    return Problem{.message = "platform.config.bad_value", .field = "place", .args = {{"name", "place"}}};
  // New keys beside an old database would make everything sealed unreadable without a word.
  if (std::filesystem::exists(own.data + "/jauap.db") && !std::filesystem::exists(own.data + "/keys/seal.key"))
    return Problem{.kind = Problem::Kind::unavailable, .message = "platform.secrets.keys_missing", .args = {{"file", own.data + "/keys"}}};
  auto keys = TRY(secrets::Keys::load(own.data));
  program->ids_ = std::make_unique<IdMaker>(own.node);
  program->modules_ = std::move(modules);
  program->permissions_ = std::make_unique<Permissions>(all_permissions(program->modules_));

  auto& house = program->house_;
  house = {.settings = &program->settings_,
           .clock = program->clock_.get(),
           .ids = program->ids_.get(),
           .pack = pack,
           .keys = keys,
           .permissions = program->permissions_.get(),
           .blobs = std::make_shared<const files::Blobs>(own.data, keys),
           .location = {.folder = own.data, .url = own.database, .writer_cache_mib = own.writer_cache_mib},
           .demo = own.demo};
  {
    const auto connection = db::open(house.location, db::Mode::read_write);
    TRY(db::migrate(*connection, db::all_migrations(), house.clock->now()));
  }
  program->writer_ = std::make_unique<db::Writer>(house.location, db::WriterOptions{.connections = own.database.empty() ? 1 : own.writer_connections});
  program->readers_ = std::make_unique<db::Readers>(house.location, own.reader_threads, 4096);
  house.writer = program->writer_.get();
  house.readers = program->readers_.get();
  for (const auto& module : program->modules_)
    for (const auto& listener : module.listens) journal::listen(listener);
  bool keys_fit = true, is_new = false;
  const auto synced = house.writer->run([&](db::Tx& tx) {
    keys_fit = health::keys_fit(tx, *keys);
    if (!keys_fit) return false;
    is_new = journal::is_empty(tx);
    directory::sync_from_pack(tx, house.context(Actor::system()));
    return true;
  });
  if (!keys_fit)
    return Problem{.kind = Problem::Kind::unavailable, .message = "platform.secrets.other_keys", .args = {{"file", own.data + "/keys"}}};
  if (synced != db::Fate::committed)
    return Problem{.kind = Problem::Kind::unavailable, .message = "platform.db.cannot_write"};
  TRY(record::open(house));
  if (is_new)
    house.writer->run([&](db::Tx& tx) {
      directory::publish_begun_with(tx, house.context(Actor::system()));
      return true;
    });
  program->follow_pack();
  return program;
}

bool Program::follow_pack() {
  std::shared_ptr<const law::Pack> published;
  house_.readers->run([&](db::ReadTx& tx) {
    const auto version = directory::version_in_force(tx, house_.pack->civil(house_.clock->now()).date);
    if (!version.empty() && version != house_.pack->version) published = directory::pack_of(tx, version);
  });
  if (!published) return false;
  house_.pack.replace(published);
  house_.writer->run([&](db::Tx& tx) {
    const auto context = house_.context(Actor::system());
    directory::sync_from_pack(tx, context);
    jobs::add(tx, *house_.ids, context.now, 0, "appeals.recount", "", context.now, "appeals.recount/" + published->version);
    return true;
  });
  return true;
}

Program::~Program() {
  if (readers_) readers_->close();
  if (writer_) writer_->close();
}

}  // namespace jauap::app
