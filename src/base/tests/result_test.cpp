#include "base/result.h"

#include <gtest/gtest.h>

#include <memory>

#include "base/language.h"
#include "base/private.h"

using namespace jauap;

namespace {

constexpr Key wrong = Key::from_literal("test.wrong");

Result<int> half(int value) {
  if (value % 2 != 0) return Problem{.message = wrong, .field = "value"};
  return value / 2;
}

Result<int> quarter(int value) {
  const auto first = TRY(half(value));
  return TRY(half(first));
}

Done all_even(const std::vector<int>& values) {
  Problems problems;
  for (const int value : values)
    if (auto halved = half(value); !halved) problems.add(halved.take_problems());
  if (!problems.empty()) return problems;
  return done();
}

}  // namespace

TEST(Result, holds_a_value_or_its_problems) {
  EXPECT_EQ(*half(4), 2);
  const auto failed = half(3);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.problems().first().message, wrong);
  EXPECT_EQ(failed.problems().of("value"), &failed.problems().first());
  EXPECT_EQ(failed.problems().of("other"), nullptr);
}

TEST(Result, try_hands_the_problems_up) {
  EXPECT_EQ(*quarter(8), 2);
  EXPECT_FALSE(quarter(6));
  EXPECT_FALSE(quarter(7));
}

TEST(Result, all_problems_are_kept_and_not_only_the_first) {
  EXPECT_TRUE(bool(all_even({2, 4})));
  const auto failed = all_even({1, 2, 3});
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.problems().size(), 2u);
}

TEST(Result, the_value_of_a_failure_is_a_programmers_error) {
  EXPECT_THROW((void)half(3).value(), BrokenInvariant);
  EXPECT_THROW((void)half(2).problems(), BrokenInvariant);
  EXPECT_THROW((void)Result<int>(Problems()), BrokenInvariant);
}

TEST(Result, carries_what_can_only_be_moved) {
  Result<std::unique_ptr<int>> result(std::make_unique<int>(5));
  EXPECT_EQ(*result.take(), 5);
}

TEST(Arg, words_and_dates_are_marked_for_the_language_to_say) {
  EXPECT_EQ(word_arg("state", wrong).value, "@key:test.wrong");
  EXPECT_EQ(date_arg("date", *CivilDate::of(2026, 3, 27)).value, "@date:2026-03-27");
}

TEST(Key, is_equal_by_name) {
  EXPECT_EQ(wrong, Key::from_literal("test.wrong"));
  EXPECT_NE(wrong.hash(), Key::from_literal("test.right").hash());
  EXPECT_TRUE(Key().empty());
}

TEST(Language, codes_go_there_and_back) {
  for (const auto language : all_languages) EXPECT_EQ(language_of(code(language)), language);
  EXPECT_EQ(language_of("de"), std::nullopt);
  EXPECT_EQ((Names{"а", "б", "c"}.in(Language::ru)), "б");
}

TEST(Private, is_opened_only_with_a_mark_that_can_be_searched_for) {
  const Private<std::string> name("Айгерім");
  EXPECT_EQ(name.open(CarriesOnly("test of the mark")), "Айгерім");
}
