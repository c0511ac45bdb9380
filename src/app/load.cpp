#include "app/load.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <iostream>
#include <stdexcept>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "platform/secrets/secrets.h"

namespace jauap::app {

Client::Client(int port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(std::uint16_t(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int on = 1;
  setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) throw std::runtime_error("cannot connect");
}

Client::~Client() { ::close(socket_); }

int Client::ask(const std::string& request) {
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
  body_.assign(buffer_, head + 4, length);
  buffer_.erase(0, head + 4 + length);
  return status;
}

void Client::receive() {
  char bytes[16384];
  const auto got = ::recv(socket_, bytes, sizeof bytes, 0);
  if (got <= 0) throw std::runtime_error("the connection was closed");
  buffer_.append(bytes, std::size_t(got));
}

Figures measure(int port, int clients, int seconds, int good_status, const std::function<std::string(int, int)>& request) {
  std::atomic<bool> over{false};
  std::atomic<int> wrong{0};
  std::vector<std::vector<std::int64_t>> times(static_cast<std::size_t>(clients));
  std::vector<std::thread> threads;
  const auto started = monotonic_ns();
  for (int c = 0; c < clients; ++c)
    threads.emplace_back([&, c] {
      Client client(port);
      for (int n = 0; !over; ++n) {
        const auto text = request(c, n);
        const auto begun = monotonic_ns();
        if (client.ask(text) != good_status) ++wrong;
        times[std::size_t(c)].push_back(monotonic_ns() - begun);
      }
    });
  ::sleep(unsigned(seconds));
  over = true;
  for (auto& thread : threads) thread.join();
  const double elapsed = double(monotonic_ns() - started) / 1e9;
  std::vector<std::int64_t> all;
  for (const auto& one : times) all.insert(all.end(), one.begin(), one.end());
  std::sort(all.begin(), all.end());
  if (all.empty()) throw std::runtime_error("nothing was answered");
  const auto at = [&](double share) { return double(all[std::size_t(double(all.size() - 1) * share)]) / 1e6; };
  return {double(all.size()) / elapsed, at(0.5), at(0.99), wrong};
}

void print(const std::string& what, const Figures& figures) {
  std::cout << what << ": " << std::int64_t(figures.rate) << "/s, p50 " << figures.p50_ms << " ms, p99 " << figures.p99_ms << " ms, other answers "
            << figures.wrong << std::endl;
}

std::string submission(int client, int n) {
  const std::string body = "{\"text\":\"Во дворе третью неделю не вывозят мусор, контейнеры переполнены. Заявка " + std::to_string(client) + "/" +
                           std::to_string(n) + "\",\"district\":\"almaty.auezov\",\"place\":{\"address\":\"Аксай-4, дом 45\"}}";
  return "POST /api/v1/appeals HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nIdempotency-Key: " +
         secrets::hex(secrets::random_bytes(16)) + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string get_request(const std::string& path, const std::string& token) {
  return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + (token.empty() ? "" : "Authorization: Bearer " + token + "\r\n") + "\r\n";
}

}  // namespace jauap::app
