// Scripts, styles and pictures of the pages, bundled at build time into the program under names with their hash.
#pragma once

#include <span>
#include <string_view>

namespace jauap::assets {

struct Asset {
  std::string_view name;  // "page.js"
  std::string_view path;  // "/assets/page-0123456789ab.js"
  std::string_view content_type;
  std::string_view bytes, gzip;
};

std::span<const Asset> all();
const Asset* find(std::string_view path);
// Address of an asset by its plain name; a name that does not exist is a broken invariant.
std::string_view url(std::string_view name);

// The style sheet inlined into every page, and the CSP source that allows just it.
std::string_view core_css();
std::string_view core_css_hash();

}  // namespace jauap::assets
