// HTTP/1.1: requests in, responses out. Knows no module, no database, no session.
//
// The server parses on its I/O threads (Boost.Beast behind server.cpp) and calls the handler there; the handler must
// not block and answers through `Reply`, from any thread, exactly once.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace jauap::http {

enum class Method { get, head, post, put, delete_, options, other };

struct Pair {
  std::string name;
  std::string value;
};

// Decoded name=value pairs of a query, form or multipart body, in the order sent.
class Pairs {
 public:
  Pairs() = default;
  explicit Pairs(std::vector<Pair> all) : all_(std::move(all)) {}
  // The value of `name`, "" when absent. A repeated name gives the first; see repeated().
  std::string_view get(std::string_view name) const;
  bool has(std::string_view name) const;
  // What follows `prefix` in the names that begin with it, in order: the boxes ticked in a html::checkbox_field.
  std::vector<std::string_view> ticked(std::string_view prefix) const;
  // The first name that occurs twice, "" when none does (parameter pollution is refused by callers).
  std::string_view repeated() const;
  auto begin() const { return all_.begin(); }
  auto end() const { return all_.end(); }
  bool empty() const { return all_.empty(); }

 private:
  std::vector<Pair> all_;
};

// application/x-www-form-urlencoded or the query part of a target. Bytes after decoding must be UTF-8 without NUL;
// at most `max` pairs.
Result<Pairs> parse_form(std::string_view encoded, std::size_t max = 200);
// multipart/form-data without files (a part with a filename is kept as text only when it is empty).
Result<Pairs> parse_multipart(std::string_view content_type, std::string_view body, std::size_t max = 200);

// A file of a form. The name is the sender's: to be shown to nobody else and used for nothing.
struct FilePart {
  std::string field, name;
  std::string_view bytes;  // of the body that was parsed, which must outlive it
};
struct Upload {
  Pairs fields;
  std::vector<FilePart> files;  // in the order sent
};
// The same with files. Where none was chosen there is an empty text. Nothing of a file is copied; `max` counts both.
Result<Upload> parse_upload(std::string_view content_type, std::string_view body, std::size_t max = 200);
// The Cookie header.
Pairs parse_cookies(std::string_view header);
// Percent-decodes one path segment; nullopt for bad escapes, NUL or invalid UTF-8.
std::optional<std::string> decode_segment(std::string_view segment);
// Percent-encodes for use as one path segment or one query value.
std::string encode(std::string_view value);

class BodyClaim;  // budget.h

struct Request {
  Method method = Method::get;
  std::string target;           // as sent
  std::string path;             // the part before '?', still percent-encoded, begins with '/'
  std::string query;            // after '?', still encoded
  std::vector<Pair> headers;    // names in lower case
  std::string body;             // whole, at most the limit of the route
  std::string client;           // address of the client after trusted proxies, "203.0.113.7"
  std::string id;               // request id, 16 hex digits, also in the log and in error pages
  bool secure = false;          // https at the proxy
  std::int64_t started_ns = 0;  // monotonic
  std::shared_ptr<BodyClaim> body_claim = {};  // of a large body on the memory for them, while the request lives

  // Header by lower-case name; "" when absent; the first when repeated.
  std::string_view header(std::string_view name) const;
};

// Header lines that go with many answers: checked and written out once.
class SharedHeaders {
 public:
  // A name or value that may not go out is a broken invariant.
  explicit SharedHeaders(const std::vector<Pair>& headers);
  std::string_view lines() const { return lines_; }

 private:
  std::string lines_;  // "Name: value\r\n"…
};

struct Response {
  int status = 200;
  std::vector<Pair> headers;  // without Content-Length, Date, Connection: the server adds them
  std::string body;
  std::shared_ptr<const std::string> shared_body;    // used instead of `body` when set (kept pages)
  std::shared_ptr<const std::string> shared_packed;  // the same bytes as gzip, when they were packed before
  const SharedHeaders* shared_headers = nullptr;     // sent besides `headers`; lives as long as the program

  Response& header(std::string_view name, std::string_view value) & {
    headers.push_back({std::string(name), std::string(value)});
    return *this;
  }
  Response&& header(std::string_view name, std::string_view value) && {
    headers.push_back({std::string(name), std::string(value)});
    return std::move(*this);
  }
  std::string_view content() const { return shared_body ? std::string_view(*shared_body) : std::string_view(body); }
};

// Called exactly once, from any thread; a second call is a broken invariant. When the last copy goes away uncalled the
// client gets 500. It may outlive the connection and the server.
using Reply = std::function<void(Response)>;
using Handler = std::function<void(Request, Reply)>;

// What the server must know before it reads a body: the largest that the target may have, in bytes.
using BodyLimit = std::function<std::size_t(Method, std::string_view path)>;

struct ServerOptions {
  std::string address = "127.0.0.1";
  int port = 8080;  // 0: any free one, see Server::port()
  int threads = 2;  // I/O threads, one io_context each, SO_REUSEPORT
  std::size_t header_bytes_max = 8 * 1024;
  double header_seconds = 10;   // for a whole head
  double body_seconds = 10;     // for a body; each 16 kB that came or went earn one second more
  double idle_seconds = 60;     // between requests
  double write_seconds = 30;    // without progress of an answer; over all 30 s and one more for each 16 kB gone
  double linger_seconds = 5;    // after a refusal: what the client still sends is read and forgotten
  std::size_t large_body_bytes = 256 * 1024;               // bodies above this share
  std::size_t large_bodies_bytes_max = 256 * 1024 * 1024;  // this much memory; one client (IPv6: a /64) half of it
  int connections_max = 16384;  // lowered to what the limit of open files allows
  int connections_per_address_max = 256;  // IPv6: per /64; loopback and trusted proxies are exempt
  bool loopback_exempt = true;
  std::vector<std::string> trusted_proxies;  // addresses whose X-Forwarded-For and -Proto are believed
  // Told, from any thread, of each request that our own code failed to answer properly (it was answered 500).
  std::function<void(std::string_view request_id, std::string_view what)> on_failure;
};

struct ServerFigures {
  std::int64_t connections = 0;  // open now
  std::uint64_t requests = 0;
  std::uint64_t refused = 0;         // malformed or over a limit, answered by the server itself
  std::uint64_t failed = 0;          // answered 500 because a handler threw, gave no answer or a forbidden header
  std::int64_t connections_max = 0;  // in force, after the limit of open files
};

class Server {
 public:
  // Binds at once; throws std::runtime_error naming address and port when it cannot.
  Server(const ServerOptions& options, Handler handler, BodyLimit body_limit);
  ~Server();
  void start();  // spawns the I/O threads and returns
  int port() const;
  // Stops accepting, lets running requests finish for at most `grace_seconds`, closes the rest and joins the I/O
  // threads. Not from a handler. A reply that comes later is forgotten.
  void stop(int grace_seconds);
  ServerFigures figures() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

std::string_view reason(int status);  // "Not Found"

}  // namespace jauap::http
