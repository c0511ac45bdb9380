// Help for those who answer: the questions of an appeal, and what an answer still lacks. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "appeals/commands.h"
#include "law/law.h"

namespace jauap::appeals {

// What a text asks, in its own words and order: sentences that end with a question mark and numbered demands, at most
// points_max. A proposal; the official edits it.
std::vector<std::string> questions_of(std::string_view text);

// What a careful colleague would say before it is sent. Nothing of it blocks: the official decides (ux: answer template).
std::vector<Problem> warnings(const law::Pack& pack, const Appeal& appeal, const Content& content, const AnswerAppeal& answer);

}  // namespace jauap::appeals
