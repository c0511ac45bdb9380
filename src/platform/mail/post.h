// One HTTP request by libcurl: to gateways of other channels, from the mail server's command to the program, and for a file of a
// public record. https, or http on loopback; no redirects; a POST has ten seconds and an answer of at most 64 KiB.
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


// GET. An answer of more than `bytes_max` counts as not reached; compressed ones are unpacked, and counted as unpacked.
Posted get_from(const std::string& url, std::size_t bytes_max, int timeout_seconds = 30);

}  // namespace jauap::mail
