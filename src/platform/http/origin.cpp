#include "platform/http/origin.h"

#include <algorithm>
#include <stdexcept>

#include "base/text.h"

namespace jauap::http {
namespace {

using boost::asio::ip::address;

// The last of a comma-separated list, cut off its end.
std::string_view take_last(std::string_view& list) {
  const auto comma = list.rfind(',');
  const auto last = list.substr(comma == std::string_view::npos ? 0 : comma + 1);
  list = comma == std::string_view::npos ? std::string_view() : list.substr(0, comma);
  return text::trim(last);
}

std::string joined(const Request& request, std::string_view name) {
  std::string all;
  for (const auto& header : request.headers)
    if (header.name == name) all.append(all.empty() ? "" : ",").append(header.value);
  return all;
}

}  // namespace

std::string group_of(const address& client) {
  if (client.is_v4()) {
    const auto bytes = client.to_v4().to_bytes();
    return {bytes.begin(), bytes.end()};
  }
  const auto bytes = client.to_v6().to_bytes();
  return {bytes.begin(), bytes.begin() + 8};
}

address plain_address(const address& from) {
  if (from.is_v6() && from.to_v6().is_v4_mapped())
    return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, from.to_v6());
  return from;
}

TrustedProxies::TrustedProxies(const std::vector<std::string>& addresses) {
  for (const auto& each : addresses) {
    boost::system::error_code ec;
    const auto parsed = boost::asio::ip::make_address(each, ec);
    if (ec) throw std::runtime_error("trusted proxy is not an address: " + each);
    all_.push_back(plain_address(parsed));
  }
}

bool TrustedProxies::trusts(const address& peer) const {
  return std::find(all_.begin(), all_.end(), peer) != all_.end();
}

void TrustedProxies::set_origin(Request& request, const address& peer) const {
  auto client = peer;
  if (trusts(peer)) {
    const auto forwarded = joined(request, "x-forwarded-for");
    for (std::string_view rest = forwarded; !rest.empty() && trusts(client);) {
      boost::system::error_code ec;
      const auto hop = boost::asio::ip::make_address(take_last(rest), ec);
      if (ec) break;
      client = plain_address(hop);
    }
    const auto protocol = joined(request, "x-forwarded-proto");
    std::string_view rest = protocol;
    request.secure = take_last(rest) == "https";
  }
  request.client = client.to_string();
}

bool AddressCount::enter(const address& from) {
  const std::scoped_lock lock(mutex_);
  auto& count = open_[group_of(from)];
  if (count >= max_) return false;
  ++count;
  return true;
}

void AddressCount::leave(const address& from) {
  const std::scoped_lock lock(mutex_);
  const auto found = open_.find(group_of(from));
  if (found != open_.end() && --found->second == 0) open_.erase(found);
}

}  // namespace jauap::http
