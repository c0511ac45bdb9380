// A client that sends exactly the bytes it is told to and reads answers one by one. Every wait ends after five seconds.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <optional>
#include <string>
#include <string_view>

namespace jauap::http {

struct Answer {
  int status = 0;
  std::string head;  // with the empty line
  std::string body;

  std::string header(const std::string& name) const {
    const auto begin = head.find("\r\n" + name + ": ");
    if (begin == std::string::npos) return "";
    const auto value = begin + name.size() + 4;
    return head.substr(value, head.find("\r\n", value) - value);
  }
};

class Client {
 public:
  explicit Client(int port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    const timeval patience{.tv_sec = 5, .tv_usec = 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  ~Client() { ::close(socket_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  bool is_connected() const { return connected_; }

  // False when the server no longer listens.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(std::size_t(sent));
    }
    return true;
  }
  void finish_sending() { ::shutdown(socket_, SHUT_WR); }

  // Waits for at most so long until the server sends something or closes.
  bool has_news_within(int milliseconds) {
    pollfd wanted{.fd = socket_, .events = POLLIN, .revents = 0};
    return ::poll(&wanted, 1, milliseconds) > 0;
  }

  // The next answer; nullopt when the connection ended instead. An answer to HEAD has no body to wait for.
  std::optional<Answer> read(bool to_head = false) {
    Answer answer;
    while (true) {
      const auto end = received_.find("\r\n\r\n");
      if (end != std::string::npos) {
        answer.head = received_.substr(0, end + 4);
        received_.erase(0, end + 4);
        break;
      }
      if (!receive()) return std::nullopt;
    }
    answer.status = std::atoi(answer.head.substr(9, 3).c_str());
    const auto length = answer.header("Content-Length");
    const std::size_t size = to_head || length.empty() ? 0 : std::stoul(length);
    while (received_.size() < size)
      if (!receive()) return std::nullopt;
    answer.body = received_.substr(0, size);
    received_.erase(0, size);
    return answer;
  }

  // True when the server closes without sending anything more.
  bool is_closed() { return received_.empty() && !receive() && !timed_out_; }

  std::optional<Answer> ask(std::string_view bytes) {
    send(bytes);
    return read();
  }

 private:
  bool receive() {
    char buffer[65536];
    const auto count = ::recv(socket_, buffer, sizeof buffer, 0);
    timed_out_ = count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
    if (count <= 0) return false;
    received_.append(buffer, std::size_t(count));
    return true;
  }

  int socket_;
  bool connected_ = false;
  bool timed_out_ = false;
  std::string received_;
};

}  // namespace jauap::http
