// jauap signer: the keys of a public record and its anchor, in a process of a user of its own.
#include <iostream>
#include <thread>

#include "app/commands.h"
#include "app/signals.h"
#include "app/usage.h"
#include "platform/tlog/tlog.h"
#include "record/signer.h"

namespace jauap::app {

int command_signer(Arguments arguments) {
  const auto socket = arguments.take("listen"), keys = arguments.take("keys"), origin = arguments.take("origin");
  const auto anchor = arguments.take("anchor", keys + "/anchor");
  if (socket.empty() || keys.empty() || !tlog::is_key_name(origin) || !arguments.options.empty() ||
      !arguments.words.empty())
    return wrong_usage("signer");
  const auto signals = block_end_signals();
  try {
    record::OwnKeys own(keys, origin, anchor);
    const auto anchored = own.anchored();
    if (!anchored) throw std::runtime_error(record::words(anchored.problems()));
    record::SignerServer server(socket, own);
    std::thread serving([&] { server.serve(); });
    std::cout << "signing " << origin << " behind " << socket << ", from entry " << anchored->size << " on"
              << std::endl;
    int received = 0;
    sigwait(&signals, &received);
    server.stop();
    serving.join();
    return 0;
  } catch (const std::runtime_error& error) {
    std::cerr << "jauap signer: " << error.what() << "\n";
    return 3;
  }
}

}  // namespace jauap::app
