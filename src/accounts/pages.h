// Pages and forms of signing in and of one's own settings.
#pragma once

#include "platform/module/module.h"

namespace jauap::accounts {

http::Response sign_in(const Visit& visit);
Prepared ask_code(const Visit& visit, const http::Pairs& input);
Prepared check_code(const Visit& visit, const http::Pairs& input);
Prepared staff_sign_in(const Visit& visit, const http::Pairs& input);
Prepared sign_out(const Visit& visit, const http::Pairs& input);
http::Response enrol(const Visit& visit);
Prepared enrol_code(const Visit& visit, const http::Pairs& input);
Prepared enrol_finish(const Visit& visit, const http::Pairs& input);
Prepared demo_enter(const Visit& visit, const http::Pairs& input);
http::Response demo_outbox(const Visit& visit);
http::Response settings(const Visit& visit);
Prepared save_about(const Visit& visit, const http::Pairs& input);
Prepared save_shortcuts(const Visit& visit, const http::Pairs& input);
Prepared choose_post(const Visit& visit, const http::Pairs& input);
Prepared change_password(const Visit& visit, const http::Pairs& input);
Prepared end_session(const Visit& visit, const http::Pairs& input);
Prepared make_token(const Visit& visit, const http::Pairs& input);
Prepared revoke_token(const Visit& visit, const http::Pairs& input);
http::Response prefs(const Visit& visit);
Prepared save_prefs(const Visit& visit, const http::Pairs& input);

}  // namespace jauap::accounts
