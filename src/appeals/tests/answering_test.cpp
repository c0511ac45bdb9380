#include "appeals/answering.h"

#include <gtest/gtest.h>

namespace jauap::appeals {
namespace {

const law::Pack& kz() {
  static const auto pack = law::Pack::load(JAUAP_SOURCE_DIR "/packs/kz");
  return **pack;
}

std::vector<std::string> warned(const AnswerAppeal& answer, const char* language = "ru") {
  Appeal appeal;
  appeal.language = language;
  std::vector<std::string> keys;
  for (const auto& one : warnings(kz(), appeal, {}, answer)) keys.emplace_back(one.message.name());
  return keys;
}
using Keys = std::vector<std::string>;

}  // namespace

TEST(Questions, are_taken_in_the_applicants_own_words_and_order) {
  EXPECT_EQ(questions_of("Во дворе яма. Когда её заделают? Кто отвечает за двор? Спасибо!"), (Keys{"Когда её заделают?", "Кто отвечает за двор?"}));
  EXPECT_EQ(questions_of("Прошу:\n1. Вывезти ветки.\n2) Починить лавку\n- Покрасить забор"), (Keys{"Вывезти ветки.", "Починить лавку", "Покрасить забор"}));
  EXPECT_EQ(questions_of("Жылу қашан беріледі? Қай күні?"), (Keys{"Жылу қашан беріледі?", "Қай күні?"}));
  EXPECT_TRUE(questions_of("Не горит фонарь на улице Абая, 45. Срок 30.11.2026 прошёл.").empty());
}

TEST(Questions, hostile_texts_give_a_bounded_list) {
  std::string many;
  for (int i = 0; i < 1000; ++i) many += "Почему так долго, раз номер " + std::to_string(i) + "? ";
  EXPECT_EQ(questions_of(many).size(), points_max);
  EXPECT_TRUE(questions_of(std::string(100'000, '?')).empty());
  EXPECT_TRUE(questions_of("").empty());
  EXPECT_EQ(questions_of("Когда починят? Когда починят?").size(), 1u);
}

TEST(Warnings, an_answer_with_facts_raises_none) {
  EXPECT_EQ(warned({Decision::satisfied, "Фонарь у дома 45 починили 26 ноября. Причина: обрыв кабеля."}), Keys{});
  EXPECT_EQ(warned({Decision::satisfied, "45-үйдегі шам 26 қарашада жөнделді."}, "kk"), Keys{});
}

TEST(Warnings, name_what_is_missing) {
  EXPECT_EQ(warned({Decision::explained, "Ваше обращение принято к сведению."}), Keys{"appeals.warn.stock"});
  EXPECT_EQ(warned({Decision::explained, "Лавка будет покрашена."}), Keys{"appeals.warn.promise"});
  EXPECT_EQ(warned({Decision::explained, "Лавка будет покрашена.", {}, {{"Покрасить лавку", "мастер участка", *CivilDate::parse("2026-12-10")}}}), Keys{});
  EXPECT_EQ(warned({Decision::explained, "Шамдар жөнделді, жарық бар."}), Keys{"appeals.warn.language"});
  EXPECT_EQ(warned({Decision::explained, "Фонарь починили вчера.", {{"Когда починят?", ""}}}), Keys{"appeals.warn.unanswered"});
  EXPECT_EQ(warned({Decision::explained, "Звоните мастеру: 8 701 234 56 78."}), Keys{"appeals.warn.personal"});
  std::string sentence = "Работы";
  for (int i = 0; i < 30; ++i) sentence += " идут";
  EXPECT_EQ(warned({Decision::explained, sentence + "."}), Keys{"appeals.warn.long_sentence"});
}

}  // namespace jauap::appeals
