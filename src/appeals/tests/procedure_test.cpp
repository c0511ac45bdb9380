#include "appeals/procedure.h"

#include <gtest/gtest.h>

namespace jauap::appeals::procedure {
namespace {

const law::Pack& kz() {
  static const auto pack = law::Pack::load(JAUAP_SOURCE_DIR "/packs/kz");
  return **pack;
}

CivilTime at(const char* text) { return *CivilTime::parse(text); }
CivilDate day(const char* text) { return *CivilDate::parse(text); }

Appeal an_appeal(law::AppealKind kind, State state) {
  Appeal appeal;
  appeal.kind = kind;
  appeal.state = state;
  appeal.body = "almaty.zhol-infra";
  const auto fixed = terms(kz(), kind, at("2026-03-02T10:00"));
  appeal.due_on = fixed->answer.due_on;
  if (fixed->redirect) appeal.redirect_until = fixed->redirect->due_on;
  return appeal;
}

}  // namespace

TEST(Terms, an_application_of_2_march_is_answered_by_27_march_and_redirected_by_5_march) {
  const auto fixed = terms(kz(), law::AppealKind::application, at("2026-03-02T10:00"));
  ASSERT_TRUE(bool(fixed));
  EXPECT_EQ(fixed->answer.due_on, day("2026-03-27"));
  ASSERT_TRUE(fixed->redirect);
  EXPECT_EQ(fixed->redirect->due_on, day("2026-03-05"));
}

TEST(Terms, a_complaint_has_its_own_period_and_no_redirect) {
  const auto fixed = terms(kz(), law::AppealKind::complaint, at("2026-03-02T10:00"));
  ASSERT_TRUE(bool(fixed));
  EXPECT_EQ(fixed->answer.rule, "complaint.decide");
  EXPECT_FALSE(fixed->redirect);
}

TEST(Terms, of_what_came_on_a_weekend_no_more_days_are_left_than_the_term_has) {
  auto appeal = an_appeal(law::AppealKind::application, State::registered);
  const auto fixed = terms(kz(), appeal.kind, at("2026-03-07T10:00"));  // a Saturday before the holiday of Monday
  appeal.received_on = fixed->answer.starts_on;
  appeal.due_on = fixed->answer.due_on;
  EXPECT_EQ(days_left(kz(), appeal, day("2026-03-07")), fixed->answer.length);
  EXPECT_EQ(days_left(kz(), appeal, appeal.received_on), fixed->answer.length);
  EXPECT_EQ(days_left(kz(), appeal, appeal.received_on.plus_days(1)), fixed->answer.length - 1);
  EXPECT_EQ(days_left(kz(), appeal, appeal.due_on), 0);
}

TEST(Steps, are_allowed_only_in_the_states_of_the_table) {
  for (const auto& row : steps())
    for (const auto state : all_states) {
      bool listed = false;
      for (const auto from : row.from) listed = listed || from == state;
      EXPECT_EQ(is_allowed(row.step, state), listed);
      EXPECT_EQ(bool(check(row.step, an_appeal(law::AppealKind::application, state))), listed);
    }
}

TEST(Steps, nobody_answers_or_redirects_what_is_answered_or_withdrawn) {
  for (const auto state : {State::answered, State::withdrawn, State::closed, State::solved}) {
    EXPECT_FALSE(is_allowed(Step::answer, state));
    EXPECT_FALSE(is_allowed(Step::redirect, state));
    EXPECT_FALSE(is_allowed(Step::withdraw, state));
  }
}

TEST(Redirect, is_possible_until_the_last_day_of_the_window_and_not_after) {
  const auto appeal = an_appeal(law::AppealKind::application, State::registered);
  EXPECT_TRUE(bool(check_redirect(kz(), appeal, "almaty.kommunal", day("2026-03-05"))));
  const auto late = check_redirect(kz(), appeal, "almaty.kommunal", day("2026-03-06"));
  ASSERT_FALSE(bool(late));
  EXPECT_EQ(late.problems().first().message, Key("appeals.redirect.too_late"));
}

TEST(Redirect, never_goes_to_the_same_body_and_never_moves_a_complaint) {
  const auto same = check_redirect(kz(), an_appeal(law::AppealKind::message, State::registered), "almaty.zhol-infra", day("2026-03-03"));
  ASSERT_FALSE(bool(same));
  EXPECT_EQ(same.problems().first().field, "to");
  const auto complaint = check_redirect(kz(), an_appeal(law::AppealKind::complaint, State::registered), "almaty.kommunal", day("2026-03-03"));
  ASSERT_FALSE(bool(complaint));
  EXPECT_EQ(complaint.problems().first().message, Key("appeals.redirect.not_this_kind"));
}

TEST(Verdict, can_be_given_and_changed_until_its_day) {
  auto appeal = an_appeal(law::AppealKind::application, State::answered);
  appeal.verdict_until = verdict_term(kz(), at("2026-03-20T12:00"))->due_on;
  EXPECT_TRUE(bool(check_verdict(appeal, *appeal.verdict_until)));
  appeal.state = State::not_solved;
  EXPECT_TRUE(bool(check_verdict(appeal, day("2026-03-25"))));
  EXPECT_FALSE(bool(check_verdict(appeal, appeal.verdict_until->plus_days(1))));
}

}  // namespace jauap::appeals::procedure
