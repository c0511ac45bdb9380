// The command `jauap verify`, which is also a program of its own: reads its arguments, runs one check, prints what it
// found.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "platform/tlog/lawbook.h"
#include "platform/tlog/source.h"

namespace jauap::tlog {

// What a program can do that this folder cannot. An empty function: this program cannot, and says so.
struct Doors {
  std::function<Fetch(const std::string& url)> web;  // --log URL
  std::function<std::unique_ptr<LawBook>(const std::vector<std::string>& folders)>
      packs;                                          // --pack DIR; a Stop on a bad one
  std::function<std::optional<std::uint64_t>()> now;  // for a log on the web
};

const char* verify_usage();
// The exit code; see Exit.
int run_verify(const std::vector<std::string>& arguments, const Doors& doors, std::ostream& out, std::ostream& err);

}  // namespace jauap::tlog
