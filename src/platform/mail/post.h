// One HTTP POST by libcurl: to gateways of other channels, and from the mail server's command to the program. https, or http on
// loopback; no redirects, ten seconds, an answer of at most 64 KiB.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jauap::mail {

struct Posted {
  int status = 0;      // 0: not reached
  std::string body;
  std::string reason;  // why it was not reached; without content
};
using Headers = std::vector<std::pair<std::string, std::string>>;

// Whether `url` is one that post() takes.
bool may_post_to(std::string_view url);
Posted post_to(const std::string& url, std::string_view body, const Headers& headers, int timeout_seconds = 10);

}  // namespace jauap::mail
