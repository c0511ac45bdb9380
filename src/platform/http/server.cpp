// Boost.Asio carries the connections, one io_context a thread; the listening sockets share the port (SO_REUSEPORT) and
// the kernel spreads connections among them.
#include <fmt/format.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <thread>

#include "base/clock.h"
#include "base/invariant.h"
#include "platform/http/loop.h"

namespace jauap::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

constexpr int backlog = 4096;
// Descriptors that databases, files and logs need beside the connections.
constexpr std::int64_t descriptors_reserved = 128;

// Lifts the limit of open files as far as it goes and returns how many connections fit under it.
std::int64_t connections_possible() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 512;
  if (limit.rlim_cur < limit.rlim_max) {
    auto raised = limit;
    raised.rlim_cur = limit.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &raised) == 0) limit = raised;
  }
  if (limit.rlim_cur == RLIM_INFINITY) return std::numeric_limits<std::int32_t>::max();
  return std::max<std::int64_t>(16, std::int64_t(limit.rlim_cur) - descriptors_reserved);
}

[[noreturn]] void cannot_listen(const ServerOptions& options, const std::string& why) {
  throw std::runtime_error(fmt::format("cannot listen on {} port {}: {}", options.address, options.port, why));
}

Acceptor listening(asio::io_context& context, const tcp::endpoint& endpoint, bool shared_port, error_code& ec) {
  Acceptor acceptor(context);
  acceptor.open(endpoint.protocol(), ec);
  if (!ec) acceptor.set_option(asio::socket_base::reuse_address(true), ec);
  if (!ec && shared_port) acceptor.set_option(ReusePort(true), ec);
  if (!ec) acceptor.bind(endpoint, ec);
  if (!ec) acceptor.listen(backlog, ec);
  return acceptor;
}

// A signal is for the main thread: threads made while this lives never see one.
class SignalsBlocked {
 public:
  SignalsBlocked() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before_);
  }
  ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;

 private:
  sigset_t before_{};
};

}  // namespace

struct Server::State {
  std::shared_ptr<Shared> shared;
  std::vector<std::unique_ptr<Loop>> loops;
  std::vector<std::thread> threads;
  int port = 0;

  void listen();
};

void Server::State::listen() {
  const auto& options = shared->options;
  error_code ec;
  const auto address = asio::ip::make_address(options.address, ec);
  if (ec || options.port < 0 || options.port > 65535) cannot_listen(options, "not an address and port");
  tcp::endpoint endpoint(address, static_cast<unsigned short>(options.port));

  // With SO_REUSEPORT a second server would silently share the port with the first: ask once without it.
  {
    asio::io_context context;
    auto alone = listening(context, endpoint, false, ec);
    if (ec) cannot_listen(options, ec.message());
    endpoint.port(alone.local_endpoint().port());
  }
  for (int i = 0; i < std::max(1, options.threads); ++i) {
    auto context = std::make_shared<asio::io_context>(1);
    auto acceptor = listening(*context, endpoint, true, ec);
    if (ec) cannot_listen(options, ec.message());
    loops.push_back(std::make_unique<Loop>(shared, std::move(context), std::move(acceptor)));
  }
  port = endpoint.port();
}

Server::Server(const ServerOptions& options, Handler handler, BodyLimit body_limit)
    : state_(std::make_unique<State>()) {
  state_->shared = std::make_shared<Shared>(options, std::move(handler), std::move(body_limit));
  state_->shared->connections_max = std::min<std::int64_t>(options.connections_max, connections_possible());
  state_->listen();
}

Server::~Server() {
  stop(0);
}

void Server::start() {
  const SignalsBlocked blocked;
  for (auto& loop : state_->loops) state_->threads.emplace_back([&loop = *loop] { loop.run(); });
}

int Server::port() const {
  return state_->port;
}

void Server::stop(int grace_seconds) {
  const auto deadline_ns = monotonic_ns() + std::int64_t(grace_seconds) * 1'000'000'000;
  for (auto& thread : state_->threads)
    invariant(thread.get_id() != std::this_thread::get_id(), "a handler does not stop the server");
  state_->shared->stopping = true;
  for (auto& loop : state_->loops) loop->post_drain(deadline_ns);
  for (auto& thread : state_->threads) thread.join();
  state_->threads.clear();
  state_->loops.clear();
}

ServerFigures Server::figures() const {
  const auto& shared = *state_->shared;
  return {.connections = shared.connections.load(std::memory_order_relaxed),
          .requests = shared.requests.load(std::memory_order_relaxed),
          .refused = shared.refused.load(std::memory_order_relaxed),
          .failed = shared.failed.load(std::memory_order_relaxed),
          .connections_max = shared.connections_max};
}

}  // namespace jauap::http
