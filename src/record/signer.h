// Both ends of the signer's socket: a local one, so that keys and anchor belong to a user whom the web server is not.
// One packet a question, one packet an answer, JSON in each; who may ask is a matter of the socket's owner and mode.
#pragma once

#include <atomic>
#include <string>

#include "record/signing.h"

namespace jauap::record {

// Answers one question after the other, until stopped.
class SignerServer {
 public:
  // Makes the socket (0660); an old one that nobody serves is taken away. Throws std::runtime_error, naming the path,
  // when it cannot be made or is served already.
  SignerServer(std::string path, OwnKeys& keys);
  ~SignerServer();
  SignerServer(const SignerServer&) = delete;
  void serve();
  void stop();  // from any thread; serve() then returns

 private:
  const std::string path_;
  OwnKeys& keys_;
  int listener_;
  std::atomic<bool> is_stopped_{false};
};

// The keys behind such a socket. Each call is a connection of its own; it waits five seconds at most, for a promise
// one, and promises are not asked for again within five seconds after that: letters are written on the thread that
// writes the database.
class SignerClient final : public Signing {
 public:
  // `origin`: the log's name; a signer of another log refuses.
  SignerClient(std::string path, std::string origin) : path_(std::move(path)), origin_(std::move(origin)) {}
  Result<std::string> key(store::KeyKind kind, int n, bool may_make) override;
  Result<std::string> promise(int n, const std::string& leaf) override;
  Result<Anchored> anchored() override;
  Done extend(const Anchored& to, const tlog::Hashes& proof) override;
  Result<std::string> sign(int n, const Anchored& head) override;
  std::string where() const override { return path_; }

 private:
  const std::string path_, origin_;
  std::atomic<std::int64_t> away_until_ms_{0};  // of the clock that nobody sets
};

// What the signer answers to one packet, whatever it holds.
std::string signer_answer(OwnKeys& keys, std::string_view question);

}  // namespace jauap::record
