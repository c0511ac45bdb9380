#include "platform/html/components/status/status.h"

#include "platform/html/components/icon/icon.h"

namespace jauap::html {
namespace {

std::string_view tone_class(StatusTone tone) {
  switch (tone) {
    case StatusTone::waiting:
      return "waiting";
    case StatusTone::working:
      return "working";
    case StatusTone::done:
      return "done";
    case StatusTone::good:
      return "good";
    case StatusTone::bad:
      return "bad";
  }
  return "";
}

}  // namespace

Html status_tag(std::string_view words, StatusTone tone) {
  return tags::strong({cls("tag " + std::string(tone_class(tone))), words});
}

Html overdue_tag(std::string_view words) {
  return tags::strong({cls("tag late"), icon(Icon::clock), words});
}

}  // namespace jauap::html
