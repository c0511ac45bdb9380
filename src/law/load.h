// From the files of a pack to a checked Pack. Pack::load reads the folder; this door is for what has the files already
// (tests, the fuzzer, a pack that came over the network).
#pragma once

#include <array>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "law/law.h"

namespace jauap::law {

// The files of a pack, all of them required.
inline constexpr std::array<std::string_view, 9> pack_files{"pack.json",   "acts.json",   "calendar.json",
                                                            "rules.json",  "kinds.json",  "places.json",
                                                            "bodies.json", "topics.json", "reasons.json"};
inline constexpr std::size_t pack_file_bytes_max = 4 * 1024 * 1024;

// File name → content. Problems: every fault found, key "law.pack_fault" with args file, path (JSON pointer), reason
// and value (what stands there, "" for nothing to show); `field` is file and path together.
Result<std::shared_ptr<const Pack>> load_files(const std::map<std::string, std::string, std::less<>>& files);

// The files as one text with one spelling: names sorted, contents as they are. Its SHA-256 names a version of a pack for ever.
std::string bundle(const std::map<std::string, std::string, std::less<>>& files);

}  // namespace jauap::law
