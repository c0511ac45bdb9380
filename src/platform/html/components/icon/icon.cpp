#include "platform/html/components/icon/icon.h"

namespace jauap::html {
namespace {

// Strokes on a field of 24 by 24.
std::string_view strokes(Icon which) {
  switch (which) {
    case Icon::info:
      return "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 8v6m0-10v.5";
    case Icon::check:
      return "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm-4.5 9.5 3 3 6-6.5";
    case Icon::warning:
      return "M12 3.5 2.5 20h19zM12 10v5m0 2v.5";
    case Icon::stop:
      return "M8.3 3h7.4L21 8.3v7.4L15.7 21H8.3L3 15.7V8.3zM12 7.5v6m0 2.5v.5";
    case Icon::clock:
      return "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 4v5.5l3.5 2";
    case Icon::menu:
      return "M3 6h18M3 12h18M3 18h18";
    case Icon::person:
      return "M12 3.5a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 20.5c.5-4 3.5-6 8-6s7.5 2 8 6";
    case Icon::phone:
      return "M5 3h4l2 5-2.5 1.8a13 13 0 0 0 5.7 5.7L16 13l5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 3 5a2 2 0 0 1 2-2z";
    case Icon::document:
      return "M6 3h8l5 5v13H6zM14 3v5h5M9 13h6m-6 4h6";
    case Icon::link:
      return "M10 14a4 4 0 0 0 6 0l3.5-3.5a4 4 0 0 0-6-6L12 6m2 4a4 4 0 0 0-6 0l-3.5 3.5a4 4 0 0 0 6 6L12 18";
    case Icon::globe:
      return "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c5 5.5 5 12.5 0 18-5-5.5-5-12.5 0-18z";
  }
  return "";
}

}  // namespace

Html icon(Icon which) {
  return trusted(
      "<svg class=\"icon\" viewBox=\"0 0 24 24\" width=\"24\" height=\"24\" aria-hidden=\"true\"><path d=\"" +
      std::string(strokes(which)) + "\"/></svg>");
}

}  // namespace jauap::html
