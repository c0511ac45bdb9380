// A witness on the web: POST /add-checkpoint, and GET /<hex SHA-256 of the origin>/checkpoint for what it cosigned
// last.
//   200 its line · 400 403 404 409 422 as C2SP tlog-witness says · 413 above 64 KiB · 503 it cannot write, or is asked
//   too much at once
#pragma once

#include <functional>
#include <memory>

#include "base/clock.h"
#include "platform/http/http.h"
#include "platform/witness/book.h"

namespace jauap::witness {

class Server {
 public:
  // Binds at once; throws std::runtime_error naming address and port when it cannot. `on_broken` is told, once or more
  // and from another thread, when the book cannot write any more: the witness is then of no use until it is started
  // anew.
  Server(const std::string& address, int port, Book& book, const Clock& clock, std::function<void()> on_broken);
  ~Server();
  void start();
  int port() const;
  // Answers what was asked, then joins all threads.
  void stop();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace jauap::witness
