#include "app/bench.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <iostream>
#include <thread>

#include "base/clock.h"
#include "platform/secrets/secrets.h"

namespace jauap::app {
namespace {

// One kept connection to the server on this machine. Answers are read whole by their Content-Length.
class Client {
 public:
  explicit Client(int port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(std::uint16_t(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int on = 1;
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) throw std::runtime_error("cannot connect");
  }
  ~Client() { ::close(socket_); }
  Client(const Client&) = delete;

  // The status of the answer.
  int ask(const std::string& request) {
    for (std::size_t sent = 0; sent < request.size();) {
      const auto more = ::send(socket_, request.data() + sent, request.size() - sent, MSG_NOSIGNAL);
      if (more <= 0) throw std::runtime_error("the connection was closed");
      sent += std::size_t(more);
    }
    std::size_t head;
    while ((head = buffer_.find("\r\n\r\n")) == std::string::npos) receive();
    std::size_t length = 0;
    const auto at = buffer_.find("Content-Length: ");
    if (at != std::string::npos && at < head) std::from_chars(buffer_.data() + at + 16, buffer_.data() + head, length);
    while (buffer_.size() < head + 4 + length) receive();
    int status = 0;
    std::from_chars(buffer_.data() + 9, buffer_.data() + 12, status);
    buffer_.erase(0, head + 4 + length);
    return status;
  }

 private:
  void receive() {
    char bytes[16384];
    const auto got = ::recv(socket_, bytes, sizeof bytes, 0);
    if (got <= 0) throw std::runtime_error("the connection was closed");
    buffer_.append(bytes, std::size_t(got));
  }
  int socket_;
  std::string buffer_;
};

std::string submission(int client, int n) {
  const std::string body = "{\"text\":\"Во дворе третью неделю не вывозят мусор, контейнеры переполнены. Заявка " + std::to_string(client) + "/" +
                           std::to_string(n) + "\",\"district\":\"almaty.auezov\",\"place\":{\"address\":\"Аксай-4, дом 45\"}}";
  return "POST /api/v1/appeals HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nIdempotency-Key: " +
         secrets::hex(secrets::random_bytes(16)) + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace

int command_bench(Arguments arguments) {
  const std::string what = arguments.words.empty() ? "" : arguments.words[0];
  const auto port = std::stoi(arguments.take("port", "8080"));
  const auto clients = std::clamp(std::stoi(arguments.take("clients", "64")), 1, 256);
  const auto seconds = std::clamp(std::stoi(arguments.take("seconds", "5")), 1, 60);
  const auto path = arguments.take("path", "/ru/appeals");
  if (what != "submit" && what != "get") {
    std::cerr << "jauap bench submit|get --port N [--clients N] [--seconds N] [--path PATH]   (a server on this machine, --limits off)\n";
    return 2;
  }
  std::atomic<bool> over{false};
  std::vector<std::vector<std::int64_t>> times(static_cast<std::size_t>(clients));
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  const auto started = monotonic_ns();
  for (int c = 0; c < clients; ++c)
    threads.emplace_back([&, c] {
      Client client(port);
      for (int n = 0; !over; ++n) {
        const auto request = what == "submit" ? submission(c, n) : "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        const auto begun = monotonic_ns();
        const int status = client.ask(request);
        times[std::size_t(c)].push_back(monotonic_ns() - begun);
        if (status != (what == "submit" ? 201 : 200)) ++wrong;
      }
    });
  ::sleep(unsigned(seconds));
  over = true;
  for (auto& thread : threads) thread.join();
  const double elapsed = double(monotonic_ns() - started) / 1e9;
  std::vector<std::int64_t> all;
  for (const auto& one : times) all.insert(all.end(), one.begin(), one.end());
  std::sort(all.begin(), all.end());
  if (all.empty()) return 1;
  const auto at = [&](double share) { return double(all[std::size_t(double(all.size() - 1) * share)]) / 1e6; };
  std::cout << what << " " << clients << " clients: " << std::int64_t(double(all.size()) / elapsed) << "/s, p50 " << at(0.5) << " ms, p99 "
            << at(0.99) << " ms, other answers " << wrong << "\n";
  return wrong == 0 ? 0 : 1;
}

}  // namespace jauap::app
