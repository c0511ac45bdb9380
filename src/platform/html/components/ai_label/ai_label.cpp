#include "platform/html/components/ai_label/ai_label.h"

namespace jauap::html {
namespace {

std::string_view mark_of(AiPart part) {
  switch (part) {
    case AiPart::generated:
      return "generated";
    case AiPart::assisted:
      return "assisted";
    case AiPart::translated:
      return "translated";
  }
  return "";
}

}  // namespace

Html ai_labelled(const AiLabel& label, const Html& content) {
  using namespace tags;
  return div(
      {cls("ai"), attr("data-ai", mark_of(label.part)), p({strong({label.words})}),
       when(!label.details_heading.empty(), details({summary({label.details_heading}), p({label.details_text})})),
       content});
}

}  // namespace jauap::html
