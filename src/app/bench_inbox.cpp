// Open cases for one body, so that the inboxes of a large and of a small body can be measured through a server (bench get --token).
#include <iostream>

#include "app/bench.h"
#include "app/program.h"
#include "appeals/commands.h"

namespace jauap::app {
namespace {

constexpr int steps_a_transaction = 500, days = 20;
constexpr std::int64_t day_ms = 86'400'000;

appeals::SubmitAppeal an_appeal(const std::string& body) {
  appeals::SubmitAppeal command;
  command.content.title = "Не горит фонарь";
  command.content.text = "Во дворе третью неделю не горит фонарь, дети идут домой в темноте.";
  command.content.reply_language = command.language = "ru";
  command.content.applicant = {.surname = "Бенчова", .first_name = "Айгуль"};
  command.topic = "power.streetlight";
  command.district = "almaty.auezov";
  command.body = body;
  command.place = "KZ75";
  return command;
}

}  // namespace

int bench_fill(Arguments arguments) {
  const auto count = std::stoi(arguments.take("count", "100000"));
  const auto body = arguments.take("body", "almaty.zhol-infra");
  const auto settings = settings_of(std::move(arguments));
  if (!settings) return 2;
  const auto today = MachineClock().now();
  auto own_clock = std::make_unique<FixedClock>(today);
  auto& clock = *own_clock;
  auto program = Program::open(*settings, std::move(own_clock));
  if (!program) {
    std::cerr << "jauap: the data folder cannot be opened\n";
    return 2;
  }
  auto& house = (*program)->house();
  const auto begun = monotonic_ns();
  int made = 0;
  while (made < count) {
    // Received over the last days, so that the terms are spread as in an office.
    clock.set(today.minus(std::chrono::milliseconds(day_ms * (days - std::int64_t(days) * made / count))));
    const auto fate = house.writer->run([&](db::Tx& tx) {
      for (int i = 0; i < steps_a_transaction && made < count; ++i, ++made) {
        auto command = an_appeal(body);
        command.code = secrets::new_code();
        if (!appeals::submit(tx, house.context({}), command)) return false;
      }
      return true;
    });
    if (fate != db::Fate::committed) break;
  }
  std::cout << made << " open cases of " << body << " made in " << (monotonic_ns() - begun) / 1'000'000 << " ms\n";
  return made == count ? 0 : 1;
}

}  // namespace jauap::app
