// What the applicant writes about a case by letter or message, and appeals that begin there.
#include <gtest/gtest.h>

#include "appeals/appeals.h"
#include "appeals/input.h"
#include "appeals/letters.h"
#include "appeals/steps.h"
#include "appeals/store.h"
#include "appeals/testing.h"
#include "base/text.h"

namespace jauap::appeals {

using How = Joined::How;
constexpr const char* own_body = "almaty.energetika-su";
const std::string email = "canary@example.kz";

struct AppealReplies : World {
 protected:
  void SetUp() override {
    World::SetUp();
    settings_.mail_in_address = "appeal@jauap.example";
    auto command = an_appeal();
    command.is_confirmed = true;
    sent_ = submitted(command);  // Monday 2 March 2026
  }
  Joined letter(const std::string& from, const std::string& text, const char* when = "2026-03-04T10:00") {
    Joined joined;
    write([&](db::Tx& tx) {
      joined = join_letter(tx, as(anonymous(), when), sent_.appeal.number, from, {text, {}});
      return true;
    });
    return joined;
  }
  Appeal now() {
    Appeal appeal;
    read([&](db::ReadTx& tx) { appeal = *store::find(tx, 75, sent_.appeal.number); });
    return appeal;
  }
  std::vector<store::Note> notes() {
    std::vector<store::Note> all;
    const auto appeal = now();
    const auto permit = as(clerk_of(own_body)).authorise(may_see_private, {.body = own_body});
    read([&](db::ReadTx& tx) {
      for (const auto& note : store::notes(tx, *keys_, appeal)) all.push_back(note.open(*permit));
    });
    return all;
  }
  Target desk() const { return {.number = sent_.appeal.number, .code = ""}; }
  void at_desk(const char* step, const Details& details, const char* when = "2026-03-03T10:00") {
    ASSERT_TRUE(bool(run([&](db::Tx& tx) { return take_step(tx, as(clerk_of(own_body), when), desk(), *spec_named(step), details); }))) << step;
  }
  Submitted sent_;
};
INSTANTIATE_TEST_SUITE_P(EachDatabase, AppealReplies, db::each_database(), db::database_name);

TEST_P(AppealReplies, an_address_of_a_case_opens_only_with_its_own_seal) {
  const auto context = as(anonymous());
  const auto address = reply_address(context, sent_.appeal.number);
  EXPECT_LE(address.find('@'), 64u);
  EXPECT_EQ(number_in_reply_address(context, address), sent_.appeal.number);
  EXPECT_EQ(number_in_reply_address(context, text::lower(address)), sent_.appeal.number);
  auto forged = address;
  auto& last = forged[forged.find('@') - 1];
  last = last == 'a' ? 'b' : 'a';
  EXPECT_FALSE(number_in_reply_address(context, forged));
  const auto other = reply_address(context, "KZ75-A-2026-999999");
  EXPECT_FALSE(number_in_reply_address(context, "appeal+kz75-a-2026-999999" + address.substr(address.rfind('-'))));
  EXPECT_NE(address, other);
  for (const auto* wrong : {"", "appeal@jauap.example", "appeal+@jauap.example", "appeal+kz75-a-2026-000001@jauap.example", "+@", "a+b-c"})
    EXPECT_FALSE(number_in_reply_address(context, wrong)) << wrong;
  settings_.mail_in_address.clear();
  EXPECT_EQ(reply_address(as(anonymous()), sent_.appeal.number), "");
}

TEST_P(AppealReplies, a_reply_from_the_confirmed_address_is_added_and_the_term_stays) {
  const auto joined = letter("Canary@example.kz", "Фонарь ближе к дому 47.");
  EXPECT_EQ(joined.how, How::added);
  EXPECT_EQ(joined.language, "ru");
  ASSERT_EQ(notes().size(), 1u);
  EXPECT_EQ(notes()[0].kind, store::NoteKind::message);
  EXPECT_EQ(notes()[0].text, "Фонарь ближе к дому 47.");
  EXPECT_EQ(now().due_on, sent_.appeal.due_on);
  EXPECT_EQ(now().state, sent_.appeal.state);
  read([&](db::ReadTx& tx) { EXPECT_EQ(journal::of_object(tx, 75, sent_.appeal.id.value).back().type, "appeal.message"); });
}

TEST_P(AppealReplies, a_reply_to_a_request_for_repair_is_the_repair) {
  at_desk("ask-repair", {.text = "Укажите номер опоры.", .reason = "repair.place"});
  EXPECT_EQ(letter(email, "Опора 12.").how, How::repaired);
  EXPECT_EQ(now().state, State::in_work);
}

TEST_P(AppealReplies, a_reply_never_shortens_the_term_for_an_objection) {
  at_desk("hearing", {.text = "Мы намерены отказать в ремонте опоры."});
  const auto until = now().wait_until;
  EXPECT_EQ(letter(email, "Спасибо, получила.").how, How::added);
  EXPECT_EQ(now().state, State::hearing);
  EXPECT_EQ(now().wait_until, until);
}

TEST_P(AppealReplies, another_sender_and_an_unconfirmed_address_change_nothing) {
  EXPECT_EQ(letter("other@example.kz", "Дописываю за неё.").how, How::other_sender);
  EXPECT_EQ(letter("", "Без адреса.").how, How::other_sender);
  sent_ = submitted();  // nobody typed the code
  EXPECT_EQ(letter(email, "Это я.").how, How::other_sender);
  EXPECT_TRUE(notes().empty());
  EXPECT_EQ(now().version, sent_.appeal.version);
}

TEST_P(AppealReplies, a_case_that_is_over_takes_no_words) {
  ASSERT_TRUE(bool(run([&](db::Tx& tx) { return withdraw(tx, as(anonymous(), "2026-03-03T10:00"), {.number = sent_.appeal.number, .code = sent_.code}, ""); })));
  EXPECT_EQ(letter(email, "Ещё вот что.").how, How::too_late);
  EXPECT_TRUE(notes().empty());
}

TEST_P(AppealReplies, an_empty_reply_and_a_case_that_is_not_there_are_told_apart) {
  EXPECT_EQ(letter(email, "").how, How::nothing);
  sent_.appeal.number = "KZ75-A-2026-999999";
  EXPECT_EQ(letter(email, "Кому?").how, How::not_found);
}

TEST_P(AppealReplies, an_answered_case_still_hears_its_applicant) {
  ASSERT_TRUE(bool(run([&](db::Tx& tx) { return answer(tx, as(clerk_of(own_body), "2026-03-04T10:00"), desk(), {Decision::explained, "Ответ по существу вопроса."}); })));
  EXPECT_EQ(letter(email, "Но фонарь не горит.", "2026-03-05T10:00").how, How::added);
  EXPECT_EQ(now().state, State::answered);
}

TEST_P(AppealReplies, the_code_of_a_case_is_known_from_others) {
  read([&](db::ReadTx& tx) {
    const auto context = as(anonymous());
    EXPECT_TRUE(is_code_of(tx, context, sent_.appeal.number, secrets::shown_code(sent_.code)));
    EXPECT_FALSE(is_code_of(tx, context, sent_.appeal.number, secrets::new_code()));
    EXPECT_FALSE(is_code_of(tx, context, "KZ75-A-2026-999999", sent_.code));
    EXPECT_EQ(news_of(tx, context, "kz75 a 2026 1")->number, sent_.appeal.number);
  });
}

TEST_P(AppealReplies, what_an_official_enters_later_counts_from_the_day_it_came) {
  const Actor clerk{.account = AccountId{9}, .role = Role::operator_};
  auto command = an_appeal();
  command.channel = Channel::paper;
  command.received_on = CivilDate::parse("2026-02-26");
  const auto late = submitted(command, clerk);
  EXPECT_EQ(late.appeal.received_on.iso(), "2026-02-26");
  EXPECT_LT(late.appeal.due_on, sent_.appeal.due_on);
  EXPECT_EQ(late.appeal.submitted_at, as(clerk).now);
  EXPECT_EQ(late.appeal.redirect_until, sent_.appeal.redirect_until) << "the body has the days that it always has to hand it on";
  read([&](db::ReadTx& tx) {
    const auto event = journal::of_object(tx, 75, late.appeal.id.value).front();
    EXPECT_EQ(event.val, "paper");
    EXPECT_EQ(event.occurred->iso(), "2026-02-26");
  });
}

TEST(OperatorsForm, takes_a_day_of_receipt_that_was_and_was_not_long_ago) {
  const auto today = *CivilDate::parse("2026-03-31");
  const auto read = [&](const char* by, const char* on) { return read_receipt(http::Pairs({{"received_by", by}, {"received_on", on}}), today); };
  EXPECT_EQ(read("paper", "2026-03-01")->on->iso(), "2026-03-01");
  EXPECT_EQ(read("visit", "2026-03-31")->on, std::nullopt);
  EXPECT_EQ(read("", "")->channel, Channel::phone);
  EXPECT_EQ(read("paper", "2026-04-01").problems().first().message, Key("appeals.received.future"));
  EXPECT_EQ(read("paper", "2026-02-28").problems().first().message, Key("appeals.received.too_early"));
  EXPECT_FALSE(bool(read("web", "2026-03-31")));
  EXPECT_FALSE(bool(read("operator", "2026-03-31")));
  EXPECT_FALSE(bool(read("paper", "31.03.2026")));
}

TEST(DraftsOfLetters, keep_what_no_form_can_set) {
  SubmitInput input{.text = "Текст письма.", .channel = "mail", .own_email = "a@b.kz"};
  input.files.push_back({files::Kind::pdf, {"abcd", 12, std::string("\0\1\xff", 3)}});
  auto back = from_draft(to_draft(input));
  EXPECT_EQ(back.channel, "mail");
  EXPECT_EQ(back.own_email, "a@b.kz");
  ASSERT_EQ(back.files.size(), 1u);
  EXPECT_EQ(back.files[0].blob.sha256, std::string("\0\1\xff", 3));
  take_form(back, http::Pairs({{"channel", "paper"}, {"own_email", "thief@b.kz"}, {"files", "x"}}));
  EXPECT_EQ(back.channel, "mail");
  EXPECT_EQ(back.own_email, "a@b.kz");
}

}  // namespace jauap::appeals
