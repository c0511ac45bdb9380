#include "platform/html/components/file_list/file_list.h"

namespace jauap::html {
namespace {
using namespace tags;

// The name beside the picture says where the link leads, so the picture itself is passed over when read aloud.
Html picture_of(const ListedFile& file) {
  if (!file.picture) return {};
  return img({src(*file.picture), attr("alt", ""), attr("width", file.width), attr("height", file.height), attr("loading", "lazy")});
}

}  // namespace

Html file_list(const std::vector<ListedFile>& files) {
  std::vector<Html> rows;
  for (const auto& file : files) {
    const auto name = file.url ? a({href(*file.url), picture_of(file), file.name}) : strong({file.name});
    rows.push_back(li({name, p({cls("meta"), file.words}), file.actions}));
  }
  return rows.empty() ? Html() : ul({cls("files"), join(rows)});
}

}  // namespace jauap::html
