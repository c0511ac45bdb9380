// Text as people write it: UTF-8 checked, NFC, without control and bidi-override characters.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jauap::text {

bool is_utf8(std::string_view bytes);

// Cleans what a person typed: NFC, CRLF to LF, no C0/C1 controls but LF and TAB, no bidi overrides or
// isolates (U+202A..202E, U+2066..2069), trimmed. Marks for right-to-left text (U+200E, U+200F, U+061C)
// stay. nullopt when the bytes are not UTF-8.
std::optional<std::string> clean(std::string_view typed);

// The same on one line: line breaks and runs of white space become one space.
std::optional<std::string> clean_line(std::string_view typed);

std::size_t characters(std::string_view utf8);  // code points

// At most `count` code points, cut at a word where possible, with "…" when cut.
std::string shortened(std::string_view utf8, std::size_t count);

// For search and comparison: lower case, folds ё→е and the Kazakh letters (ә→а і,ы→и ң→н ғ→г ү,ұ→у қ→к ө→о һ→х).
std::string folded(std::string_view utf8);

std::string lower(std::string_view utf8);

// Without white space (Unicode's) at both ends.
std::string_view trim(std::string_view text);

// Runs of letters and digits with their marks, in order; views into `utf8`.
std::vector<std::string_view> words(std::string_view utf8);

}  // namespace jauap::text
