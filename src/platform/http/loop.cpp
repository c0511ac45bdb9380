#include "platform/http/loop.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <limits>
#include <random>

#include "base/clock.h"
#include "platform/http/head.h"

// g++ 12 mistakes Asio's own operator new of coroutine frames for the global one when it inlines.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"
#endif

namespace jauap::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr auto yielding = asio::as_tuple(asio::use_awaitable_t<Executor>{});
constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();
// Bytes that earn a slow client one second more.
constexpr double bytes_a_second_min = 16 * 1024;
// Clients told at the same time, by one thread, that the server is full; further ones are just closed.
constexpr int turned_away_max = 64;

std::int64_t in_seconds(double seconds) {
  return monotonic_ns() + std::int64_t(seconds * 1e9);
}

bool would_block(const error_code& ec) {
  return ec == asio::error::would_block || ec == asio::error::try_again;
}

// The tiny page for what never reached our own code.
Response plain_answer(int status) {
  Response response;
  response.status = status;
  response.body = fmt::format("{} {}\n", status, reason(status));
  response.header("Content-Type", "text/plain; charset=utf-8").header("Cache-Control", "no-store");
  response.header("X-Content-Type-Options", "nosniff");
  if (status == 405) response.header("Allow", "GET, HEAD, POST, PUT, DELETE, OPTIONS");
  if (status == 503) response.header("Retry-After", "5");
  return response;
}

// Finely mixed 64 bits (the finaliser of SplitMix64), so that ids of neighbours do not look alike.
std::uint64_t mixed(std::uint64_t value) {
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ull;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebull;
  return value ^ (value >> 31);
}

// What ends a coroutine by an exception (no memory) ends its connection only, and is told.
struct Report {
  std::shared_ptr<Shared> shared;
  void operator()(std::exception_ptr error) const {
    if (!error) return;
    try {
      std::rethrow_exception(error);
    } catch (const std::exception& what) {
      shared->failure("", what.what());
    }
  }
};

std::uint64_t random_seed() {
  std::random_device device;
  return (std::uint64_t(device()) << 32) | device();
}

}  // namespace

Shared::Shared(const ServerOptions& given, Handler answers, BodyLimit limits)
    : options(given),
      handler(std::move(answers)),
      body_limit(std::move(limits)),
      proxies(given.trusted_proxies),
      addresses(given.connections_per_address_max),
      bodies(std::make_shared<BodyBudget>(given.large_bodies_bytes_max)),
      id_seed_(random_seed()) {}

std::string Shared::next_id() {
  const auto count = id_count_.fetch_add(1, std::memory_order_relaxed);
  return fmt::format("{:016x}", mixed(id_seed_ + count * 0x9e3779b97f4a7c15ull));
}

Response Shared::failure(std::string_view request_id, std::string_view what) {
  failed.fetch_add(1, std::memory_order_relaxed);
  if (options.on_failure) options.on_failure(request_id, what);
  auto response = plain_answer(500);
  response.body.append(request_id).append("\n");
  return response;
}

// A connection counts where it must while it lives, and takes itself out at the end.
struct Loop::Connection {
  enum class Phase { idle, reading, answering, writing, lingering };

  Connection(Loop& loop, Socket from, const asio::ip::address& peer)
      : loop(loop), socket(std::move(from)), peer(peer), index(loop.connections_.size()) {
    loop.connections_.push_back(this);
    loop.shared_->connections.fetch_add(1, std::memory_order_relaxed);
  }
  ~Connection() {
    loop.connections_[index] = loop.connections_.back();
    loop.connections_[index]->index = index;
    loop.connections_.pop_back();
    loop.shared_->connections.fetch_sub(1, std::memory_order_relaxed);
    if (counts_for_address) loop.shared_->addresses.leave(peer);
    if (loop.draining_ && loop.connections_.empty()) loop.tick_.cancel();
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void enter(Phase next, double seconds) {
    phase = next;
    is_late = false;
    deadline_ns = in_seconds(seconds);
  }
  // Ends what is being waited for.
  void cut() {
    is_late = true;
    error_code ignored;  // nothing to cancel is as good
    if (slot)
      slot->abandon(*loop.context_);
    else
      socket.cancel(ignored);
  }

  Loop& loop;
  Socket socket;
  const asio::ip::address peer;
  std::size_t index;
  bool counts_for_address = false;
  Phase phase = Phase::idle;
  bool is_late = false;
  std::int64_t deadline_ns = never;
  std::string early;           // came after the end of what was being read: the next request, or a body
  std::shared_ptr<Slot> slot;  // while a handler has the request
};

Loop::Loop(std::shared_ptr<Shared> shared, Context context, Acceptor acceptor)
    : shared_(std::move(shared)), context_(std::move(context)), acceptor_(std::move(acceptor)), tick_(*context_) {}
Loop::~Loop() = default;

void Loop::run() {
  asio::co_spawn(*context_, accept_all(), Report{shared_});
  asio::co_spawn(*context_, watch_deadlines(), Report{shared_});
  context_->run();
}

void Loop::post_drain(std::int64_t deadline_ns) {
  asio::post(*context_, [this, deadline_ns] { drain(deadline_ns); });
}

void Loop::drain(std::int64_t deadline_ns) {
  draining_ = true;
  drain_deadline_ns_ = deadline_ns;
  error_code ignored;  // closing what is closed
  acceptor_.close(ignored);
  for (auto* connection : connections_)
    if (connection->phase == Connection::Phase::idle || connection->phase == Connection::Phase::lingering)
      connection->cut();
  cut_late_connections();
  if (connections_.empty()) tick_.cancel();
}

void Loop::cut_late_connections() {
  const auto now = monotonic_ns();
  const bool all = draining_ && now >= drain_deadline_ns_;
  for (auto* connection : connections_)
    if (all || now >= connection->deadline_ns) connection->cut();
}

// One timer for all deadlines of the thread instead of one per connection and operation.
Awaitable<void> Loop::watch_deadlines() {
  const auto& options = shared_->options;
  const auto shortest = std::min({options.header_seconds, options.body_seconds, options.idle_seconds,
                                  options.write_seconds, options.linger_seconds});
  const auto step = std::chrono::milliseconds(std::clamp(int(shortest * 1000 / 8), 5, 250));
  while (!draining_ || !connections_.empty()) {
    tick_.expires_after(step);
    co_await tick_.async_wait(yielding);
    cut_late_connections();
  }
}

Awaitable<void> Loop::accept_all() {
  while (!draining_) {
    auto [ec, socket] = co_await acceptor_.async_accept(yielding);
    if (!ec) {
      admit(std::move(socket));
    } else if (!draining_ && ec != asio::error::connection_aborted) {
      // No descriptors or memory left: what is open goes on, the next attempt comes a little later.
      Timer pause(*context_, std::chrono::milliseconds(50));
      co_await pause.async_wait(yielding);
    }
  }
}

void Loop::admit(Socket socket) {
  error_code ec;
  const auto from = socket.remote_endpoint(ec);
  if (ec || draining_) return;
  socket.set_option(asio::ip::tcp::no_delay(true), ec);
  socket.non_blocking(true, ec);
  if (ec) return;
  const auto peer = plain_address(from.address());
  auto connection = std::make_unique<Connection>(*this, std::move(socket), peer);

  const bool exempt = (peer.is_loopback() && shared_->options.loopback_exempt) || shared_->proxies.trusts(peer);
  bool has_room = shared_->connections.load(std::memory_order_relaxed) <= shared_->connections_max;
  if (has_room && !exempt) {
    has_room = shared_->addresses.enter(peer);
    connection->counts_for_address = has_room;
  }
  if (has_room)
    asio::co_spawn(*context_, serve(std::move(connection)), Report{shared_});
  else if (turned_away_ < turned_away_max)
    asio::co_spawn(*context_, turn_away(std::move(connection)), Report{shared_});
}

Awaitable<void> Loop::turn_away(std::unique_ptr<Connection> connection) {
  shared_->refused.fetch_add(1, std::memory_order_relaxed);
  ++turned_away_;
  const auto response = plain_answer(503);
  const auto head = response_head(response, {.date = date(), .keep_alive = false});
  if (co_await write(*connection, *head, response.content())) co_await linger(*connection, 1);
  --turned_away_;
}

Awaitable<void> Loop::serve(std::unique_ptr<Connection> connection) {
  // A new connection has to say something as soon as it is there; a kept one may rest.
  double patience = shared_->options.header_seconds;
  do {
    if (connection->early.empty()) {
      std::string().swap(connection->early);  // an idle connection holds no buffer
      connection->enter(Connection::Phase::idle, patience);
      const auto [ec] = co_await connection->socket.async_wait(asio::socket_base::wait_read, yielding);
      if (ec || connection->is_late || draining_) co_return;
    }
    patience = shared_->options.idle_seconds;
  } while (co_await serve_one(*connection));

  // Closing with bytes unread resets the connection, and the client may lose the answer.
  error_code ec;
  if (!connection->early.empty() || connection->socket.available(ec) > 0)
    co_await linger(*connection, shared_->options.linger_seconds);
}

Awaitable<bool> Loop::serve_one(Connection& connection) {
  Intake intake(shared_->options.header_bytes_max);
  connection.enter(Connection::Phase::reading, shared_->options.header_seconds);
  const bool is_whole = co_await read_request(connection, intake);
  if (!is_whole) {
    if (intake.stage() == Intake::Stage::refused)
      co_await refuse(connection, intake, intake.status());
    else if (connection.is_late && intake.begun())
      co_await refuse(connection, intake, 408);
    co_return false;
  }
  shared_->requests.fetch_add(1, std::memory_order_relaxed);
  auto& request = intake.request();
  request.id = shared_->next_id();
  const auto id = request.id;
  const bool is_head = request.method == Method::head;

  auto answer = co_await ask_handler(connection, std::move(request));
  if (!answer) co_return false;
  auto response = std::move(*answer);
  const bool keep_alive = intake.keep_alive() && !shared_->stopping;
  const Framing framing{.date = date(), .keep_alive = keep_alive, .is_http_1_0 = intake.is_http_1_0()};
  auto head = response_head(response, framing);
  if (!head) {
    response = shared_->failure(id, "an answer's status or headers may not go out");
    head = response_head(response, framing);
  }
  const bool sends_body = !is_head && has_body(response.status);
  const bool is_sent = co_await write(connection, *head, sends_body ? response.content() : std::string_view());
  co_return is_sent&& keep_alive;
}

Awaitable<bool> Loop::read_request(Connection& connection, Intake& intake) {
  if (!co_await read_on(connection, intake) || intake.stage() == Intake::Stage::refused) co_return false;
  auto& request = intake.request();
  request.started_ns = monotonic_ns();
  shared_->proxies.set_origin(request, connection.peer);
  intake.admit_body(shared_->body_limit(request.method, request.path));
  if (intake.stage() == Intake::Stage::body) {
    if (intake.expects_continue() && connection.early.empty()) {
      constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
      const bool is_sent = co_await write(connection, go_on, {});
      if (!is_sent) co_return false;
    }
    connection.enter(Connection::Phase::reading, shared_->options.body_seconds);
    const bool is_read = co_await read_on(connection, intake);
    if (!is_read) co_return false;
  }
  co_return intake.stage() == Intake::Stage::done;
}

Loop::Got Loop::pump(Connection& connection, Intake& intake) {
  const auto stage = intake.stage();
  while (intake.stage() == stage) {
    if (!connection.early.empty()) {
      connection.early.erase(0, intake.take(connection.early));
      continue;
    }
    error_code ec;
    const auto count = connection.socket.read_some(asio::buffer(scratch_), ec);
    if (would_block(ec)) return Got::nothing;
    if (ec) return Got::end;
    const std::string_view bytes(scratch_.data(), count);
    connection.early.assign(bytes.substr(intake.take(bytes)));
    if (stage == Intake::Stage::body) {
      connection.deadline_ns += std::int64_t(double(count) / bytes_a_second_min * 1e9);
      claim_body(intake);
    }
  }
  return Got::bytes;
}

void Loop::claim_body(Intake& intake) {
  auto& request = intake.request();
  if (intake.stage() == Intake::Stage::refused || request.body.size() <= shared_->options.large_body_bytes) return;
  if (!request.body_claim) {
    error_code ec;
    const auto client = asio::ip::make_address(request.client, ec);
    request.body_claim = std::make_shared<BodyClaim>(shared_->bodies, group_of(client));
  }
  if (!request.body_claim->grow_to(request.body.size())) intake.give_up(503);
}

Awaitable<bool> Loop::read_on(Connection& connection, Intake& intake) {
  for (;;) {
    const auto got = pump(connection, intake);
    if (got != Got::nothing) co_return got == Got::bytes;
    const auto [ec] = co_await connection.socket.async_wait(asio::socket_base::wait_read, yielding);
    if (ec || connection.is_late) co_return false;
  }
}

Awaitable<std::optional<Response>> Loop::ask_handler(Connection& connection, Request request) {
  const auto slot = std::make_shared<Slot>();
  const auto id = request.id;
  {
    const auto answerer = std::make_shared<Answerer>(context_, slot, [shared = shared_, id] {
      return shared->failure(id, "a request was dropped without an answer");
    });
    try {
      shared_->handler(std::move(request), [answerer](Response response) { answerer->answer(std::move(response)); });
    } catch (const std::exception& what) {
      // The reply may be on its way all the same; if not, the lost Answerer says 500.
      if (shared_->options.on_failure) shared_->options.on_failure(id, what.what());
    }
  }
  if (!slot->is_filled()) {
    connection.phase = Connection::Phase::answering;
    connection.deadline_ns = never;
    connection.slot = slot;
    co_await asio::async_initiate<const asio::use_awaitable_t<Executor>, void()>(
        [&](auto resume) { slot->await(*context_, std::move(resume)); }, asio::use_awaitable_t<Executor>{});
    connection.slot.reset();
  }
  co_return slot->take();
}

Awaitable<bool> Loop::write(Connection& connection, std::string_view head, std::string_view body) {
  const auto size = head.size() + body.size();
  const auto patience = shared_->options.write_seconds;
  connection.enter(Connection::Phase::writing, patience);
  const auto begun_ns = connection.deadline_ns;
  const std::array<asio::const_buffer, 2> both{asio::buffer(head), asio::buffer(body)};
  // Mostly all of it fits into the socket's buffer at once.
  error_code ec;
  const auto sent = connection.socket.write_some(both, ec);
  if (!ec && sent == size) co_return true;
  if (ec && !would_block(ec)) co_return false;

  const auto head_sent = std::min(sent, head.size());
  const std::array<asio::const_buffer, 2> rest{asio::buffer(head.substr(head_sent)),
                                               asio::buffer(body.substr(sent - head_sent))};
  // Each piece that goes renews the patience, but never beyond what the least rate has earned.
  const auto each_piece = [&](const error_code& error, std::size_t gone) -> std::size_t {
    const auto earned_ns = begun_ns + std::int64_t(double(sent + gone) / bytes_a_second_min * 1e9);
    connection.deadline_ns = std::min(in_seconds(patience), earned_ns);
    return error ? 0 : 256 * 1024;
  };
  const auto [error, more] = co_await asio::async_write(connection.socket, rest, each_piece, yielding);
  co_return !error && sent + more == size;
}

Awaitable<void> Loop::refuse(Connection& connection, const Intake& intake, int status) {
  shared_->refused.fetch_add(1, std::memory_order_relaxed);
  const auto response = plain_answer(status);
  const auto head = response_head(response, {.date = date(), .keep_alive = false});
  const bool is_sent =
      co_await write(connection, *head, intake.is_head_request() ? std::string_view() : response.content());
  if (is_sent) co_await linger(connection, shared_->options.linger_seconds);
  connection.early.clear();
}

// Says that we are done and lets the client finish, so that it reads the answer instead of meeting a reset.
Awaitable<void> Loop::linger(Connection& connection, double seconds) {
  connection.early.clear();
  connection.enter(Connection::Phase::lingering, seconds);
  error_code ec;
  connection.socket.shutdown(asio::socket_base::shutdown_send, ec);
  while (!ec && !draining_ && !connection.is_late) {
    connection.socket.read_some(asio::buffer(scratch_), ec);
    if (!would_block(ec)) continue;
    const auto [error] = co_await connection.socket.async_wait(asio::socket_base::wait_read, yielding);
    ec = error;
  }
  connection.socket.close(ec);
}

const std::string& Loop::date() {
  const auto now = MachineClock().now();
  if (const auto second = now.ms / 1000; second != date_second_) {
    date_second_ = second;
    date_ = http_date(now);
  }
  return date_;
}

}  // namespace jauap::http
