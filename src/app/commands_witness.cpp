// jauap witness: a witness of public logs, as a server or from behind a router. With the exit codes of jauap verify.
#include <signal.h>
#include <unistd.h>

#include <iostream>

#include "app/address.h"
#include "app/commands.h"
#include "app/signals.h"
#include "app/usage.h"
#include "base/clock.h"
#include "platform/secrets/secrets.h"
#include "platform/tlog/policy.h"
#include "platform/witness/witness.h"

namespace jauap::app {
namespace {

using tlog::Exit;
using tlog::Stop;

struct WitnessCall {
  std::string listen, pull, state, key, name, url, policy;
  std::vector<std::string> logs;
  bool shows_key = false;
};

// Nothing: options are missing, unknown, or do not go together.
std::optional<WitnessCall> read_call(Arguments arguments) {
  WitnessCall call;
  for (const auto& [name, value] : arguments.options)
    if (name == "log") call.logs.push_back(value);
  arguments.take("log");
  call.shows_key = arguments.take_flag("show-key");
  call.listen = arguments.take("listen"), call.pull = arguments.take("pull"), call.state = arguments.take("state");
  call.key = arguments.take("key"), call.name = arguments.take("name"), call.url = arguments.take("url");
  call.policy = arguments.take("policy");
  if (!arguments.options.empty() || !arguments.words.empty() || call.key.empty()) return std::nullopt;
  const int modes = int(call.shows_key) + int(!call.listen.empty()) + int(!call.pull.empty());
  if (modes != 1) return std::nullopt;
  if (!call.shows_key && (call.state.empty() || call.policy.empty() == call.logs.empty())) return std::nullopt;
  if (!call.listen.empty() && call.listen.find(':') == std::string::npos) return std::nullopt;
  return call;
}

tlog::Policy policy_of(const WitnessCall& call) {
  if (!call.policy.empty()) {
    auto policy = tlog::parse_policy(tlog::read_file(call.policy, tlog::policy_bytes_max));
    if (!policy) throw Stop(Exit::usage, call.policy + ": " + policy.wrong());
    if (policy->logs.empty()) throw Stop(Exit::usage, call.policy + " names no log");
    return policy.take();
  }
  tlog::Policy policy;
  for (const auto& text : call.logs) {
    const auto key = tlog::parse_verifier_key(text);
    if (!key) throw Stop(Exit::usage, "--log " + text + ": " + key.wrong());
    if (key->type != tlog::KeyType::ed25519) throw Stop(Exit::usage, "--log " + text + " is not the key of a log");
    policy.logs.push_back({*key, ""});
  }
  return policy;
}

std::vector<tlog::VerifierKey> log_keys_of(const tlog::Policy& policy) {
  std::vector<tlog::VerifierKey> keys;
  for (const auto& log : policy.logs) keys.push_back(log.key);
  return keys;
}

// As given, or as the policy calls the witness that has this key.
std::string name_of(const WitnessCall& call, const tlog::Policy& policy, const std::string& seed) {
  if (!call.name.empty()) return call.name;
  const auto key = secrets::ed25519_public(seed);
  for (const auto& member : policy.members)
    if (member.key && member.key->key == key) return member.key->name;
  throw Stop(Exit::usage, "no policy names a witness with this key, so --name says what it is called");
}

tlog::Signer signer_of(const WitnessCall& call, const tlog::Policy& policy) {
  auto seed = secrets::seed_file(call.key);
  if (!seed) {
    complain(seed.problems());
    throw Stop(Exit::unreadable, "there is no key");
  }
  const auto name = name_of(call, policy, *seed);
  if (!tlog::is_key_name(name)) throw Stop(Exit::usage, "the name of a key has no spaces and no plus: " + name);
  return tlog::Signer(name, tlog::KeyType::cosignature, seed.take());
}

void tell_if_new(const witness::Book& book, const std::string& path) {
  if (book.is_new())
    std::cerr << "jauap witness: " << path
              << " is new; this witness remembers nothing and believes the first checkpoint\n";
}

int listen(const WitnessCall& call, witness::Book& book) {
  const auto signals = block_end_signals();
  const auto address = address_of(call.listen);
  const MachineClock clock;
  witness::Server server(address.host, address.port, book, clock, [] { ::kill(::getpid(), SIGTERM); });
  server.start();
  const auto own_url = "http://" + call.listen.substr(0, call.listen.rfind(':')) + ":" + std::to_string(server.port());
  std::cout << "listening on " << own_url << "\nwitness " << book.key().name << " " << book.key().text() << " "
            << (call.url.empty() ? own_url : call.url) << std::endl;
  int received = 0;
  sigwait(&signals, &received);
  server.stop();
  if (!book.is_broken()) return int(Exit::good);
  std::cerr << "jauap witness: " << call.state << " cannot be written; start again when the disk is well\n";
  return int(Exit::unreadable);
}

int run(const WitnessCall& call) {
  const auto policy = call.shows_key ? tlog::Policy{} : policy_of(call);
  auto signer = signer_of(call, policy);
  if (call.shows_key) {
    std::cout << signer.key().text() << "\n";
    return int(Exit::good);
  }
  witness::Book book(call.state, log_keys_of(policy), std::move(signer));
  tell_if_new(book, call.state);
  if (!call.listen.empty()) return listen(call, book);
  std::cout << witness::pull(book, call.pull, std::uint64_t(MachineClock().now().ms / 1000)) << "\n";
  return int(Exit::good);
}

}  // namespace

int command_witness(Arguments arguments) {
  const auto call = read_call(std::move(arguments));
  if (!call) return wrong_usage("witness");
  try {
    return run(*call);
  } catch (const Stop& stop) {
    std::cerr << "jauap witness: " << stop.what() << "\n";
    return int(stop.exit);
  }
}

}  // namespace jauap::app
