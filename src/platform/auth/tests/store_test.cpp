// What callers of accounts.h rely on, the same on both databases.
#include "platform/auth/accounts.h"
#include "platform/db/testing.h"

namespace jauap::auth {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr Instant start{1'770'000'000'000};
const CivilDate today = *CivilDate::of(2026, 3, 18);

struct AuthStore : db::ContractTest {
  std::shared_ptr<const secrets::Keys> keys = secrets::Keys::ephemeral();
  IdMaker ids{1};
  Instant now = start;

  template <class T>
  T made(const std::function<T(db::Tx&)>& work) {
    std::optional<T> out;
    write([&](db::Tx& tx) {
      out.emplace(work(tx));
      return true;
    });
    return std::move(*out);
  }
  AccountId citizen(std::string email = "aigerim@example.kz") {
    return made<AccountId>([&](db::Tx& tx) {
      return create_account(tx, *keys, ids, now,
                            {.login = "", .name = "Айгерім", .email = email, .language = Language::kk});
    });
  }
  AccountId member(std::string login = "clerk") {
    return made<AccountId>([&](db::Tx& tx) { return *create_staff(tx, *keys, ids, now, login, "Ерлан Қасымов", ""); });
  }
  PostId post(AccountId account, Role role = Role::clerk, std::string body = "almaty.zhol-infra") {
    return made<PostId>([&](db::Tx& tx) { return grant_post(tx, ids, now, account, body, role, "маман", today); });
  }
  std::string session(AccountId account, SessionKind kind = SessionKind::citizen, PostId in = {}) {
    return made<std::string>(
        [&](db::Tx& tx) { return start_session(tx, *keys, account, in, kind, now, "Firefox · Android"); });
  }
  std::optional<Resumed> resumed(std::string_view cookie, Instant at, CivilDate day = today) {
    std::optional<Resumed> out;
    read([&](db::ReadTx& tx) { out = resume(tx, *keys, cookie, at, day); });
    return out;
  }
  std::string email_code(std::string_view browser, std::string_view email = "aigerim@example.kz") {
    return made<std::string>([&](db::Tx& tx) { return *new_email_code(tx, *keys, ids, now, email, browser); });
  }
  CodeState typed(std::string_view code, std::string_view browser, std::string_view email = "aigerim@example.kz") {
    return made<CodeState>([&](db::Tx& tx) { return check_email_code(tx, *keys, now, email, browser, code); });
  }
  std::string token(AccountId account, std::string scopes = "all", int days = 30, PostId in = {}) {
    return made<std::string>(
        [&](db::Tx& tx) { return issue_token(tx, *keys, account, scopes, days, now, in, "desk"); });
  }
  std::optional<Actor> bearer(std::string_view text, Instant at, CivilDate day = today) {
    std::optional<Actor> out;
    read([&](db::ReadTx& tx) { out = of_token(tx, *keys, text, at, day); });
    return out;
  }
};
INSTANTIATE_TEST_SUITE_P(EachDatabase, AuthStore, db::each_database(), db::database_name);

std::string another(std::string code) {
  code[0] = code[0] == '1' ? '2' : '1';
  return code;
}

}  // namespace

// ---- accounts -------------------------------------------------------------------------------------------------------

TEST_P(AuthStore, an_account_is_found_by_login_in_any_case_and_by_address) {
  const auto clerk = member("Clerk@Demo");
  const auto aigerim = citizen();
  read([&](db::ReadTx& tx) {
    EXPECT_EQ(by_login(tx, *keys, " CLERK@demo ")->id, clerk);
    EXPECT_EQ(by_email(tx, *keys, "aigerim@example.kz")->id, aigerim);
    EXPECT_EQ(by_email(tx, *keys, "aigerim@example.kz")->name, "Айгерім");
    EXPECT_FALSE(by_login(tx, *keys, ""));
    EXPECT_FALSE(by_email(tx, *keys, ""));
    EXPECT_FALSE(by_email(tx, *keys, "other@example.kz"));
  });
}

TEST_P(AuthStore, one_address_is_one_citizen_but_accounts_without_an_address_are_many) {
  citizen();
  EXPECT_THROW(citizen(), db::Conflict);
  citizen("");
  citizen("");
}

TEST_P(AuthStore, names_and_addresses_do_not_lie_open_in_the_database) {
  citizen("hidden@example.kz");
  static const db::Statement raw{"test.raw_account",
                                 "select name, email, email_index from account where place_id = $1"};
  read([&](db::ReadTx& tx) {
    tx.each(raw, {0}, [&](const db::Row& row) {
      for (int column = 0; column < 3; ++column) {
        EXPECT_EQ(row.text(column).find("Айгерім"), std::string_view::npos);
        EXPECT_EQ(row.text(column).find("hidden"), std::string_view::npos);
      }
    });
  });
}

TEST_P(AuthStore, staff_accounts_are_checked_before_they_are_made) {
  member("clerk");
  write([&](db::Tx& tx) {
    EXPECT_EQ(create_staff(tx, *keys, ids, now, "CLERK", "X", "").problems().first().kind, Problem::Kind::conflict);
    for (const auto* login : {"", "ab", "кириллица", "a b c", "a\nb", "x'; drop"})
      EXPECT_EQ(create_staff(tx, *keys, ids, now, login, "X", "").problems().first().field, "login") << login;
    EXPECT_EQ(create_staff(tx, *keys, ids, now, "good", "  ", "").problems().first().field, "name");
    EXPECT_EQ(create_staff(tx, *keys, ids, now, "", "", "").problems().size(), 2u);
    return false;
  });
}

TEST_P(AuthStore, a_name_is_one_clean_line) {
  EXPECT_EQ(clean_name(" Айгерім\r\n Қасымова\u202e "), "Айгерім Қасымова");
  EXPECT_FALSE(clean_name(std::string(201, 'x')));
  EXPECT_FALSE(clean_name("\xff"));
}

// ---- sessions -------------------------------------------------------------------------------------------------------

TEST_P(AuthStore, a_session_knows_who_acts_and_in_which_post) {
  const auto clerk = member();
  const auto held = post(clerk);
  const auto cookie = session(clerk, SessionKind::staff, held);
  const auto back = resumed(cookie, now.plus(minutes(1)));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->actor.account, clerk);
  EXPECT_EQ(back->actor.role, Role::clerk);
  EXPECT_EQ(back->actor.body, "almaty.zhol-infra");
  EXPECT_EQ(back->actor.name, "Ерлан Қасымов");
  EXPECT_TRUE(back->fresh_factor);
  EXPECT_FALSE(resumed(cookie, now.plus(minutes(16)))->fresh_factor);
}

TEST_P(AuthStore, only_the_right_cookie_opens_a_session) {
  const auto cookie = session(citizen());
  EXPECT_EQ(cookie.size(), 64u);
  EXPECT_FALSE(resumed("", now));
  EXPECT_FALSE(resumed(another(cookie), now));
  EXPECT_FALSE(resumed(cookie + "0", now));
  EXPECT_FALSE(resumed(std::string(10'000, 'a'), now));
  keys = secrets::Keys::ephemeral();
  EXPECT_FALSE(resumed(cookie, now)) << "another installation's key";
}

TEST_P(AuthStore, sessions_end_after_rest_and_in_any_case_after_their_time) {
  struct Row {
    SessionKind kind;
    hours absolute;
    minutes idle;
  };
  const auto account = citizen();
  for (const auto& row :
       {Row{SessionKind::citizen, hours(30 * 24), minutes(14 * 24 * 60)},
        Row{SessionKind::staff, hours(12), minutes(30)}, Row{SessionKind::admin, hours(4), minutes(15)}}) {
    const auto rests = session(account, row.kind);
    EXPECT_TRUE(resumed(rests, start.plus(row.idle)));
    EXPECT_FALSE(resumed(rests, start.plus(row.idle).plus(minutes(1))));
    const auto works = session(account, row.kind);
    for (auto at = start; at < start.plus(row.absolute); at = at.plus(row.idle)) {
      ASSERT_TRUE(resumed(works, at));
      write([&](db::Tx& tx) { return touch_session(tx, *keys, works, at); });
    }
    EXPECT_TRUE(resumed(works, start.plus(row.absolute).minus(std::chrono::milliseconds(1))));
    EXPECT_FALSE(resumed(works, start.plus(row.absolute)));
  }
}

TEST_P(AuthStore, last_seen_is_due_at_most_once_a_minute) {
  const auto cookie = session(citizen());
  EXPECT_FALSE(resumed(cookie, now.plus(minutes(1)))->touch);
  EXPECT_TRUE(resumed(cookie, now.plus(minutes(2)))->touch);
}

TEST_P(AuthStore, a_session_ends_with_its_post) {
  const auto clerk = member();
  const auto roads = post(clerk), water = post(clerk, Role::clerk, "almaty.energetika-su");
  const auto cookie = session(clerk, SessionKind::staff, roads);
  const auto token_of_roads = token(clerk, "all", 30, roads), token_of_water = token(clerk, "all", 30, water);
  write([&](db::Tx& tx) {
    end_post(tx, roads, today.plus_days(-1));
    return true;
  });
  EXPECT_FALSE(resumed(cookie, now));
  EXPECT_FALSE(bearer(token_of_roads, now));
  EXPECT_EQ(bearer(token_of_water, now)->body, "almaty.energetika-su");
}

TEST_P(AuthStore, a_session_of_a_post_that_ran_out_by_itself_is_over) {
  const auto clerk = member();
  const auto held = post(clerk);
  const auto cookie = session(clerk, SessionKind::staff, held);
  EXPECT_FALSE(resumed(cookie, now, today.plus_days(-1))) << "not held yet";
  EXPECT_TRUE(resumed(cookie, now, today));
}

TEST_P(AuthStore, changing_the_post_changes_the_cookie_but_not_the_time_that_is_left) {
  const auto clerk = member();
  const auto roads = post(clerk), admin = post(clerk, Role::admin, "");
  const auto first = session(clerk, SessionKind::staff, roads);
  now = start.plus(minutes(14));
  const auto second = made<std::string>([&](db::Tx& tx) { return *choose_post(tx, *keys, first, admin, now, today); });
  EXPECT_NE(first, second);
  EXPECT_FALSE(resumed(first, now));
  EXPECT_EQ(resumed(second, now)->actor.role, Role::admin);
  EXPECT_TRUE(resumed(second, now)->fresh_factor);
  EXPECT_FALSE(resumed(second, start.plus(minutes(15)))->fresh_factor) << "the factor got no fresher";
  auto at = now;
  for (; at < start.plus(hours(4)); at = at.plus(minutes(10)))
    write([&](db::Tx& tx) { return touch_session(tx, *keys, second, at); });
  EXPECT_FALSE(resumed(second, start.plus(hours(4)))) << "four hours from the sign-in, not from the change";
}

TEST_P(AuthStore, staff_may_act_as_citizens_and_nobody_in_the_post_of_another) {
  const auto clerk = member(), other = member("other");
  post(clerk);
  const auto foreign = post(other, Role::admin, "");
  const auto cookie = session(clerk, SessionKind::staff);
  write([&](db::Tx& tx) {
    EXPECT_EQ(choose_post(tx, *keys, cookie, foreign, now, today).problems().first().kind, Problem::Kind::forbidden);
    EXPECT_EQ(choose_post(tx, *keys, "nobody", foreign, now, today).problems().first().kind,
              Problem::Kind::unauthorised);
    return true;
  });
  EXPECT_TRUE(resumed(cookie, now)) << "a refusal leaves the session as it was";
  const auto as =
      made<std::string>([&](db::Tx& tx) { return *choose_post(tx, *keys, cookie, as_citizen, now, today); });
  EXPECT_EQ(resumed(as, now)->actor.role, Role::citizen);
  EXPECT_EQ(resumed(as, now)->actor.body, "");
  EXPECT_EQ(resumed(as, now)->actor.posts.size(), 1u) << "the way back is still shown";
}

TEST_P(AuthStore, own_sessions_are_listed_and_ended_one_by_one) {
  const auto aigerim = citizen(), other = citizen("other@example.kz");
  const auto phone = session(aigerim), library = session(aigerim), foreign = session(other);
  std::vector<ListedSession> listed;
  read([&](db::ReadTx& tx) { listed = sessions_of(tx, *keys, aigerim, phone, now); });
  ASSERT_EQ(listed.size(), 2u);
  EXPECT_NE(listed[0].is_this, listed[1].is_this);
  const auto& there = listed[0].is_this ? listed[1] : listed[0];
  EXPECT_EQ(there.agent, "Firefox · Android");
  write([&](db::Tx& tx) {
    EXPECT_FALSE(end_one_session(tx, other, there.handle)) << "only one's own";
    EXPECT_FALSE(end_one_session(tx, aigerim, ""));
    EXPECT_TRUE(end_one_session(tx, aigerim, there.handle));
    return true;
  });
  EXPECT_TRUE(resumed(phone, now));
  EXPECT_FALSE(resumed(library, now));
  EXPECT_TRUE(resumed(foreign, now));
}

TEST_P(AuthStore, a_new_password_a_new_secret_and_closing_end_every_session) {
  const auto clerk = member();
  const auto check = [&](const std::function<void(db::Tx&)>& deed) {
    const auto cookie = session(clerk, SessionKind::staff);
    ASSERT_TRUE(resumed(cookie, now));
    write([&](db::Tx& tx) {
      deed(tx);
      return true;
    });
    EXPECT_FALSE(resumed(cookie, now));
  };
  check([&](db::Tx& tx) { set_password_hash(tx, clerk, "hash"); });
  check([&](db::Tx& tx) { set_totp(tx, *keys, clerk, "12345678901234567890"); });
  check([&](db::Tx& tx) { end_all_sessions(tx, clerk); });
  const auto api = token(clerk);
  check([&](db::Tx& tx) { close_account(tx, clerk, now); });
  EXPECT_FALSE(bearer(api, now));
  EXPECT_FALSE(resumed(session(clerk), now)) << "a closed account has no sessions";
}

TEST_P(AuthStore, a_one_time_code_is_spent_once) {
  const auto clerk = member();
  write([&](db::Tx& tx) {
    EXPECT_TRUE(spend_totp_step(tx, clerk, 100));
    EXPECT_FALSE(spend_totp_step(tx, clerk, 100));
    EXPECT_FALSE(spend_totp_step(tx, clerk, 99));
    EXPECT_TRUE(spend_totp_step(tx, clerk, 101));
    return true;
  });
}

// ---- codes by e-mail ------------------------------------------------------------------------------------------------

TEST_P(AuthStore, a_code_works_once_in_the_browser_that_asked) {
  const auto code = email_code("browser");
  EXPECT_EQ(code.size(), 8u);
  EXPECT_EQ(code.find_first_not_of("0123456789"), std::string::npos);
  EXPECT_EQ(typed(code, "another browser"), CodeState::over);
  EXPECT_EQ(typed(code, "browser", "other@example.kz"), CodeState::over);
  EXPECT_EQ(typed(code, "browser"), CodeState::good);
  EXPECT_EQ(typed(code, "browser"), CodeState::over);
}

TEST_P(AuthStore, five_wrong_tries_void_a_code_for_good) {
  const auto code = email_code("browser");
  for (int i = 0; i < 5; ++i) EXPECT_EQ(typed(another(code), "browser"), CodeState::wrong) << i;
  EXPECT_EQ(typed(code, "browser"), CodeState::over);
}

TEST_P(AuthStore, a_code_lives_ten_minutes) {
  const auto code = email_code("browser");
  now = start.plus(minutes(10));
  EXPECT_EQ(typed(another(code), "browser"), CodeState::wrong);
  now = start.plus(minutes(10)).plus(std::chrono::milliseconds(1));
  EXPECT_EQ(typed(code, "browser"), CodeState::over);
}

TEST_P(AuthStore, a_newer_code_replaces_the_older_one_of_the_same_browser_only) {
  const auto first = email_code("browser");
  now = now.plus(minutes(1));
  const auto stranger = email_code("stranger");
  for (int i = 0; i < 5; ++i) typed(another(stranger), "stranger");
  EXPECT_EQ(typed(another(first), "browser"), CodeState::wrong) << "a stranger's tries cost the person nothing";
  now = now.plus(minutes(1));
  const auto second = email_code("browser");
  EXPECT_TRUE(first == second || typed(first, "browser") == CodeState::wrong);
  EXPECT_EQ(typed(second, "browser"), CodeState::good);
}

TEST_P(AuthStore, codes_to_one_address_are_few) {
  const auto send = [&] {
    return made<bool>(
        [&](db::Tx& tx) { return bool(new_email_code(tx, *keys, ids, now, "aigerim@example.kz", "browser")); });
  };
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(send());
  EXPECT_FALSE(send());
  email_code("browser", "other@example.kz");
  now = start.plus(minutes(61));
  EXPECT_TRUE(send());
  EXPECT_TRUE(send());
  EXPECT_FALSE(send()) << "five a day";
  now = start.plus(hours(25));
  EXPECT_TRUE(send());
}

// ---- tokens ---------------------------------------------------------------------------------------------------------

TEST_P(AuthStore, a_token_acts_in_its_post_within_its_scopes_until_it_expires) {
  const auto clerk = member();
  post(clerk);
  const auto text = token(clerk, "appeals.answer", 30);
  EXPECT_TRUE(text.starts_with("jp_"));
  const auto actor = bearer(text, now);
  ASSERT_TRUE(actor);
  EXPECT_EQ(actor->role, Role::clerk);
  EXPECT_EQ(actor->scopes, "appeals.answer");
  EXPECT_TRUE(bearer(text, now.plus(hours(30 * 24)).minus(minutes(1))));
  EXPECT_FALSE(bearer(text, now.plus(hours(30 * 24))));
  EXPECT_FALSE(bearer(text + "x", now));
  EXPECT_FALSE(bearer(text.substr(3), now));
  EXPECT_FALSE(bearer("", now));
}

TEST_P(AuthStore, a_token_never_moves_to_another_post) {
  const auto clerk = member();
  const auto roads = post(clerk);
  const auto text = token(clerk);
  post(clerk, Role::admin, "");
  EXPECT_EQ(bearer(text, now)->role, Role::clerk);
  EXPECT_FALSE(bearer(text, now, today.plus_days(-1))) << "not a citizen's token either";
  write([&](db::Tx& tx) {
    end_post(tx, roads, today.plus_days(-1));
    return true;
  });
  EXPECT_FALSE(bearer(text, now));
}

TEST_P(AuthStore, no_token_lives_longer_than_a_year) {
  const auto text = token(citizen(), "all", 100'000);
  EXPECT_TRUE(bearer(text, now.plus(hours(364 * 24))));
  EXPECT_FALSE(bearer(text, now.plus(hours(365 * 24))));
}

TEST_P(AuthStore, tokens_are_listed_marked_as_used_and_revoked) {
  const auto aigerim = citizen(), other = citizen("other@example.kz");
  const auto text = token(aigerim);
  read([&](db::ReadTx& tx) {
    const auto use = use_of_token(tx, *keys, text, now, today);
    ASSERT_TRUE(use);
    EXPECT_FALSE(use->used_today);
  });
  write([&](db::Tx& tx) { return mark_token_used(tx, use_of_token(tx, *keys, text, now, today)->hash, today); });
  std::vector<Token> listed;
  read([&](db::ReadTx& tx) {
    EXPECT_TRUE(use_of_token(tx, *keys, text, now, today)->used_today);
    listed = tokens_of(tx, aigerim, now);
  });
  ASSERT_EQ(listed.size(), 1u);
  EXPECT_EQ(listed[0].label, "desk");
  EXPECT_EQ(listed[0].last_used_on, today);
  write([&](db::Tx& tx) {
    EXPECT_FALSE(revoke_token(tx, other, listed[0].handle));
    EXPECT_TRUE(revoke_token(tx, aigerim, listed[0].handle));
    return true;
  });
  EXPECT_FALSE(bearer(text, now));
}

// ---- enrolment ------------------------------------------------------------------------------------------------------

TEST_P(AuthStore, the_first_administrator_comes_by_a_code_and_there_is_no_second_first) {
  const auto code =
      made<std::string>([&](db::Tx& tx) { return *first_admin(tx, *keys, ids, now, today, "boss", "Бірінші Әкімші"); });
  Enrolment enrolment;
  read([&](db::ReadTx& tx) {
    EXPECT_EQ(admin_count(tx, today), 1);
    EXPECT_FALSE(find_enrolment(tx, *keys, secrets::new_code(), now));
    EXPECT_FALSE(find_enrolment(tx, *keys, code, now.plus(hours(72))));
    enrolment = *find_enrolment(tx, *keys, code, now);
    EXPECT_EQ(enrolment.totp_secret.size(), 20u);
    EXPECT_EQ(by_login(tx, *keys, "boss")->password_hash, "");
  });
  write([&](db::Tx& tx) {
    EXPECT_TRUE(finish_enrolment(tx, *keys, code, "hash", 100, now));
    EXPECT_FALSE(finish_enrolment(tx, *keys, code, "other", 101, now)) << "one use";
    EXPECT_EQ(first_admin(tx, *keys, ids, now, today, "second", "X").problems().first().kind, Problem::Kind::conflict);
    return true;
  });
  read([&](db::ReadTx& tx) {
    const auto boss = by_login(tx, *keys, "boss");
    EXPECT_EQ(boss->password_hash, "hash");
    EXPECT_EQ(boss->totp_secret, enrolment.totp_secret);
    EXPECT_EQ(boss->totp_step, 100) << "the step that proved the secret is spent";
  });
}

TEST_P(AuthStore, a_newer_enrolment_voids_the_older_one) {
  const auto clerk = member();
  const auto first = made<std::string>([&](db::Tx& tx) { return new_enrolment(tx, *keys, clerk, now); });
  const auto second = made<std::string>([&](db::Tx& tx) { return new_enrolment(tx, *keys, clerk, now); });
  read([&](db::ReadTx& tx) {
    EXPECT_FALSE(find_enrolment(tx, *keys, first, now));
    EXPECT_TRUE(find_enrolment(tx, *keys, second, now));
  });
}

TEST_P(AuthStore, what_is_over_is_forgotten) {
  const auto aigerim = citizen();
  session(aigerim);
  email_code("browser");
  token(aigerim);
  write([&](db::Tx& tx) {
    forget_expired(tx, start.plus(hours(24 * 400)));
    return true;
  });
  static const db::Statement left{"test.rows_left", R"sql(
    select (select count(*) from session) + (select count(*) from email_code) + (select count(*) from api_token))sql"};
  read([&](db::ReadTx& tx) { tx.first(left, {}, [](const db::Row& row) { EXPECT_EQ(row.integer(0), 0); }); });
}

}  // namespace jauap::auth
