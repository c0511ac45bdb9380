// A bounded load over kept connections against a server on this machine.
#pragma once

#include <functional>
#include <string>

namespace jauap::app {

// One kept connection. Answers are read whole by their Content-Length.
class Client {
 public:
  // Throws std::runtime_error when nobody listens; so does ask() when the connection ends.
  explicit Client(int port);
  ~Client();
  Client(const Client&) = delete;

  // The status of the answer.
  int ask(const std::string& request);
  // Of the last answer.
  const std::string& body() const { return body_; }

 private:
  void receive();
  int socket_;
  std::string buffer_, body_;
};

struct Figures {
  double rate = 0;  // answers a second
  double p50_ms = 0, p99_ms = 0;
  int wrong = 0;  // answers of another status
};

// `clients` connections for `seconds`; `request(client, n)` makes each request.
Figures measure(int port, int clients, int seconds, int good_status, const std::function<std::string(int, int)>& request);
void print(const std::string& what, const Figures& figures);

// An appeal over the API, each with a one-time key of its own.
std::string submission(int client, int n);
std::string get_request(const std::string& path, const std::string& token = "");

}  // namespace jauap::app
