// Where a request comes from: the address before trusted proxies, and how many connections each address holds.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "platform/http/http.h"

namespace jauap::http {

// An IPv4 address inside an IPv6 one is the IPv4 address.
boost::asio::ip::address plain_address(const boost::asio::ip::address& address);

// Addresses that count as one client: an IPv4 address, an IPv6 /64.
std::string group_of(const boost::asio::ip::address& client);

class TrustedProxies {
 public:
  // Throws std::runtime_error naming what is not an address.
  explicit TrustedProxies(const std::vector<std::string>& addresses);

  bool trusts(const boost::asio::ip::address& peer) const;

  // Sets `client` and `secure` of a request that came from `peer`. Only a trusted peer's X-Forwarded-For is read, from
  // right to left up to the first address that is not a trusted proxy; what is no address ends the search.
  void set_origin(Request& request, const boost::asio::ip::address& peer) const;

 private:
  std::vector<boost::asio::ip::address> all_;
};

// Connections open by address (IPv6: by /64). Thread-safe.
class AddressCount {
 public:
  explicit AddressCount(int max) : max_(max) {}
  // False when the address holds as many as it may; true must be followed by leave().
  bool enter(const boost::asio::ip::address& address);
  void leave(const boost::asio::ip::address& address);

 private:
  int max_;
  std::mutex mutex_;
  std::unordered_map<std::string, int> open_;  // std::hash of a prefix of 4 or 8 bytes; only as many as are open
};

}  // namespace jauap::http
