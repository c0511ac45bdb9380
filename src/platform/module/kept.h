// Something made from the pack or the register that is dear to make and the same for everybody who reads a language.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "base/language.h"

namespace jauap {

// One value a language, made again when its stamp (what it depends on) moves. Thread-safe.
template <class Value>
class KeptByLanguage {
 public:
  std::shared_ptr<const Value> get(Language language, const std::string& stamp, const std::function<Value()>& make) {
    const std::lock_guard lock(mutex_);
    auto& entry = entries_[std::size_t(language)];
    if (!entry.value || entry.stamp != stamp) entry = {stamp, std::make_shared<const Value>(make())};
    return entry.value;
  }

 private:
  struct Entry {
    std::string stamp;
    std::shared_ptr<const Value> value;
  };
  std::mutex mutex_;
  std::array<Entry, all_languages.size()> entries_;
};

}  // namespace jauap
