// jauap verify: the verifier of platform/tlog with what only the whole program has, the web and the packs.
#include <iostream>

#include "app/commands.h"
#include "base/clock.h"
#include "platform/mail/post.h"
#include "platform/tlog/command.h"
#include "platform/tlog/packs.h"

namespace jauap::app {
namespace {

constexpr std::size_t log_file_bytes_max = 17 * 1024 * 1024;  // a bundle of the longest entries

tlog::Fetched fetched(const std::string& url) {
  auto got = mail::get_from(url, log_file_bytes_max);
  if (got.status == 200) return {tlog::Fetched::State::found, std::move(got.body), ""};
  // 202: a proof that is promised and not there yet.
  if (got.status == 404 || got.status == 410 || got.status == 202) return {};
  const auto why = got.status ? "the server answers " + std::to_string(got.status) : got.reason;
  return {tlog::Fetched::State::unreachable, "", url + " cannot be fetched: " + why};
}

tlog::Fetch web(std::string url) {
  while (url.ends_with('/')) url.pop_back();
  return [url](const std::string& path) { return fetched(url + "/" + path); };
}

}  // namespace

int command_verify(Arguments arguments) {
  // The verifier reads its own arguments: it is a program of its own, too.
  std::vector<std::string> words;
  for (const auto& [name, value] : arguments.options) words.push_back("--" + name + "=" + value);
  words.insert(words.end(), arguments.words.begin(), arguments.words.end());
  const tlog::Doors doors{.web = web, .packs = tlog::law_of_packs, .now = [] {
                            return std::optional(std::uint64_t(MachineClock().now().ms / 1000));
                          }};
  return tlog::run_verify(words, doors, std::cout, std::cerr);
}

}  // namespace jauap::app
