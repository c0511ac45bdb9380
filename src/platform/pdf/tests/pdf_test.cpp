#include "platform/pdf/pdf.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <thread>

#include "base/text.h"
#include "platform/db/testing.h"

namespace jauap::pdf {
namespace {

Document letter() {
  return {.language = Language::kk,
          .title = "Жауап KZ75-A-2026-000284",
          .author = "Алматы қаласы Жол инфрақұрылымы басқармасы",
          .heading = {"Алматы қаласы Жол инфрақұрылымы басқармасы", "Управление дорожной инфраструктуры города Алматы"},
          .blocks = {Title{"Өтінішке жауап"}, Paragraph{"Құрметті әріптес, өтініш ҚР заңы ңғүұқөһі\n\nЕкінші абзац."},
                     List{.items = {"жөндеу жоспарға енгізілді", "жұмыс мамырда аяқталады"}, .numbered = true},
                     Table{.columns = {{"Тармақ", 2}, {"Шешім", 3}},
                           .rows = {{"Жарық", "Орнатылды"}, {"Жол", "2026 жылы жөнделеді"}}},
                     Signature{"Басшы", "А. Сейітов", "Электрондық цифрлық қолтаңбамен қол қойылды"},
                     Code{"https://jauap.example/kk/appeals/KZ75-A-2026-000284", "Түпнұсқаны тексеру: jauap.example"}},
          .footer = "KZ75-A-2026-000284",
          .made_at = Instant{1'772'428'800'000}};
}

Document only(Block block) {
  return {.title = "t", .heading = {}, .blocks = {std::move(block)}};
}

// What a tool of package poppler-utils says of the file; "-" among the words stands for where its text goes.
std::string asked(const std::string& tool, const std::string& pdf, const std::string& after = "") {
  const db::TemporaryFolder folder;
  const auto file = folder.path() + "/a.pdf", answer = folder.path() + "/a.txt";
  std::ofstream(file, std::ios::binary) << pdf;
  const auto code = std::system((tool + " " + file + " " + after + " > " + answer + " 2>&1").c_str());
  std::stringstream text;
  text << std::ifstream(answer).rdbuf();
  return code == 0 ? text.str() : "FAILED " + text.str();
}

std::string text_of(const std::string& pdf) {
  return asked("pdftotext -layout", pdf, "-");
}

int pages_of(const std::string& pdf) {
  const auto said = asked("pdfinfo", pdf);
  const auto at = said.find("Pages:");
  return at == std::string::npos ? 0 : std::stoi(said.substr(at + 6));
}

std::string without_space(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n' || c == '\f'; });
  return text;
}

std::size_t count(const std::string& text, std::string_view part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++found;
  return found;
}

}  // namespace

TEST(Pdf, gives_back_kazakh_text_to_whoever_searches_or_copies) {
  const auto text = text_of(*write(letter()));
  for (const auto* part :
       {"Құрметті әріптес, өтініш ҚР заңы ңғүұқөһі", "Екінші абзац.", "Өтінішке жауап", "1. жөндеу жоспарға енгізілді",
        "Орнатылды", "А. Сейітов", "Түпнұсқаны тексеру: jauap.example"})
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
}

TEST(Pdf, sets_the_two_names_of_the_sender_side_by_side) {
  auto document = letter();
  document.heading = {"Қазақша атауы", "Русское название"};
  const auto text = text_of(*write(document));
  const auto line = text.substr(text.find("Қазақша"), text.find('\n', text.find("Қазақша")) - text.find("Қазақша"));
  EXPECT_NE(line.find("Русское название"), std::string::npos) << text;
}

TEST(Pdf, says_its_title_language_and_structure) {
  const auto file = *write(letter());
  const auto said = asked("pdfinfo", file);
  EXPECT_NE(said.find("Title:           Жауап KZ75-A-2026-000284"), std::string::npos) << said;
  EXPECT_NE(said.find("Tagged:          yes"), std::string::npos) << said;
  EXPECT_NE(said.find("(A4)"), std::string::npos) << said;
  EXPECT_NE(file.find("/Lang (kk)"), std::string::npos);
  const auto structure = asked("pdfinfo -struct", file);
  for (const auto* tag : {"H1", "P (block)", "L (block)", "LI (block)", "Table", "TH", "TD", "Link"})
    EXPECT_NE(structure.find(tag), std::string::npos) << tag << structure;
  EXPECT_EQ(structure.find("Syntax"), std::string::npos) << structure;
}

TEST(Pdf, carries_its_fonts_with_it) {
  const auto fonts = asked("pdffonts", *write(letter()));
  EXPECT_NE(fonts.find("LiberationSerif"), std::string::npos) << fonts;
  EXPECT_EQ(count(fonts, " no  "), 0u) << fonts;
}

TEST(Pdf, links_the_address_of_the_code_and_no_other_scheme) {
  EXPECT_NE(write(letter())->find("/URI (https://jauap.example/kk/appeals/KZ75-A-2026-000284)"), std::string::npos);
  EXPECT_EQ(write(only(Code{"javascript:alert(1)", "x"}))->find("/URI"), std::string::npos);
  EXPECT_EQ(write(only(Code{"https://a.example/' dest='x", "x"}))->find("/URI"), std::string::npos);
}

TEST(Pdf, of_the_same_document_is_the_same_bytes_on_any_thread_and_after_others) {
  const auto first = *write(letter());
  (void)write(only(Paragraph{"Something else, before: ABCDEFGHIJ"}));
  EXPECT_EQ(*write(letter()), first);
  std::string elsewhere;
  std::thread([&] { elsewhere = *write(letter()); }).join();
  EXPECT_EQ(elsewhere, first);
  auto later = letter();
  later.made_at = Instant{1'772'428'860'000};
  EXPECT_NE(*write(later), first);
}

TEST(Pdf, carries_a_text_of_20000_characters_whole_over_its_pages) {
  std::string text;
  while (text::characters(text) < 20'000) text += "Аулада жарық жоқ, қараңғы көшеде балалар жүреді. ";
  const auto file = *write(only(Paragraph{text}));
  EXPECT_GT(pages_of(file), 4);
  const auto back = asked("pdftotext", file, "-");
  EXPECT_EQ(count(back, "жүреді."), count(text, "жүреді."));
  for (int n = 1; n <= pages_of(file); ++n)
    EXPECT_NE(without_space(back).find(std::to_string(n) + "/" + std::to_string(pages_of(file))), std::string::npos)
        << "page " << n << " of all";
}

TEST(Pdf, breaks_words_longer_than_a_line_without_changing_them) {
  const std::string word(3'000, 'w');
  const auto file = *write(only(Paragraph{word}));
  EXPECT_EQ(count(asked("pdftotext", file, "-"), "w"), 3'000u);
  EXPECT_EQ(asked("pdftotext", file, "-").find('-'), std::string::npos);
  EXPECT_EQ(
      count(asked("pdftotext", *write(only(Table{.columns = {{word}, {"b"}}, .rows = {{word, word}}})), "-"), "w"),
      9'000u);
}

TEST(Pdf, repeats_the_head_of_a_table_and_tears_only_rows_longer_than_a_page) {
  Table table{.columns = {{"HEAD"}, {"two"}}, .rows = {}};
  for (int i = 0; i < 120; ++i) table.rows.push_back({"row" + std::to_string(i), "text"});
  const auto file = *write(only(table));
  const auto text = asked("pdftotext", file, "-");
  EXPECT_EQ(count(text, "HEAD"), std::size_t(pages_of(file)));
  EXPECT_EQ(count(text, "row"), 120u);
  std::string tall;
  for (int i = 0; i < 200; ++i) tall += "line" + std::to_string(i) + "\n";
  const auto torn = *write(only(Table{.columns = {{"HEAD"}, {"two"}}, .rows = {{tall, "x"}, {"LAST"}}}));
  EXPECT_EQ(count(asked("pdftotext", torn, "-"), "line"), 200u);
  EXPECT_GT(pages_of(torn), 3);
  EXPECT_NE(asked("pdftotext", torn, "-").find("LAST"), std::string::npos);
}

TEST(Pdf, is_not_broken_by_hostile_text) {
  std::string marks = "a";
  for (int i = 0; i < 5'000; ++i) marks += "\u0301";
  const std::string texts[] = {std::string("zero\0byte", 9),
                               "bell\a escape\x1b[31m",
                               "\u202Eevil\u202C \u2066x\u2069",
                               "\xff\xfe\x80 broken",
                               "\u2028\u2029\u2028",
                               marks,
                               "<span size='9999999'>&amp;</span>",
                               "😀🇰🇿👩‍👩‍👧",
                               "مرحبا שלום",
                               "(\\) endobj\n%%EOF\ntrailer\n<< /Root 1 0 R >>",
                               "\t\t\t",
                               "",
                               "漢字"};
  for (const auto& text : texts) {
    Document document{.title = text, .author = text, .heading = {text, text}, .footer = text};
    document.blocks = {Title{text},
                       Paragraph{text},
                       List{{text, text}},
                       Table{{{text}, {text}}, {{text, text, text}, {}}},
                       Signature{text, text, text},
                       Code{"x" + text, text}};
    if (text.size() > code_bytes_max) document.blocks.pop_back();
    const auto file = write(document);
    ASSERT_TRUE(file) << text;
    EXPECT_GE(pages_of(*file), 1) << text;
    const auto back = asked("pdftotext", *file, "-");
    EXPECT_EQ(back.find("FAILED"), std::string::npos) << text << back;
    EXPECT_EQ(back.find("Syntax"), std::string::npos) << text << back;
    for (const auto* hidden : {"\u202E", "\u2066", "\x1b"}) EXPECT_EQ(back.find(hidden), std::string::npos) << text;
  }
}

TEST(Pdf, refuses_a_code_that_no_phone_could_read) {
  const auto refused = write(only(Code{std::string(code_bytes_max + 1, 'x'), ""}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.problems().first().message, Key("platform.pdf.code_too_long"));
}

TEST(Pdf, of_nothing_is_one_empty_page) {
  EXPECT_EQ(pages_of(*write({})), 1);
}

}  // namespace jauap::pdf
