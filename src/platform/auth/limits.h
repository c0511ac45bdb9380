// How often one client may do a thing: token buckets with bounded memory. Time is handed in. Thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "base/time.h"

namespace jauap::auth {

struct Rate {
  double per_minute = 300;
  int burst = 600;
};

// Classes of requests (one client: an IPv4 address or an IPv6 /64): pages 300 a minute, dear queries 60, sign-in and
// codes 10, submissions and letters with codes 30 an hour. A burst of twice that passes. Submissions over their limit are
// not refused but must be confirmed; ten times that many are a flood and are. Files of the public record, which mirrors and
// watchers fetch whole: 6,000 a minute.
enum class Limit { page, dear, login, submit, letter, flood, files };
Rate rate_of(Limit limit);

class Limiter {
 public:
  explicit Limiter(std::size_t clients_max = 100'000) : clients_max_(clients_max) {}
  // 0 when `key` may go on (and this is counted), else whole seconds to wait.
  int wait_seconds(const std::string& key, Rate rate, Instant now);
  // The same for a class of requests and the client's address.
  int wait_seconds(Limit limit, const std::string& address, Instant now);

 private:
  void make_room();
  struct Bucket {
    double tokens;
    std::int64_t at_ms;
  };
  std::size_t clients_max_;
  std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
};

// How many dear requests one client has running: at most `most`. Thread-safe.
class AtOnce {
 public:
  explicit AtOnce(int most) : state_(std::make_shared<State>()) { state_->most = most; }
  // A place, given back when the last copy goes; null when all are taken.
  std::shared_ptr<const void> enter(const std::string& address) const;

 private:
  struct State {
    int most = 0;
    std::mutex mutex;
    std::unordered_map<std::string, int> running;
  };
  std::shared_ptr<State> state_;
};

// The part of an address that counts as one client: IPv4 as it is (also inside IPv6), IPv6 by /64, however it is
// written. What is no address is itself.
std::string client_prefix(const std::string& address);

}  // namespace jauap::auth
