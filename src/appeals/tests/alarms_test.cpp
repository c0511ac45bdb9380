#include "appeals/alarms.h"

#include <gtest/gtest.h>

#include "appeals/steps.h"
#include "appeals/store.h"
#include "appeals/testing.h"
#include "directory/leave.h"

namespace jauap::appeals {

struct Alarms : Clocked {
 protected:
  void assigned(const Submitted& sent) {
    const auto done = run([&](db::Tx& tx) {
      return take_step(tx, as(head()), {.number = sent.appeal.number, .code = ""}, *spec_named("assign"), {.executor = "executor@x"});
    });
    ASSERT_TRUE(bool(done));
  }
  int letters() { return int(count("select count(*) from job where kind = 'mail.send'")); }
};
INSTANTIATE_TEST_SUITE_P(EachDatabase, Alarms, db::each_database(), db::database_name);

TEST_P(Alarms, officials_get_one_letter_on_a_working_morning_and_none_before_there_is_a_reason) {
  assigned(submitted());  // Monday 2 March 2026, answer by 27 March
  const int before = letters();
  at("2026-03-03T09:00");
  EXPECT_EQ(send_digests(house_), 0) << "the term is far away";
  at("2026-03-26T08:29");
  EXPECT_EQ(send_digests(house_), 0) << "before the hour";
  at("2026-03-26T08:30");
  EXPECT_EQ(send_digests(house_), 2) << "the executor and the head";
  at("2026-03-26T12:00");
  EXPECT_EQ(send_digests(house_), 0) << "once a day";
  at("2026-03-28T10:00");
  EXPECT_EQ(send_digests(house_), 0) << "Saturday";
  at("2026-03-30T10:00");
  EXPECT_EQ(send_digests(house_), 2) << "overdue now";
  EXPECT_EQ(letters(), before + 4);
}

TEST_P(Alarms, a_server_that_stood_still_for_days_sends_one_letter_and_not_one_a_day) {
  assigned(submitted());
  at("2026-04-15T14:00");
  EXPECT_EQ(send_digests(house_), 2);
  EXPECT_EQ(send_digests(house_), 0);
}

TEST_P(Alarms, the_stand_in_reads_the_digest_of_whoever_is_away) {
  assigned(submitted());
  const auto away = run([&](db::Tx& tx) {
    return directory::take_leave(tx, as(head(), "2026-03-20T10:00"), body,
                                 {.login = "head@x", .stand_in = "executor@x", .from = CivilDate::parse("2026-03-20"), .until = CivilDate::parse("2026-04-20")});
  });
  ASSERT_TRUE(bool(away));
  at("2026-03-27T09:00");
  EXPECT_EQ(send_digests(house_), 2) << "the own cases, and the body's as stand-in";
}

TEST_P(Alarms, an_applicant_is_reminded_of_the_own_term_once_and_after_a_stop_too) {
  auto command = an_appeal();
  command.is_confirmed = true;
  const auto sent = submitted(command);
  const auto answered = run([&](db::Tx& tx) {
    return answer(tx, as(clerk_of(body), "2026-03-10T10:00"), {.number = sent.appeal.number, .code = ""}, {Decision::explained, "Ответ по существу вопроса."});
  });
  ASSERT_TRUE(bool(answered));
  const auto until = *answered->appeal.verdict_until;
  const int before = letters();
  at("2026-03-11T10:00");
  EXPECT_EQ(remind_applicants(house_), 0) << "a month is left";
  const auto morning = [&](int days_before) { at((until.plus_days(-days_before).iso() + "T09:00").c_str()); };
  morning(2);
  EXPECT_EQ(remind_applicants(house_), 1);
  EXPECT_EQ(remind_applicants(house_), 0);
  morning(1);
  EXPECT_EQ(remind_applicants(house_), 0);
  EXPECT_EQ(letters(), before + 1);
}

TEST_P(Alarms, a_day_that_a_stopped_server_missed_is_made_up_for_while_it_makes_sense) {
  auto command = an_appeal();
  command.is_confirmed = true;
  const auto sent = submitted(command);
  const auto answered = run([&](db::Tx& tx) {
    return answer(tx, as(clerk_of(body), "2026-03-10T10:00"), {.number = sent.appeal.number, .code = ""}, {Decision::explained, "Ответ по существу вопроса."});
  });
  ASSERT_TRUE(bool(answered));
  at("2026-03-11T10:00");
  EXPECT_EQ(remind_applicants(house_), 0);
  at((answered->appeal.verdict_until->iso() + "T09:00").c_str());
  EXPECT_EQ(remind_applicants(house_), 1) << "on the last day still";
  at((answered->appeal.verdict_until->plus_days(3).iso() + "T09:00").c_str());
  EXPECT_EQ(remind_applicants(house_), 0) << "never after it";
}

}  // namespace jauap::appeals
