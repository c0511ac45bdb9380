#include "platform/module/page_cache.h"

#include "platform/module/frame.h"

namespace jauap {

namespace {
std::size_t bytes_of(const http::Response& response) {
  return response.shared_body->size() + (response.shared_packed ? response.shared_packed->size() : 0);
}
}  // namespace

bool is_for_everybody(const Visit& visit) {
  return !visit.actor().signed_in() && visit.case_code.empty() && visit.request.header("cookie").empty();
}

http::Response PageCache::get(const std::string& key, const std::function<http::Response()>& make) {
  {
    const std::lock_guard lock(mutex_);
    const auto found = by_key_.find(key);
    if (found != by_key_.end()) {
      entries_.splice(entries_.begin(), entries_, found->second);
      return entries_.front().response;
    }
  }
  auto response = make();
  if (response.status != 200) return response;
  response.shared_body = std::make_shared<const std::string>(std::move(response.body));
  response.body.clear();
  pack_once(response);
  const std::lock_guard lock(mutex_);
  if (by_key_.contains(key)) return response;
  bytes_ += bytes_of(response);
  entries_.push_front({key, response});
  by_key_[key] = entries_.begin();
  while (bytes_ > bytes_max_ && entries_.size() > 1) {
    bytes_ -= bytes_of(entries_.back().response);
    by_key_.erase(entries_.back().key);
    entries_.pop_back();
  }
  return response;
}

}  // namespace jauap
