// The pack of Kazakhstan as the tests use it: loaded once, and its files for those who break them.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include "law/law.h"
#include "law/load.h"

namespace jauap::law {

using Files = std::map<std::string, std::string, std::less<>>;

inline std::string content_of(const std::string& path) {
  std::ifstream in(std::string(JAUAP_SOURCE_DIR) + "/" + path, std::ios::binary);
  EXPECT_TRUE(in) << path;
  std::ostringstream all;
  all << in.rdbuf();
  return all.str();
}

inline const Files& kz_files() {
  static const Files files = [] {
    Files read;
    for (const auto name : pack_files) read.emplace(name, content_of("packs/kz/" + std::string(name)));
    return read;
  }();
  return files;
}

// "file path reason value" of each problem, one a line: what a person who made the pack would be told.
inline std::string story(const Problems& problems) {
  std::string out;
  for (const auto& problem : problems) {
    std::string line(problem.message.name());
    for (const auto& arg : problem.args) line += " " + arg.name + "=" + arg.value;
    out += line + "\n";
  }
  return out;
}

inline const Pack& kz() {
  static const auto pack = [] {
    auto loaded = Pack::load(std::string(JAUAP_SOURCE_DIR) + "/packs/kz");
    if (!loaded) throw BrokenInvariant(story(loaded.problems()).c_str());
    return loaded.take();
  }();
  return *pack;
}

inline CivilDate date(std::string_view iso) {
  return CivilDate::parse(iso).value();
}
inline CivilTime at(std::string_view iso) {
  return CivilTime::parse(iso).value();
}

}  // namespace jauap::law
