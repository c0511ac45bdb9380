#include "appeals/recount.h"

#include <gtest/gtest.h>

#include "appeals/appeals.h"
#include "appeals/store.h"
#include "appeals/testing.h"
#include "law/load.h"
#include "platform/auth/accounts.h"
#include "platform/journal/journal.h"

namespace jauap::appeals {
namespace {

using PackFiles = std::map<std::string, std::string, std::less<>>;

void replace(std::string& text, std::string_view what, std::string_view by) {
  const auto at = text.find(what);
  ASSERT_NE(at, std::string::npos) << what;
  text.replace(at, what.size(), by);
}

// The pack of the repository with one more day off.
PackFiles with_day_off(const char* day, const char* version) {
  auto files = directory::pack_files_in(JAUAP_SOURCE_DIR "/packs/kz");
  replace(files.find("pack.json")->second, "kz-2026.1", version);
  replace(files.find("calendar.json")->second, "\"days_off\": [",
          std::string("\"days_off\": [{\"date\":\"") + day +
              R"(","kind":"government","name":{"kk":"Демалыс","ru":"Выходной","en":"Day off"},"status":"certain"},)");
  return files;
}

}  // namespace

class PackPublishing : public World {
 protected:
  void SetUp() override {
    World::SetUp();
    auto all = module().permissions;
    for (const auto& one : directory::module().permissions) all.push_back(one);
    permissions_ = std::make_unique<Permissions>(all);
    settings_.pack = JAUAP_SOURCE_DIR "/packs/kz";
    write([&](db::Tx& tx) {
      for (const auto* login : {"first@x", "second@x"}) {
        const auto account = auth::create_account(tx, *keys_, ids_, as(Actor::system()).now, {.login = login, .name = login, .email = login});
        auth::grant_post(tx, ids_, as(Actor::system()).now, account, "", Role::admin, "admin", as(Actor::system()).today.date);
        (login[0] == 'f' ? first_ : second_) = {.account = account, .role = Role::admin};
      }
      return true;
    });
  }
  Result<directory::Proposed> proposed(const PackFiles& files, const char* from = "2026-03-02", const Actor* by = nullptr) {
    return run([&](db::Tx& tx) {
      return directory::propose_pack(tx, as(Actor::system()), {.files = files, .from = *CivilDate::parse(from), .note = "", .by = (by ? *by : first_).account});
    });
  }
  Done approved(const Actor& who, const std::string& version = "kz-2026.2") {
    return run([&](db::Tx& tx) { return directory::approve_pack(tx, as(who), version); });
  }
  Actor first_, second_;
};
INSTANTIATE_TEST_SUITE_P(EachDatabase, PackPublishing, db::each_database(), db::database_name);

TEST_P(PackPublishing, what_the_preview_counts_is_what_then_happens_and_each_moved_day_says_why) {
  const auto moved = submitted(), extended = submitted();
  const auto old_due = moved.appeal.due_on;
  ASSERT_TRUE(bool(run([&](db::Tx& tx) {
    const Actor head{.account = AccountId{9}, .role = Role::head, .body = moved.appeal.body, .name = "Басшы"};
    return extend(tx, as(head), {.number = extended.appeal.number, .code = ""},
                  {.text = "Нужен осмотр на месте.", .reason = "extend.site", .until = CivilDate::parse("2026-04-02")});
  })));
  const auto files = with_day_off("2026-03-12", "kz-2026.2");
  const auto said = proposed(files);
  ASSERT_TRUE(bool(said)) << i18n::Words(Language::en)(said.problems().first());
  EXPECT_EQ(said->effect.open, 2);
  EXPECT_EQ(said->effect.later, 1);
  EXPECT_EQ(said->effect.by_hand, 1) << "what an official decided stays";
  ASSERT_EQ(said->effect.examples.size(), 1u);
  ASSERT_TRUE(bool(approved(second_)));

  const auto before = pack_;
  pack_ = *law::load_files(files);
  const auto done = run([&](db::Tx& tx) { return recount(tx, as(Actor::system()), moved.appeal.number, *before); });
  ASSERT_TRUE(bool(done));
  EXPECT_EQ(done->appeal.due_on, said->effect.examples[0].after);
  EXPECT_GT(done->appeal.due_on, old_due);
  EXPECT_EQ(done->appeal.first_due_on, old_due) << "the person's own clock keeps the first promise";
  EXPECT_FALSE(bool(run([&](db::Tx& tx) { return recount(tx, as(Actor::system()), extended.appeal.number, *before); })));
  EXPECT_FALSE(bool(run([&](db::Tx& tx) { return recount(tx, as(Actor::system()), moved.appeal.number, *pack_); }))) << "once";
  read([&](db::ReadTx& tx) {
    const auto last = journal::of_object(tx, 75, moved.appeal.id.value).back();
    EXPECT_EQ(last.type, "appeal.recounted");
    EXPECT_EQ(last.pack, "kz-2026.2");
    EXPECT_EQ(last.due0, old_due);
    EXPECT_EQ(directory::version_in_force(tx, *CivilDate::parse("2026-03-02")), "kz-2026.2");
    EXPECT_EQ(directory::pack_of(tx, "kz-2026.1")->version, "kz-2026.1") << "earlier terms are still explained";
  });
  EXPECT_EQ(count("select count(*) from event where type = 'pack.published'"), 1);
}

TEST_P(PackPublishing, nobody_approves_an_own_proposal) {
  ASSERT_TRUE(bool(proposed(with_day_off("2026-03-12", "kz-2026.2"))));
  EXPECT_EQ(approved(first_).problems().first().kind, Problem::Kind::forbidden);
  EXPECT_FALSE(bool(approved(clerk_of("almaty.sport"))));
  EXPECT_TRUE(bool(approved(second_)));
  EXPECT_EQ(approved(second_).problems().first().kind, Problem::Kind::conflict) << "once";
}

TEST_P(PackPublishing, a_faulty_known_past_or_foreign_pack_is_refused_in_words) {
  const auto good = with_day_off("2026-03-12", "kz-2026.2");
  auto broken = good;
  broken.find("rules.json")->second = "{";
  EXPECT_FALSE(bool(proposed(broken)));
  auto foreign = good;
  replace(foreign.find("pack.json")->second, "\"id\": \"kz\"", "\"id\": \"kg\"");
  EXPECT_FALSE(bool(proposed(foreign)));
  EXPECT_EQ(proposed(good, "2026-03-01").problems().first().field, "from");
  const Actor nobody{.account = AccountId{12345}, .role = Role::clerk};
  EXPECT_EQ(proposed(good, "2026-03-02", &nobody).problems().first().field, "by");
  ASSERT_TRUE(bool(proposed(good)));
  EXPECT_EQ(proposed(good).problems().first().kind, Problem::Kind::conflict) << "the same version again";
  EXPECT_FALSE(bool(proposed(with_day_off("2026-03-13", "kz-2026.1")))) << "the version that the program began with";
}

TEST_P(PackPublishing, a_pack_without_what_open_cases_need_is_refused_by_name) {
  submitted();
  auto files = with_day_off("2026-03-12", "kz-2026.2");
  replace(files.find("topics.json")->second, "\"power.streetlight\"", "\"power.lamp\"");
  const auto said = proposed(files);
  ASSERT_FALSE(bool(said));
  EXPECT_NE(i18n::Words(Language::en)(said.problems().first()).find("power.streetlight"), std::string::npos);
}

TEST_P(PackPublishing, a_later_day_in_force_waits_for_its_day) {
  ASSERT_TRUE(bool(proposed(with_day_off("2026-03-12", "kz-2026.2"), "2026-03-09")));
  ASSERT_TRUE(bool(approved(second_)));
  read([&](db::ReadTx& tx) {
    EXPECT_EQ(directory::version_in_force(tx, *CivilDate::parse("2026-03-08")), "");
    EXPECT_EQ(directory::version_in_force(tx, *CivilDate::parse("2026-03-09")), "kz-2026.2");
  });
}

TEST_P(PackPublishing, a_term_never_moves_into_the_past) {
  const auto sent = submitted();
  auto files = directory::pack_files_in(JAUAP_SOURCE_DIR "/packs/kz");
  const auto next = *law::load_files(with_day_off("2026-03-12", "kz-2026.2"));
  // Seen from the other side: the pack with the day off made the term, the one without it would end it earlier.
  auto appeal = sent.appeal;
  appeal.due_on = law::deadline(*next, appeal.due_rule, {appeal.received_on, next->working_day_begins})->due_on;
  EXPECT_EQ(recounted(*next, *pack_, appeal, appeal.due_on)->what, Recounted::What::past);
  EXPECT_EQ(recounted(*next, *pack_, appeal, sent.appeal.due_on)->what, Recounted::What::moves);
}

}  // namespace jauap::appeals
