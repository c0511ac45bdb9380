#include "base/text.h"

#include <gtest/gtest.h>

using namespace jauap;
using namespace std::string_literals;

TEST(TextUtf8, only_whole_and_shortest_sequences_are_utf8) {
  for (const auto& good : {""s, "abc"s, "Әлия"s, "🙂"s, "\x00z"s}) EXPECT_TRUE(text::is_utf8(good)) << good;
  for (const auto& bad : {"\x80"s, "\xC3"s, "\xC0\xAF"s, "\xED\xA0\x80"s, "\xF4\x90\x80\x80"s, "\xE2\x82"s, "a\xFF"s})
    EXPECT_FALSE(text::is_utf8(bad)) << testing::PrintToString(bad);
}

TEST(TextClean, bytes_that_are_not_utf8_are_refused_as_a_whole) {
  EXPECT_EQ(text::clean("Здравствуйте \xC3\x28"), std::nullopt);
  EXPECT_EQ(text::clean_line("\xFF\xFE"), std::nullopt);
}

struct Cleaned {
  std::string typed, cleaned;
};

class TextClean : public testing::TestWithParam<Cleaned> {};

TEST_P(TextClean, leaves_what_a_person_meant_and_nothing_hidden) {
  EXPECT_EQ(text::clean(GetParam().typed), GetParam().cleaned);
}

TEST_P(TextClean, changes_nothing_the_second_time) {
  const auto once = text::clean(GetParam().typed).value();
  EXPECT_EQ(text::clean(once), once);
}

INSTANTIATE_TEST_SUITE_P(Table, TextClean,
                         testing::Values(Cleaned{"", ""},                   //
                                         Cleaned{" \t\n ", ""},             //
                                         Cleaned{"нет\0воды"s, "нетводы"},  // NUL
                                         Cleaned{"a\x01\x02\x1F\x7F"
                                                 "b",
                                                 "ab"},              // C0, DEL
                                         Cleaned{"a\u0090b", "ab"},  // C1
                                         Cleaned{"one\r\ntwo\rthree\u0085four", "one\ntwo\nthree\nfour"},
                                         Cleaned{"a\tb", "a\tb"},                            //
                                         Cleaned{"файл\u202Egnp.exe\u202C", "файлgnp.exe"},  // override
                                         Cleaned{"\u2066кто\u2069 там", "кто там"},          // isolate
                                         Cleaned{"سلام\u200F!", "سلام\u200F!"},              // marks stay
                                         Cleaned{"и\u0306ог", "йог"},                        // NFC
                                         Cleaned{"\u00A0\u2003Жылу жоқ\u3000", "Жылу жоқ"},  // wide spaces
                                         Cleaned{"🙂", "🙂"}));

TEST(TextCleanLine, is_one_line_with_single_spaces) {
  EXPECT_EQ(text::clean_line("  Алматы,\r\n\t Ақсай-4 \u2028 12\u00A0үй "), "Алматы, Ақсай-4 12 үй");
  EXPECT_EQ(text::clean_line("\n\n"), "");
}

TEST(TextClean, a_word_of_five_thousand_characters_stays_whole) {
  std::string word;
  for (int i = 0; i < 5000; ++i) word += "ұ";
  EXPECT_EQ(text::clean(word), word);
  EXPECT_EQ(text::characters(word), 5000u);
  EXPECT_EQ(text::characters(text::folded(word)), 5000u);
  EXPECT_EQ(text::words(word).size(), 1u);
}

TEST(TextCharacters, are_code_points_and_not_bytes) {
  EXPECT_EQ(text::characters(""), 0u);
  EXPECT_EQ(text::characters("Қызылорда"), 9u);
  EXPECT_EQ(text::characters("a🙂"), 2u);
}

TEST(TextShortened, a_short_text_is_left_alone) {
  EXPECT_EQ(text::shortened("Жылу жоқ", 8), "Жылу жоқ");
  EXPECT_EQ(text::shortened("", 0), "");
}

TEST(TextShortened, cuts_at_a_word_when_one_is_near) {
  EXPECT_EQ(text::shortened("Во дворе не вывозят мусор", 14), "Во дворе не…");
  EXPECT_EQ(text::shortened("абвгдежзик", 5), "абвг…");
  EXPECT_EQ(text::shortened("а бвгдежзиклмн", 8), "а бвгде…");
  EXPECT_EQ(text::shortened("abc", 1), "…");
  EXPECT_EQ(text::shortened("abc", 0), "");
}

TEST(TextShortened, never_takes_more_than_asked_and_never_splits_a_letter_from_its_mark) {
  const std::string text = "қ\u0301қ\u0301 ұзақ сөз 🙂 және тағы бірнеше сөз";
  for (std::size_t count = 1; count < 40; ++count) {
    const auto cut = text::shortened(text, count);
    EXPECT_LE(text::characters(cut), count);
    EXPECT_TRUE(text::is_utf8(cut));
  }
  EXPECT_EQ(text::shortened("ab\u0301cdef", 3), "a…");
}

TEST(TextFolded, a_text_typed_without_kazakh_letters_finds_the_one_with_them) {
  EXPECT_EQ(text::folded("Әңғүұқөһі Ы"), "ангуукохи и");
  EXPECT_EQ(text::folded("Жылу жоқ, үш күн"), text::folded("жылу жок, уш кун"));
  EXPECT_EQ(text::folded("ЁЛКА"), "елка");
  EXPECT_EQ(text::folded("Қызылорда"), text::folded("КЫЗЫЛОРДА"));
  EXPECT_EQ(text::folded("и\u0306"), "й");
  EXPECT_EQ(text::folded("ABC 12"), "abc 12");
}

TEST(TextLower, keeps_the_letters_of_each_language) {
  EXPECT_EQ(text::lower("ӘІҢҒҮҰҚӨҺЁ Ab"), "әіңғүұқөһё ab");
  EXPECT_TRUE(
      text::is_utf8(text::lower("\xFF"
                                "Ё")));
}

TEST(TextTrim, takes_white_space_of_any_width_from_both_ends) {
  EXPECT_EQ(text::trim(" \u2003 а б\n"), "а б");
  EXPECT_EQ(text::trim("\u2003"), "");
  EXPECT_EQ(text::trim("\x80 "), "\x80");
}

TEST(TextWords, are_runs_of_letters_and_digits) {
  const std::vector<std::string_view> expected{"Ақсай", "4", "үш", "күннен", "бері", "жылу", "жоқ"};
  EXPECT_EQ(text::words("Ақсай-4: үш күннен бері жылу жоқ!"), expected);
  EXPECT_TRUE(text::words("… — ?!").empty());
  EXPECT_EQ(text::words("b\u0301c"), std::vector<std::string_view>{"b\u0301c"});
  EXPECT_EQ(text::words("a\xFFz").size(), 2u);
}
