// The pack in force in a running program. It may be replaced while others read; a pack once in force stays in memory, so that nobody
// reads a freed one (a handful a year).
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "law/law.h"

namespace jauap::law {

class Current {
 public:
  Current() = default;
  Current(std::shared_ptr<const Pack> pack) : state_(std::make_shared<State>()) { replace(std::move(pack)); }

  std::shared_ptr<const Pack> get() const {
    const std::lock_guard lock(state_->mutex);
    return state_->all.back();
  }
  operator std::shared_ptr<const Pack>() const { return get(); }
  const Pack* operator->() const { return get().get(); }
  const Pack& operator*() const { return *get(); }

  // From now on; those who hold the earlier one go on with it.
  void replace(std::shared_ptr<const Pack> pack) {
    const std::lock_guard lock(state_->mutex);
    state_->all.push_back(std::move(pack));
  }

 private:
  struct State {
    std::mutex mutex;
    std::vector<std::shared_ptr<const Pack>> all;
  };
  std::shared_ptr<State> state_;
};

}  // namespace jauap::law
