// jauap verify: the verifier of platform/tlog with what only the whole program has, the web and the packs.
#include <iostream>

#include "app/commands.h"
#include "base/clock.h"
#include "platform/tlog/command.h"
#include "platform/tlog/packs.h"
#include "platform/witness/web.h"

namespace jauap::app {

int command_verify(Arguments arguments) {
  // The verifier reads its own arguments: it is a program of its own, too.
  std::vector<std::string> words;
  for (const auto& [name, value] : arguments.options) words.push_back("--" + name + "=" + value);
  words.insert(words.end(), arguments.words.begin(), arguments.words.end());
  const tlog::Doors doors{.web = witness::web_log, .packs = tlog::law_of_packs, .now = [] {
                            return std::optional(std::uint64_t(MachineClock().now().ms / 1000));
                          }};
  return tlog::run_verify(words, doors, std::cout, std::cerr);
}

}  // namespace jauap::app
