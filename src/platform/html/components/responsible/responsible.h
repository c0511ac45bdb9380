// Who has to act now: body, post, name, since when, how to reach them; before whom it was, and who stands above.
#pragma once

#include <optional>
#include <string>

#include "platform/html/html.h"

namespace jauap::html {

struct Responsible {
  std::string heading;  // "Responsible now"
  std::string body;     // name of the body
  std::optional<Url> body_link;
  std::string post;     // "Chief specialist, Aselya S."; "" when not yet known
  std::string since;    // "since 24 November 2026"
  std::string contact;  // "+7 727 …"
  std::optional<Url> contact_link;
  std::string before;  // "before: …", "" for none
  std::string above;   // "above them: …", only when overdue
  std::optional<Url> above_link;
};
Html responsible_now(const Responsible& who);

}  // namespace jauap::html
