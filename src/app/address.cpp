#include "app/address.h"

#include <charconv>

namespace jauap::app {

Address address_of(const std::string& text) {
  const auto colon = text.rfind(':');
  Address address{text.substr(0, colon), 0};
  if (address.host.starts_with('[') && address.host.ends_with(']'))
    address.host = address.host.substr(1, address.host.size() - 2);
  std::from_chars(text.data() + colon + 1, text.data() + text.size(), address.port);
  return address;
}

}  // namespace jauap::app
