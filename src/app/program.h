// The program put together: settings, pack, keys, database, modules. Commands of the command line begin here.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/modules.h"
#include "base/clock.h"
#include "base/result.h"
#include "platform/config/config.h"
#include "platform/module/house.h"

namespace jauap::app {

inline constexpr const char* version = "0.1.0";

// Everything that is made once; owns what House points to.
class Program {
 public:
  // Opens the pack, the keys and the database, applies missing migrations, brings the pack's bodies into the directory.
  // `clock` may be a fixed one (demonstration data); null is the machine's. `modules`: all of them, unless told otherwise.
  static Result<std::unique_ptr<Program>> open(Settings settings, std::unique_ptr<Clock> clock = nullptr, std::vector<Module> modules = app::modules());
  ~Program();

  // Takes the published pack that is in force today; cheap when it is the one already. Open terms follow by a job. True when it changed.
  bool follow_pack();

  House& house() { return house_; }
  const Settings& settings() const { return settings_; }
  const std::vector<Module>& modules() const { return modules_; }

 private:
  Program() = default;
  Settings settings_;
  std::unique_ptr<Clock> clock_;
  std::unique_ptr<IdMaker> ids_;
  std::vector<Module> modules_;
  std::unique_ptr<Permissions> permissions_;
  std::unique_ptr<db::Writer> writer_;
  std::unique_ptr<db::Readers> readers_;
  House house_;
};

// A data folder made with demonstration data bears this mark.
bool is_demo_folder(const std::string& folder);
void mark_demo_folder(const std::string& folder);

}  // namespace jauap::app
