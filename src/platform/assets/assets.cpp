#include "platform/assets/assets.h"

#include "base/invariant.h"

namespace jauap::assets {

const Asset* find(std::string_view path) {
  for (const auto& asset : all())
    if (asset.path == path) return &asset;
  return nullptr;
}

std::string_view url(std::string_view name) {
  for (const auto& asset : all())
    if (asset.name == name) return asset.path;
  throw BrokenInvariant("an asset that does not exist");
}

}  // namespace jauap::assets
