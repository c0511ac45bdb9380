#include "record/demo_witnesses.h"

#include <filesystem>

#include "platform/config/config.h"
#include "platform/secrets/secrets.h"
#include "platform/witness/book.h"
#include "record/policy.h"

namespace jauap::record {
namespace {

constexpr std::string_view kinds[] = {"press", "science", "society"};

std::string name_of(std::string_view kind) { return "demonstration-" + std::string(kind); }

Result<tlog::Signer> signer_of(const House& house, std::string_view kind) {
  const auto seed = TRY(secrets::seed_file(house.settings->data + "/keys/" + name_of(kind) + ".key"));
  return tlog::Signer(name_of(kind), tlog::KeyType::cosignature, seed);
}

std::uint64_t now_seconds(const House& house) { return std::uint64_t(house.clock->now().ms / 1000); }

// What would have come over the web.
witness::Asked answered(const tlog::WitnessAnswer& answer) {
  if (answer.status == 200) return {.status = 200, .lines = answer.body};
  witness::Asked asked{.status = answer.status, .why = answer.body};
  if (answer.status == 409) asked.its_size = tlog::strict_decimal(std::string_view(answer.body).substr(0, answer.body.find('\n')));
  return asked;
}

// The keys under which this log has signed.
std::vector<tlog::VerifierKey> log_keys(const House& house) {
  std::vector<tlog::VerifierKey> keys;
  house.readers->run([&](db::ReadTx& tx) {
    for (const auto& log : policy(tx).logs) keys.push_back(log.key);
  });
  return keys;
}

}  // namespace

Done add_demo_witnesses(House& house) {
  bool has_policy = true;
  house.readers->run([&](db::ReadTx& tx) { has_policy = store::policy(tx).has_value(); });
  if (!house.demo || has_policy) return done();
  std::string lines = "# demonstration: these witnesses run inside the server that they watch, and prove nothing\n", names;
  for (const auto kind : kinds) {
    const auto signer = TRY(signer_of(house, kind));
    lines += "witness " + name_of(kind) + " " + signer.key().text() + "\n";
    names += " " + name_of(kind);
  }
  lines += "group demonstration 2" + names + "\nquorum demonstration\n";
  Done set = done();
  house.writer->run([&](db::Tx& tx) {
    set = set_witnesses(tx, house.context(Actor::system()), lines);
    return bool(set);
  });
  return set;
}

std::map<std::string, Caller> demo_callers(const House& house, const std::string& origin) {
  std::map<std::string, Caller> callers;
  if (!house.demo) return callers;
  std::filesystem::create_directories(house.settings->data + "/witness");
  for (const auto kind : kinds) {
    auto signer = signer_of(house, kind);
    if (!signer) continue;
    const auto book = std::make_shared<witness::Book>(house.settings->data + "/witness/" + name_of(kind), log_keys(house), signer.take());
    callers[name_of(kind)] = {.ask =
                                  [book, &house](const tlog::AddCheckpoint& request) {
                                    return answered(book->add_checkpoint(tlog::format_add_checkpoint(request), now_seconds(house)));
                                  },
                              .newest = [book, hash = tlog::origin_hash(origin)] { return book->newest(hash); }};
  }
  return callers;
}

}  // namespace jauap::record
