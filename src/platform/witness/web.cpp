#include "platform/witness/web.h"

#include "platform/mail/post.h"

namespace jauap::witness {
namespace {

constexpr std::size_t log_file_bytes_max = 17 * 1024 * 1024;  // a bundle of the longest entries

}  // namespace

std::string without_slash(std::string url) {
  while (url.ends_with('/')) url.pop_back();
  return url;
}

tlog::Fetched fetched(const std::string& url) {
  auto got = mail::get_from(url, log_file_bytes_max);
  if (got.status == 200) return {tlog::Fetched::State::found, std::move(got.body), ""};
  // 202: a proof that is promised and not there yet.
  if (got.status == 404 || got.status == 410 || got.status == 202) return {};
  const auto why = got.status ? "the server answers " + std::to_string(got.status) : got.reason;
  return {tlog::Fetched::State::unreachable, "", url + " cannot be fetched: " + why};
}

tlog::Fetch web_log(std::string url) {
  return [url = without_slash(std::move(url))](const std::string& path) { return fetched(url + "/" + path); };
}

}  // namespace jauap::witness
