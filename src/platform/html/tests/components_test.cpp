#include "platform/html/components.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <set>
#include <sstream>

namespace jauap::html {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* attack = "<img src=x onerror=alert(1)>\"'";

std::set<std::string> found(const std::string& markup, const std::string& pattern) {
  std::set<std::string> all;
  const std::regex regex(pattern);
  for (std::sregex_iterator at(markup.begin(), markup.end(), regex), end; at != end; ++at) all.insert((*at)[1]);
  return all;
}

// Each id stands once, and what aria-describedby and for name is there.
void expect_tied(const std::string& markup) {
  const auto ids = found(markup, " id=\"([^\"]*)\"");
  std::size_t count = 0;
  for (std::size_t at = 0; (at = markup.find(" id=\"", at)) != std::string::npos; ++at) ++count;
  EXPECT_EQ(ids.size(), count) << "an id stands twice in " << markup;
  for (const auto& list : found(markup, " (?:aria-describedby|for)=\"([^\"]*)\"")) {
    std::istringstream names(list);
    for (std::string name; names >> name;) EXPECT_TRUE(ids.count(name)) << name << " in " << markup;
  }
}

const FieldWords wrong_field{"iin", "ЖСН", "12 сан", "ЖСН 12 саннан тұрады.", "9913"};

}  // namespace

TEST(Field, label_hint_and_error_are_tied_to_the_control) {
  const auto markup = input_field(wrong_field, {.inputmode = "numeric"}).markup();
  EXPECT_THAT(markup, HasSubstr("<label for=\"iin\">ЖСН</label>"));
  EXPECT_THAT(markup, HasSubstr("aria-describedby=\"iin-hint iin-error\" aria-invalid=\"true\""));
  EXPECT_THAT(markup, HasSubstr("value=\"9913\""));
  EXPECT_THAT(markup, HasSubstr("inputmode=\"numeric\""));
  expect_tied(markup);
}

TEST(Field, says_nothing_of_hints_and_errors_that_are_not_there) {
  const auto markup = input_field({"name", "Аты", "", "", ""}).markup();
  EXPECT_THAT(markup, Not(HasSubstr("aria-")));
  EXPECT_THAT(markup, Not(HasSubstr("hint")));
}

TEST(Field, choices_are_a_fieldset_that_the_error_summary_can_lead_to) {
  const auto markup =
      radio_field({"place", "Қай жерде?", "hint", "Таңдаңыз", "b"}, {{"a", "A"}, {"b", "B", "about B"}}).markup();
  EXPECT_THAT(markup, HasSubstr("<legend>Қай жерде?</legend>"));
  EXPECT_THAT(markup, HasSubstr("<input id=\"place\" type=\"radio\""));
  EXPECT_THAT(markup, HasSubstr("value=\"b\" checked"));
  expect_tied(markup);
}

TEST(Field, several_boxes_may_be_ticked) {
  const auto markup =
      checkbox_field({"topic", "Тақырып", "", "", ""}, {{"a", "A"}, {"b", "B"}, {"c", "C"}}, {"a", "c"}).markup();
  EXPECT_THAT(markup, HasSubstr("name=\"topic-a\" value=\"1\" checked"));
  EXPECT_THAT(markup, Not(HasSubstr("name=\"topic-b\" value=\"1\" checked")));
  EXPECT_THAT(markup, HasSubstr("name=\"topic-c\" value=\"1\" checked"));
  expect_tied(markup);
}

TEST(Field, list_of_choices_keeps_groups_and_the_chosen_one) {
  const auto markup =
      select_field({"d", "Аудан", "", "", "2"}, {{"", {{"1", "one"}}}, {"Group", {{"2", "two"}}}}, "Таңдаңыз").markup();
  EXPECT_THAT(markup, HasSubstr("<option value=\"\">Таңдаңыз</option>"));
  EXPECT_THAT(markup, HasSubstr("<optgroup label=\"Group\"><option value=\"2\" selected>two</option></optgroup>"));
  expect_tied(markup);
}

TEST(Field, list_rendered_once_shows_each_choice_as_if_rendered_for_it) {
  const std::vector<ChoiceGroup> groups{{"", {{"b", "B"}, {"a\"<", "A & \"<"}}}, {"G \"<", {{"c", "C"}, {"b2", "<b>"}}}};
  const Options options(groups);
  for (const auto value : {"a\"<", "b", "b2", "c"}) {
    const auto markup = options.with_chosen(value).markup();
    const auto chosen = tags::option({attr("value", value), flag("selected")}).markup();
    EXPECT_THAT(markup, HasSubstr(chosen.substr(0, chosen.find('>') + 1))) << value;
    EXPECT_EQ(markup.find(" selected"), markup.rfind(" selected")) << value;
  }
  for (const auto value : {"", "a", "z", "\"<"}) EXPECT_THAT(options.with_chosen(value).markup(), Not(HasSubstr("selected")));
}

// Whatever people, packs or attackers put into any word of any component stays text.
TEST(Components, show_hostile_words_as_text) {
  const FieldWords field{"f", attack, attack, attack, attack};
  const auto url = Url::local("/kk/");
  const std::vector<Html> all{
      input_field(field),
      text_field(field, {.counter = attack, .draft_key = attack}),
      radio_field(field, {{attack, attack, attack}}),
      checkbox_field(field, {{attack, attack, attack}}, {attack}),
      select_field(field, {{attack, {{attack, attack}}}}, attack),
      checkbox("c", attack, true),
      submit_button(attack),
      link_button(attack, url),
      error_summary(attack, {{attack, attack}, {"", attack}}),
      notice(Tone::error, attack, text(attack)),
      confirmation_panel({attack, attack, attack, text(attack)}),
      status_tag(attack, StatusTone::good),
      overdue_tag(attack),
      deadline_meter({.heading = attack,
                      .date = attack,
                      .sentence = attack,
                      .how_heading = attack,
                      .how = {attack},
                      .link_words = attack,
                      .due_iso = attack}),
      responsible_now({attack, attack, url, attack, attack, attack, url, attack, attack, url}),
      timeline(attack, {{attack, attack, attack, attack, attack, true}}, attack,
               {attack, {{attack, attack, attack, attack, attack}}}),
      summary_list({{attack, attack, url}}, attack),
      key_values({{attack, text(attack)}}),
      table(attack, {{attack}}, {{{text(attack)}}}),
      filter_bar({.heading = attack,
                  .fields = text(attack),
                  .show_words = attack,
                  .applied = {{attack, url}},
                  .remove_words = attack,
                  .count = attack}),
      pagination({.label = attack,
                  .previous_words = attack,
                  .next_words = attack,
                  .previous = url,
                  .next = url,
                  .numbers = {{attack, url}, {attack}}}),
      breadcrumbs(attack, {{attack, url}}),
      written(attack, attack),
      qr("https://jauap.example/", attack),
      link_list({{attack, url}}),
      ai_labelled({.words = attack, .details_heading = attack, .details_text = attack}, text(attack))};
  for (const auto& one : all) {
    EXPECT_THAT(one.markup(), Not(HasSubstr("<img"))) << one.markup();
    EXPECT_THAT(one.markup(), Not(HasSubstr("\"'"))) << one.markup();
    EXPECT_THAT(one.markup(), HasSubstr("&lt;img"));
    EXPECT_THAT(one.markup(), Not(HasSubstr(" style=")));  // the pages' policy allows none
  }
}

TEST(ErrorSummary, leads_to_each_field) {
  const auto markup =
      error_summary("Түзету қажет", {{"iin", "ЖСН 12 саннан тұрады."}, {"", "Кейінірек қайталаңыз."}}).markup();
  EXPECT_THAT(markup, HasSubstr("id=\"errors\" role=\"alert\" tabindex=\"-1\""));
  EXPECT_THAT(markup, HasSubstr("<a href=\"#iin\">"));
  EXPECT_THAT(markup, HasSubstr("<li>Кейінірек қайталаңыз.</li>"));
}

TEST(DeadlineMeter, says_in_words_what_the_bar_shows) {
  const auto markup = deadline_meter({.heading = "Жауап мерзімі",
                                      .date = "2026 ж. 14 желтоқсан",
                                      .sentence = "Қалғаны: 5 жұмыс күні",
                                      .tone = Tone::warning,
                                      .done_share = 0.66,
                                      .how_heading = "Қалай",
                                      .how = {"1", "2"},
                                      .due_iso = "2026-12-14"})
                          .markup();
  EXPECT_THAT(markup, HasSubstr("<time datetime=\"2026-12-14\">2026 ж. 14 желтоқсан</time>"));
  EXPECT_THAT(markup, HasSubstr("<div class=\"bar\" aria-hidden=\"true\"><div class=\"p13\">"));
  EXPECT_THAT(markup, HasSubstr("<details><summary>Қалай</summary><ul><li>1</li><li>2</li></ul>"));
  EXPECT_LT(markup.find("Қалғаны"), markup.find("bar"));
}

TEST(DeadlineMeter, bar_stays_inside_whatever_the_share) {
  EXPECT_THAT(deadline_meter({.done_share = 7}).markup(), HasSubstr("class=\"p20\""));
  EXPECT_THAT(deadline_meter({.done_share = -1}).markup(), HasSubstr("class=\"p0\""));
}

TEST(Timeline, folds_what_is_older_than_eight_steps_and_marks_the_present_one) {
  std::vector<TimelineItem> items(10, {"step", "", "", "", ""});
  items[0].is_current = true;
  items[8].heading = "ninth";
  const auto markup = timeline("Барысы", items, "Бұрынғы қадамдар", {"Алда", {{"expected", "", "", "", ""}}}).markup();
  EXPECT_EQ(found(markup, "<li (aria-current=\"step\")>").size(), 1u);
  EXPECT_LT(markup.find("Бұрынғы қадамдар"), markup.find("ninth"));
  EXPECT_LT(markup.find("expected"), markup.find("step</h3>"));
  EXPECT_THAT(timeline("Барысы", {{"one", "", "", "", ""}}, "older").markup(), Not(HasSubstr("<details>")));
}

TEST(SummaryList, each_link_to_change_says_what_it_changes) {
  const auto markup =
      summary_list({{"Мекенжай", "Ақсай-4", Url::local("/kk/x")}, {"Органы", "Әкімдік", std::nullopt}}, "Өзгерту")
          .markup();
  EXPECT_THAT(markup, HasSubstr("<a href=\"/kk/x\">Өзгерту<span class=\"hidden\">: Мекенжай</span></a>"));
  EXPECT_EQ(found(markup, "(class=\"change\")").size(), 1u);
}

TEST(Table, tells_columns_and_rows_to_those_who_hear_it) {
  const auto markup = table("Тізім", {{"Нөмірі"}, {"Адам", true}}, {{{text("A-1"), text("12")}}}).markup();
  EXPECT_THAT(markup, HasSubstr("<caption>Тізім</caption>"));
  EXPECT_THAT(markup, HasSubstr("<th scope=\"col\""));
  EXPECT_THAT(markup, HasSubstr("<th scope=\"row\""));
  EXPECT_THAT(markup, HasSubstr("data-label=\"Адам\" class=\"number\">12</td>"));
  EXPECT_THROW(table("Тізім", {{"Нөмірі"}}, {{{}}}), std::logic_error);
}

TEST(Pagination, is_not_there_when_there_is_one_page_only) {
  EXPECT_TRUE(pagination({.label = "Беттер", .numbers = {{"1", std::nullopt, true}}}).empty());
  const auto markup =
      pagination({.label = "Беттер", .next_words = "Келесі", .next = Url::local("/kk/p?after=9")}).markup();
  EXPECT_THAT(markup, HasSubstr("<a rel=\"next\" href=\"/kk/p?after=9\">Келесі</a>"));
}

TEST(Written, keeps_paragraphs_and_lines_as_they_were_typed) {
  EXPECT_EQ(written("a\nb\n\n\nc", "kk").markup(),
            "<div class=\"written\" lang=\"kk\"><p dir=\"auto\">a<br>b</p><p dir=\"auto\">c</p></div>");
  EXPECT_EQ(written("", "").markup(), "<div class=\"written\"></div>");
}

TEST(QrCode, is_a_picture_with_a_name_or_nothing_when_the_text_is_too_long) {
  const auto markup = qr("https://jauap.example/kk/appeals/KZ75-A-2026-000284", "QR код").markup();
  EXPECT_THAT(markup, HasSubstr("role=\"img\""));
  EXPECT_THAT(markup, HasSubstr("aria-label=\"QR код\""));
  EXPECT_LT(markup.size(), 12'000u);
  EXPECT_TRUE(qr(std::string(5000, 'x'), "QR").empty());
}

TEST(Icons, are_never_read_aloud_and_stay_small) {
  std::size_t all = 0;
  for (const auto one : {Icon::info, Icon::check, Icon::warning, Icon::stop, Icon::clock, Icon::menu, Icon::person,
                         Icon::phone, Icon::document, Icon::link, Icon::globe}) {
    EXPECT_THAT(icon(one).markup(), HasSubstr("aria-hidden=\"true\""));
    all += icon(one).markup().size();
  }
  EXPECT_LE(all, 4096u);
}

TEST(AiLabel, stands_before_the_content_and_is_told_to_machines) {
  const auto markup = ai_labelled({.part = AiPart::translated, .words = "Машина аудармасы"}, text("content")).markup();
  EXPECT_THAT(markup, HasSubstr("data-ai=\"translated\""));
  EXPECT_LT(markup.find("Машина аудармасы"), markup.find("content"));
}

}  // namespace jauap::html
