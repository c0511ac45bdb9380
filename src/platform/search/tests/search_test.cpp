#include "platform/search/search.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "platform/db/testing.h"

namespace jauap::search {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

Change shown(const char* number, const char* title, const char* text, std::vector<Mark> marks = {}, std::int64_t newness = 0) {
  return {number, Document{number, title, text, std::move(marks), newness}};
}

struct Search : testing::Test {
  Search() : index(folder.path() + "/search") {
    index.apply({shown("A-1", "Не горит фонарь", "Во дворе у станции Алатау третью неделю не горят фонари.", {{'D', "auezov"}, {'S', "open"}}, 1),
                 shown("A-2", "Көшеде жарық жоқ", "Алатау бекеті көшесіндегі шамдар үш аптадан бері жанбайды.", {{'D', "medeu"}, {'S', "open"}}, 2),
                 shown("A-3", "Яма на дороге", "Машины объезжают яму по встречной, дорожники не едут.", {{'D', "auezov"}, {'S', "closed"}}, 3),
                 shown("A-4", "The bus does not come", "Buses of line 79 stopped coming in the evening.", {{'D', "medeu"}}, 4)},
                7);
  }
  std::vector<std::string> found(std::string text, std::vector<Mark> marks = {}) { return index.find({.text = std::move(text), .marks = std::move(marks)}).numbers; }
  db::TemporaryFolder folder;
  Index index;
};

}  // namespace

TEST_F(Search, finds_other_forms_of_a_word_in_each_language) {
  EXPECT_THAT(found("фонарей"), ElementsAre("A-1"));
  EXPECT_THAT(found("дорогами"), ElementsAre("A-3"));
  EXPECT_THAT(found("көшеге"), ElementsAre("A-2"));
  EXPECT_THAT(found("шамдарды"), ElementsAre("A-2"));
  EXPECT_THAT(found("buses evening"), ElementsAre("A-4"));
}

TEST_F(Search, finds_kazakh_typed_without_its_letters_and_either_language_in_latin) {
  EXPECT_THAT(found("коше"), ElementsAre("A-2"));
  EXPECT_THAT(found("koshe"), ElementsAre("A-2"));
  EXPECT_THAT(found("fonar"), ElementsAre("A-1"));
  EXPECT_THAT(found("ФОНАРЬ"), ElementsAre("A-1"));
}

TEST_F(Search, all_words_and_all_filters_hold) {
  EXPECT_THAT(found("Алатау"), UnorderedElementsAre("A-1", "A-2"));
  EXPECT_THAT(found("алатау жарық"), ElementsAre("A-2"));
  EXPECT_THAT(found("Алатау", {{'D', "auezov"}}), ElementsAre("A-1"));
  EXPECT_THAT(found("Алатау", {{'D', "auezov"}, {'D', "medeu"}}), UnorderedElementsAre("A-1", "A-2"));
  EXPECT_THAT(found("яма", {{'D', "auezov"}, {'S', "open"}}), IsEmpty());
  EXPECT_THAT(found("слон"), IsEmpty());
}

TEST_F(Search, newest_first_when_asked_and_page_by_page) {
  const auto first = index.find({.text = "Алатау", .newest_first = true, .limit = 1});
  EXPECT_THAT(first.numbers, ElementsAre("A-2"));
  EXPECT_TRUE(first.has_more);
  const auto second = index.find({.text = "Алатау", .newest_first = true, .offset = 1, .limit = 1});
  EXPECT_THAT(second.numbers, ElementsAre("A-1"));
  EXPECT_FALSE(second.has_more);
}

TEST_F(Search, what_is_no_longer_public_is_found_no_more) {
  index.apply({{"A-1", std::nullopt}}, 8);
  EXPECT_THAT(found("фонарь"), IsEmpty());
  EXPECT_EQ(index.position(), 8);
}

TEST_F(Search, a_changed_text_replaces_the_old_one) {
  index.apply({shown("A-1", "Не горит лампа", "Лампа у подъезда.")}, 8);
  EXPECT_THAT(found("фонарь"), IsEmpty());
  EXPECT_THAT(found("лампы"), ElementsAre("A-1"));
}

TEST_F(Search, proposes_a_spelling_when_nothing_is_found) {
  EXPECT_EQ(index.find({.text = "фонарб"}).spelling, "фонарь");
  EXPECT_EQ(index.find({.text = "zzzzzz"}).spelling, "");
}

TEST_F(Search, words_of_what_is_shown_no_more_are_proposed_to_nobody) {
  index.apply({shown("A-5", "Редкостный барометр", "Барометр")}, 8);
  index.apply({shown("A-5", "Редкостный барометр", "Барометр, снова")}, 9);
  EXPECT_EQ(index.find({.text = "барометп"}).spelling, "барометр");
  index.apply({{"A-5", std::nullopt}}, 10);
  EXPECT_EQ(index.find({.text = "барометп"}).spelling, "");
  EXPECT_EQ(index.find({.text = "фонарб"}).spelling, "фонарь");
}

TEST_F(Search, alike_is_what_shares_telling_words) {
  EXPECT_THAT(index.alike("У нас во дворе не горит ни один фонарь, темно.", {}, 5), ElementsAre("A-1"));
  EXPECT_THAT(index.alike("У нас во дворе не горит ни один фонарь, темно.", {{'D', "medeu"}}, 5), IsEmpty());
  EXPECT_THAT(index.alike("Совсем другое дело о документах.", {}, 5), IsEmpty());
  EXPECT_THAT(index.alike("", {}, 5), IsEmpty());
}

TEST_F(Search, hostile_questions_find_nothing_and_break_nothing) {
  std::string many;
  for (int i = 0; i < 5000; ++i) many += "слово" + std::to_string(i) + " ";
  for (const auto& text : {std::string(), std::string("\0\xff\xfe", 3), std::string(100'000, 'a'), many, std::string("* AND (OR \"XDauezov QA-1"), std::string("XDauezov")})
    EXPECT_THAT(found(text), IsEmpty());
  EXPECT_THAT(index.find({.text = "Алатау", .offset = -1}).numbers, IsEmpty());
  EXPECT_THAT(index.find({.text = "Алатау", .offset = 1'000'000}).numbers, IsEmpty());
}

TEST(SearchFolder, a_broken_or_foreign_index_is_begun_anew) {
  db::TemporaryFolder folder;
  const auto path = folder.path() + "/search";
  { Index(path).apply({shown("A-1", "Фонарь", "Фонарь")}, 5); }
  { EXPECT_EQ(Index(path).position(), 5); }
  for (const auto& entry : std::filesystem::directory_iterator(path)) std::ofstream(entry.path(), std::ios::trunc) << "no index";
  Index again(path);
  EXPECT_EQ(again.position(), 0);
  again.apply({shown("A-2", "Лавка", "Лавка")}, 1);
  EXPECT_THAT(again.find({.text = "лавка"}).numbers, ElementsAre("A-2"));
}

}  // namespace jauap::search
