#include "platform/i18n/i18n.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace jauap::i18n {
namespace {

CivilDate day(int y, unsigned m, unsigned d) {
  return *CivilDate::of(y, m, d);
}
std::string plain(std::string text) {  // no-break spaces shown as "_"
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.compare(i, 2, "\u00a0") == 0)
      out += "_", ++i;
    else
      out.push_back(text[i]);
  }
  return out;
}

}  // namespace

TEST(Dates, are_written_as_people_of_each_language_write_them) {
  const auto d = day(2026, 11, 23);
  EXPECT_EQ(plain(Words(Language::kk).date(d)), "2026_ж. 23_қараша");
  EXPECT_EQ(plain(Words(Language::ru).date(d)), "23_ноября 2026_г.");
  EXPECT_EQ(plain(Words(Language::en).date(d)), "23_November 2026");
  EXPECT_EQ(plain(Words(Language::kk).date_official(d)), "2026 жылғы 23_қараша");
  EXPECT_EQ(plain(Words(Language::ru).date_official(d)), "23_ноября 2026 года");
  EXPECT_EQ(plain(Words(Language::kk).date_weekday(d)), "2026_ж. 23_қараша, дүйсенбі");
  EXPECT_EQ(plain(Words(Language::ru).date_weekday(d)), "понедельник, 23_ноября 2026_г.");
  EXPECT_EQ(plain(Words(Language::en).date_weekday(d)), "Monday 23_November 2026");
}

TEST(Numbers, are_grouped_without_breaking_lines) {
  EXPECT_EQ(plain(Words(Language::ru).number(1234567)), "1_234_567");
  EXPECT_EQ(Words(Language::en).number(1234567), "1,234,567");
  EXPECT_EQ(Words(Language::kk).number(0), "0");
  EXPECT_EQ(plain(Words(Language::ru).percent(0.973)), "97,3_%");
  EXPECT_EQ(Words(Language::kk).percent(0.973), "97,3%");
  EXPECT_EQ(Words(Language::en).percent(0.973), "97.3%");
}

struct PhoneCase {
  const char *typed, *normal;
};
class Phones : public ::testing::TestWithParam<PhoneCase> {};
INSTANTIATE_TEST_SUITE_P(Typed, Phones,
                         ::testing::Values(PhoneCase{"8 701 234 56 78", "+77012345678"},
                                           PhoneCase{"+7 (701) 234-56-78", "+77012345678"},
                                           PhoneCase{"7 7012345678", "+77012345678"},
                                           PhoneCase{"7012345678", "+77012345678"},
                                           PhoneCase{"+996 555 123456", "+996555123456"}, PhoneCase{"", ""},
                                           PhoneCase{"12345", ""}, PhoneCase{"8 701 234 56 7x", ""},
                                           PhoneCase{"+7 701 234 56", ""}, PhoneCase{"+7 101 234 56 78", ""}));
TEST_P(Phones, are_understood_however_they_are_typed) {
  EXPECT_EQ(normal_phone(GetParam().typed), GetParam().normal);
}

TEST(Iin, check_digit_follows_both_rows_of_weights) {
  EXPECT_EQ(check_iin("991332000003"), IinState::valid);
  EXPECT_EQ(check_iin("9913 3200 0406"), IinState::valid);
  EXPECT_EQ(check_iin("991332000004"), IinState::wrong_check_digit);
  for (char last = '0'; last <= '9'; ++last)
    EXPECT_EQ(check_iin(std::string("99133200042") + last), IinState::wrong_check_digit) << last;
  EXPECT_EQ(check_iin("99133200000"), IinState::not_12_digits);
  EXPECT_EQ(check_iin("99133200000a"), IinState::not_12_digits);
}

TEST(KazakhAlphabet, has_its_own_order) {
  std::vector<std::string> words{"Яблоко", "Іле", "Үй", "Ұлт", "Ыстық", "Қала", "Кала", "Әке", "Ана", "Һ", "Хат", "Ь"};
  std::sort(words.begin(), words.end(), [](const auto& a, const auto& b) { return sort_key(a) < sort_key(b); });
  EXPECT_EQ(words, (std::vector<std::string>{"Ана", "Әке", "Кала", "Қала", "Ұлт", "Үй", "Хат", "Һ", "Ыстық", "Іле", "Ь",
                                             "Яблоко"}));
}

struct PluralCase {
  long long count;
  const char* ru;
};
class RussianPlurals : public ::testing::TestWithParam<PluralCase> {};
INSTANTIATE_TEST_SUITE_P(Days, RussianPlurals,
                         ::testing::Values(PluralCase{1, "1 день"}, PluralCase{2, "2 дня"}, PluralCase{5, "5 дней"},
                                           PluralCase{11, "11 дней"}, PluralCase{21, "21 день"},
                                           PluralCase{22, "22 дня"}, PluralCase{25, "25 дней"},
                                           PluralCase{101, "101 день"}, PluralCase{111, "111 дней"}));
TEST_P(RussianPlurals, agree_with_the_number) {
  EXPECT_EQ(plain(Words(Language::ru).plural("platform.days", GetParam().count)).substr(0, 99), [&] {
    std::string expected = GetParam().ru;
    expected.replace(expected.find(' '), 1, "_");
    return expected;
  }());
}

TEST(Words, fill_names_and_translate_marks) {
  const Words ru(Language::ru);
  const Problem problem{.message = "platform.footer.version",
                        .args = {{"version", "0.1"}, date_arg("date", day(2026, 3, 27))}};
  EXPECT_EQ(plain(ru(problem)), "Версия: 0.1. Дата страницы: 27_марта 2026_г.");
  const Problem word{.message = "platform.acting_as", .args = {word_arg("role", "platform.role.clerk")}};
  EXPECT_EQ(ru(word), "Ваша роль сейчас: Исполнитель");
}

}  // namespace jauap::i18n
