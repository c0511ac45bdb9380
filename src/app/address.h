// "127.0.0.1:8080", "[::1]:8080".
#pragma once

#include <string>

namespace jauap::app {

struct Address {
  std::string host;  // without brackets
  int port = 0;      // 0 as well when the text names none
};
Address address_of(const std::string& text);

}  // namespace jauap::app
