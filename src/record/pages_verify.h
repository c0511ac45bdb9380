// The page where a receipt, an opening, a proof, a number or a hash is checked.
#pragma once

#include "platform/module/module.h"

namespace jauap::record {

http::Response verify_form(const Visit& visit);  // GET; ?what= checks what needs no paste: a number, a hash
Route verify_change();                           // POST

}  // namespace jauap::record
