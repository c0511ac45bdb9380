#include "accounts/demo.h"

#include "accounts/accounts.h"
#include "platform/auth/accounts.h"

namespace jauap::accounts {

const std::vector<DemoLogin>& demo_logins() {
  static const std::vector<DemoLogin> all{
      {"citizen@demo", Role::citizen, "", "Айгүл Сәрсенова"},
      {"operator@demo", Role::operator_, "almaty.apparat", "Дина Әлімова"},
      {"clerk@demo", Role::clerk, "almaty.zhol-infra", "Ерлан Қасымов"},
      {"clerk2@demo", Role::clerk, "almaty.energetika-su", "Асель Омарова"},
      {"head@demo", Role::head, "almaty.zhol-infra", "Марат Жұмабеков"},
      {"deputy@demo", Role::deputy, "almaty.maslikhat", "Сергей Ким"},
      {"council@demo", Role::council_member, "almaty.council", "Гүлнар Бекова"},
      {"secretary@demo", Role::secretary, "almaty.council", "Ольга Иванова"},
      {"moderator@demo", Role::moderator, "", "Тимур Ахметов"},
      {"moderator2@demo", Role::moderator, "", "Әлия Жұмабаева"},
      {"press@demo", Role::press, "", "Елена Пак"},
      {"auditor@demo", Role::auditor, "", "Нұрлан Сейітов"},
      {"admin@demo", Role::admin, "", "Әкімші Демо"},
      {"admin2@demo", Role::admin, "", "Әкімші Екінші"},
  };
  return all;
}

void add_demo_accounts(db::Tx& tx, const Context& context) {
  for (const auto& login : demo_logins()) {
    if (auth::by_login(tx, *context.keys, login.login)) continue;
    const auto account = auth::create_account(tx, *context.keys, *context.ids, context.now,
                                              {.login = login.login, .name = login.name, .email = login.login});
    if (login.role != Role::citizen)
      auth::grant_post(tx, *context.ids, context.now, account, login.body, login.role, role_code(login.role),
                       context.today.date);
  }
}

}  // namespace jauap::accounts
