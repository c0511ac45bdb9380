// Alarms at the size of a nation's morning: every due row reminds an applicant who confirmed an address.
#include <iostream>

#include "app/bench.h"
#include "app/program.h"
#include "appeals/alarms.h"
#include "appeals/commands.h"

namespace jauap::app {
namespace {

constexpr int steps_a_transaction = 500;
constexpr std::int64_t day_ms = 86'400'000;

appeals::SubmitAppeal an_appeal(int i) {
  appeals::SubmitAppeal command;
  command.content.text = "Во дворе третью неделю не горит фонарь, дети идут домой в темноте.";
  command.content.reply_language = command.language = i % 2 ? "ru" : "kk";
  command.content.applicant = {.surname = "Бенчова", .first_name = "Айгуль", .email = "bench" + std::to_string(i) + "@example.kz"};
  command.body = "almaty.zhol-infra";
  command.place = "KZ75";
  command.code = secrets::new_code();
  command.is_confirmed = true;
  return command;
}

// Answered cases whose term to judge ends on the same day.
int fill(House& house, int count) {
  int made = 0;
  while (made < count) {
    const auto fate = house.writer->run([&](db::Tx& tx) {
      for (int i = 0; i < steps_a_transaction && made < count; ++i, ++made) {
        const auto sent = appeals::submit(tx, house.context({}), an_appeal(made));
        if (!sent) return false;
        const Actor clerk{.account = AccountId{1}, .role = Role::clerk, .body = sent->appeal.body, .name = "Бас маман"};
        if (!appeals::answer(tx, house.context(clerk), {.number = sent->appeal.number, .code = ""}, {appeals::Decision::explained, "Фонарь заменят на этой неделе."})) return false;
      }
      return true;
    });
    if (fate != db::Fate::committed) return made;
  }
  return made;
}

}  // namespace

int bench_alarms(Arguments arguments) {
  const auto count = std::stoi(arguments.take("count", "100000"));
  const auto settings = settings_of(std::move(arguments));
  if (!settings) return 2;
  auto own_clock = std::make_unique<FixedClock>(MachineClock().now());
  auto& clock = *own_clock;
  auto program = Program::open(*settings, std::move(own_clock));
  if (!program) {
    std::cerr << "jauap: the data folder cannot be opened\n";
    return 2;
  }
  auto& house = (*program)->house();
  const auto begun = monotonic_ns();
  const auto made = fill(house, count);
  const auto filled = monotonic_ns();
  std::cout << made << " answered cases made in " << (filled - begun) / 1'000'000 << " ms" << std::endl;
  clock.set(house.clock->now().plus(std::chrono::milliseconds(29 * day_ms)));
  const auto reminded = appeals::remind_applicants(house);
  const auto took_ms = (monotonic_ns() - filled) / 1'000'000;
  std::cout << reminded << " reminders in the outbox in " << took_ms << " ms\n";
  return reminded == made ? 0 : 1;
}

}  // namespace jauap::app
