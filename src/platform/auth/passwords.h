// Passwords: which are refused, and the threads that hash them. A hash takes about 30 ms and 19 MiB, so it never runs
// on I/O or writer threads, and only a few at once.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace jauap::auth {

inline constexpr std::size_t password_min = 12, password_min_staff = 15, password_max = 128;  // characters

// 12 to 128 characters (15 for staff), any characters, no rules of composition. Refused: what is little more than
// common words, dates, keyboard runs and repetitions, the product's name or one of `own_words` (login, names, body). It
// judges by rules and a short list of words; it is no list of all leaked passwords.
Done check_password(std::string_view password, bool staff, const std::vector<std::string>& own_words);

class PasswordWorkers {
 public:
  struct Options {
    int threads = 2;
    int queue_max = 32;
    int wait_ms = 2000;  // for a place and the result together
  };
  explicit PasswordWorkers(const Options& options);
  ~PasswordWorkers();
  PasswordWorkers(const PasswordWorkers&) = delete;
  PasswordWorkers& operator=(const PasswordWorkers&) = delete;

  // Whether the password belongs to the hash. An empty hash (no such account) costs the same work and is false.
  // `unavailable` when the queue is full or the wait too long. Waits: for reader threads, never for I/O or writer.
  Result<bool> verify(const std::string& hash, const std::string& password) const;
  Result<std::string> hash(const std::string& password) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace jauap::auth
