#include "accounts/accounts.h"
#include "accounts/pages.h"

namespace jauap::accounts {
namespace {

// Sign-in answers carry cookies and are never kept for a repeat; their tries are counted apart.
Route sign_in_step(std::string pattern, Change step) {
  auto route = change(std::move(pattern), std::move(step));
  route.replay = false;
  route.throttle = Throttle::login;
  return route;
}

}  // namespace

Module module() {
  return {.name = "accounts",
          .routes = {page("/sign-in", sign_in), sign_in_step("/sign-in/code", ask_code),
                     sign_in_step("/sign-in/check", check_code), sign_in_step("/sign-in/staff", staff_sign_in),
                     sign_in_step("/sign-out", sign_out), page("/enrol", enrol), sign_in_step("/enrol", enrol_code),
                     sign_in_step("/enrol/finish", enrol_finish), sign_in_step("/demo/enter", demo_enter),
                     page("/demo/outbox", demo_outbox), page("/me/settings", settings), change("/me/about", save_about),
                     change("/me/shortcuts", save_shortcuts),
                     sign_in_step("/me/post", choose_post), sign_in_step("/me/password", change_password),
                     change("/me/sessions/end", end_session), sign_in_step("/me/tokens", make_token),
                     change("/me/tokens/revoke", revoke_token), page("/prefs", prefs), change("/prefs", save_prefs)}};
}

}  // namespace jauap::accounts
