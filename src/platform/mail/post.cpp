#include "platform/mail/post.h"

#include <curl/curl.h>

namespace jauap::mail {
namespace {

constexpr std::size_t answer_max = 64 * 1024;

struct Answer {
  std::string bytes;
  std::size_t bytes_max;
};

std::size_t take(char* bytes, std::size_t size, std::size_t count, void* to) {
  auto& answer = *static_cast<Answer*>(to);
  if (answer.bytes.size() + size * count > answer.bytes_max) return 0;
  answer.bytes.append(bytes, size * count);
  return size * count;
}

// What every request keeps to, then the request itself.
Posted perform(CURL* curl, const std::string& url, std::size_t bytes_max, int timeout_seconds) {
  Answer answer{"", bytes_max};
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https,http");
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, long(timeout_seconds));
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, 5L);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  const CURLcode code = curl_easy_perform(curl);
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  Posted posted{.body = std::move(answer.bytes)};
  if (code == CURLE_OK)
    posted.status = int(status);
  else
    posted.reason = curl_easy_strerror(code);
  return posted;
}

std::string_view host_of(std::string_view url) {
  const auto begin = url.find("://") + 3;
  auto host = url.substr(begin, url.find_first_of("/?#", begin) - begin);
  if (host.starts_with('[')) return host.substr(0, host.find(']') + 1);
  return host.substr(0, host.find(':'));
}

}  // namespace

bool may_post_to(std::string_view url) {
  for (const unsigned char c : url)
    if (c <= ' ' || c == 127) return false;
  if (url.starts_with("https://")) return url.size() > 8 && url.find('@') == std::string_view::npos;
  if (!url.starts_with("http://") || url.find('@') != std::string_view::npos) return false;
  const auto host = host_of(url);
  return host == "localhost" || host == "[::1]" || (host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string_view::npos);
}

Posted post_to(const std::string& url, std::string_view body, const Headers& headers, int timeout_seconds) {
  if (!may_post_to(url)) return {.reason = "only https, or http on loopback"};
  CURL* curl = curl_easy_init();
  if (!curl) return {.reason = "no memory for a connection"};
  curl_slist* lines = curl_slist_append(nullptr, "Expect:");
  for (const auto& [name, value] : headers) lines = curl_slist_append(lines, (name + ": " + value).c_str());
  curl_easy_setopt(curl, CURLOPT_POST, 1L);
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.data());
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.size()));
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, lines);
  auto posted = perform(curl, url, answer_max, timeout_seconds);
  curl_slist_free_all(lines);
  curl_easy_cleanup(curl);
  return posted;
}

Posted get_from(const std::string& url, std::size_t bytes_max, int timeout_seconds) {
  if (!may_post_to(url)) return {.reason = "only https, or http on loopback"};
  CURL* curl = curl_easy_init();
  if (!curl) return {.reason = "no memory for a connection"};
  curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "gzip");
  auto got = perform(curl, url, bytes_max, timeout_seconds);
  curl_easy_cleanup(curl);
  return got;
}

}  // namespace jauap::mail
