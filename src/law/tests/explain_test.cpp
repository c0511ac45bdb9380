#include "law/explain.h"

#include <boost/json/parse.hpp>

#include "law/tests/support.h"

using namespace jauap;
using namespace jauap::law;

namespace {

// Says each message as its key and values, so that a test sees what would be said without any catalogue.
std::string plain(Key key, std::vector<Arg> args) {
  std::string out(key.name());
  for (const auto& arg : args) out += " " + arg.value;
  return out;
}

std::string explained(std::string_view rule, std::string_view received) {
  return explanation(deadline(kz(), rule, at(received)).take(), kz(), Language::ru, plain);
}

}  // namespace

TEST(ExplanationJson, names_rule_article_and_each_skipped_day) {
  const auto json = boost::json::parse(to_json(*deadline(kz(), "appeal.consider", at("2026-03-02T10:00")), kz()));
  EXPECT_EQ(json.at("due_on").as_string(), "2026-03-27");
  EXPECT_EQ(json.at("rule").as_string(), "appeal.consider");
  EXPECT_EQ(json.at("article").as_string(), "76");
  EXPECT_EQ(json.at("act").as_string(), "appc");
  EXPECT_EQ(json.at("confidence").as_string(), "seen");
  EXPECT_EQ(json.at("pack").as_string(), "kz-2026.1");
  EXPECT_EQ(json.at("received_on").as_string(), "2026-03-02");
  EXPECT_EQ(json.at("starts_on").as_string(), "2026-03-02");
  EXPECT_EQ(json.at("length").as_int64(), 15);
  EXPECT_EQ(json.at("unit").as_string(), "working_days");
  const auto& skipped = json.at("skipped").as_array();
  ASSERT_EQ(skipped.size(), 10u);
  EXPECT_EQ(skipped[0].at("kind").as_string(), "weekend");
  EXPECT_FALSE(skipped[0].as_object().contains("moved_from"));
  EXPECT_EQ(skipped[2].at("date").as_string(), "2026-03-09");
  EXPECT_EQ(skipped[2].at("kind").as_string(), "moved");
  EXPECT_EQ(skipped[2].at("moved_from").as_string(), "2026-03-08");
  EXPECT_EQ(skipped[2].at("name").at("kk").as_string(), "Халықаралық әйелдер күні");
}

TEST(ExplanationText, tells_the_whole_story_line_by_line) {
  EXPECT_EQ(explained("appeal.redirect", "2026-03-06T19:00"),
            "law.explain.rule Перенаправление обращения компетентному органу appeal.redirect\n"
            "law.explain.due @date:2026-03-13\n"
            "law.explain.period_working_days 3\n"
            "law.explain.by_law 65 АППК\n"
            "law.explain.received @date:2026-03-06\n"
            "law.explain.after_hours @date:2026-03-10\n"
            "law.explain.skipped\n"
            "law.explain.day @date:2026-03-07 law.day.weekend\n"
            "law.explain.day @date:2026-03-08 law.day.holiday Международный женский день\n"
            "law.explain.day @date:2026-03-09 law.day.moved Международный женский день @date:2026-03-08\n"
            "law.explain.pack kz-2026.1\n");
}

TEST(ExplanationText, says_by_law_only_of_what_was_seen_in_the_law) {
  for (const auto& rule : kz().rules) {
    if (rule.unit == Unit::other || rule.counts_back) continue;
    if (rule.unit == Unit::months && *rule.length > 20) continue;  // ends beyond the calendar
    const auto text = explained(rule.id, "2026-03-02T10:00");
    EXPECT_EQ(text.find("law.explain.by_law") != std::string::npos, rule.confidence == Confidence::seen) << rule.id;
  }
  EXPECT_NE(explained("complaint.decide", "2026-03-02").find("law.explain.verify_article 99 АППК"), std::string::npos);
  EXPECT_NE(explained("pd.breach", "2026-03-02").find("law.explain.verify\n"), std::string::npos);
  EXPECT_NE(explained("appeal.verdict", "2026-03-02").find("law.explain.platform"), std::string::npos);
}

TEST(ExplanationText, days_that_are_not_certain_are_marked) {
  const auto text = explained("appeal.consider", "2026-12-14T10:00");
  EXPECT_NE(text.find("law.explain.day_unconfirmed @date:2027-01-07 law.day.holiday"), std::string::npos);
  EXPECT_NE(text.find("law.explain.day @date:2026-12-16"), std::string::npos);
  EXPECT_NE(text.find("law.explain.unconfirmed\n"), std::string::npos);
}

TEST(ExplanationText, a_day_off_of_the_government_is_called_so) {
  EXPECT_NE(explained("appeal.redirect", "2025-01-02T10:00").find("law.day.government"), std::string::npos);
}
