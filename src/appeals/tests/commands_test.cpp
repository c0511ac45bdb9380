#include "appeals/commands.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <regex>

#include "appeals/erasure.h"
#include "appeals/moderation.h"
#include "appeals/store.h"
#include "appeals/testing.h"

namespace jauap::appeals {

struct AppealCommands : World {};
INSTANTIATE_TEST_SUITE_P(EachDatabase, AppealCommands, db::each_database(), db::database_name);

TEST_P(AppealCommands, a_submission_leaves_the_case_its_event_its_letter_and_the_first_number) {
  const auto sent = submitted();
  EXPECT_EQ(sent.appeal.number, "KZ75-A-2026-000001");
  EXPECT_EQ(sent.deadline.due_on.iso(), "2026-03-27");
  read([&](db::ReadTx& tx) {
    const auto events = journal::of_object(tx, 75, sent.appeal.id.value);
    ASSERT_EQ(events.size(), 1u);
    EXPECT_EQ(events[0].type, "appeal.registered");
    EXPECT_EQ(events[0].n, 1);
    EXPECT_EQ(events[0].due->iso(), "2026-03-27");
    EXPECT_EQ(events[0].start->iso(), "2026-03-02");
    EXPECT_EQ(events[0].rule, "appeal.consider");
    EXPECT_EQ(events[0].pack, pack_->version);
    EXPECT_EQ(store::figure(tx, 75, "registered"), 1);
  });
  EXPECT_EQ(count("select count(*) from job where kind = 'mail.send'"), 1);
}

TEST_P(AppealCommands, who_writes_again_on_the_same_topic_to_the_same_body_is_recognised) {
  const auto first = submitted();
  EXPECT_EQ(first.appeal.repeats, "");
  EXPECT_EQ(submitted().appeal.repeats, first.appeal.number) << "by telephone and e-mail";
  auto other = an_appeal();
  other.topic = "roads.pothole";
  other.body = "almaty.zhol-infra";
  EXPECT_EQ(submitted(other).appeal.repeats, "") << "another topic";
  auto stranger = an_appeal();
  stranger.content.applicant.phone = "+77770000000";
  stranger.content.applicant.email = "other@example.kz";
  EXPECT_EQ(submitted(stranger).appeal.repeats, "");
  const auto nameless = [&](const Actor& actor) {
    auto command = an_appeal();
    command.content.applicant = {};
    return submitted(command, actor).appeal.repeats;
  };
  nameless({});
  EXPECT_EQ(nameless({}), "") << "nobody is not a person";
  EXPECT_EQ(nameless(citizen()), "");
  EXPECT_NE(nameless(citizen()), "") << "by account";
}

TEST_P(AppealCommands, a_refused_submission_leaves_nothing_and_no_gap_in_the_numbers) {
  submitted();
  write([&](db::Tx& tx) {
    EXPECT_TRUE(bool(submit(tx, as(anonymous()), an_appeal())));
    return false;  // refused after all
  });
  EXPECT_EQ(submitted().appeal.number, "KZ75-A-2026-000002");
  EXPECT_EQ(count("select count(*) from appeal"), 2);
  EXPECT_EQ(count("select count(*) from event"), 2);
}

TEST_P(AppealCommands, personal_data_is_not_in_the_clear_in_any_sealed_column) {
  submitted();
  const db::Statement raw{"test.raw", "select applicant, phone_index, email_index from appeal_content"};
  const db::Statement parts{"test.parts", "select content from event_part"};
  const db::Statement jobs{"test.jobs", "select payload from job"};
  const auto clean = [](std::string_view bytes) {
    for (const auto* secret : {"Канарейкина", "991332000003", "canary@example.kz", "77012345678", "фонарь"})
      EXPECT_EQ(bytes.find(secret), std::string_view::npos) << secret;
  };
  read([&](db::ReadTx& tx) {
    tx.each(raw, {}, [&](const db::Row& row) { for (int i = 0; i < 3; ++i) clean(row.text(i)); });
    tx.each(parts, {}, [&](const db::Row& row) { clean(row.text(0)); });
    tx.each(jobs, {}, [&](const db::Row& row) { clean(row.text(0)); });
  });
}

TEST_P(AppealCommands, only_the_body_of_the_case_may_accept_it) {
  const auto number = submitted().appeal.number;
  const auto accepted = [&](const Actor& actor) {
    return run([&](db::Tx& tx) { return accept(tx, as(actor), {.number = number, .code = ""}); });
  };
  const auto stranger = accepted(clerk_of("almaty.zhol-infra"));
  ASSERT_FALSE(bool(stranger));
  EXPECT_EQ(stranger.problems().first().kind, Problem::Kind::not_found);
  EXPECT_FALSE(bool(accepted(anonymous())));
  EXPECT_FALSE(bool(accepted(citizen())));
  const auto own = accepted(clerk_of("almaty.energetika-su"));
  ASSERT_TRUE(bool(own));
  EXPECT_EQ(own->appeal.state, State::in_work);
  EXPECT_FALSE(bool(accepted(clerk_of("almaty.energetika-su")))) << "accepted twice";
}

TEST_P(AppealCommands, a_step_on_a_case_that_moved_meanwhile_is_a_conflict) {
  const auto number = submitted().appeal.number;
  const Target seen{.number = number, .code = "", .version = 1};
  const auto clerk = clerk_of("almaty.energetika-su");
  EXPECT_TRUE(bool(run([&](db::Tx& tx) { return accept(tx, as(clerk), seen); })));
  const auto late = run([&](db::Tx& tx) { return answer(tx, as(clerk), seen, {Decision::explained, "Ответ по существу дела."}); });
  ASSERT_FALSE(bool(late));
  EXPECT_EQ(late.problems().first().message, Key("appeals.changed_meanwhile"));
}

TEST_P(AppealCommands, a_redirect_gives_the_next_body_its_own_term_and_keeps_the_persons_clock) {
  const auto sent = submitted();
  const auto moved = run([&](db::Tx& tx) {
    return redirect(tx, as(clerk_of("almaty.energetika-su"), "2026-03-04T11:00"), {.number = sent.appeal.number, .code = ""},
                    {"almaty.kommunal", "redirect.competence", "Этим занимается другое управление."});
  });
  ASSERT_TRUE(bool(moved));
  EXPECT_EQ(moved->appeal.body, "almaty.kommunal");
  EXPECT_EQ(moved->appeal.state, State::redirected);
  EXPECT_GT(moved->appeal.due_on, sent.appeal.due_on);
  EXPECT_EQ(moved->appeal.first_due_on, sent.appeal.due_on);
  EXPECT_EQ(moved->appeal.redirects, 1);
  read([&](db::ReadTx& tx) {
    const auto events = journal::of_object(tx, 75, sent.appeal.id.value);
    ASSERT_EQ(events.size(), 2u);
    EXPECT_EQ(events[1].due0, sent.appeal.due_on);
    EXPECT_EQ(events[1].to, "almaty.kommunal");
  });
}

TEST_P(AppealCommands, the_applicant_judges_with_the_code_and_may_change_the_verdict) {
  const auto sent = submitted();
  const auto clerk = clerk_of("almaty.energetika-su");
  ASSERT_TRUE(bool(run([&](db::Tx& tx) {
    return answer(tx, as(clerk, "2026-03-10T11:00"), {.number = sent.appeal.number, .code = ""}, {Decision::satisfied, "Фонарь починили 10 марта."});
  })));
  const auto judged = [&](const std::string& code, Verdict verdict, const char* reason) {
    return run([&](db::Tx& tx) {
      return judge(tx, as(anonymous(), "2026-03-12T11:00"), {.number = sent.appeal.number, .code = code}, {verdict, true, reason, ""});
    });
  };
  EXPECT_FALSE(bool(judged("", Verdict::solved, "")));
  EXPECT_FALSE(bool(judged(secrets::new_code(), Verdict::solved, "")));
  EXPECT_FALSE(bool(judged(sent.code, Verdict::not_solved, "no.such.reason")));
  EXPECT_TRUE(bool(judged(sent.code, Verdict::not_solved, "not_solved.nothing_done")));
  const auto changed = judged(sent.code, Verdict::solved, "");
  ASSERT_TRUE(bool(changed));
  EXPECT_EQ(changed->appeal.state, State::solved);
  read([&](db::ReadTx& tx) {
    EXPECT_EQ(store::figure(tx, 75, "solved"), 1);
    EXPECT_EQ(store::figure(tx, 75, "not_solved"), 0);
    EXPECT_EQ(store::judgements(tx, changed->appeal).size(), 2u);
  });
}

TEST_P(AppealCommands, going_public_makes_a_cleared_copy_and_going_private_deletes_it) {
  const auto sent = submitted(citizen());
  const auto shown = [&](Visibility visibility) {
    return run([&](db::Tx& tx) { return show(tx, as(citizen()), {.number = sent.appeal.number, .code = ""}, visibility); });
  };
  ASSERT_TRUE(bool(shown(Visibility::public_text)));
  const Actor moderator{.account = AccountId{301}, .role = Role::moderator};
  auto open = run([&](db::Tx& tx) { return clear_text(tx, as(moderator), {.number = sent.appeal.number, .code = ""}, {}); });
  ASSERT_TRUE(bool(open));
  read([&](db::ReadTx& tx) {
    const auto text = store::public_text(tx, open->appeal);
    ASSERT_TRUE(text);
    EXPECT_EQ(text->text.find("701"), std::string::npos);
    EXPECT_EQ(text->place, "улица Абая");
  });
  ASSERT_TRUE(bool(shown(Visibility::private_to_parties)));
  EXPECT_EQ(count("select count(*) from appeal_public"), 0);
}

TEST_P(AppealCommands, an_answered_case_is_closed_by_the_clock_only_after_its_period) {
  const auto sent = submitted();
  ASSERT_TRUE(bool(run([&](db::Tx& tx) {
    return answer(tx, as(clerk_of("almaty.energetika-su"), "2026-03-10T11:00"), {.number = sent.appeal.number, .code = ""},
                  {Decision::explained, "Разъяснение по существу вопроса."});
  })));
  EXPECT_FALSE(bool(run([&](db::Tx& tx) { return close_unjudged(tx, as(Actor::system(), "2026-03-20T00:05"), sent.appeal.number); })));
  const auto closed = run([&](db::Tx& tx) { return close_unjudged(tx, as(Actor::system(), "2026-05-20T00:05"), sent.appeal.number); });
  ASSERT_TRUE(bool(closed));
  EXPECT_EQ(closed->appeal.state, State::closed);
}

TEST_P(AppealCommands, a_withdrawn_case_takes_no_more_steps) {
  const auto sent = submitted();
  const Target mine{.number = sent.appeal.number, .code = sent.code};
  EXPECT_TRUE(bool(run([&](db::Tx& tx) { return withdraw(tx, as(anonymous()), mine, ""); })));
  EXPECT_FALSE(bool(run([&](db::Tx& tx) { return withdraw(tx, as(anonymous()), mine, ""); })));
}

struct AppealStore : World {
 protected:
  void fill(int count) {
    for (int i = 0; i < count; ++i) {
      auto command = an_appeal();
      command.visibility = i % 3 ? Visibility::public_text : Visibility::private_to_parties;
      command.topic = i % 2 ? "power.streetlight" : "roads.pothole";
      const auto when = i % 2 ? "2026-03-02T10:00" : "2026-03-03T10:00";
      const auto sent = submitted(command, {}, when);
      const Actor moderator{.account = AccountId{301}, .role = Role::moderator};
      const auto cleared = i % 3 ? run([&](db::Tx& tx) { return clear_text(tx, as(moderator, when), {.number = sent.appeal.number, .code = ""}, {}); })
                                 : Result<Changed>(Changed{sent.appeal});
      EXPECT_TRUE(bool(cleared));
    }
  }
};
INSTANTIATE_TEST_SUITE_P(EachDatabase, AppealStore, db::each_database(), db::database_name);

TEST_P(AppealStore, the_public_list_pages_through_each_row_once_in_both_orders) {
  fill(20);
  for (const bool oldest_first : {false, true})
    for (const char* topic : {"", "power.streetlight"}) {
      std::vector<std::int64_t> seen;
      store::PublicFilter filter{.place = 75, .topic = topic, .oldest_first = oldest_first, .limit = 4};
      for (;;) {
        std::vector<store::PublicRow> rows;
        read([&](db::ReadTx& tx) { rows = store::public_page(tx, filter); });
        for (const auto& row : rows) seen.push_back(row.appeal.id.value);
        if (rows.size() < 4) break;
        (oldest_first ? filter.newer_than : filter.older_than) = rows.back().appeal.id;
      }
      auto sorted = seen;
      std::sort(sorted.begin(), sorted.end());
      EXPECT_EQ(std::unique(sorted.begin(), sorted.end()), sorted.end());
      if (!oldest_first) std::reverse(sorted.begin(), sorted.end());
      EXPECT_EQ(seen, sorted);
      EXPECT_EQ(seen.size(), *topic ? 7u : 13u);
    }
}

TEST_P(AppealStore, the_inbox_is_in_order_of_the_legal_deadline_and_continues_after_the_last_row) {
  fill(9);
  store::InboxFilter filter{.place = 75, .body = "almaty.energetika-su", .today = *CivilDate::parse("2026-03-04"), .limit = 5};
  std::vector<std::pair<CivilDate, std::int64_t>> seen;
  for (int page = 0; page < 3; ++page) {
    std::vector<store::DeskRow> rows;
    read([&](db::ReadTx& tx) { rows = store::inbox_page(tx, filter); });
    for (const auto& row : rows) seen.emplace_back(row.appeal.due_on, row.appeal.id.value);
    if (rows.empty()) break;
    filter.after_due = rows.back().appeal.due_on;
    filter.after_id = rows.back().appeal.id;
  }
  EXPECT_EQ(seen.size(), 9u);
  EXPECT_TRUE(std::is_sorted(seen.begin(), seen.end()));
  read([&](db::ReadTx& tx) {
    const auto counts = store::inbox_counts(tx, 75, "almaty.energetika-su", *CivilDate::parse("2026-03-27"), 5);
    EXPECT_EQ(counts.open, 5) << "counting stops at the cap";
  });
}

TEST_P(AppealStore, every_list_goes_by_an_index_without_sorting) {
  fill(3);
  const bool is_sqlite = GetParam() == db::Kind::sqlite;
  // A small table PostgreSQL rightly reads whole and sorts; told to avoid both, it does so only where no index helps.
  if (!is_sqlite) connection().script("set enable_seqscan = off; set enable_sort = off; set enable_bitmapscan = off");
  const std::vector<std::string> wrong = is_sqlite ? std::vector<std::string>{"SCAN a\n", "SCAN appeal", "TEMP B-TREE"}
                                                   : std::vector<std::string>{"Seq Scan", "Sort"};
  auto statements = store::list_statements();
  for (const auto* one : store::moderation_lists()) statements.push_back(one);
  for (const auto* one : store::erasure_lists()) statements.push_back(one);
  for (const auto* statement : statements) {
    // Which values stand for the parameters does not matter to the plan.
    const auto sql = std::regex_replace(statement->sql, std::regex("\\$[0-9]+"), "'1'");
    const auto plan = connection().explain({statement->name, sql.c_str()}, {});
    for (const auto& step : wrong) EXPECT_EQ(plan.find(step), std::string::npos) << statement->name << "\n" << plan;
    EXPECT_NE(plan.find(is_sqlite ? "USING" : "Index"), std::string::npos) << statement->name << "\n" << plan;
    // Who wrote is found first, then the cases: the other way round every submission would read the whole register.
    if (is_sqlite && std::string_view(statement->name).starts_with("appeals.earlier_by_")) {
      EXPECT_LT(plan.find("SEARCH c"), plan.find("SEARCH a")) << plan;
    }
    // Of one executor or in one state, a few cases among all of the body: found by an index of their own.
    for (const auto& [name, index] : {std::pair{"appeals.inbox_executor", "appeal_executor"}, std::pair{"appeals.inbox_state", "appeal_inbox_state"},
                                      std::pair{"appeals.inbox_waiting", "appeal_inbox_waiting"}, std::pair{"appeals.count_waiting", "appeal_inbox_waiting"}})
      if (std::string_view(statement->name) == name) {
        EXPECT_NE(plan.find(index), std::string::npos) << plan;
      }
  }
}

}  // namespace jauap::appeals
