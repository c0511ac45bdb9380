#include "appeals/erasure.h"

#include <gtest/gtest.h>

#include "appeals/moderation.h"
#include "appeals/openings.h"
#include "appeals/store.h"
#include "appeals/testing.h"
#include "platform/mail/mail.h"

namespace jauap::appeals {
namespace {

constexpr const char* executor_body = "almaty.energetika-su";
constexpr const char* later = "2026-03-05T10:00";

Actor administrator(int account = 401) { return {.account = AccountId{account}, .role = Role::admin}; }
Actor auditor(int account = 402) { return {.account = AccountId{account}, .role = Role::auditor}; }
Actor moderator(int account = 301) { return {.account = AccountId{account}, .role = Role::moderator}; }
Actor head() { return {.account = AccountId{78}, .role = Role::head, .body = executor_body, .name = "Басшы"}; }

}  // namespace

class RecordedEvents : public World {
 protected:
  // The pack with some bodies marked as small.
  void mark_small(std::initializer_list<std::string_view> codes) {
    auto pack = std::make_shared<law::Pack>(*pack_);
    for (auto& body : pack->bodies)
      for (const auto code : codes) body.small = body.small || body.code == code;
    pack_ = pack;
    write([&](db::Tx& tx) {
      directory::sync_from_pack(tx, as(Actor::system()));
      return true;
    });
  }
  Target of(const Submitted& sent) const { return {.number = sent.appeal.number, .code = ""}; }
  std::vector<journal::Seen> events(const Submitted& sent) {
    std::vector<journal::Seen> all;
    read([&](db::ReadTx& tx) { all = journal::of_object(tx, 75, sent.appeal.id.value); });
    return all;
  }
  std::string cm(const Submitted& sent, int n) {
    const db::Statement statement{"test.cm", "select cm from event where object_id = $1 and n = $2"};
    std::string value;
    read([&](db::ReadTx& tx) { tx.first(statement, {sent.appeal.id, n}, [&](const db::Row& row) { value = row.string(0); }); });
    return value;
  }
  // As the applicant gets it with the code, and as an official of the body.
  std::optional<tlog::Opening> opened(const Submitted& sent, int n, bool by_official = false) {
    std::optional<tlog::Opening> made;
    read([&](db::ReadTx& tx) {
      const auto context = by_official ? as(clerk_of(executor_body)) : as(anonymous());
      const auto found = open_case(tx, context, {.number = sent.appeal.number, .code = by_official ? "" : sent.code}, may_see_private);
      ASSERT_TRUE(bool(found));
      made = opening(tx, context, *found, n);
    });
    return made;
  }
  // A case with an answer, notes, a verdict: everything that takes words.
  Submitted answered_case(Visibility visibility = Visibility::private_to_parties) {
    auto command = an_appeal();
    command.visibility = visibility;
    command.is_confirmed = true;
    const auto sent = submitted(command, citizen());
    if (visibility != Visibility::private_to_parties) {
      EXPECT_TRUE(bool(run([&](db::Tx& tx) { return clear_text(tx, as(moderator()), of(sent), {}); })));
    }
    EXPECT_TRUE(bool(run([&](db::Tx& tx) { return write_message(tx, as(citizen()), of(sent), {.text = "Фонарь у второго подъезда."}); })));
    EXPECT_TRUE(bool(run([&](db::Tx& tx) {
      return answer(tx, as(clerk_of(executor_body)), of(sent),
                    {.decision = Decision::satisfied, .text = "Фонарь заменен сегодня утром.", .points = {{"Когда?", "Сегодня."}}, .commitments = {{"Проверить линию", "Мастер", *CivilDate::parse("2026-04-01")}}});
    })));
    EXPECT_TRUE(bool(run([&](db::Tx& tx) { return judge(tx, as(citizen()), of(sent), {.verdict = Verdict::solved, .comment = "Горит, спасибо."}); })));
    return sent;
  }
  Done ask(const Submitted& sent, const Actor& who = administrator(), const char* reason = "erase.court") {
    return run([&](db::Tx& tx) -> Done { return ask_erasure(tx, as(who, later), of(sent), {.reason = reason, .basis = "Решение суда № 12 от 3 марта 2026 года"}); });
  }
  Result<Changed> approve(const Submitted& sent, const Actor& who = auditor()) {
    return run([&](db::Tx& tx) { return approve_erasure(tx, as(who, later), of(sent)); });
  }
  Appeal now(const Submitted& sent) {
    Appeal appeal;
    read([&](db::ReadTx& tx) { appeal = *store::find(tx, 75, sent.appeal.number); });
    return appeal;
  }
};

struct Floor : RecordedEvents {};
INSTANTIATE_TEST_SUITE_P(EachDatabase, Floor, db::each_database(), db::database_name);

TEST_P(Floor, an_ordinary_case_names_its_body) {
  const auto sent = submitted();
  EXPECT_EQ(events(sent).at(0).shown_body, "");
  EXPECT_EQ(opened(sent, 1)->parts.size(), 1u) << "only the text";
}

TEST_P(Floor, a_sensitive_case_shows_the_body_above_and_its_parties_the_true_one) {
  auto command = an_appeal();
  command.topic = "health.clinic";
  const auto sent = submitted(command);
  const auto event = events(sent).at(0);
  EXPECT_EQ(event.body, executor_body);
  EXPECT_EQ(event.shown_body, "almaty.akimat");
  EXPECT_EQ(journal::as_public(event).body, "almaty.akimat");
  const auto made = opened(sent, 1);
  ASSERT_TRUE(made);
  ASSERT_EQ(made->parts.size(), 2u);
  EXPECT_EQ(made->parts[0].name, "body");
  EXPECT_EQ(made->parts[0].content, executor_body);
  EXPECT_FALSE(tlog::opening_fault(*made, cm(sent, 1)));
  ASSERT_TRUE(bool(run([&](db::Tx& tx) {
    return redirect(tx, as(clerk_of(executor_body)), of(sent), {.to = "almaty.sport", .reason = "redirect.competence", .sentence = "Не наше"});
  })));
  const auto moved = events(sent).back();
  EXPECT_EQ(moved.to, "almaty.sport");
  EXPECT_EQ(moved.shown_to, "almaty.akimat");
}

TEST_P(Floor, a_small_body_is_named_by_the_one_above_it_and_one_without_is_named_itself) {
  mark_small({executor_body, "almaty.akimat"});
  EXPECT_EQ(events(submitted()).at(0).shown_body, "almaty.akimat");
  auto command = an_appeal();
  command.body = "almaty.akimat";
  EXPECT_EQ(events(submitted(command)).at(0).shown_body, "");
}

TEST_P(Floor, a_case_taken_off_by_a_moderator_names_its_body_no_more) {
  auto command = an_appeal();
  command.visibility = Visibility::public_text;
  command.is_confirmed = true;
  const auto sent = submitted(command, citizen());
  ASSERT_TRUE(bool(run([&](db::Tx& tx) { return clear_text(tx, as(moderator()), of(sent), {}); })));
  ASSERT_TRUE(bool(run([&](db::Tx& tx) { return accept(tx, as(clerk_of(executor_body)), of(sent)); })));
  EXPECT_EQ(events(sent).back().shown_body, "");
  ASSERT_TRUE(bool(run([&](db::Tx& tx) { return restrict_display(tx, as(moderator()), of(sent), "withhold.child"); })));
  ASSERT_TRUE(bool(run([&](db::Tx& tx) { return extend(tx, as(head()), of(sent), {.text = "Нужна проверка на месте.", .reason = "extend.site", .until = CivilDate::parse("2026-04-10")}); })));
  EXPECT_EQ(events(sent).back().type, "appeal.extended");
  EXPECT_EQ(events(sent).back().shown_body, "almaty.akimat");
}

struct Openings : RecordedEvents {};
INSTANTIATE_TEST_SUITE_P(EachDatabase, Openings, db::each_database(), db::database_name);

TEST_P(Openings, the_applicants_own_words_are_proved_against_the_commitment_and_no_other) {
  const auto sent = submitted(), other = submitted();
  const auto made = opened(sent, 1);
  ASSERT_TRUE(made);
  EXPECT_EQ(made->parts.at(0).content, an_appeal().content.text);
  EXPECT_FALSE(tlog::opening_fault(*made, cm(sent, 1)));
  EXPECT_TRUE(tlog::opening_fault(*made, cm(other, 1)));
  const auto read_back = tlog::parse_opening(tlog::format_opening(*made));
  ASSERT_TRUE(bool(read_back)) << read_back.fault().words;
  EXPECT_FALSE(tlog::opening_fault(*read_back, cm(sent, 1)));
  EXPECT_FALSE(opened(sent, 2)) << "there is no such event";
}

TEST_P(Openings, an_answer_is_open_to_its_reader) {
  const auto sent = answered_case();
  for (const auto& event : events(sent)) {
    const auto made = opened(sent, event.n);
    ASSERT_TRUE(made);
    EXPECT_FALSE(tlog::opening_fault(*made, cm(sent, event.n)));
    if (event.type == "appeal.answered") {
      EXPECT_EQ(made->parts.at(0).content, "Фонарь заменен сегодня утром.");
    }
  }
}

TEST_P(Openings, a_part_that_is_not_for_the_applicant_stays_closed_and_still_fits) {
  const auto sent = submitted();
  write([&](db::Tx& tx) {
    journal::record(tx, as(clerk_of(executor_body)).speaker(), {75, 'A', sent.appeal.id.value, sent.appeal.number}, {.type = "appeal.answered", .body = executor_body, .val = "explained"},
                    {{"answer", Private<std::string>("Ответ")}, {"memo", Private<std::string>("Для своих")}});
    return true;
  });
  const auto made = opened(sent, 2), official = opened(sent, 2, true);
  ASSERT_TRUE(made && official);
  ASSERT_EQ(made->parts.size(), 2u);
  EXPECT_EQ(made->parts[0].content, "Ответ");
  EXPECT_FALSE(made->parts[1].salt);
  EXPECT_EQ(made->parts[1].content, "");
  EXPECT_FALSE(tlog::opening_fault(*made, cm(sent, 2)));
  EXPECT_TRUE(bool(tlog::parse_opening(tlog::format_opening(*made))));
  EXPECT_EQ(official->parts[1].content, "Для своих");
}

struct Erasure : RecordedEvents {};
INSTANTIATE_TEST_SUITE_P(EachDatabase, Erasure, db::each_database(), db::database_name);

TEST_P(Erasure, takes_every_word_and_keeps_what_the_record_needs) {
  const auto sent = answered_case(Visibility::public_text), neighbour = answered_case();
  const auto before = events(sent);
  std::vector<std::string> commitments;
  for (const auto& event : before) commitments.push_back(cm(sent, event.n));
  const auto kept_copy = opened(sent, 1);
  const int parts = int(count("select count(*) from event_part"));
  ASSERT_TRUE(bool(ask(sent)));
  EXPECT_FALSE(now(sent).is_erased());
  ASSERT_TRUE(bool(approve(sent)));

  const auto erased = now(sent);
  EXPECT_TRUE(erased.is_erased());
  EXPECT_EQ(erased.number, sent.appeal.number);
  EXPECT_EQ(erased.state, State::solved);
  EXPECT_EQ(erased.owner, AccountId{});
  EXPECT_EQ(erased.topic + erased.district, "");
  EXPECT_EQ(erased.visibility, Visibility::private_to_parties);
  const auto after = events(sent);
  ASSERT_EQ(after.size(), before.size() + 1);
  EXPECT_EQ(after.back().type, "appeal.erased");
  EXPECT_EQ(after.back().reason, "erase.court");
  EXPECT_EQ(after.back().body, "") << "who erases speaks for no body";
  for (const auto& event : before) EXPECT_EQ(cm(sent, event.n), commitments[std::size_t(event.n - 1)]);

  // Of this case nothing is left, of its neighbour everything.
  EXPECT_EQ(count("select count(*) from event_part"), parts) << "c of every part stays";
  EXPECT_EQ(count("select count(*) from event_part where length(c) = 64"), parts);
  const db::Statement own_parts{"test.own_parts", "select content, salt from event_part where object_id = $1"};
  read([&](db::ReadTx& tx) {
    int rows = 0;
    tx.each(own_parts, {sent.appeal.id}, [&](const db::Row& row) {
      ++rows;
      EXPECT_EQ(row.text(0), "");
      EXPECT_EQ(row.text(1), "");
    });
    EXPECT_EQ(rows, 4);
    EXPECT_EQ(store::erasable(tx, erased), store::Erasable{});
    EXPECT_FALSE(store::content(tx, *keys_, erased));
    EXPECT_EQ(store::answers(tx, erased).at(0).text, "");
    EXPECT_TRUE(store::answers(tx, erased).at(0).points.empty());
    EXPECT_EQ(store::judgements(tx, erased).at(0).comment, "");
    EXPECT_EQ(store::judgements(tx, erased).at(0).verdict, Verdict::solved);
  });
  EXPECT_EQ(count("select count(*) from object_key"), 1);
  EXPECT_EQ(count("select count(*) from appeal_content"), 1);
  EXPECT_EQ(count("select count(*) from appeal_commitment"), 1);
  EXPECT_EQ(count("select count(*) from appeal_public"), 0);
  EXPECT_EQ(count("select count(*) from appeal_contact"), 1);
  EXPECT_FALSE(tlog::opening_fault(*opened(neighbour, 1), cm(neighbour, 1)));
  EXPECT_FALSE(tlog::opening_fault(*kept_copy, cm(sent, 1))) << "the applicant's own copy still proves what was written";
}

TEST_P(Erasure, drops_letters_about_the_case_and_no_others) {
  const auto sent = answered_case(), neighbour = answered_case();
  const auto waiting = count("select count(*) from job where kind = 'mail.send'");
  ASSERT_TRUE(bool(ask(sent)));
  ASSERT_TRUE(bool(approve(sent)));
  EXPECT_EQ(count("select count(*) from job where kind = 'mail.send'"), waiting / 2);
  const db::Statement keys{"test.keys", "select unique_key from job where kind = 'mail.send'"};
  read([&](db::ReadTx& tx) {
    tx.each(keys, {}, [&](const db::Row& row) { EXPECT_TRUE(row.string(0).starts_with("mail/" + neighbour.appeal.number)) << row.string(0); });
  });
}

TEST_P(Erasure, needs_an_administrator_and_an_auditor_and_nobody_decides_an_own_request) {
  const auto sent = answered_case();
  for (const auto& who : {anonymous(), citizen(), clerk_of(executor_body), head(), moderator(), auditor()}) EXPECT_FALSE(bool(ask(sent, who)));
  EXPECT_FALSE(bool(approve(sent))) << "nobody asked";
  ASSERT_TRUE(bool(ask(sent)));
  EXPECT_FALSE(bool(ask(sent, administrator(403)))) << "one waits already";
  for (const auto& who : {anonymous(), citizen(), clerk_of(executor_body), head(), moderator(), administrator(403)}) EXPECT_FALSE(bool(approve(sent, who)));
  // The same person in another post is still the same person.
  const auto own = approve(sent, auditor(401));
  ASSERT_FALSE(bool(own));
  EXPECT_EQ(own.problems().first().message.name(), "appeals.erasure.own");
  EXPECT_FALSE(now(sent).is_erased());
  EXPECT_TRUE(bool(approve(sent)));
}

TEST_P(Erasure, waits_while_a_body_still_owes_an_answer) {
  const auto sent = submitted();
  const auto refused = ask(sent);
  ASSERT_FALSE(bool(refused));
  EXPECT_EQ(refused.problems().first().kind, Problem::Kind::conflict);
}

TEST_P(Erasure, asks_for_a_reason_of_the_pack) {
  const auto sent = answered_case();
  EXPECT_FALSE(bool(ask(sent, administrator(), "withhold.child")));
  EXPECT_FALSE(bool(ask(sent, administrator(), "")));
}

TEST_P(Erasure, declined_changes_nothing_and_may_be_asked_for_again) {
  const auto sent = answered_case();
  ASSERT_TRUE(bool(ask(sent)));
  ASSERT_TRUE(bool(run([&](db::Tx& tx) -> Done { return decline_erasure(tx, as(auditor(), later), of(sent), "Документа нет"); })));
  EXPECT_FALSE(now(sent).is_erased());
  EXPECT_TRUE(opened(sent, 1)->parts.at(0).salt.has_value());
  EXPECT_TRUE(bool(ask(sent)));
}

TEST_P(Erasure, an_erased_case_says_so_to_everybody_and_takes_no_more_steps) {
  const auto sent = answered_case();
  ASSERT_TRUE(bool(ask(sent)));
  ASSERT_TRUE(bool(approve(sent)));
  read([&](db::ReadTx& tx) {
    for (const auto& who : {anonymous(), citizen(), clerk_of(executor_body), moderator()})
      for (const auto may : {may_see_private, may_judge, may_take_part, may_work, may_moderate}) {
        const auto found = open_case(tx, as(who, later), {.number = sent.appeal.number, .code = sent.code}, may);
        ASSERT_FALSE(bool(found));
        EXPECT_EQ(found.problems().first().kind, Problem::Kind::gone);
      }
    const auto erased = erased_case(tx, as(anonymous(), later), sent.appeal.number);
    ASSERT_TRUE(erased);
    EXPECT_EQ(erased->reason, "erase.court");
  });
  EXPECT_FALSE(bool(run([&](db::Tx& tx) { return reopen(tx, as(citizen(), later), of(sent), {.text = "Снова не горит фонарь."}); })));
  EXPECT_FALSE(bool(ask(sent)));
}

TEST_P(Erasure, the_clock_still_closes_an_erased_case_that_nobody_judged) {
  auto command = an_appeal();
  command.topic = "health.clinic";
  const auto sent = submitted(command, citizen());
  ASSERT_TRUE(bool(run([&](db::Tx& tx) { return answer(tx, as(clerk_of(executor_body)), of(sent), {.decision = Decision::satisfied, .text = "Фонарь заменен сегодня утром."}); })));
  ASSERT_TRUE(bool(ask(sent)));
  ASSERT_TRUE(bool(approve(sent)));
  ASSERT_TRUE(bool(run([&](db::Tx& tx) { return close_unjudged(tx, as(Actor::system(), "2026-06-01T10:00"), sent.appeal.number); })));
  EXPECT_EQ(now(sent).state, State::closed);
  EXPECT_EQ(events(sent).back().shown_body, "almaty.akimat") << "what made the case sensitive is forgotten, that it was is not";
}

}  // namespace jauap::appeals
