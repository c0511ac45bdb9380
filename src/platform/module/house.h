// The running program: what is made once at start and shared by everything. Modules get it only for jobs, demonstration
// data and commands of the command line; handlers get a Visit.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "platform/db/writer.h"
#include "platform/module/module.h"

namespace jauap {

struct House {
  const Settings* settings = nullptr;
  const Clock* clock = nullptr;
  IdMaker* ids = nullptr;
  std::shared_ptr<const law::Pack> pack;
  std::shared_ptr<const secrets::Keys> keys;
  const Permissions* permissions = nullptr;
  std::shared_ptr<const files::Blobs> blobs;
  db::Location location;
  db::Writer* writer = nullptr;
  db::Readers* readers = nullptr;
  const search::Index* search = nullptr;
  bool demo = false;

  Context context(const Actor& actor) const {
    const auto now = clock->now();
    return {.actor = actor, .now = now, .today = pack->civil(now), .pack = pack, .permissions = permissions,
            .keys = keys.get(), .ids = ids, .settings = settings, .search = search, .blobs = blobs.get()};
  }
};

}  // namespace jauap
