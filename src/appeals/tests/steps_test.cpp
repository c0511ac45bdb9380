#include "appeals/steps.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "appeals/erasure.h"
#include "appeals/loss.h"
#include "appeals/moderation.h"
#include "appeals/store.h"
#include "appeals/testing.h"
#include "record/testing.h"

namespace jauap::appeals {

constexpr const char* own_body = "almaty.energetika-su";
constexpr const char* other_body = "almaty.kommunal";

struct AppealSteps : World {
 protected:
  static Actor head_of(const char* body) { return {.account = AccountId{99}, .role = Role::head, .body = body, .name = "Басшы"}; }
  Result<Changed> take(const Actor& actor, const char* when, const Target& target, const char* step, const Details& details) {
    return run([&](db::Tx& tx) { return take_step(tx, as(actor, when), target, *spec_named(step), details); });
  }
  Result<Changed> take(const Actor& actor, const char* when, const char* step, const Details& details) { return take(actor, when, to(sent_), step, details); }
  static Target to(const Submitted& sent) { return {.number = sent.appeal.number, .code = ""}; }
  Target mine() const { return {.number = sent_.appeal.number, .code = sent_.code}; }
  Result<Changed> answered(const char* when, Decision decision = Decision::explained) {
    return run([&](db::Tx& tx) { return answer(tx, as(clerk_of(own_body), when), to(sent_), {decision, "Ответ по существу вопроса."}); });
  }
  Appeal now() {
    Appeal appeal;
    read([&](db::ReadTx& tx) { appeal = *store::find(tx, 75, sent_.appeal.number); });
    return appeal;
  }
  journal::Seen last_event() {
    journal::Seen event;
    read([&](db::ReadTx& tx) { event = journal::of_object(tx, 75, sent_.appeal.id.value).back(); });
    return event;
  }
  void SetUp() override {
    World::SetUp();
    sent_ = submitted();  // Monday 2 March 2026, answer by 27 March
  }
  Submitted sent_;
  const Actor clerk_ = clerk_of(own_body), head_ = head_of(own_body);
};
INSTANTIATE_TEST_SUITE_P(EachDatabase, AppealSteps, db::each_database(), db::database_name);

const Details facts{.text = "Нужно проверить сеть на месте.", .reason = "extend.facts", .until = CivilDate::parse("2026-04-20")};

TEST_P(AppealSteps, a_clerk_proposes_an_extension_and_only_the_head_moves_the_day) {
  const auto proposed = take(clerk_, "2026-03-10T11:00", "extend", facts);
  ASSERT_TRUE(bool(proposed));
  EXPECT_TRUE(proposed->waits_for_head);
  EXPECT_EQ(now().due_on.iso(), "2026-03-27");
  const auto decide = [&](const Actor& actor, bool approve) {
    return run([&](db::Tx& tx) { return decide_proposal(tx, as(actor, "2026-03-11T09:00"), to(sent_), 1, approve, "нет"); });
  };
  EXPECT_FALSE(bool(decide(clerk_, true)));
  auto same_person = head_;
  same_person.account = clerk_.account;
  EXPECT_FALSE(bool(decide(same_person, true))) << "nobody approves their own proposal";
  ASSERT_TRUE(bool(decide(head_, true)));
  EXPECT_EQ(now().due_on.iso(), "2026-04-20");
  EXPECT_EQ(now().first_due_on.iso(), "2026-03-27");
  const auto event = last_event();
  EXPECT_EQ(event.type, "appeal.extended");
  EXPECT_EQ(event.due0->iso(), "2026-03-27");
  EXPECT_EQ(event.due->iso(), "2026-04-20");
  EXPECT_FALSE(bool(decide(head_, true))) << "decided already";
}

TEST_P(AppealSteps, a_declined_extension_leaves_the_day_and_says_why) {
  ASSERT_TRUE(bool(take(clerk_, "2026-03-10T11:00", "extend", facts)));
  ASSERT_TRUE(bool(run([&](db::Tx& tx) { return decide_proposal(tx, as(head_, "2026-03-11T09:00"), to(sent_), 1, false, "Ответить в срок."); })));
  EXPECT_EQ(now().due_on.iso(), "2026-03-27");
  const auto appeal = now();
  read([&](db::ReadTx& tx) { EXPECT_EQ(store::proposals(tx, *keys_, appeal).front().note, "Ответить в срок."); });
}

TEST_P(AppealSteps, a_term_is_extended_once_before_it_ends_and_never_beyond_two_months) {
  auto far = facts;
  far.until = CivilDate::parse("2026-05-15");
  EXPECT_EQ(take(head_, "2026-03-10T11:00", "extend", far).problems().first().message, Key("appeals.extend.beyond_the_limit"));
  auto early = facts;
  early.until = CivilDate::parse("2026-03-20");
  EXPECT_EQ(take(head_, "2026-03-10T11:00", "extend", early).problems().first().message, Key("appeals.extend.not_later"));
  EXPECT_EQ(take(head_, "2026-03-28T00:01", "extend", facts).problems().first().message, Key("appeals.extend.too_late"));
  ASSERT_TRUE(bool(take(head_, "2026-03-27T23:00", "extend", facts)));
  EXPECT_EQ(take(head_, "2026-03-30T11:00", "extend", facts).problems().first().message, Key("appeals.extend.once"));
}

TEST_P(AppealSteps, a_pause_keeps_the_working_days_that_were_left) {
  ASSERT_TRUE(bool(take(head_, "2026-03-13T11:00", "pause", {.text = "Ждём заключение эксперта.", .reason = "pause.expertise"})));
  EXPECT_EQ(now().state, State::suspended);
  EXPECT_FALSE(bool(answered("2026-03-16T10:00"))) << "the clock stands still";
  const auto left = pack_->calendar.working_days_between(*CivilDate::parse("2026-03-13"), *CivilDate::parse("2026-03-27"));
  ASSERT_TRUE(bool(take(clerk_, "2026-04-13T11:00", "resume", {.reason = "resume.received"})));
  EXPECT_EQ(*pack_->calendar.working_days_between(*CivilDate::parse("2026-04-13"), now().due_on), *left);
  EXPECT_EQ(now().state, State::in_work);
}

TEST_P(AppealSteps, the_kind_is_settled_without_starting_the_clock_again) {
  ASSERT_TRUE(bool(take(clerk_, "2026-03-16T11:00", "qualify", {.reason = "requalify.content", .value = "message"})));
  EXPECT_EQ(now().kind, law::AppealKind::message);
  EXPECT_EQ(now().kind_claimed, law::AppealKind::application);
  EXPECT_EQ(now().received_on.iso(), "2026-03-02");
  EXPECT_EQ(now().due_on, *pack_->rule("appeal.consider.simplified", now().received_on)->length == 15 ? *CivilDate::parse("2026-03-27") : now().due_on);
}

TEST_P(AppealSteps, what_is_missing_is_asked_for_completed_or_given_back_after_the_term) {
  const Details ask{.text = "Назовите, пожалуйста, номер дома.", .reason = "repair.place"};
  ASSERT_TRUE(bool(take(clerk_, "2026-03-03T11:00", "ask-repair", ask)));
  EXPECT_EQ(now().wait_until->iso(), "2026-03-06");
  EXPECT_EQ(now().due_on.iso(), "2026-03-27") << "the clock runs on";
  EXPECT_EQ(take(clerk_, "2026-03-06T12:00", "give-back", {.text = "Адрес не назван."}).problems().first().message, Key("appeals.repair.still_waiting"));
  EXPECT_FALSE(bool(take(anonymous(), "2026-03-05T12:00", to(sent_), "repair", {.text = "Дом 45, второй подъезд."}))) << "no code";
  ASSERT_TRUE(bool(take(anonymous(), "2026-03-05T12:00", mine(), "repair", {.text = "Дом 45, второй подъезд."})));
  EXPECT_EQ(now().state, State::in_work);
  ASSERT_TRUE(bool(take(clerk_, "2026-03-09T11:00", "ask-repair", ask)));
  ASSERT_TRUE(bool(take(clerk_, "2026-03-16T11:00", "give-back", {.text = "Недостающее не пришло."})));
  EXPECT_EQ(now().state, State::returned);
  EXPECT_TRUE(bool(take(anonymous(), "2026-03-17T11:00", mine(), "complain", {.text = "Адрес был в первом письме."}))) << "a complaint is always open";
}

TEST_P(AppealSteps, the_first_redirect_is_the_clerks_the_second_the_heads_and_the_third_the_arbiters) {
  const auto moved = [&](const Actor& actor, const char* when, const char* to_body) {
    return take(actor, when, "redirect", {.reason = "redirect.competence", .to = to_body});
  };
  ASSERT_TRUE(bool(moved(clerk_, "2026-03-02T12:00", other_body)));
  const auto second = moved(clerk_of(other_body), "2026-03-03T12:00", "almaty.zhol-infra");
  ASSERT_TRUE(bool(second));
  EXPECT_TRUE(second->waits_for_head);
  EXPECT_EQ(now().body, other_body);
  ASSERT_TRUE(bool(moved(head_of(other_body), "2026-03-03T13:00", "almaty.zhol-infra")));
  ASSERT_TRUE(bool(moved(clerk_of("almaty.zhol-infra"), "2026-03-04T12:00", own_body)));
  EXPECT_EQ(now().state, State::disputed);
  const std::string arbiter = now().body;
  EXPECT_EQ(arbiter, "almaty.akimat");
  read([&](db::ReadTx& tx) {
    EXPECT_EQ(store::inbox_counts(tx, 75, arbiter, *CivilDate::parse("2026-03-04"), 10).disputed, 1) << "the arbiter's queue";
    store::InboxFilter queue;
    queue.place = 75;
    queue.body = arbiter;
    queue.today = *CivilDate::parse("2026-03-04");
    queue.state = State::disputed;
    EXPECT_EQ(store::inbox_page(tx, queue).size(), 1u);
  });
  EXPECT_FALSE(bool(moved(head_of(arbiter.c_str()), "2026-03-04T14:00", own_body))) << "the arbiter names, it does not redirect";
  ASSERT_TRUE(bool(take(head_of(arbiter.c_str()), "2026-03-05T12:00", "arbitrate", {.text = "Сети на балансе управления.", .reason = "arbitrate.competence", .to = own_body})));
  EXPECT_EQ(now().body, own_body);
  EXPECT_EQ(moved(head_, "2026-03-05T15:00", other_body).problems().first().message, Key("appeals.redirect.is_final"));
  EXPECT_EQ(now().first_due_on.iso(), "2026-03-27") << "the person's own clock";
}

TEST_P(AppealSteps, a_part_of_another_competence_gets_its_own_number_and_the_persons_first_day) {
  const auto changed = take(clerk_, "2026-03-04T12:00", "split", {.text = "Также прошу вывезти ветки со двора.", .to = other_body});
  ASSERT_TRUE(bool(changed));
  read([&](db::ReadTx& tx) {
    const auto part = store::find(tx, 75, changed->created);
    ASSERT_TRUE(part);
    EXPECT_EQ(part->body, other_body);
    EXPECT_EQ(part->about, sent_.appeal.number);
    EXPECT_EQ(part->first_received_on.iso(), "2026-03-02");
    EXPECT_EQ(part->received_on.iso(), "2026-03-04");
    EXPECT_TRUE(bool(open_case(tx, as(anonymous()), {.number = part->number, .code = sent_.code}, may_see_private))) << "the first case's code opens it";
    EXPECT_FALSE(bool(open_case(tx, as(anonymous()), {.number = part->number, .code = secrets::new_code()}, may_see_private)));
  });
}

TEST_P(AppealSteps, a_joined_case_is_answered_with_the_main_one_and_judged_by_its_own_applicant) {
  const auto main = submitted();
  ASSERT_TRUE(bool(take(clerk_, "2026-03-04T12:00", "join", {.reason = "join.same_matter", .number = main.appeal.number})));
  EXPECT_EQ(answered("2026-03-05T10:00").problems().first().message, Key("appeals.join.is_joined"));
  ASSERT_TRUE(bool(run([&](db::Tx& tx) { return answer(tx, as(clerk_, "2026-03-06T10:00"), to(main), {Decision::satisfied, "Фонарь починили 6 марта."}); })));
  EXPECT_EQ(now().state, State::answered);
  EXPECT_TRUE(bool(run([&](db::Tx& tx) { return judge(tx, as(anonymous(), "2026-03-07T10:00"), mine(), {Verdict::solved, true, "", ""}); })));
}

TEST_P(AppealSteps, a_final_answer_waits_until_the_applicant_could_object) {
  ASSERT_TRUE(bool(take(clerk_, "2026-03-10T12:00", "hearing", {.text = "Предварительно: установка фонаря не предусмотрена."})));
  EXPECT_EQ(now().wait_until->iso(), "2026-03-12");
  EXPECT_EQ(answered("2026-03-12T18:00").problems().first().message, Key("appeals.hear.still_waiting"));
  ASSERT_TRUE(bool(take(anonymous(), "2026-03-11T12:00", mine(), "object", {.text = "Фонарь стоял там до ремонта."})));
  EXPECT_TRUE(bool(answered("2026-03-12T18:00")));
}

TEST_P(AppealSteps, an_amended_answer_stands_beside_the_first) {
  ASSERT_TRUE(bool(answered("2026-03-10T12:00")));
  ASSERT_TRUE(bool(run([&](db::Tx& tx) { return amend(tx, as(clerk_, "2026-03-12T12:00"), to(sent_), {Decision::satisfied, "Фонарь починили 12 марта."}); })));
  const auto appeal = now();
  read([&](db::ReadTx& tx) {
    const auto answers = store::answers(tx, appeal);
    ASSERT_EQ(answers.size(), 2u);
    EXPECT_EQ(answers[0].text, "Ответ по существу вопроса.");
  });
  EXPECT_EQ(pack_->civil(now().answered_at).date.iso(), "2026-03-10") << "in time is what the first answer was";
}

TEST_P(AppealSteps, silence_is_a_refusal_from_the_next_day_and_an_answer_is_still_owed) {
  const auto silent = [&](const char* when) { return run([&](db::Tx& tx) { return refuse_by_silence(tx, as(Actor::system(), when), sent_.appeal.number); }); };
  EXPECT_FALSE(bool(silent("2026-03-27T23:59")));
  ASSERT_TRUE(bool(silent("2026-03-28T00:00")));
  EXPECT_EQ(now().state, State::refused);
  EXPECT_FALSE(bool(silent("2026-03-29T00:00")));
  ASSERT_TRUE(bool(take(anonymous(), "2026-03-30T12:00", mine(), "complain", {.text = "Мне не ответили в срок."})));
  ASSERT_TRUE(bool(answered("2026-04-02T12:00")));
  EXPECT_TRUE(now().answered_late);
}

TEST_P(AppealSteps, a_complaint_goes_through_the_body_complained_about_to_the_one_above_and_never_back) {
  ASSERT_TRUE(bool(answered("2026-03-10T12:00")));
  const auto complained = take(anonymous(), "2026-03-16T12:00", mine(), "complain", {.text = "В ответе ничего не сказано о фонаре."});
  ASSERT_TRUE(bool(complained));
  const Target complaint{.number = complained->created, .code = ""};
  const auto decided = [&](const Actor& actor, const char* when, Decision decision) {
    return run([&](db::Tx& tx) { return answer(tx, as(actor, when), complaint, {decision, "Решение по жалобе принято."}); });
  };
  EXPECT_EQ(decided(clerk_, "2026-03-17T12:00", Decision::declined).problems().first().message, Key("appeals.answer.pass_it_on"));
  EXPECT_FALSE(bool(take(clerk_, "2026-03-17T12:00", complaint, "redirect", {.reason = "redirect.competence", .to = other_body})));
  const auto passed = take(clerk_, "2026-03-17T12:00", complaint, "pass", {});
  ASSERT_TRUE(bool(passed));
  EXPECT_EQ(passed->appeal.body, "almaty.akimat");
  EXPECT_EQ(passed->appeal.due_rule, "complaint.decide");
  EXPECT_FALSE(bool(decided(clerk_, "2026-03-18T12:00", Decision::satisfied))) << "it has left the body complained about";
  read([&](db::ReadTx& tx) {
    EXPECT_TRUE(bool(open_case(tx, as(clerk_of("almaty.akimat")), to(sent_), may_see_private))) << "the file of the case goes along";
    EXPECT_FALSE(bool(open_case(tx, as(clerk_of(other_body)), to(sent_), may_see_private)));
  });
  EXPECT_TRUE(bool(decided(clerk_of("almaty.akimat"), "2026-03-20T12:00", Decision::declined)));
}

TEST_P(AppealSteps, a_recusal_is_decided_by_the_head) {
  ASSERT_TRUE(bool(run([&](db::Tx& tx) { return accept(tx, as(clerk_, "2026-03-03T10:00"), to(sent_)); })));
  const Details ask{.text = "Этот сотрудник — мой сосед и виновник.", .reason = "recusal.interest"};
  ASSERT_TRUE(bool(take(anonymous(), "2026-03-04T12:00", mine(), "recuse", ask)));
  EXPECT_FALSE(bool(take(anonymous(), "2026-03-04T13:00", mine(), "recuse", ask))) << "one waits already";
  ASSERT_TRUE(bool(take(head_, "2026-03-05T12:00", "decide-recusal", {.text = "Дело передано другому.", .value = "granted"})));
  EXPECT_FALSE(bool(now().executor));
  EXPECT_EQ(last_event().val, "granted");
}

TEST_P(AppealSteps, an_unsolved_case_goes_back_with_a_new_term_and_the_persons_clock_goes_on) {
  ASSERT_TRUE(bool(answered("2026-03-10T12:00")));
  ASSERT_TRUE(bool(run([&](db::Tx& tx) { return judge(tx, as(anonymous(), "2026-03-12T12:00"), mine(), {Verdict::not_solved, true, "not_solved.nothing_done", ""}); })));
  ASSERT_TRUE(bool(take(anonymous(), "2026-03-13T12:00", mine(), "reopen", {.text = "Фонарь так и не горит."})));
  EXPECT_EQ(now().state, State::in_work);
  EXPECT_EQ(now().received_on.iso(), "2026-03-13");
  EXPECT_EQ(now().first_received_on.iso(), "2026-03-02");
}

TEST_P(AppealSteps, internal_notes_stay_inside_the_body) {
  ASSERT_TRUE(bool(run([&](db::Tx& tx) { return write_note(tx, as(clerk_), to(sent_), "Проверить баланс сети."); })));
  EXPECT_FALSE(bool(run([&](db::Tx& tx) { return write_note(tx, as(clerk_of(other_body)), to(sent_), "Чужая заметка."); })));
  EXPECT_FALSE(bool(run([&](db::Tx& tx) { return write_note(tx, as(anonymous()), mine(), "Моя заметка о деле."); })));
  EXPECT_EQ(count("select count(*) from appeal_note"), 1);
}

// Random walks: whoever does whatever whenever, the case never reaches a state or a day of answer that the table forbids
// (finish() holds that as an invariant), and the person's own clock never moves.
TEST_P(AppealSteps, random_walks_never_leave_the_table) {
  const int steps_max = GetParam() == db::Kind::sqlite ? 100'000 : 2'000;
  std::mt19937_64 dice(20260302);
  const auto pick = [&](int n) { return int(dice() % std::uint64_t(n)); };
  const char* bodies[] = {own_body, other_body, "almaty.zhol-infra", "almaty.akimat"};
  const auto start = *CivilDate::parse("2026-03-02");
  std::vector<std::string> reasons, kinds;
  for (const auto& reason : pack_->reasons) reasons.push_back(reason.code);
  for (const auto kind : law::all_kinds) kinds.emplace_back(law::code(kind));
  struct Walk { Submitted sent; int day = 0; };
  // Steps with files move neither state nor term and need bytes in the store: their own tests are over HTTP. A recount needs a second pack.
  std::vector<procedure::Rule> table;
  for (const auto& row : procedure::steps())
    if (std::string_view(row.event).find("file") == std::string_view::npos && row.step != procedure::Step::recount) table.push_back(row);
  std::vector<Walk> walks;
  std::map<std::string, int> taken;
  for (int done = 0; done < steps_max;) {
    write([&](db::Tx& tx) {
      for (int i = 0; i < 1000 && done < steps_max; ++i, ++done) {
        if (walks.size() < 40 || pick(25) == 0) {
          auto command = an_appeal();
          command.kind = law::all_kinds[std::size_t(pick(6))];
          auto sent = submit(tx, as(anonymous()), command);
          EXPECT_TRUE(bool(sent));
          if (walks.size() < 40) walks.push_back({*sent});
          else walks[std::size_t(pick(40))] = {*sent};
          continue;
        }
        auto& walk = walks[std::size_t(pick(int(walks.size())))];
        walk.day = std::min(walk.day + (pick(8) == 0 ? pick(8) : 0), 400);
        const auto when = start.plus_days(walk.day).iso() + "T1" + std::to_string(walk.day * 7 % 10) + ":00";
        const auto before = *store::find(tx, 75, walk.sent.appeal.number);
        const char* body = pick(4) ? before.body.c_str() : bodies[pick(4)];
        const Actor actors[] = {clerk_of(body), head_of(body), anonymous(), citizen(), Actor::system(), {.account = AccountId{301 + pick(2)}, .role = Role::moderator}};
        const auto context = as(actors[pick(6)], when.c_str());
        const Target target{.number = before.number, .code = pick(2) ? walk.sent.code : std::string()};
        // Mostly a step that the state allows, so that walks go deep; now and then any.
        auto row = table[std::size_t(pick(int(table.size())))];
        for (int tries = 0; tries < 8 && pick(8) && !procedure::is_allowed(row.step, before.state); ++tries)
          row = table[std::size_t(pick(int(table.size())))];
        // What needs a long way to come true is tried more often.
        for (const auto rare : {procedure::Step::redirect, procedure::Step::arbitrate, procedure::Step::close})
          if (procedure::is_allowed(rare, before.state) && pick(3) == 0) row = procedure::rule_of(rare);
        if (before.visibility == Visibility::asked_public && context.actor.role == Role::moderator && pick(3) == 0)
          row = procedure::rule_of(procedure::Step::confirm_restriction);
        // Mostly a reason that belongs to the step, so that walks go deep.
        std::string reason = reasons[std::size_t(pick(int(reasons.size())))];
        const auto* spec = spec_of(row.step);
        if (spec && *spec->reasons)
          for (const auto& one : pack_->reasons)
            if (one.step == spec->reasons && pick(2)) reason = one.code;
        Details details{.text = "Слова случайной прогулки.", .reason = reason, .to = bodies[pick(4)],
                        .number = walks[std::size_t(pick(int(walks.size())))].sent.appeal.number, .value = kinds[std::size_t(pick(6))],
                        .until = pick(2) ? std::optional(start.plus_days(walk.day + pick(60))) : std::nullopt};
        if (row.step == procedure::Step::decide_recusal) details.value = pick(2) ? "granted" : "declined";
        Result<Changed> changed = Problem{};
        using procedure::Step;
        switch (row.step) {
          case Step::accept: changed = accept(tx, context, target); break;
          case Step::amend: changed = amend(tx, context, target, {Decision(1 + pick(4)), "Исправленный ответ по существу."}); break;
          case Step::answer: changed = answer(tx, context, target, {Decision(1 + pick(4)), "Ответ по существу вопроса."}); break;
          case Step::judge: changed = judge(tx, context, target, {Verdict(1 + pick(3)), true, "not_solved.nothing_done", ""}); break;
          case Step::withdraw: changed = pick(8) ? Result<Changed>(Problem{}) : withdraw(tx, context, target, ""); break;
          case Step::publish: changed = show(tx, context, target, Visibility::public_text); break;
          case Step::unpublish: changed = show(tx, context, target, Visibility::private_to_parties); break;
          case Step::clear:
          case Step::clear_answer:
          case Step::redact: changed = clear_text(tx, context, target, {.reason = row.step == Step::redact ? "withhold.child" : ""}); break;
          case Step::keep_private: changed = keep_private(tx, context, target, "withhold.child"); break;
          case Step::restrict_display: changed = restrict_display(tx, context, target, "withhold.child"); break;
          case Step::confirm_restriction: changed = confirm_restriction(tx, context, target); break;
          case Step::erase:  // now and then, because a walk ends there
            if (pick(20) == 0 && ask_erasure(tx, as({.account = AccountId{401}, .role = Role::admin}, when.c_str()), target, {"erase.law", "Документ № 1"}))
              changed = approve_erasure(tx, as({.account = AccountId{402}, .role = Role::auditor}, when.c_str()), target);
            break;
          case Step::close: changed = close_unjudged(tx, context, target.number); break;
          case Step::refuse: changed = refuse_by_silence(tx, context, target.number); break;
          case Step::tell_loss:
            if (tell_of_loss(tx, context, {before.number})) changed = Changed{*store::find(tx, 75, before.number)};
            break;
          default: changed = take_step(tx, context, target, *spec, details);
        }
        const auto after = *store::find(tx, 75, before.number);
        if (changed && !changed->waits_for_head) {
          ++taken[row.name];
          if (!changed->created.empty()) {  // a complaint or a part walks on by itself, from the same day
            auto child = walk;
            child.sent.appeal.number = changed->created;
            walks[std::size_t(pick(int(walks.size())))] = child;
          }
          EXPECT_TRUE(row.step == Step::publish || row.step == Step::unpublish || procedure::keeps_table(row.step, before, after)) << row.name;
        } else if (!changed) {
          EXPECT_EQ(after.state, before.state) << row.name << " was refused but moved the case";
          EXPECT_EQ(after.due_on, before.due_on) << row.name;
        }
        EXPECT_EQ(after.first_received_on, before.first_received_on);
        EXPECT_EQ(after.first_due_on, before.first_due_on);
        EXPECT_TRUE(after.against.empty() || after.body != after.against || after.due_rule == pass_rule) << "decided by the body complained about";
        EXPECT_LE(after.extensions, 1);
      }
      return !HasFailure();
    });
    ASSERT_FALSE(HasFailure());
  }
  // A monitor of the public record finds nothing to say against any of it.
  std::vector<std::string> leaves;
  read([&](db::ReadTx& tx) { leaves = record::pending_leaves(tx); });
  EXPECT_GT(leaves.size(), std::size_t(steps_max / 10));
  auto breaches = record::breaches_of(leaves);
  // Each walk has days of its own, so one case may be answered together with another on an earlier day.
  std::erase_if(breaches, [](const std::string& line) { return line.starts_with("M04"); });
  EXPECT_EQ(breaches.size(), 0u);
  for (std::size_t i = 0; i < std::min<std::size_t>(breaches.size(), 20); ++i) ADD_FAILURE() << breaches[i];
  if (GetParam() != db::Kind::sqlite) return;
  for (const auto& row : table) EXPECT_GT(taken[row.name], 0) << row.name << " was never taken";
}

}  // namespace jauap::appeals
