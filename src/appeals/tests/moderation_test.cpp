#include "appeals/moderation.h"

#include <gtest/gtest.h>

#include <set>

#include "appeals/redact.h"
#include "appeals/store.h"
#include "appeals/testing.h"

namespace jauap::appeals {
namespace {
Actor moderator(int account = 301) { return {.account = AccountId{account}, .role = Role::moderator}; }
}  // namespace

class Moderation : public World {
 protected:
  Submitted asked() {
    auto command = an_appeal();
    command.visibility = Visibility::public_text;
    command.is_confirmed = true;
    command.content.text = "Во дворе темно третью неделю. Сосед Болат Ахметов из 12 квартиры тоже жаловался.";
    return submitted(command, citizen());
  }
  Target of(const Submitted& sent) const { return {.number = sent.appeal.number, .code = ""}; }
  Result<Changed> cleared(const Submitted& sent, const ClearText& text = {}, const Actor& who = moderator()) {
    return run([&](db::Tx& tx) { return clear_text(tx, as(who), of(sent), text); });
  }
  Result<Changed> removed(const Submitted& sent, const Actor& who = moderator()) {
    return run([&](db::Tx& tx) { return restrict_display(tx, as(who), of(sent), "withhold.third_party"); });
  }
  Result<Changed> kept(const Submitted& sent, const Actor& who = moderator()) {
    return run([&](db::Tx& tx) { return keep_private(tx, as(who), of(sent), "withhold.third_party"); });
  }
  Result<Changed> wished(const Submitted& sent, Visibility visibility) {
    return run([&](db::Tx& tx) { return show(tx, as(citizen()), of(sent), visibility); });
  }
  Appeal now(const Submitted& sent) {
    Appeal appeal;
    read([&](db::ReadTx& tx) { appeal = *store::find(tx, 75, sent.appeal.number); });
    return appeal;
  }
  std::optional<PublicText> shown_text(const Submitted& sent) {
    std::optional<PublicText> text;
    read([&](db::ReadTx& tx) { text = store::public_text(tx, *store::find(tx, 75, sent.appeal.number)); });
    return text;
  }
  std::vector<store::ModerationRow> register_rows() {
    std::vector<store::ModerationRow> rows;
    read([&](db::ReadTx& tx) { rows = store::removals(tx, 75, {.by = {}, .at = {1LL << 60}}, 50); });
    return rows;
  }
};
INSTANTIATE_TEST_SUITE_P(EachDatabase, Moderation, db::each_database(), db::database_name);

TEST_P(Moderation, a_text_is_seen_by_nobody_else_before_a_moderator_has_looked) {
  const auto sent = asked();
  EXPECT_EQ(now(sent).visibility, Visibility::asked_public);
  EXPECT_FALSE(shown_text(sent));
  EXPECT_FALSE(bool(cleared(sent, {}, clerk_of("almaty.zhol-infra"))));
  EXPECT_FALSE(bool(cleared(sent, {}, anonymous())));
  ASSERT_TRUE(bool(cleared(sent)));
  EXPECT_EQ(now(sent).visibility, Visibility::public_text);
  EXPECT_NE(shown_text(sent)->text.find("Во дворе темно"), std::string::npos);
  read([&](db::ReadTx& tx) { EXPECT_TRUE(store::reviews(tx, 75, 10).empty()); });
}

TEST_P(Moderation, the_tool_only_takes_away) {
  const auto sent = asked();
  const auto said = cleared(sent, {.text = "Во дворе темно, но всё хорошо."});
  ASSERT_FALSE(bool(said));
  EXPECT_EQ(said.problems().first().field, "text");
  EXPECT_FALSE(bool(cleared(sent, {.text = "Во дворе темно третью неделю."}))) << "what is left out needs a mark";
  EXPECT_FALSE(bool(cleared(sent, {.text = "[...] [...]"}))) << "nothing is left to publish";
  const auto done = cleared(sent, {.text = "Во дворе темно третью неделю. Сосед [...] из [...] тоже жаловался."});
  ASSERT_TRUE(bool(done));
  EXPECT_EQ(shown_text(sent)->text.find("Ахметов"), std::string::npos);
  EXPECT_NE(shown_text(sent)->text.find(mark_of_removed("ru")), std::string::npos);
}

TEST_P(Moderation, a_refused_text_may_be_looked_at_once_more_by_somebody_else) {
  const auto sent = asked();
  EXPECT_FALSE(bool(run([&](db::Tx& tx) { return keep_private(tx, as(moderator()), of(sent), "no.such.reason"); })));
  ASSERT_TRUE(bool(kept(sent)));
  EXPECT_EQ(now(sent).visibility, Visibility::private_to_parties);
  EXPECT_EQ(cleared(sent).problems().first().kind, Problem::Kind::not_found) << "of a private case a moderator knows nothing";
  ASSERT_TRUE(bool(wished(sent, Visibility::public_text)));
  EXPECT_EQ(cleared(sent).problems().first().kind, Problem::Kind::forbidden);
  ASSERT_TRUE(bool(kept(sent, moderator(302))));
  EXPECT_FALSE(bool(wished(sent, Visibility::public_text)));
  EXPECT_EQ(register_rows().size(), 2u);
}

TEST_P(Moderation, what_was_published_comes_off_at_once_and_for_good_by_a_second_person) {
  const auto sent = asked();
  ASSERT_TRUE(bool(cleared(sent)));
  ASSERT_TRUE(bool(removed(sent)));
  EXPECT_EQ(now(sent).visibility, Visibility::asked_public);
  const auto confirmed = [&](int who) { return run([&](db::Tx& tx) { return confirm_restriction(tx, as(moderator(who)), of(sent)); }); };
  EXPECT_EQ(confirmed(301).problems().first().kind, Problem::Kind::forbidden);
  EXPECT_FALSE(bool(kept(sent, moderator(302))));
  ASSERT_TRUE(bool(confirmed(302)));
  EXPECT_FALSE(shown_text(sent));
  EXPECT_FALSE(bool(wished(sent, Visibility::public_text)));
  const auto rows = register_rows();
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].what, store::Moderated::removal_confirmed);
  EXPECT_EQ(rows[0].reason, "withhold.third_party");
  read([&](db::ReadTx& tx) { EXPECT_TRUE(was_public(tx, as(anonymous()), sent.appeal.number)); });
}

TEST_P(Moderation, the_second_person_may_put_it_back) {
  const auto sent = asked();
  ASSERT_TRUE(bool(cleared(sent)));
  ASSERT_TRUE(bool(removed(sent)));
  ASSERT_TRUE(bool(cleared(sent, {}, moderator(302))));
  EXPECT_EQ(now(sent).visibility, Visibility::public_text);
  EXPECT_EQ(register_rows()[0].what, store::Moderated::restored);
}

TEST_P(Moderation, an_answer_to_a_public_case_is_shown_after_a_look) {
  const auto sent = asked();
  ASSERT_TRUE(bool(cleared(sent)));
  ASSERT_TRUE(bool(run([&](db::Tx& tx) {
    return answer(tx, as(clerk_of(sent.appeal.body.c_str())), of(sent), {Decision::explained, "Болат Ахметов, фонари заменят до пятницы."});
  })));
  EXPECT_EQ(shown_text(sent)->answer, "");
  read([&](db::ReadTx& tx) { EXPECT_EQ(store::reviews(tx, 75, 10).at(0).waits, store::Waits::answer); });
  ASSERT_TRUE(bool(cleared(sent, {.answer = "[...], фонари заменят до пятницы."})));
  EXPECT_EQ(shown_text(sent)->answer, mark_of_removed("ru") + ", фонари заменят до пятницы.");
  EXPECT_TRUE(register_rows().empty());
}

TEST_P(Moderation, a_report_by_anybody_leads_to_hidden_words_with_a_reason) {
  const auto sent = asked();
  const auto reported = [&] {
    return run([&](db::Tx& tx) { return report_text(tx, as(anonymous()), sent.appeal.number, {"withhold.third_party", "Назван мой сосед"}); });
  };
  EXPECT_FALSE(bool(reported())) << "not public yet";
  ASSERT_TRUE(bool(cleared(sent)));
  ASSERT_TRUE(bool(reported()));
  read([&](db::ReadTx& tx) { EXPECT_EQ(store::reported(tx, 75, 10).at(0).count, 1); });
  const ClearText fewer{.text = "Во дворе темно третью неделю. Сосед [...] тоже жаловался."};
  EXPECT_FALSE(bool(cleared(sent, fewer))) << "a public text loses words with a reason";
  auto reasoned = fewer;
  reasoned.reason = "withhold.third_party";
  ASSERT_TRUE(bool(cleared(sent, reasoned)));
  read([&](db::ReadTx& tx) { EXPECT_TRUE(store::reported(tx, 75, 10).empty()); });
  EXPECT_EQ(register_rows()[0].what, store::Moderated::redacted);
  ASSERT_TRUE(bool(reported()));
  ASSERT_TRUE(bool(run([&](db::Tx& tx) { return dismiss_reports(tx, as(moderator()), of(sent)); })));
  read([&](db::ReadTx& tx) { EXPECT_TRUE(store::reported(tx, 75, 10).empty()); });
}

TEST_P(Moderation, the_applicant_takes_the_wish_back) {
  const auto sent = asked();
  ASSERT_TRUE(bool(wished(sent, Visibility::private_to_parties)));
  read([&](db::ReadTx& tx) {
    EXPECT_TRUE(store::reviews(tx, 75, 10).empty());
    EXPECT_FALSE(was_public(tx, as(anonymous()), sent.appeal.number)) << "it never was";
  });
}

TEST_P(Moderation, lists_go_by_indexes_and_pages_lose_no_row) {
  for (int i = 0; i < 7; ++i) ASSERT_TRUE(bool(kept(asked())));
  std::vector<AppealId> met;
  read([&](db::ReadTx& tx) {
    store::ModerationRow last{.by = {}, .at = {1LL << 60}};
    for (auto rows = store::removals(tx, 75, last, 2); !rows.empty(); rows = store::removals(tx, 75, last, 2)) {
      for (const auto& row : rows) met.push_back(row.appeal);
      last = rows.back();
    }
  });
  EXPECT_EQ(met.size(), 7u);
  EXPECT_EQ(std::set<AppealId>(met.begin(), met.end()).size(), 7u);
}

TEST(TakingAway, knows_what_was_added_and_what_lacks_a_mark) {
  const std::string original = "Во дворе темно. Сосед Болат жаловался.";
  EXPECT_FALSE(words_not_in(original, original, "[…]"));
  EXPECT_FALSE(words_not_in(original, "Во дворе темно.\n\nСосед […] жаловался.", "[…]"));
  EXPECT_FALSE(words_not_in(original, "[…] Сосед [...] жаловался.", "[…]"));
  EXPECT_FALSE(words_not_in(original, "Во дворе темно. [удалено]", "[удалено]"));
  EXPECT_TRUE(words_not_in(original, "Во дворе темно.", "[…]"));
  EXPECT_TRUE(words_not_in(original, "Сосед Болат жаловался.", "[…]"));
  EXPECT_TRUE(words_not_in(original, "Сосед […] Во дворе", "[…]")) << "in another order";
  EXPECT_EQ(words_not_in(original, "Во дворе светло. […]", "[…]"), "Во дворе светло.");
  EXPECT_FALSE(words_not_in("улица Абая, дом 45", "улица Абая", "[…]", true));
  EXPECT_TRUE(words_not_in("улица Абая, дом 45", "улица Сатпаева", "[…]", true));
}

TEST(PersonalFinds, are_what_the_cleared_form_leaves_out) {
  const auto finds = personal_finds("Звоните 87012345678, Петров. Ещё раз: 87012345678.", {"Петров"});
  EXPECT_EQ(finds, (std::vector<std::string>{"87012345678", "Петров"}));
}

}  // namespace jauap::appeals
