#include "platform/html/components/notice/notice.h"

#include "platform/html/components/icon/icon.h"

namespace jauap::html {
namespace {

Icon icon_of(Tone tone) {
  switch (tone) {
    case Tone::info:
      return Icon::info;
    case Tone::success:
      return Icon::check;
    case Tone::warning:
      return Icon::warning;
    case Tone::error:
      return Icon::stop;
  }
  return Icon::info;
}

}  // namespace

std::string_view tone_class(Tone tone) {
  switch (tone) {
    case Tone::info:
      return "info";
    case Tone::success:
      return "ok";
    case Tone::warning:
      return "warn";
    case Tone::error:
      return "bad";
  }
  return "";
}

Html notice(Tone tone, std::string_view heading, const Html& body) {
  using namespace tags;
  return section({cls("notice " + std::string(tone_class(tone))), icon(icon_of(tone)),
                  div({when(!heading.empty(), h2({heading})), body})});
}

}  // namespace jauap::html
