#include "appeals/testing.h"

#include "appeals/appeals.h"

namespace jauap::appeals {

void World::SetUp() {
  db::ContractTest::SetUp();
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

}  // namespace jauap::appeals
