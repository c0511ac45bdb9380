// From a parsed request to an answer: route, limits, identity, language, one-time key, the two halves of a change.
// An I/O thread calls handle() and never waits; reading happens on a reader thread, writing on the writer.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "platform/http/http.h"
#include "platform/module/house.h"
#include "platform/module/router.h"

namespace jauap {

// Who sent a request, as sessions and tokens tell (platform/auth, accounts).
struct Identity {
  Actor actor;
  std::string session;        // id of the session cookie, "" without one
  bool by_token = false;      // Authorization: Bearer
  bool fresh_factor = false;
  // Work that should follow, such as "last seen"; run on the writer, its fate is of no interest. May be empty.
  std::function<bool(db::Tx&)> touch;
};

struct DispatchParts {
  // May fail with `unauthorised` for a bad token. A dead session cookie is just nobody.
  std::function<Result<Identity>(db::ReadTx&, const http::Request&, Instant)> identify;
  // Seconds to wait before this client may go on, 0 to go ahead. Called on I/O threads: must not block.
  std::function<int(Throttle, const std::string& client, Instant)> wait_seconds;
  // One line for each answered request. `what` is a short code for operators, "" when all is well.
  std::function<void(const http::Request&, const Match&, int status, std::size_t bytes, std::string_view what)> log;
  // Whether writing is possible (disk, schema, lease); else the reason as a code.
  std::function<std::string()> refuse_writes;
  // Called after a commit that may have added jobs.
  std::function<void()> nudge;
};

class Dispatcher {
 public:
  Dispatcher(const House& house, std::vector<Route> routes, DispatchParts parts);
  ~Dispatcher();
  void handle(http::Request request, http::Reply reply);
  std::size_t body_limit(http::Method method, std::string_view path) const;
  const Router& router() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace jauap
