#include "platform/tlog/source.h"

#include <filesystem>
#include <fstream>

namespace jauap::tlog {
namespace {

constexpr std::size_t log_file_bytes_max = 2 + tile_width * (2 + entry_bytes_max);

Fetched unreachable(const std::string& path, const std::string& why) {
  return {Fetched::State::unreachable, "", path + " cannot be read: " + why};
}

Fetched read(const std::string& path, std::size_t bytes_max) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  if (error == std::errc::no_such_file_or_directory || error == std::errc::not_a_directory) return {};
  if (error) return unreachable(path, error.message());
  if (size > bytes_max) return unreachable(path, "it is larger than any such file");
  std::ifstream stream(path, std::ios::binary);
  std::string bytes(size, '\0');
  if (!stream.read(bytes.data(), std::streamsize(size))) return unreachable(path, "reading stopped");
  return {Fetched::State::found, std::move(bytes), ""};
}

}  // namespace

Fetch folder_fetch(std::string folder) {
  return
      [folder = std::move(folder)](const std::string& path) { return read(folder + "/" + path, log_file_bytes_max); };
}

std::string read_file(const std::string& path, std::size_t bytes_max) {
  auto fetched = read(path, bytes_max);
  if (fetched.state == Fetched::State::missing) throw Stop(Exit::unreadable, path + " does not exist");
  if (fetched.state == Fetched::State::unreachable) throw Stop(Exit::unreadable, fetched.why);
  return std::move(fetched.bytes);
}

std::optional<std::string> LogFiles::file_if_there(const std::string& path) const {
  auto fetched = fetch_(path);
  if (fetched.state == Fetched::State::unreachable) throw Stop(Exit::unreadable, fetched.why);
  if (fetched.state == Fetched::State::missing) return std::nullopt;
  return std::move(fetched.bytes);
}

std::string LogFiles::file(const std::string& path) const {
  auto bytes = file_if_there(path);
  if (!bytes) throw Stop(Exit::unreadable, "the log has no file " + path);
  return std::move(*bytes);
}

std::pair<std::string, unsigned> LogFiles::widest(const TilePlace& place) const {
  const auto newest = width_of_tile(place.level, place.index, newest_size_);
  for (const auto width : {place.width, tile_width, newest}) {
    if (width < place.width) continue;
    auto wider = place;
    wider.width = width;
    if (auto bytes = file_if_there(tile_path(wider))) return {std::move(*bytes), width};
  }
  throw Stop(Exit::unreadable, "the log has no file " + tile_path(place));
}

Hashes LogFiles::tile(const TilePlace& place) const {
  const auto [bytes, width] = widest(place);
  auto hashes = read_tile(bytes, width);
  if (!hashes) throw Stop(Exit::forged, tile_path(place) + " does not have the length of its hashes");
  hashes->resize(place.width);
  return std::move(*hashes);
}

std::vector<std::string> LogFiles::entries(std::uint64_t index, unsigned width) const {
  const TilePlace place{.is_entries = true, .index = index, .width = width};
  const auto [bytes, found_width] = widest(place);
  const auto entries = read_bundle(bytes, found_width);
  if (!entries) throw Stop(Exit::forged, tile_path(place) + " is cut or has bytes behind its entries");
  return {entries->begin(), entries->begin() + width};
}

TileReader LogFiles::tiles() const {
  return [this](const TilePlace& place) -> std::optional<std::string> { return tile_bytes(tile(place)); };
}

}  // namespace jauap::tlog
