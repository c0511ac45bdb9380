// Rendered public pages, kept as long as what they show has not changed. The key holds everything a page depends on: object
// or list, its version, language, day. Never for pages of signed-in people, of a shown case code or of preferences.
#pragma once

#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <unordered_map>

#include "platform/module/module.h"

namespace jauap {

class PageCache {
 public:
  explicit PageCache(std::size_t bytes_max) : bytes_max_(bytes_max) {}
  // The page kept under `key`, else what `make` renders (kept when it is a 200). Thread-safe; least recently used goes first.
  http::Response get(const std::string& key, const std::function<http::Response()>& make);

 private:
  struct Entry {
    std::string key;
    http::Response response;  // with shared_body and shared_packed
  };
  std::mutex mutex_;
  std::list<Entry> entries_;  // newest use first
  std::unordered_map<std::string, std::list<Entry>::iterator> by_key_;
  std::size_t bytes_ = 0, bytes_max_;
};

// Whether the answer to this visit is the same for every anonymous reader: only then may it be kept.
bool is_for_everybody(const Visit& visit);

}  // namespace jauap
