// The running program: what is made once at start and shared by everything. Modules get it only for jobs, demonstration
// data and commands of the command line; handlers get a Visit.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "law/current.h"
#include "platform/db/writer.h"
#include "platform/module/module.h"

namespace jauap {

struct House {
  const Settings* settings = nullptr;
  const Clock* clock = nullptr;
  IdMaker* ids = nullptr;
  law::Current pack;
  std::shared_ptr<const secrets::Keys> keys;
  const Permissions* permissions = nullptr;
  std::shared_ptr<const files::Blobs> blobs;
  db::Location location;
  db::Writer* writer = nullptr;
  db::Readers* readers = nullptr;
  const search::Index* search = nullptr;
  std::shared_ptr<record::Office> record;
  bool demo = false;

  Context context(const Actor& actor) const {
    const auto now = clock->now();
    const auto in_force = pack.get();
    return {.actor = actor, .now = now, .today = in_force->civil(now), .pack = in_force, .permissions = permissions,
            .keys = keys.get(), .ids = ids, .settings = settings, .search = search, .blobs = blobs.get(),
            .record = record.get()};
  }
};

}  // namespace jauap
