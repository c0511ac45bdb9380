#include "app/commands.h"

#include <charconv>
#include <iostream>

#include "accounts/accounts.h"
#include "app/folder_lock.h"
#include "app/serve.h"
#include "app/usage.h"
#include "appeals/procedure.h"
#include "directory/commands.h"
#include "directory/packs.h"
#include "law/explain.h"
#include "platform/auth/accounts.h"
#include "platform/files/cleaner.h"

namespace jauap::app {
namespace {

enum Exit { good = 0, failed = 1, usage = 2, unreachable_ = 3 };

std::int64_t number(const std::string& text, std::int64_t fallback) {
  std::int64_t value = fallback;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

int command_clean_file(Arguments arguments) { files::run_cleaner(arguments.words.empty() ? "" : arguments.words[0]); }

int command_deadline(Arguments arguments) {
  const auto kind = law::kind_of(arguments.take("kind", "application"));
  const auto on = CivilTime::parse(arguments.take("on"));
  const bool explain = arguments.take_flag("explain"), as_json = arguments.take_flag("json");
  const auto language = language_of(arguments.take("language", "en"));
  if (!kind || !on || !language) return wrong_usage("deadline");
  const auto pack = law::Pack::load(arguments.take("pack", Settings{}.pack));
  if (!pack) {
    complain(pack.problems());
    return unreachable_;
  }
  const auto terms = appeals::procedure::terms(**pack, *kind, *on);
  if (!terms) {
    complain(terms.problems());
    return failed;
  }
  const i18n::Words words(*language);
  const law::Say say = [&](Key key, std::vector<Arg> args) { return words(Problem{.message = key, .args = std::move(args)}); };
  if (as_json)
    std::cout << law::to_json(terms->answer, **pack) << "\n";
  else if (explain)
    std::cout << terms->answer.due_on.iso() << "\n" << law::explanation(terms->answer, **pack, *language, say) << "\n";
  else
    std::cout << terms->answer.due_on.iso() << "\n";
  return good;
}

namespace {

void print_effect(const directory::Proposed& proposed) {
  const auto& effect = proposed.effect;
  std::cout << proposed.pack.version << " sha256 " << proposed.pack.sha256 << " from " << proposed.pack.from.iso() << "\n"
            << effect.moved() << " of " << effect.open << " open terms change: " << effect.later << " later, " << effect.earlier << " earlier; "
            << effect.past << " would be past and stay, " << effect.by_hand << " were moved by officials and stay\n";
  for (const auto& one : effect.examples) std::cout << one.number << " " << one.before.iso() << " -> " << one.after.iso() << "\n";
  std::cout << "It waits for another administrator at /w/packs.\n";
}

// Proposed in the name of an administrator; another one approves it in the browser.
int publish_pack(Arguments arguments) {
  const auto folder = arguments.words[1], by = arguments.take("by"), note = arguments.take("note");
  const auto from = CivilDate::parse(arguments.take("from"));
  if (by.empty() || !from) return wrong_usage("pack");
  arguments.words.clear();
  const auto program = open_program(std::move(arguments));
  if (!program) return unreachable_;
  auto& house = program->house();
  Result<directory::Proposed> proposed = Problem{.kind = Problem::Kind::unavailable, .message = "platform.db.cannot_write"};
  const auto fate = house.writer->run([&](db::Tx& tx) {
    const auto account = auth::by_login(tx, *house.keys, by);
    proposed = directory::propose_pack(tx, house.context(Actor::system()),
                                       {.files = directory::pack_files_in(folder), .from = *from, .note = note, .by = account ? account->id : AccountId{}});
    return bool(proposed);
  });
  if (fate != db::Fate::committed) {
    complain(proposed ? Problems(Problem{.kind = Problem::Kind::unavailable, .message = "platform.db.cannot_write"}) : proposed.problems());
    return failed;
  }
  print_effect(*proposed);
  return good;
}

}  // namespace

int command_pack(Arguments arguments) {
  if (arguments.words.size() == 2 && arguments.words[0] == "publish") return publish_pack(std::move(arguments));
  if (arguments.words.size() != 2 || arguments.words[0] != "check") return wrong_usage("pack");
  const auto pack = law::Pack::load(arguments.words[1]);
  if (!pack) {
    complain(pack.problems());
    return failed;
  }
  std::cout << (*pack)->version << ": " << (*pack)->rules.size() << " rules, " << (*pack)->bodies.size() << " bodies, "
            << (*pack)->topics.size() << " topics, calendar " << (*pack)->calendar.first_day.iso() << " to "
            << (*pack)->calendar.last_day.iso() << "\n";
  return good;
}

int command_demo(Arguments arguments) {
  const auto size = arguments.take("size", "small");
  DemoOptions options{.appeals = size == "small" ? 300 : size == "city" ? 100'000 : size == "nation" ? 10'000'000 : 0};
  options.seed = std::uint64_t(number(arguments.take("seed", "1"), 1));
  options.appeals = number(arguments.take("appeals"), options.appeals);
  if (options.appeals <= 0) return wrong_usage("demo");
  const auto data = arguments.get("data");
  // A large city is written all over the place: pages that stay in memory are not read again.
  if (!arguments.find("writer-cache-mib")) arguments.options.emplace_back("writer-cache-mib", "256");
  if (!data.empty()) mark_demo_folder(data);
  const auto program = open_program(std::move(arguments));
  if (!program) return unreachable_;
  auto& house = program->house();
  const auto fate = house.writer->run([&](db::Tx& tx) {
    accounts::add_demo_accounts(tx, house.context(Actor::system()));
    return true;
  });
  if (fate != db::Fate::committed) return unreachable_;
  for (const auto& module : program->modules())
    if (module.demo) module.demo(house, options);
  return good;
}

int command_migrate(Arguments arguments) {
  const auto program = open_program(std::move(arguments));
  if (!program) return unreachable_;
  std::cout << "the schema fits version " << version << "\n";
  return good;
}

int command_token(Arguments arguments) {
  const auto login = arguments.take("as");
  const auto scope = arguments.take("scope");
  const auto days = int(number(arguments.take("days", "30"), 30));
  if (login.empty()) return wrong_usage("token");
  const auto program = open_program(std::move(arguments));
  if (!program) return unreachable_;
  auto& house = program->house();
  std::string token;
  const auto fate = house.writer->run([&](db::Tx& tx) {
    const auto account = auth::by_login(tx, *house.keys, login);
    if (!account || account->closed) return false;
    token = auth::issue_token(tx, *house.keys, account->id, scope, days, house.clock->now());
    return true;
  });
  if (fate != db::Fate::committed) {
    std::cerr << "jauap: no open account has the login " << login << "\n";
    return failed;
  }
  std::cout << token << "\n";
  return good;
}

namespace {

// What is shown once: where and with which code the person sets a password and one-time codes.
void print_enrolment(const House& house, const std::string& login, const std::string& code) {
  std::cout << "login " << login << "\ncode  " << code << "\nenter " << house.settings->origin << "/kk/enrol\n"
            << "The code is good for three days and one use.\n";
}

}  // namespace

int command_admin(Arguments arguments) {
  const auto login = arguments.take("login"), name = arguments.take("name", login);
  const bool creates = arguments.words.size() == 1 && arguments.words[0] == "create";
  if (!creates || login.empty()) return wrong_usage("admin");
  arguments.words.clear();
  const auto program = open_program(std::move(arguments));
  if (!program) return unreachable_;
  auto& house = program->house();
  Result<std::string> code = Problem{.kind = Problem::Kind::unavailable, .message = "platform.db.cannot_write"};
  const auto fate = house.writer->run([&](db::Tx& tx) {
    const auto context = house.context(Actor::system());
    code = auth::first_admin(tx, *house.keys, *house.ids, context.now, context.today.date, login, name);
    if (!code) return false;
    audit::append(tx, *house.ids, context.now, context.actor, {.act = "person.added", .object = login});
    directory::tell_role(tx, context, Role::admin, "", true);
    return bool(code);
  });
  if (fate != db::Fate::committed) {
    complain(code ? Problems(Problem{.kind = Problem::Kind::unavailable, .message = "platform.db.cannot_write"}) : code.problems());
    return failed;
  }
  print_enrolment(house, login, *code);
  return good;
}

int command_person(Arguments arguments) {
  const directory::AddPerson person{.login = arguments.take("login"), .name = arguments.take("name"), .email = arguments.take("email"),
                                    .body = arguments.take("body"), .title = arguments.take("title"),
                                    .role = role_of(arguments.take("role")).value_or(Role::anonymous)};
  const bool adds = arguments.words.size() == 1 && arguments.words[0] == "add";
  const bool enrols = arguments.words.size() == 1 && arguments.words[0] == "enrol";
  if ((!adds && !enrols) || person.login.empty()) return wrong_usage("person");
  arguments.words.clear();
  const auto program = open_program(std::move(arguments));
  if (!program) return unreachable_;
  auto& house = program->house();
  Result<directory::Enrolled> enrolled = Problem{.kind = Problem::Kind::unavailable, .message = "platform.db.cannot_write"};
  const auto fate = house.writer->run([&](db::Tx& tx) {
    const auto context = house.context(Actor::system());
    enrolled = adds ? directory::add_person(tx, context, person) : directory::enrol_again(tx, context, person.login);
    return bool(enrolled);
  });
  if (fate != db::Fate::committed) {
    complain(enrolled ? Problems(Problem{.kind = Problem::Kind::unavailable, .message = "platform.db.cannot_write"}) : enrolled.problems());
    return failed;
  }
  print_enrolment(house, enrolled->login, enrolled->code);
  return good;
}

int command_post(Arguments arguments) {
  const directory::GrantPost post{.login = arguments.take("login"), .body = arguments.take("body"), .title = arguments.take("title"),
                                  .role = role_of(arguments.take("role")).value_or(Role::anonymous)};
  const bool grants = arguments.words.size() == 1 && arguments.words[0] == "grant";
  const bool ends = arguments.words.size() == 1 && arguments.words[0] == "end";
  if (!grants && !ends) return wrong_usage("post");
  arguments.words.clear();
  const auto program = open_program(std::move(arguments));
  if (!program) return unreachable_;
  auto& house = program->house();
  Problems problems;
  const auto fate = house.writer->run([&](db::Tx& tx) {
    const auto context = house.context(Actor::system());
    auto done = grants ? directory::grant_post(tx, context, post) : directory::end_post(tx, context, post.login, post.body, post.role);
    if (!done) problems = done.take_problems();
    return problems.empty();
  });
  if (fate == db::Fate::committed) return good;
  complain(problems);
  return failed;
}

int command_serve(Arguments arguments) {
  if (arguments.take_flag("print-config")) {
    const auto settings = settings_of(std::move(arguments));
    if (!settings) return usage;
    std::cout << print_settings(*settings);
    return good;
  }
  const auto settings = settings_of(arguments);
  if (!settings) return usage;
  // Before the database is opened: a newer program must not migrate it under a running server.
  std::unique_ptr<FolderLock> lock;
  if (!settings->data.empty()) {
    auto taken = FolderLock::take(settings->data);
    if (!taken) {
      complain(taken.problems());
      return unreachable_;
    }
    lock = taken.take();
  }
  const auto program = open_program(std::move(arguments));
  if (!program) return unreachable_;
  return serve(*program);
}

}  // namespace jauap::app
