// The gate of the catalogues is itself tested, with planted faults.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

namespace jauap::i18n {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

struct Outcome {
  int status;
  std::string said;
};

class Catalogues : public ::testing::Test {
 protected:
  void SetUp() override {
    auto name = (fs::temp_directory_path() / "jauap-catalogue-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
    fs::create_directories(folder_ / "src/roads/i18n");
    write("src/roads/roads.cpp", "auto heading = t(\"roads.title\");\n");
    for (const auto* language : {"kk", "ru", "en"}) catalogue(language, good(language));
  }
  void TearDown() override { fs::remove_all(folder_); }

  void write(const std::string& path, const std::string& content) { std::ofstream(folder_ / path) << content; }
  void catalogue(const std::string& language, const std::string& entries) {
    write("src/roads/i18n/" + language + ".po",
          "msgid \"\"\nmsgstr \"\"\n\"Language: " + language + "\\n\"\n\n" + entries);
  }
  static std::string good(const std::string& language) {
    std::string entries =
        "msgid \"roads.title\"\nmsgstr \"Title {name}\"\n\nmsgid \"roads.days\"\nmsgid_plural \"roads.days\"\n";
    const int forms = language == "kk" ? 1 : language == "ru" ? 3 : 2;
    for (int i = 0; i < forms; ++i) entries += "msgstr[" + std::to_string(i) + "] \"{count} days\"\n";
    return entries;
  }
  Outcome run(const std::string& more = "") {
    const auto dir = folder_.string() + "/src";
    const auto po = dir + "/roads/i18n/";
    const auto command = "python3 " JAUAP_SOURCE_DIR "/tools/catalogue.py --out " + folder_.string() +
                         "/out.cpp --sources " + dir + " --catalogues " + po + "kk.po " + po + "ru.po " + po +
                         "en.po " + more + " 2>&1";
    Outcome outcome{-1, ""};
    auto* pipe = ::popen(command.c_str(), "r");
    std::array<char, 4096> part{};
    while (const auto got = std::fread(part.data(), 1, part.size(), pipe)) outcome.said.append(part.data(), got);
    outcome.status = WEXITSTATUS(::pclose(pipe));
    return outcome;
  }
  void expect_refused(const std::string& why) {
    const auto outcome = run();
    EXPECT_EQ(outcome.status, 1) << outcome.said;
    EXPECT_THAT(outcome.said, HasSubstr(why));
    EXPECT_FALSE(fs::exists(folder_ / "out.cpp"));
  }

  fs::path folder_;
};

}  // namespace

TEST_F(Catalogues, complete_ones_become_tables) {
  const auto outcome = run();
  EXPECT_EQ(outcome.status, 0) << outcome.said;
  EXPECT_TRUE(fs::exists(folder_ / "out.cpp"));
}

TEST_F(Catalogues, text_missing_in_one_language_is_refused) {
  catalogue("kk", "msgid \"roads.title\"\nmsgstr \"Title {name}\"\n");
  expect_refused("kk.po:1: roads.days is missing");
}

TEST_F(Catalogues, empty_text_is_refused) {
  catalogue("ru", good("ru") + "\nmsgid \"roads.empty\"\nmsgstr \"\"\n");
  expect_refused("roads.empty is empty");
}

TEST_F(Catalogues, different_placeholders_are_refused) {
  auto entries = good("ru");
  entries.replace(entries.find("{name}"), 6, "{nome}");
  catalogue("ru", entries);
  expect_refused("roads.title has different placeholders");
}

TEST_F(Catalogues, too_few_plural_forms_are_refused) {
  auto entries = good("ru");
  entries.resize(entries.find("msgstr[2]"));
  catalogue("ru", entries);
  expect_refused("roads.days needs 3 form(s), has 2");
}

TEST_F(Catalogues, kazakh_suffix_on_a_placeholder_is_refused) {
  auto entries = good("kk");
  entries.replace(entries.find("{name}"), 6, "{name}-ге");
  catalogue("kk", entries);
  expect_refused("roads.title glues a suffix");
}

TEST_F(Catalogues, key_of_another_folder_is_refused) {
  for (const auto* language : {"kk", "ru", "en"})
    catalogue(language, good(language) + "\nmsgid \"bridges.title\"\nmsgstr \"x\"\n");
  expect_refused("'bridges.title' is no key that begins with roads");
}

TEST_F(Catalogues, key_that_stands_twice_is_refused) {
  catalogue("en", good("en") + "\nmsgid \"roads.title\"\nmsgstr \"Again {name}\"\n");
  expect_refused("roads.title stands twice");
}

TEST_F(Catalogues, unreadable_line_is_refused_with_its_place) {
  catalogue("en", good("en") + "\nmsgid roads.other\n");
  expect_refused("en.po:13: cannot read this line");
}

TEST_F(Catalogues, catalogue_of_another_language_is_refused) {
  write("src/roads/i18n/en.po", "msgid \"\"\nmsgstr \"\"\n\"Language: ru\\n\"\n\n" + good("en"));
  expect_refused("does not say Language: en");
}

TEST_F(Catalogues, text_that_the_sources_ask_for_in_vain_is_refused_or_told_in_a_draft) {
  write("src/roads/pages.cpp", "// t(\"roads.in_a_comment\")\nauto heading = t(\"roads.absent\");\n");
  expect_refused("pages.cpp:2: no catalogue has 'roads.absent'");
  const auto draft = run("--draft");
  EXPECT_EQ(draft.status, 0);
  EXPECT_THAT(draft.said, HasSubstr("warning: "));
}

}  // namespace jauap::i18n
