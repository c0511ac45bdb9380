// The fixed logins of the demonstration.
#pragma once

#include <string>
#include <vector>

#include "platform/auth/auth.h"

namespace jauap::accounts {

struct DemoLogin {
  std::string login;
  Role role;
  std::string body;  // code, "" for posts of the platform
  std::string name;  // invented
};
const std::vector<DemoLogin>& demo_logins();

}  // namespace jauap::accounts
