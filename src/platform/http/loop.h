// One I/O thread: its acceptor, its connections, their deadlines. All of it runs on that thread but post_drain(), so
// there is no lock.
#pragma once

#include <array>
#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "platform/http/budget.h"
#include "platform/http/exchange.h"
#include "platform/http/http.h"
#include "platform/http/intake.h"
#include "platform/http/origin.h"

namespace jauap::http {

// What all I/O threads share; outlives them, and the last reply.
struct Shared {
  Shared(const ServerOptions& given, Handler answers, BodyLimit limits);

  std::string next_id();  // 16 hex digits; unique, not secret
  // Counts and tells of a failure of our own, and gives the answer for it.
  Response failure(std::string_view request_id, std::string_view what);

  const ServerOptions options;
  const Handler handler;
  const BodyLimit body_limit;
  const TrustedProxies proxies;
  std::int64_t connections_max = 0;
  AddressCount addresses;
  const std::shared_ptr<BodyBudget> bodies;
  std::atomic<bool> stopping{false};  // answers say that the connection ends, even before their own thread drains
  std::atomic<std::int64_t> connections{0};
  std::atomic<std::uint64_t> requests{0}, refused{0}, failed{0};

 private:
  const std::uint64_t id_seed_;
  std::atomic<std::uint64_t> id_count_{0};
};

// Concrete executors: half the compile time and a quarter less memory than type-erased ones.
using Executor = boost::asio::io_context::executor_type;
template <class T>
using Awaitable = boost::asio::awaitable<T, Executor>;
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;
using Acceptor = boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, Executor>;
using Timer = boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                                boost::asio::wait_traits<std::chrono::steady_clock>, Executor>;

class Loop {
 public:
  Loop(std::shared_ptr<Shared> shared, Context context, Acceptor acceptor);
  ~Loop();

  void run();  // on its own thread; returns when drained
  // Any thread: no new connections, idle ones closed; running requests may finish until `deadline_ns` (monotonic).
  void post_drain(std::int64_t deadline_ns);

 private:
  struct Connection;
  enum class Got { bytes, nothing, end };

  void drain(std::int64_t deadline_ns);
  void cut_late_connections();
  Awaitable<void> watch_deadlines();

  Awaitable<void> accept_all();
  void admit(Socket socket);
  Awaitable<void> turn_away(std::unique_ptr<Connection> connection);

  Awaitable<void> serve(std::unique_ptr<Connection> connection);
  // One request and its answer; false when the connection is to be closed.
  Awaitable<bool> serve_one(Connection& connection);
  // False when the client went away or was too slow, or the request was refused.
  Awaitable<bool> read_request(Connection& connection, Intake& intake);
  // What is there now, until the intake's stage changes; `nothing` when more has to be waited for.
  Got pump(Connection& connection, Intake& intake);
  // Counts a body that has grown large; without room for it the request is refused.
  void claim_body(Intake& intake);
  Awaitable<bool> read_on(Connection& connection, Intake& intake);
  // nullopt when the server gave up waiting.
  Awaitable<std::optional<Response>> ask_handler(Connection& connection, Request request);
  Awaitable<bool> write(Connection& connection, std::string_view head, std::string_view body);
  Awaitable<void> refuse(Connection& connection, const Intake& intake, int status);
  Awaitable<void> linger(Connection& connection, double seconds);
  const std::string& date();

  const std::shared_ptr<Shared> shared_;
  const Context context_;
  Acceptor acceptor_;
  Timer tick_;
  std::vector<Connection*> connections_;
  int turned_away_ = 0;  // being told so now
  bool draining_ = false;
  std::int64_t drain_deadline_ns_ = 0;
  std::int64_t date_second_ = -1;
  std::string date_;
  // Read into by all connections of the thread: what is not used at once is copied before anything else runs.
  std::array<char, 64 * 1024> scratch_;
};

}  // namespace jauap::http
