#include "law/tests/support.h"

using namespace jauap;
using namespace jauap::law;
using namespace std::string_literals;

namespace {

struct KindCase {
  std::string text, kind, because;
};
struct TopicCase {
  std::string text, topic, because;
};

}  // namespace

class KindProposals : public ::testing::TestWithParam<KindCase> {};

TEST_P(KindProposals, names_the_kind_and_the_word_that_decided) {
  const auto proposed = propose_kind(kz(), GetParam().text);
  EXPECT_EQ(code(proposed.kind), GetParam().kind);
  EXPECT_EQ(proposed.because, GetParam().because);
}

INSTANTIATE_TEST_SUITE_P(
    Table, KindProposals,
    ::testing::Values(KindCase{"Во дворе не вывозят мусор", "application", ""},
                      KindCase{"Прошу отремонтировать тротуар", "application", "Прошу"},
                      KindCase{"Көмектесіп жіберіңіздерші, жол жоқ", "application", "Көмектесіп"},
                      KindCase{"Жалуюсь на бездействие акимата, прошу принять меры, прошу ответить", "complaint",
                               "Жалуюсь"},
                      KindCase{"Шағымданамын: жауап бермей жатыр", "complaint", "Шағымданамын"},
                      KindCase{"шагым: заңсыз шешім", "complaint", "заңсыз шешім"},
                      KindCase{"Сообщаю, что на углу свалка", "message", "Сообщаю"},
                      KindCase{"Хабарлаймын, көшеде қоқыс үйіндісі бар", "message", "Хабарлаймын"},
                      KindCase{"Предлагаю сделать велодорожку. Прошу рассмотреть.", "proposal", "Предлагаю"},
                      KindCase{"Велосипед жолын салуды ұсынамын", "proposal", "ұсынамын"},
                      KindCase{"СПАСИБО за новый сквер!", "response", "СПАСИБО"},
                      KindCase{"Жаңа саябақ үшін алғыс айтамын", "response", "алғыс"},
                      KindCase{"Прошу сообщить, когда начнется ремонт", "request", "Прошу сообщить"},
                      KindCase{"Ақпарат беріңіздер: жөндеу қашан болады", "request", "Ақпарат беріңіздер"},
                      KindCase{"", "application", ""}, KindCase{"… !!! 12345", "application", ""}));

class TopicProposals : public ::testing::TestWithParam<TopicCase> {};

TEST_P(TopicProposals, come_first_with_the_word_that_was_found) {
  const auto proposed = propose_topics(kz(), GetParam().text, "almaty.auezov", 3);
  ASSERT_FALSE(proposed.empty());
  EXPECT_EQ(proposed.front().topic->code, GetParam().topic);
  EXPECT_EQ(proposed.front().because, GetParam().because);
  EXPECT_FALSE(proposed.front().body.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Russian, TopicProposals,
    ::testing::Values(TopicCase{"Во дворе не вывозят мусор", "waste.removal", "не вывозят мусор"},
                      TopicCase{"На улице Толе би глубокая яма", "roads.pothole", "яма"},
                      TopicCase{"Водитель автобуса нагрубил пенсионерке", "transport.driver", "Водитель автобуса"},
                      TopicCase{"Открытый люк на тротуаре у школы 25", "roads.manhole", "Открытый люк"},
                      TopicCase{"Не чистят снег во дворах", "roads.snow", "снег"},
                      TopicCase{"Третий день нет холодной воды", "water.outage", "нет холодной воды"},
                      TopicCase{"Из крана идет ржавая вода", "water.quality", "ржавая вода"},
                      TopicCase{"Сильный запах газа в подъезде", "heat.gas", "запах газа"},
                      TopicCase{"Отключили свет во всем микрорайоне", "power.outage", "Отключили свет"},
                      TopicCase{"Дорожка не освещена", "power.streetlight", "не освещена"},
                      TopicCase{"Лифт не работает вторую неделю", "housing.lift", "Лифт не работает"},
                      TopicCase{"Скорая не приехала", "health.ambulance", "Скорая"},
                      TopicCase{"Собирают деньги на ремонт класса", "education.fees", "деньги на ремонт класса"},
                      TopicCase{"Собака укусила ребенка", "animals.bite", "Собака укусила"},
                      TopicCase{"Сосед избивает жену", "safety.violence", "избивает"},
                      TopicCase{"Пришла отписка, нет ответа по существу", "gov.reply", "нет ответа"}));

INSTANTIATE_TEST_SUITE_P(
    Kazakh, TopicProposals,
    ::testing::Values(TopicCase{"Ақсай-4: үш күннен бері жылу жоқ", "heat.no-heat", "жылу жоқ"},
                      TopicCase{"Аксай-4: уш куннен бери жылу жок", "heat.no-heat", "жылу жок"},
                      TopicCase{"Абай даңғылында шұңқыр бар, жолды жөндеп беріңіз", "roads.pothole", "жолды жөндеп"},
                      TopicCase{"Мектептің жанында ашық құдық тұр", "roads.manhole", "ашық құдық"},
                      TopicCase{"Көшеде көктайғақ, қар тазаланбаған", "roads.snow", "қар тазаланбаған"},
                      TopicCase{"Бағдаршам істемейді", "traffic.lights", "Бағдаршам істемейді"},
                      TopicCase{"Екінші күн су жоқ", "water.outage", "су жоқ"},
                      TopicCase{"Ыстық су берілмейді", "heat.hot-water", "Ыстық су берілмейді"},
                      TopicCase{"Көше шамдары жанбайды", "power.streetlight", "Көше шамдары"},
                      TopicCase{"Емханада дәрігер жоқ", "health.clinic", "дәрігер жоқ"},
                      TopicCase{"Балабақшаға кезек", "education.kindergarten", "Балабақшаға"},
                      TopicCase{"Жалақы төлемей жатыр", "social.wages", "Жалақы төлемей"},
                      TopicCase{"Қаңғыбас иттер көбейіп кетті", "animals.stray", "Қаңғыбас"},
                      TopicCase{"Пара сұрады", "gov.corruption", "Пара сұрады"},
                      TopicCase{"Ауа лас, түтін", "ecology.air", "Ауа лас"}));

TEST(TopicProposals, a_text_about_nothing_known_gets_none) {
  EXPECT_TRUE(propose_topics(kz(), "Хочу рассказать", "almaty.auezov", 3).empty());
  EXPECT_TRUE(propose_topics(kz(), "", "", 3).empty());
  EXPECT_TRUE(propose_topics(kz(), "Село и сельский клуб", "", 3).empty());
  EXPECT_TRUE(propose_topics(kz(), "мусор", "", 0).empty());
}

TEST(TopicProposals, an_addressee_of_the_district_needs_the_district) {
  EXPECT_EQ(propose_topics(kz(), "гололед", "almaty.medeu", 1).front().body, "almaty.akimat.medeu");
  EXPECT_EQ(propose_topics(kz(), "гололед", "", 1).front().body, "");
  EXPECT_EQ(propose_topics(kz(), "гололед", "almaty.unknown", 1).front().body, "");
  EXPECT_EQ(body_for(kz(), *kz().topic("waste.removal"), ""), "almaty.ekologiya");
}

TEST(TopicProposals, every_topic_can_be_proposed_and_every_district_has_an_addressee) {
  for (const auto& topic : kz().topics) {
    for (const auto* language : {"kk", "ru"}) {
      const auto& signs = topic.signs.at(language);
      EXPECT_GE(signs.size(), 5u) << topic.code;
      EXPECT_LE(signs.size(), 12u) << topic.code;
    }
    for (const auto& district : kz().districts)
      EXPECT_NE(kz().body(body_for(kz(), topic, district.code)), nullptr) << topic.code;
  }
}

TEST(TopicProposals, the_same_text_always_gets_the_same_answer) {
  const std::string text = "Во дворе не вывозят мусор, не горят фонари, лифт не работает, нет горячей воды и собаки";
  const auto first = propose_topics(kz(), text, "almaty.auezov", 10);
  for (int i = 0; i < 5; ++i) {
    const auto again = propose_topics(kz(), text, "almaty.auezov", 10);
    ASSERT_EQ(again.size(), first.size());
    for (std::size_t n = 0; n < first.size(); ++n) EXPECT_EQ(again[n].topic, first[n].topic);
  }
}

TEST(TopicProposals, what_may_hurt_somebody_is_never_public) {
  for (const auto* code : {"health.hospital", "education.school", "safety.violence", "social.child", "gov.ethics"})
    EXPECT_TRUE(kz().topic(code)->sensitive) << code;
  EXPECT_FALSE(kz().topic("roads.pothole")->sensitive);
  EXPECT_TRUE(kz().topic("heat.gas")->urgent);
}

TEST(TopicProposals, hostile_texts_are_read_quickly_and_harm_nothing) {
  std::string long_word, repeated;
  for (int i = 0; i < 5000; ++i) long_word += "ж";
  for (int i = 0; i < 20000; ++i) repeated += "жылу ";
  EXPECT_TRUE(propose_topics(kz(), long_word, "", 3).empty());
  EXPECT_EQ(propose_topics(kz(), repeated, "", 1).front().topic->code, "heat.no-heat");
  EXPECT_EQ(propose_topics(kz(), "жылу\0жоқ \xFF\xC3"s, "", 1).front().topic->code, "heat.no-heat");
  EXPECT_EQ(propose_kind(kz(), "\xFF\xFE\x80").kind, AppealKind::application);
}
