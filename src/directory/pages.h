// Public pages of bodies, and the administrators' pages.
#pragma once

#include "platform/module/module.h"

namespace jauap::directory::pages {

http::Response bodies(const Visit& visit);
http::Response body(const Visit& visit);
http::Response district(const Visit& visit);
http::Response people(const Visit& visit);
Prepared add_person(const Visit& visit, const http::Pairs& form);
Prepared enrol_again(const Visit& visit, const http::Pairs& form);
http::Response audit(const Visit& visit);
http::Response person(const Visit& visit);
Prepared grant(const Visit& visit, const http::Pairs& form);
Prepared end(const Visit& visit, const http::Pairs& form);
http::Response leave(const Visit& visit);
Prepared take_leave(const Visit& visit, const http::Pairs& form);
Prepared end_leave(const Visit& visit, const http::Pairs& form);
http::Response packs(const Visit& visit);
http::Response pack(const Visit& visit);
Prepared decide_pack(const Visit& visit, const http::Pairs& form);  // {decision}: approve, decline
http::Response admin_bodies(const Visit& visit);
http::Response edit_body(const Visit& visit);
Prepared save_body(const Visit& visit, const http::Pairs& form);

}  // namespace jauap::directory::pages
