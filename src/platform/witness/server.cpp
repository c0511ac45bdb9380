#include "platform/witness/server.h"

#include <condition_variable>
#include <deque>
#include <thread>

#include "platform/metrics/log.h"

namespace jauap::witness {
namespace {

constexpr std::size_t waiting_max = 64;
constexpr int stop_seconds = 10;

http::Response plain(int status, std::string body, std::string_view type = "text/plain; charset=utf-8") {
  http::Response response{.status = status};
  response.header("Content-Type", type).header("Cache-Control", "no-store").header("X-Content-Type-Options", "nosniff");
  response.body = std::move(body);
  return response;
}

http::Response wrong_method(std::string_view allowed) {
  return plain(405, "only " + std::string(allowed) + "\n").header("Allow", allowed);
}

// The origin's hash in "/<hash>/checkpoint"; nothing for any other path.
std::optional<std::string> asked_origin(std::string_view path) {
  constexpr std::string_view end = "/checkpoint";
  if (path.size() != 1 + 64 + end.size() || !path.ends_with(end)) return std::nullopt;
  return std::string(path.substr(1, 64));
}

// The checkpoint of a request with the log's signature: with what the book has it may show that the log has two
// histories, so an operator keeps it.
std::string evidence(std::string_view body, const Book& book) {
  const auto request = tlog::parse_add_checkpoint(body);
  const auto note = request ? tlog::parse_note(request->checkpoint) : tlog::Parsed<tlog::Note>(request.fault());
  return note ? with_signatures_of(*note, book.log_keys()) : "";
}

void log_answer(const http::Request& request, const tlog::WitnessAnswer& answer, const Book& book) {
  const bool is_refusal = answer.status == 422;
  const auto level = answer.status >= 500 ? metrics::Level::error
                     : is_refusal         ? metrics::Level::warning
                                          : metrics::Level::info;
  metrics::log().write(level, "add-checkpoint",
                       {{"id", request.id},
                        {"status", answer.status},
                        {"what", answer.status == 200 ? "" : answer.body},
                        {"note", is_refusal ? evidence(request.body, book) : ""}});
}

}  // namespace

// Threads of the web server must not wait for the disk: one thread of our own decides, in the order of asking.
struct Server::State {
  struct Question {
    http::Request request;
    http::Reply reply;
  };

  State(const http::ServerOptions& options, Book& book, const Clock& clock, std::function<void()> on_broken)
      : book(book),
        clock(clock),
        on_broken(std::move(on_broken)),
        server(
            options, [this](http::Request request, http::Reply reply) { take(std::move(request), std::move(reply)); },
            [](http::Method, std::string_view) { return tlog::witness_request_bytes_max; }) {}
  ~State() { stop(); }

  void start() {
    decider = std::thread([this] { decide(); });
    server.start();
  }
  void stop() {
    if (!decider.joinable()) return;
    server.stop(stop_seconds);
    {
      const std::scoped_lock lock(mutex);
      is_closing = true;
    }
    wake.notify_one();
    decider.join();
  }

  void take(http::Request request, http::Reply reply) {
    if (request.path == "/add-checkpoint") {
      if (request.method != http::Method::post) return reply(wrong_method("POST"));
      return queue({std::move(request), std::move(reply)});
    }
    const auto origin = asked_origin(request.path);
    if (!origin) return reply(plain(404, "there is nothing here\n"));
    if (request.method != http::Method::get && request.method != http::Method::head)
      return reply(wrong_method("GET, HEAD"));
    const auto note = book.newest(*origin);
    reply(note ? plain(200, *note) : plain(404, "nothing was cosigned for this origin\n"));
  }

  void queue(Question question) {
    {
      const std::scoped_lock lock(mutex);
      if (waiting.size() < waiting_max) {
        waiting.push_back(std::move(question));
        wake.notify_one();
        return;
      }
    }
    question.reply(plain(503, "too many ask at once\n").header("Retry-After", "1"));
  }

  void decide() {
    std::unique_lock lock(mutex);
    while (true) {
      wake.wait(lock, [this] { return is_closing || !waiting.empty(); });
      if (waiting.empty()) return;
      const auto question = std::move(waiting.front());
      waiting.pop_front();
      lock.unlock();
      answer(question);
      lock.lock();
    }
  }

  void answer(const Question& question) {
    auto answer = book.add_checkpoint(question.request.body, std::uint64_t(clock.now().ms / 1000));
    log_answer(question.request, answer, book);
    question.reply(plain(answer.status, std::move(answer.body), answer.content_type));
    if (book.is_broken()) on_broken();
  }

  Book& book;
  const Clock& clock;
  const std::function<void()> on_broken;
  std::mutex mutex;
  std::condition_variable wake;
  std::deque<Question> waiting;
  bool is_closing = false;
  std::thread decider;
  http::Server server;  // last: it calls the others
};

Server::Server(const std::string& address, int port, Book& book, const Clock& clock, std::function<void()> on_broken) {
  http::ServerOptions options{.address = address, .port = port, .threads = 1};
  options.header_seconds = 5;
  options.body_seconds = 5;
  options.connections_max = 1024;
  options.on_failure = [](std::string_view id, std::string_view what) {
    metrics::log().write(metrics::Level::error, "request failed", {{"id", id}, {"what", what}});
  };
  state_ = std::make_unique<State>(options, book, clock, std::move(on_broken));
}
Server::~Server() = default;

void Server::start() {
  state_->start();
}
int Server::port() const {
  return state_->server.port();
}
void Server::stop() {
  state_->stop();
}

}  // namespace jauap::witness
