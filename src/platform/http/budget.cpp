#include "platform/http/budget.h"

namespace jauap::http {

bool BodyBudget::take(const std::string& group, std::size_t bytes) {
  const std::scoped_lock lock(mutex_);
  auto& own = by_group_[group];
  if (taken_ + bytes > bytes_max_ || own + bytes > bytes_max_ / 2) {
    if (own == 0) by_group_.erase(group);
    return false;
  }
  own += bytes;
  taken_ += bytes;
  return true;
}

void BodyBudget::give_back(const std::string& group, std::size_t bytes) {
  const std::scoped_lock lock(mutex_);
  taken_ -= bytes;
  const auto found = by_group_.find(group);
  if (found != by_group_.end() && (found->second -= bytes) == 0) by_group_.erase(found);
}

BodyClaim::~BodyClaim() {
  if (held_ > 0) budget_->give_back(group_, held_);
}

bool BodyClaim::grow_to(std::size_t bytes) {
  if (bytes <= held_) return true;
  if (!budget_->take(group_, bytes - held_)) return false;
  held_ = bytes;
  return true;
}

}  // namespace jauap::http
