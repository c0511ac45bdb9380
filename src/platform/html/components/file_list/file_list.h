// Files that belong to something: a small picture, the name, what is known of it in words, what one may do.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/html/html.h"

namespace jauap::html {

struct ListedFile {
  std::string name;
  std::optional<Url> url;      // none: cannot be opened now
  std::optional<Url> picture;  // the small one, with its size in pixels
  int width = 0, height = 0;
  std::string words;           // size and state
  Html actions;
};
Html file_list(const std::vector<ListedFile>& files);

}  // namespace jauap::html
