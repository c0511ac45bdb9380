// Small parts that the pages of this module share.
#pragma once

#include <string>

#include "platform/html/components.h"
#include "platform/module/module.h"

namespace jauap::accounts {

html::Html hidden(std::string_view name, std::string_view value);
// A field with what was typed before and the problem found in it.
html::FieldWords field(const Visit& visit, std::string name, Key label, const http::Pairs& typed,
                       const Problems* problems, std::string hint = "");
html::Html summary_of(const Visit& visit, const Problems* problems);  // nothing without problems
html::Html post_form(const Visit& visit, std::string_view path, const html::Html& content);
// "Clerk · Road Infrastructure Development Department"
std::string post_name(const Visit& visit, Role role, std::string_view body);
int status_of_page(const Problems* problems);

// Signed in with a cookie. A bearer token changes nothing of its own account, or it could widen itself.
bool is_in_browser(const Visit& visit);

// A letter to the account's own address, where it has one, that a factor or token changed.
void tell_of_change(db::Tx& tx, const Visit& visit, AccountId account);

}  // namespace jauap::accounts
