// jauap signer: the keys of a public record and its anchor, in a process of a user of its own.
#include <filesystem>
#include <iostream>
#include <thread>

#include "app/commands.h"
#include "app/signals.h"
#include "app/usage.h"
#include "base/file_lock.h"
#include "platform/tlog/tlog.h"
#include "record/signer.h"

namespace jauap::app {
namespace {

namespace fs = std::filesystem;

std::string anchor_folder(const std::string& anchor) {
  const auto folder = fs::absolute(anchor).parent_path();
  fs::create_directories(folder);
  return folder.string();
}

// Keys without an anchor have signed nobody knows what: only a signer that is new makes both. "" when it may go on.
std::string begin(record::OwnKeys& own, const std::string& keys, const std::string& anchor) {
  using record::store::KeyKind;
  const bool has_key = fs::exists(keys + "/" + record::seed_name(KeyKind::log, 1) + ".key");
  if (has_key && !fs::exists(anchor))
    return anchor + " is missing although the keys are there: bring the anchor back, or a second history may be signed";
  const auto anchored = own.anchored();
  if (!anchored) return record::words(anchored.problems());
  for (const auto kind : {KeyKind::log, KeyKind::receipt})
    if (const auto made = own.key(kind, 1, true); !made) return record::words(made.problems());
  const auto kept = own.extend(*anchored, {});  // a new anchor gets its file
  return kept ? "" : record::words(kept.problems());
}

}  // namespace

int command_signer(Arguments arguments) {
  const auto socket = arguments.take("listen"), keys = arguments.take("keys"), origin = arguments.take("origin");
  const auto anchor = arguments.take("anchor", keys + "/anchor");
  if (socket.empty() || keys.empty() || !tlog::is_key_name(origin) || !arguments.options.empty() ||
      !arguments.words.empty())
    return wrong_usage("signer");
  const auto signals = block_end_signals();
  try {
    const auto alone = FileLock::take(anchor_folder(anchor) + "/signer.lock");
    if (!alone.lock) throw std::runtime_error("another signer has " + anchor + " " + alone.why);
    record::OwnKeys own(keys, origin, anchor);
    if (const auto why = begin(own, keys, anchor); !why.empty()) throw std::runtime_error(why);
    const auto anchored = own.anchored();
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
