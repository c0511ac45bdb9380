// The growing delay after failed sign-ins. Nothing is ever locked for good: whoever could lock an account from outside
// could keep a clerk out on the last day of a term.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/time.h"

namespace jauap::auth {

// None for the first three failures, then 1, 2, 4 … seconds. For one account seen from one client it grows to 15
// minutes, for a client to 60 seconds, for an account from everywhere to 30 seconds. A failure is forgotten an hour
// after the last. Memory is bounded; time is handed in; thread-safe.
class Delays {
 public:
  explicit Delays(std::size_t entries_max = 20'000);
  ~Delays();
  // Whole seconds before the next try is heard; 0: now.
  int wait_seconds(std::string_view account, const std::string& address, Instant now) const;
  void failed(std::string_view account, const std::string& address, Instant now);
  // Forgets the failures of this account from this client, and of the account.
  void succeeded(std::string_view account, const std::string& address);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace jauap::auth
