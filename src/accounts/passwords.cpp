#include "accounts/passwords.h"

namespace jauap::accounts {

const auth::PasswordWorkers& passwords() {
  static const auth::PasswordWorkers workers({.threads = 2, .queue_max = 32, .wait_ms = 2000});
  return workers;
}

}  // namespace jauap::accounts
