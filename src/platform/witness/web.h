// A log on the web, read file by file.
#pragma once

#include <string>

#include "platform/tlog/source.h"

namespace jauap::witness {

std::string without_slash(std::string url);
// "https://site/log": fetches "https://site/log/<path>". What is gone, or promised and not there yet, is missing.
tlog::Fetched fetched(const std::string& url);
tlog::Fetch web_log(std::string url);

}  // namespace jauap::witness
