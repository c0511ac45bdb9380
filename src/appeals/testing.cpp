#include "appeals/testing.h"

#include "appeals/appeals.h"
#include "record/leaves.h"
#include "platform/auth/accounts.h"

namespace jauap::appeals {

void World::SetUp() {
  db::ContractTest::SetUp();
  // Whatever a test records must make an entry of the public record: an event that breaks the schema fails its command.
  static const bool listens = (journal::listen(record::leave_leaf), true);
  ASSERT_TRUE(listens);
  auto pack = law::Pack::load(JAUAP_SOURCE_DIR "/packs/kz");
  ASSERT_TRUE(bool(pack));
  pack_ = *pack;
  permissions_ = std::make_unique<Permissions>(module().permissions);
  write([&](db::Tx& tx) {
    directory::sync_from_pack(tx, as(Actor::system()));
    return true;
  });
}

Context World::as(const Actor& actor, const char* when) const {
  const auto civil = CivilTime::parse(when);
  return {.actor = actor, .now = pack_->instant(*civil), .today = *civil, .pack = pack_, .permissions = permissions_.get(),
          .keys = keys_.get(), .ids = &ids_, .settings = &settings_};
}

SubmitAppeal World::an_appeal() const {
  SubmitAppeal command;
  command.content.text = "Во дворе третью неделю не горит фонарь. Телефон 8 701 234 56 78.";
  command.content.title = "Не горит фонарь";
  command.content.address = "улица Абая, дом 45";
  command.content.reply_language = command.language = "ru";
  command.content.applicant = {.surname = "Канарейкина", .first_name = "Айгуль", .iin = "991332000003", .email = "canary@example.kz", .phone = "+77012345678"};
  command.topic = "power.streetlight";
  command.body = "almaty.energetika-su";
  command.district = "almaty.auezov";
  command.place = "KZ75";
  command.code = secrets::new_code();
  return command;
}

Submitted World::submitted(const Actor& actor, const char* when) { return submitted(an_appeal(), actor, when); }

Submitted World::submitted(const SubmitAppeal& command, const Actor& actor, const char* when) {
  auto result = run([&](db::Tx& tx) { return submit(tx, as(actor, when), command); });
  return result.value();
}

std::int64_t World::count(const char* sql) {
  const db::Statement statement{sql, sql};
  std::int64_t value = 0;
  read([&](db::ReadTx& tx) { tx.first(statement, {}, [&](const db::Row& row) { value = row.integer(0); }); });
  return value;
}

void Clocked::SetUp() {
  World::SetUp();
  auto all = module().permissions;
  for (const auto& one : directory::module().permissions) all.push_back(one);
  permissions_ = std::make_unique<Permissions>(all);
  write([&](db::Tx& tx) {
    executor_ = person(tx, "executor@x", Role::clerk);
    head_ = person(tx, "head@x", Role::head);
    return true;
  });
  writer_ = std::make_unique<db::Writer>(location(), db::WriterOptions{});
  readers_ = std::make_unique<db::Readers>(location(), 1, 10);
  house_ = {.settings = &settings_, .clock = &clock_, .ids = &ids_, .pack = pack_, .keys = keys_, .permissions = permissions_.get(),
            .location = location(), .writer = writer_.get(), .readers = readers_.get()};
}

void Clocked::TearDown() {
  readers_.reset();
  writer_.reset();
  World::TearDown();
}

AccountId Clocked::person(db::Tx& tx, const char* login, Role role) {
  const auto context = as(Actor::system());
  const auto account = auth::create_staff(tx, *keys_, ids_, context.now, login, "Маман", std::string(login) + ".kz");
  EXPECT_TRUE(bool(account));
  auth::grant_post(tx, ids_, context.now, *account, body, role, "", context.today.date);
  return *account;
}

}  // namespace jauap::appeals
