// Answers that go out only with the signature of the head.
#include <gtest/gtest.h>

#include "appeals/moderation.h"
#include "appeals/steps.h"
#include "appeals/store.h"
#include "appeals/testing.h"
#include "directory/commands.h"
#include "directory/leave.h"
#include "platform/auth/accounts.h"

namespace jauap::appeals {

using directory::Signing;
using store::ProposalState;

constexpr const char* own_body = "almaty.energetika-su";

struct Signatures : World {
 protected:
  void SetUp() override {
    World::SetUp();
    sent_ = submitted();  // Monday 2 March 2026, answer by 27 March
    set(Signing::head);
  }
  void set(Signing signing) {
    ASSERT_TRUE(bool(run([&](db::Tx& tx) { return directory::set_signing(tx, with_directory(head_), own_body, signing); })));
  }
  // Commands of the directory ask its own table of rights.
  Context with_directory(const Actor& actor) const {
    auto context = as(actor);
    context.permissions = &directory_;
    return context;
  }
  static Actor head_named(std::int64_t account, const char* name) {
    return {.account = AccountId{account}, .role = Role::head, .body = own_body, .name = name};
  }
  AccountId a_head(const char* login) {
    AccountId id;
    write([&](db::Tx& tx) {
      id = auth::create_account(tx, *keys_, ids_, Instant{1}, {.login = login, .name = login, .email = std::string(login) + "@example.kz"});
      auth::grant_post(tx, ids_, Instant{1}, id, own_body, Role::head, "", *CivilDate::parse("2026-01-05"));
      return true;
    });
    return id;
  }
  Target target() const { return {.number = sent_.appeal.number, .code = ""}; }
  Target mine() const { return {.number = sent_.appeal.number, .code = sent_.code}; }
  static Details words(const char* text) {
    return {.text = text, .value = "satisfied", .points = {{"Когда?", "Завтра."}}, .commitments = {{"Заменить фонарь", "Главный инженер", *CivilDate::parse("2026-04-01")}}};
  }
  Result<Changed> take(const Actor& actor, const char* when, const char* step, const Details& details) {
    return run([&](db::Tx& tx) { return take_step(tx, as(actor, when), target(), *spec_named(step), details); });
  }
  Result<Changed> decide(const Actor& actor, const char* when, int n, bool approve, const char* note = "") {
    return run([&](db::Tx& tx) { return decide_proposal(tx, as(actor, when), target(), n, approve, note); });
  }
  Appeal now() {
    Appeal appeal;
    read([&](db::ReadTx& tx) { appeal = *store::find(tx, 75, sent_.appeal.number); });
    return appeal;
  }
  store::Proposal proposal(std::size_t i = 0) {
    store::Proposal found;
    const auto appeal = now();
    read([&](db::ReadTx& tx) { found = store::proposals(tx, *keys_, appeal).at(i); });
    return found;
  }
  std::vector<Answer> answers() {
    std::vector<Answer> all;
    const auto appeal = now();
    read([&](db::ReadTx& tx) { all = store::answers(tx, appeal); });
    return all;
  }
  std::size_t waiting() {
    std::size_t rows = 0;
    read([&](db::ReadTx& tx) { rows = store::waiting_of_body(tx, 75, own_body, 10).size(); });
    return rows;
  }

  Submitted sent_;
  const Permissions directory_{directory::module().permissions};
  const Actor clerk_ = clerk_of(own_body), head_ = head_named(99, "Басшы");
};
INSTANTIATE_TEST_SUITE_P(EachDatabase, Signatures, db::each_database(), db::database_name);

TEST_P(Signatures, an_answer_of_an_executor_waits_and_goes_out_with_both_names) {
  const auto sent = take(clerk_, "2026-03-10T11:00", "answer", words("Фонарь заменён."));
  ASSERT_TRUE(bool(sent));
  EXPECT_TRUE(sent->waits_for_head);
  EXPECT_EQ(now().state, State::registered);
  EXPECT_TRUE(answers().empty());
  EXPECT_EQ(now().due_on.iso(), "2026-03-27") << "the clock runs on";
  ASSERT_TRUE(bool(decide(head_, "2026-03-11T09:00", 1, true)));
  EXPECT_EQ(now().state, State::answered);
  EXPECT_EQ(now().executor, clerk_.account);
  const auto answer = answers().at(0);
  EXPECT_EQ(answer.text, "Фонарь заменён.");
  EXPECT_EQ(answer.signed_by, "Басшы");
  EXPECT_EQ(answer.prepared_by, "Ерлан");
  EXPECT_EQ(answer.points.at(0).answer, "Завтра.");
  EXPECT_EQ(count("select count(*) from appeal_commitment"), 1);
}

TEST_P(Signatures, nobody_signs_an_own_answer_and_no_other_way_leads_around) {
  ASSERT_TRUE(bool(take(clerk_, "2026-03-10T11:00", "answer", words("Фонарь заменён."))));
  EXPECT_EQ(take(clerk_, "2026-03-10T11:05", "answer", words("Второй раз.")).problems().first().message, Key("appeals.proposal.waits_already"));
  EXPECT_FALSE(bool(decide(clerk_, "2026-03-10T12:00", 1, true)));
  EXPECT_EQ(decide(head_named(77, "Ерлан"), "2026-03-10T12:00", 1, true).problems().first().message, Key("appeals.proposal.own"));
  const auto directly = run([&](db::Tx& tx) { return answer(tx, as(clerk_, "2026-03-10T12:00"), target(), {Decision::satisfied, "Мимо подписи."}); });
  EXPECT_EQ(directly.problems().first().message, Key("appeals.answer.needs_signature"));
  EXPECT_TRUE(answers().empty());
}

TEST_P(Signatures, what_the_head_returns_keeps_its_words_and_may_be_sent_again) {
  ASSERT_TRUE(bool(take(clerk_, "2026-03-10T11:00", "answer", words("Фонарь будет."))));
  ASSERT_TRUE(bool(decide(head_, "2026-03-11T09:00", 1, false, "Назовите день.")));
  EXPECT_EQ(now().state, State::registered);
  EXPECT_EQ(proposal().note, "Назовите день.");
  const auto again = answer_of(details_from(proposal().details));
  EXPECT_EQ(again.text, "Фонарь будет.");
  EXPECT_EQ(form_of(again).get("promise_date_1"), "2026-04-01");
  EXPECT_EQ(form_of(again).get("point_1"), "Завтра.");
  ASSERT_TRUE(bool(take(clerk_, "2026-03-11T10:00", "answer", words("Фонарь заменят 1 апреля."))));
  ASSERT_TRUE(bool(decide(head_, "2026-03-11T11:00", 2, true)));
  EXPECT_EQ(answers().at(0).text, "Фонарь заменят 1 апреля.");
}

TEST_P(Signatures, an_amended_answer_and_a_preliminary_decision_wait_too) {
  EXPECT_TRUE(take(clerk_, "2026-03-03T11:00", "hearing", {.text = "Предварительно: ремонт не предусмотрен."})->waits_for_head);
  EXPECT_EQ(now().state, State::registered);
  ASSERT_TRUE(bool(decide(head_, "2026-03-03T12:00", 1, true)));
  EXPECT_EQ(now().state, State::hearing);
  ASSERT_TRUE(bool(take(head_, "2026-03-12T10:00", "answer", words("Фонарь заменён."))));
  EXPECT_TRUE(take(clerk_, "2026-03-13T10:00", "amend", words("Уточнение: два фонаря."))->waits_for_head);
  ASSERT_TRUE(bool(run([&](db::Tx& tx) { return write_message(tx, as(anonymous(), "2026-03-13T11:00"), mine(), {.text = "Спасибо, ждём второй."}); })));
  EXPECT_EQ(proposal(1).state, ProposalState::waiting) << "a letter of the applicant changes nothing";
  ASSERT_TRUE(bool(decide(head_, "2026-03-13T12:00", 2, true)));
  EXPECT_EQ(answers().at(1).prepared_by, "Ерлан");
}

TEST_P(Signatures, a_head_who_writes_has_signed) {
  const auto sent = take(head_, "2026-03-10T11:00", "answer", words("Фонарь заменён."));
  ASSERT_TRUE(bool(sent));
  EXPECT_FALSE(sent->waits_for_head);
  EXPECT_EQ(answers().at(0).signed_by, "Басшы");
  EXPECT_EQ(answers().at(0).prepared_by, "");
}

TEST_P(Signatures, where_two_people_sign_a_head_needs_another_one_who_is_at_work) {
  set(Signing::two_people);
  const auto first = a_head("first"), second = a_head("second");
  const auto writer = head_named(first.value, "Бірінші"), other = head_named(second.value, "Екінші");
  EXPECT_TRUE(take(writer, "2026-03-10T11:00", "answer", words("Фонарь заменён."))->waits_for_head);
  EXPECT_EQ(decide(writer, "2026-03-10T11:30", 1, true).problems().first().message, Key("appeals.proposal.own"));
  ASSERT_TRUE(bool(decide(other, "2026-03-10T12:00", 1, true)));
  EXPECT_EQ(answers().at(0).signed_by, "Екінші");
  EXPECT_EQ(answers().at(0).prepared_by, "Бірінші");
  const directory::TakeLeave leave{.login = "second", .stand_in = "first", .from = CivilDate::parse("2026-03-11"), .until = CivilDate::parse("2026-03-20")};
  ASSERT_TRUE(bool(run([&](db::Tx& tx) { return directory::take_leave(tx, with_directory(other), own_body, leave); })));
  EXPECT_FALSE(take(writer, "2026-03-12T11:00", "amend", words("Уточнение: два фонаря."))->waits_for_head) << "there is nobody else";
  EXPECT_EQ(answers().at(1).signed_by, "Бірінші");
}

TEST_P(Signatures, what_waits_is_void_when_the_applicant_withdraws) {
  ASSERT_TRUE(bool(take(clerk_, "2026-03-10T11:00", "answer", words("Фонарь заменён."))));
  ASSERT_TRUE(bool(run([&](db::Tx& tx) { return withdraw(tx, as(anonymous(), "2026-03-10T12:00"), mine(), "Уже починили."); })));
  EXPECT_EQ(proposal().state, ProposalState::overtaken);
  EXPECT_EQ(decide(head_, "2026-03-11T09:00", 1, true).problems().first().message, Key("appeals.proposal.gone"));
}

TEST_P(Signatures, what_waits_is_void_when_the_clock_declares_a_refusal_and_may_be_sent_again) {
  ASSERT_TRUE(bool(take(clerk_, "2026-03-27T17:00", "answer", words("Фонарь заменён."))));
  ASSERT_TRUE(bool(run([&](db::Tx& tx) { return refuse_by_silence(tx, as(Actor::system(), "2026-03-28T00:05"), sent_.appeal.number); })));
  EXPECT_EQ(proposal().state, ProposalState::overtaken);
  EXPECT_EQ(proposal().decided_at, pack_->instant(*CivilTime::parse("2026-03-28T00:05")));
  EXPECT_EQ(waiting(), 0u);
  ASSERT_TRUE(bool(take(clerk_, "2026-03-30T09:00", "answer", words("Фонарь заменён, просим прощения."))));
  ASSERT_TRUE(bool(decide(head_, "2026-03-30T10:00", 2, true)));
  EXPECT_TRUE(now().answered_late);
}

TEST_P(Signatures, what_waits_is_void_when_the_case_goes_to_another_body) {
  ASSERT_TRUE(bool(take(clerk_, "2026-03-03T10:00", "answer", words("Фонарь заменён."))));
  ASSERT_TRUE(bool(take(clerk_, "2026-03-03T11:00", "redirect", {.reason = "redirect.competence", .to = "almaty.kommunal"})));
  EXPECT_EQ(proposal().state, ProposalState::overtaken);
  EXPECT_EQ(waiting(), 0u);
}

TEST_P(Signatures, the_head_finds_what_is_due_first_at_the_top_and_the_executor_what_was_sent) {
  const auto later = submitted({}, "2026-03-04T10:00");
  const auto to_later = [&](db::Tx& tx) {
    return take_step(tx, as(clerk_, "2026-03-04T11:00"), {.number = later.appeal.number, .code = ""}, *spec_named("answer"), words("Второй фонарь."));
  };
  ASSERT_TRUE(bool(run(to_later)));
  ASSERT_TRUE(bool(take(clerk_, "2026-03-05T11:00", "answer", words("Первый фонарь."))));
  read([&](db::ReadTx& tx) {
    const auto rows = store::waiting_of_body(tx, 75, own_body, 10);
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[0].appeal.number, sent_.appeal.number);
    EXPECT_EQ(store::proposed_by(tx, 75, clerk_.account, ProposalState::waiting, 10).size(), 2u);
    EXPECT_TRUE(store::proposed_by(tx, 75, head_.account, ProposalState::waiting, 10).empty());
    EXPECT_TRUE(store::proposed_by(tx, 75, clerk_.account, ProposalState::declined, 10).empty());
  });
}

TEST_P(Signatures, without_the_rule_an_executor_answers_alone) {
  set(Signing::writer);
  EXPECT_FALSE(take(clerk_, "2026-03-10T11:00", "answer", words("Фонарь заменён."))->waits_for_head);
  EXPECT_EQ(answers().at(0).signed_by, "Ерлан");
}

TEST_P(Signatures, what_waits_for_the_head_keeps_its_place_by_the_last_day_of_the_case) {
  ASSERT_TRUE(bool(take(clerk_, "2026-03-10T11:00", "answer", words("Фонарь заменён."))));
  EXPECT_EQ(proposal().due_on->iso(), "2026-03-27");
  ASSERT_TRUE(bool(take(head_, "2026-03-11T10:00", "extend", {.text = "Ждём поставку.", .reason = "extend.site", .until = CivilDate::parse("2026-04-10")})));
  EXPECT_EQ(now().due_on.iso(), "2026-04-10");
  EXPECT_EQ(proposal().due_on->iso(), "2026-04-10");
}

TEST_P(Signatures, whoever_wrote_it_gets_a_letter_when_the_head_returns_it) {
  AccountId account;
  write([&](db::Tx& tx) {
    account = *auth::create_staff(tx, *keys_, ids_, Instant{1}, "writer@x", "Маман", "writer@example.kz");
    auth::grant_post(tx, ids_, Instant{1}, account, own_body, Role::clerk, "", *CivilDate::parse("2026-01-05"));
    return true;
  });
  const Actor writer{.account = account, .role = Role::clerk, .body = own_body, .name = "Маман"};
  const auto letters = [&] { return count("select count(*) from job where kind = 'mail.send'"); };
  ASSERT_TRUE(bool(take(writer, "2026-03-10T11:00", "answer", words("Фонарь будет."))));
  const auto before = letters();
  ASSERT_TRUE(bool(decide(head_, "2026-03-11T09:00", 1, false, "Назовите день.")));
  EXPECT_EQ(letters(), before + 1);
}

}  // namespace jauap::appeals
