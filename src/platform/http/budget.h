// The memory that large bodies may take together, so that uploads never fill the machine however many come at once.
// What a body has taken is counted as it grows, and given back when its request is gone.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace jauap::http {

class BodyBudget;

// The part of the budget that one body holds. Moves from thread to thread with its request.
class BodyClaim {
 public:
  BodyClaim(std::shared_ptr<BodyBudget> budget, std::string group)
      : budget_(std::move(budget)), group_(std::move(group)) {}
  ~BodyClaim();
  BodyClaim(const BodyClaim&) = delete;
  BodyClaim& operator=(const BodyClaim&) = delete;
  // False when there is no room; what was held stays held.
  bool grow_to(std::size_t bytes);

 private:
  std::shared_ptr<BodyBudget> budget_;
  std::string group_;
  std::size_t held_ = 0;
};

// Thread-safe. One group of addresses holds at most half of it.
class BodyBudget {
 public:
  explicit BodyBudget(std::size_t bytes_max) : bytes_max_(bytes_max) {}

 private:
  friend class BodyClaim;
  bool take(const std::string& group, std::size_t bytes);
  void give_back(const std::string& group, std::size_t bytes);

  const std::size_t bytes_max_;
  std::mutex mutex_;
  std::size_t taken_ = 0;
  std::unordered_map<std::string, std::size_t> by_group_;  // only those that hold something
};

}  // namespace jauap::http
