// The label of everything that a machine made: before the content, in words, and readable by machines.
#pragma once

#include <string>

#include "platform/html/html.h"

namespace jauap::html {

enum class AiPart { generated, assisted, translated };

struct AiLabel {
  AiPart part = AiPart::generated;
  std::string words;            // "Made by artificial intelligence"
  std::string details_heading;  // "What exactly"; "" for none
  std::string details_text;     // what, by which tool, checked by whom
};
// `content` is what the label is about; it stays inside the labelled block.
Html ai_labelled(const AiLabel& label, const Html& content);

}  // namespace jauap::html
