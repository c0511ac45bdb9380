// The cleared public form of what a person wrote: identity numbers, phones, cards, e-mails, car plates and the
// applicant's own names become "[…]" marks. Pure. Private<Content> goes in, PublicText comes out, field by field.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "appeals/appeal.h"

namespace jauap::appeals {

// Replaces what looks personal by `mark`. `names` are the applicant's own names, matched as whole words in any case,
// also with Kazakh and Russian endings. Cost is linear in the text.
std::string redacted(std::string_view text, const std::vector<std::string>& names, std::string_view mark);

// What redacted() would take out, each once, in order.
std::vector<std::string> personal_finds(std::string_view text, const std::vector<std::string>& names);

// A public text may only take away from what was written. The first words of `edited` that do not stand in `original` in that order, or
// stand there beside others that were taken out without a mark; nullopt when there are none. A mark is `mark`, "[...]" or "[…]". White space
// does not matter. With `may_shorten` the beginning and the end may go without a mark, as in the public form of an address.
std::optional<std::string> words_not_in(std::string_view original, std::string_view edited, std::string_view mark, bool may_shorten = false);
// Short marks that a person typed become `mark`.
std::string with_marks(std::string edited, std::string_view mark);

// "Street or microdistrict" of an address: house, flat and everything after them are left out.
std::string public_place(std::string_view address);

// What others will see. `mark` in the language of the text; the title is made from the text when there is none.
PublicText public_form(const Content& content, std::string_view mark);

// The first line of a text, for a title: at most 80 characters, cut at a word.
std::string title_of(std::string_view text);

}  // namespace jauap::appeals
