#include "law/load.h"

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>

#include "law/check.h"
#include "law/parts.h"
#include "law/reader.h"

namespace jauap::law {
namespace {

struct Part {
  std::string_view file;
  void (*read)(Reader&, Draft&);
};
// In the order of pack_files.
constexpr Part all_parts[] = {
    {"pack.json", parts::read_pack},     {"acts.json", parts::read_acts},     {"calendar.json", parts::read_calendar},
    {"rules.json", parts::read_rules},   {"kinds.json", parts::read_kinds},   {"places.json", parts::read_places},
    {"bodies.json", parts::read_bodies}, {"topics.json", parts::read_topics}, {"reasons.json", parts::read_reasons},
};

void read_part(const Part& part, std::string_view content, Draft& draft, Faults& faults) {
  const Spot spot{&faults, std::string(part.file), ""};
  if (content.size() > pack_file_bytes_max) {
    draft.unreadable.emplace(part.file);
    return spot.fault(fault::too_large, std::to_string(content.size()));
  }
  const auto value = parse_strictly(content, spot);
  if (!value || !value->is_object()) {
    draft.unreadable.emplace(part.file);
    if (value) spot.fault(fault::wrong_type);
    return;
  }
  Reader file(*value, spot);
  part.read(file, draft);
  file.remarks();
  file.finish();
}

// At most one byte more than is allowed, so that a huge file is refused without reading it; nullopt when it cannot be
// read.
std::optional<std::string> content_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  std::string content(pack_file_bytes_max + 1, '\0');
  in.read(content.data(), std::streamsize(content.size()));
  if (in.bad()) return std::nullopt;
  content.resize(std::size_t(in.gcount()));
  return content;
}

// The draft's places point to `faults`, which therefore must not move before the check is done.
Result<std::shared_ptr<const Pack>> finished(Draft& draft, Faults& faults) {
  check(draft, faults);
  if (!faults.empty()) return faults.take();
  draft.pack.calendar.weekend = draft.pack.weekend;
  return std::shared_ptr<const Pack>(std::make_shared<Pack>(std::move(draft.pack)));
}

}  // namespace

Result<std::shared_ptr<const Pack>> load_files(const std::map<std::string, std::string, std::less<>>& files) {
  Draft draft;
  Faults faults;
  for (const auto& part : all_parts) {
    const auto file = files.find(part.file);
    if (file != files.end()) {
      read_part(part, file->second, draft, faults);
    } else {
      draft.unreadable.emplace(part.file);
      faults.add(part.file, "", fault::missing_file);
    }
  }
  return finished(draft, faults);
}

std::string bundle(const std::map<std::string, std::string, std::less<>>& files) {
  boost::json::object all;
  for (const auto& [name, content] : files) all[name] = content;
  return boost::json::serialize(all);
}

Result<std::shared_ptr<const Pack>> Pack::load(const std::string& folder) {
  std::map<std::string, std::string, std::less<>> files;
  for (const auto name : pack_files) {
    const auto path = std::filesystem::path(folder) / name;
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(path, ignored)) continue;
    auto content = content_of(path);
    if (content) files.emplace(name, std::move(*content));
  }
  return load_files(files);
}

}  // namespace jauap::law
