#include "appeals/redact.h"

#include <gtest/gtest.h>

namespace jauap::appeals {
namespace {

struct Case {
  const char *text, *cleared;
};

}  // namespace

class Cleared : public ::testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(
    Texts, Cleared,
    ::testing::Values(
        Case{"Звоните 8 701 234 56 78 после шести", "Звоните […] после шести"},
        Case{"Тел. +7(701)234-56-78.", "Тел. […]."},
        Case{"87012345678", "[…]"},
        Case{"ИИН 991332000003, прошу помочь", "ИИН […], прошу помочь"},
        Case{"карта 4400 4301 2345 6789 не работает", "карта […] не работает"},
        Case{"пишите на aigul.s@example.kz или соседям", "пишите на […] или соседям"},
        Case{"машина 123 ABC 02 стоит на газоне", "машина […] стоит на газоне"},
        Case{"машина 123ABC02 стоит", "машина […] стоит"},
        // What must stay: houses, dates, buses, times, sums.
        Case{"дом 45, квартира 12, автобус 92, 3 раза", "дом 45, квартира 12, автобус 92, 3 раза"},
        Case{"с 12.11.2026 до 14:30 нет воды", "с 12.11.2026 до 14:30 нет воды"},
        Case{"счёт на 15 000 тенге", "счёт на 15 000 тенге"},
        Case{"2026-11-23", "2026-11-23"},
        Case{"Пишет Сәрсенова Айгүл, живу здесь", "Пишет […] […], живу здесь"},
        Case{"Обращение Сәрсеновой Айгүлге", "Обращение […] […]"},
        Case{"@ сам по себе и a@ и @b", "@ сам по себе и a@ и @b"}, Case{"", ""}));

TEST_P(Cleared, of_what_is_personal_and_of_nothing_else) {
  EXPECT_EQ(redacted(GetParam().text, {"Сәрсенова", "Айгүл", ""}, "[…]"), GetParam().cleared);
}

TEST(PublicPlace, ends_before_the_house) {
  EXPECT_EQ(public_place("Ақсай-4 шағын ауданы, 45-үй, 12-пәтер"), "Ақсай-4 шағын ауданы");
  EXPECT_EQ(public_place("улица Абая 45, кв. 12"), "улица Абая");
  EXPECT_EQ(public_place("мкр. Аксай-4, д. 45"), "мкр. Аксай-4");
  EXPECT_EQ(public_place("Абай көшесі 45-үй"), "Абай көшесі");
  EXPECT_EQ(public_place(""), "");
}

TEST(PublicForm, never_holds_what_only_the_applicant_told) {
  Content content;
  content.text = "Во дворе темно. Мой номер 87012345678, Петров.";
  content.address = "улица Абая, дом 45, кв. 12";
  content.applicant = {.surname = "Петров", .first_name = "Иван", .iin = "991332000003", .email = "p@example.kz"};
  const auto form = public_form(content, "[…]");
  for (const auto* part : {&form.title, &form.text, &form.place})
    for (const auto* secret : {"Петров", "8701", "45", "991332000003", "p@example.kz"})
      EXPECT_EQ(part->find(secret), std::string::npos) << *part;
}

TEST(Title, is_the_first_sentence_cut_at_a_word) {
  EXPECT_EQ(title_of("Во дворе третью неделю темно. Помогите."), "Во дворе третью неделю темно");
  EXPECT_LE(title_of(std::string(5000, 'a')).size(), 90u);
}

}  // namespace jauap::appeals
