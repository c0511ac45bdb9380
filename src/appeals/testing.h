// The second door of appeals, for tests: a world with a pack, keys and an empty database of either kind.
#pragma once

#include "appeals/commands.h"
#include "base/clock.h"
#include "directory/directory.h"
#include "platform/config/config.h"
#include "platform/db/testing.h"
#include "platform/module/house.h"

namespace jauap::appeals {

class World : public db::ContractTest {
 protected:
  void SetUp() override;
  // The world as `actor` sees it at `when` ("2026-03-02T10:00", civil time).
  Context as(const Actor& actor, const char* when = "2026-03-02T10:00") const;
  static Actor anonymous() { return {}; }
  static Actor clerk_of(const char* body) { return {.account = AccountId{77}, .role = Role::clerk, .body = body, .name = "Ерлан"}; }
  static Actor citizen() { return {.account = AccountId{5}, .role = Role::citizen}; }

  SubmitAppeal an_appeal() const;
  Submitted submitted(const Actor& actor = {}, const char* when = "2026-03-02T10:00");
  Submitted submitted(const SubmitAppeal& command, const Actor& actor = {}, const char* when = "2026-03-02T10:00");

  // Runs a command in a transaction of its own, kept when it succeeded.
  template <class Run>
  auto run(const Run& command) {
    decltype(command(std::declval<db::Tx&>())) result = Problem{};
    write([&](db::Tx& tx) {
      result = command(tx);
      return bool(result);
    });
    return result;
  }
  std::int64_t count(const char* sql);

  std::shared_ptr<const law::Pack> pack_;
  std::shared_ptr<const secrets::Keys> keys_ = secrets::Keys::ephemeral();
  mutable IdMaker ids_{1};
  Settings settings_;
  std::unique_ptr<Permissions> permissions_;
};

// A server whose clock is set by hand, with an executor and a head in one body.
class Clocked : public World {
 protected:
  static constexpr const char* body = "almaty.energetika-su";
  void SetUp() override;
  void TearDown() override;
  AccountId person(db::Tx& tx, const char* login, Role role);
  void at(const char* when) { clock_.set(pack_->instant(*CivilTime::parse(when))); }
  Actor head() const { return {.account = head_, .role = Role::head, .body = body, .name = "Басшы"}; }
  Actor executor() const { return {.account = executor_, .role = Role::clerk, .body = body, .name = "Маман"}; }

  AccountId executor_, head_;
  FixedClock clock_{Instant{}};
  std::unique_ptr<db::Writer> writer_;
  std::unique_ptr<db::Readers> readers_;
  House house_;
};

}  // namespace jauap::appeals
