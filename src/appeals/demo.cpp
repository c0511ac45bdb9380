#include "appeals/demo.h"

#include <algorithm>
#include <atomic>
#include <iostream>
#include <latch>
#include <queue>

#include "appeals/commands.h"
#include "appeals/demo_texts.h"
#include "appeals/moderation.h"
#include "appeals/steps.h"
#include "appeals/store.h"
#include "platform/auth/accounts.h"
#include "platform/config/config.h"
#include "platform/numbers/numbers.h"

namespace jauap::appeals::demo {
namespace {

constexpr std::int64_t hour_ms = 3'600'000, day_ms = 24 * hour_ms;
// Steps in one command, and commands handed to the writer at once: it commits them together. Short commands, because SQLite
// walks through all that a savepoint has touched at each statement's end.
constexpr int steps_a_command = 4, commands_at_once = 512;

enum class Kind { submit, clear, accept, redirect, answer, judge, withdraw, close, refuse, other };

// What happens at a moment. Steps are taken in the order of time, so that ids and numbers follow it.
struct Step {
  std::int64_t at_ms;
  Kind kind;
  std::uint64_t seed;      // of the appeal: its text is made again when needed
  std::string number, code, body;
  const StepSpec* spec = nullptr;  // for Kind::other
  std::string reason = {};
  bool operator<(const Step& other) const { return at_ms > other.at_ms; }
};

class Play {
 public:
  Play(House& house, const DemoOptions& options, const Texts& texts)
      : house_(house), options_(options), texts_(texts), now_(house.clock->now()), dice_(options.seed) {
    span_ms_ = (options.appeals > 10'000 ? 420 : 110) * day_ms;
  }

  void run() {
    next_submission();
    while (!steps_.empty()) {
      std::latch all_done(commands_at_once);
      std::atomic<int> lost{0};
      for (int i = 0; i < commands_at_once; ++i) {
        const auto run = [&](db::Tx& tx) { return take_some(tx); };
        const auto done = [&](db::Fate fate) {
          if (fate != db::Fate::committed) ++lost;
          all_done.count_down();
        };
        invariant(house_.writer->submit({run, done}), "the writer takes demonstration steps");
      }
      all_done.wait();
      invariant(lost == 0, "demonstration steps are committed");
      if (submitted_ / 10'000 != told_) {
        told_ = submitted_ / 10'000;
        std::cout << submitted_ << " appeals" << std::endl;
      }
    }
    std::cout << submitted_ << " appeals in all" << std::endl;
  }

 private:
  // On the writer's one thread, in order.
  bool take_some(db::Tx& tx) {
    for (int i = 0; i < steps_a_command && !steps_.empty(); ++i) {
      const auto step = steps_.top();
      steps_.pop();
      if (step.at_ms < now_.ms) take(tx, step);
    }
    return true;
  }

  Context context(const Step& step, Role role, const std::string& body = "") const {
    auto context = house_.context({.role = role, .body = body, .name = role == Role::clerk ? "Бас маман" : ""});
    context.now = {step.at_ms};
    context.today = house_.pack->civil(context.now);
    return context;
  }

  // Daytime more often than night, a little noise within the hour.
  std::int64_t submission_time(std::int64_t index) {
    const std::int64_t start = now_.ms - span_ms_;
    return start + index * (span_ms_ / options_.appeals) + std::int64_t(dice_.below(std::uint64_t(span_ms_ / options_.appeals)));
  }

  void next_submission() {
    if (planned_ >= options_.appeals) return;
    steps_.push({submission_time(planned_), Kind::submit, dice_.next(), "", "", ""});
    ++planned_;
  }

  void later(const Step& step, Kind kind, std::int64_t after_ms, const std::string& body) {
    steps_.push({step.at_ms + after_ms, kind, step.seed, step.number, step.code, body});
  }

  std::int64_t days(int from, int to) {
    return (from + std::int64_t(dice_.below(std::uint64_t(to - from + 1)))) * day_ms + std::int64_t(dice_.below(5)) * hour_ms;
  }

  // A moderator looks within a working day.
  std::int64_t looked_at_after() { return hour_ms / 2 + std::int64_t(dice_.below(8)) * hour_ms; }

  void take(db::Tx& tx, const Step& step) {
    switch (step.kind) {
      case Kind::submit: return submit_one(tx, step);
      case Kind::accept:
        (void)accept(tx, context(step, Role::clerk, step.body), {.number = step.number, .code = ""});
        return;
      case Kind::clear: (void)clear_text(tx, context(step, Role::moderator), {.number = step.number, .code = ""}, {}); return;
      case Kind::redirect: return redirect_one(tx, step);
      case Kind::answer: return answer_one(tx, step);
      case Kind::judge: return judge_one(tx, step);
      case Kind::withdraw:
        (void)withdraw(tx, context(step, Role::anonymous), {.number = step.number, .code = step.code}, "");
        return;
      case Kind::refuse: return refuse_one(tx, step);
      case Kind::other: return other_step(tx, step);
      case Kind::close: (void)close_unjudged(tx, context(step, Role::system), step.number); return;
    }
  }

  void submit_one(db::Tx& tx, Step step) {
    next_submission();
    Dice dice(step.seed);
    auto command = texts_.appeal(dice);
    command.code = secrets::new_code();
    auto who = context(step, Role::anonymous);
    // Some of the newest belong to the demonstration's citizen, so that "my page" is not empty.
    if (planned_ > options_.appeals - 40 && planned_ % 8 == 0)
      if (const auto citizen = auth::by_login(tx, *house_.keys, "citizen@demo")) who.actor = {.account = citizen->id, .role = Role::citizen};
    const auto submitted = submit(tx, who, command);
    if (!submitted) return;
    ++submitted_;
    step.number = submitted->appeal.number;
    step.code = submitted->code;
    const auto& body = submitted->appeal.body;
    steps_.push({house_.pack->instant({submitted->appeal.due_on.plus_days(1), {}}).ms + 60'000, Kind::refuse, step.seed, step.number, step.code, body});
    if (submitted->appeal.visibility != Visibility::private_to_parties) later(step, Kind::clear, looked_at_after(), body);
    if (dice.chance(3)) return later(step, Kind::withdraw, days(1, 4), body);
    if (dice.chance(9) && submitted->redirect) return later(step, Kind::redirect, days(0, 1), body);
    if (dice.chance(88)) later(step, Kind::accept, days(0, 3), body);
    if (dice.chance(4)) later_step(step, "ask-repair", days(2, 3), body, "repair.place"), later_step(step, "repair", days(4, 4), body, "");
    if (dice.chance(6)) later_step(step, "extend", days(10, 16), body, "extend.site");
    if (dice.chance(2)) later_step(step, "pause", days(6, 8), body, "pause.expertise"), later_step(step, "resume", days(14, 24), body, "resume.received");
    if (dice.chance(2)) later_step(step, "hearing", days(6, 9), body, "");
    if (dice.chance(1)) later_step(step, "terminate", days(5, 9), body, "terminate.identical");
    if (dice.chance(93)) later(step, Kind::answer, days(4, dice.chance(85) ? 18 : 30), body);
  }

  void redirect_one(db::Tx& tx, const Step& step) {
    std::vector<std::string> others;
    for (const auto& body : house_.pack->bodies)
      if (body.place == "KZ75" && body.takes_appeals && body.code != step.body) others.push_back(body.code);
    const auto to = dice_.pick(others);
    if (redirect(tx, context(step, Role::clerk, step.body), {.number = step.number, .code = ""}, {to, "redirect.competence", ""}))
      later(step, Kind::answer, days(5, 19), to);
  }

  void answer_one(db::Tx& tx, const Step& step) {
    Dice dice(step.seed);
    const auto command = texts_.appeal(dice);
    const auto who = context(step, Role::clerk, step.body);
    const auto words = i18n::Words(language_of(command.language).value_or(Language::ru));
    if (!answer(tx, who, {.number = step.number, .code = ""}, texts_.answer(dice, command, words.date(who.today.date)))) return;
    if (command.visibility != Visibility::private_to_parties) later(step, Kind::clear, looked_at_after(), step.body);
    if (dice.chance(58)) later(step, Kind::judge, days(1, 12), step.body);
    else later(step, Kind::close, 32 * day_ms, step.body);
  }

  void later_step(const Step& step, std::string_view name, std::int64_t after_ms, const std::string& body, const char* reason) {
    steps_.push({step.at_ms + after_ms, Kind::other, step.seed, step.number, step.code, body, spec_named(name), reason});
  }

  // By the clerk, the head or the applicant, as the step asks; one that the case no longer allows just does not happen.
  void other_step(db::Tx& tx, const Step& step) {
    Dice dice(step.seed);
    const auto appeal = texts_.appeal(dice);
    const auto by = step.spec->by;
    const auto role = by == StepSpec::By::head ? Role::head : by == StepSpec::By::clerk ? Role::clerk : Role::anonymous;
    const auto who = context(step, role, step.body);
    std::string name(step.spec->name());
    std::replace(name.begin(), name.end(), '-', '_');
    const i18n::Words words(language_of(appeal.language).value_or(Language::ru));
    Details details{.text = std::string(words.by_name("appeals.demo." + name)), .reason = step.reason};
    if (step.spec->step == procedure::Step::extend) {
      const auto until = law::working_days_later(house_.pack->calendar, who.today.date, 15);
      if (!until) return;
      details.until = *until;
    }
    (void)take_step(tx, who, {.number = step.number, .code = role == Role::anonymous ? step.code : ""}, *step.spec, details);
  }

  // The day may have moved meanwhile: then the clock looks again on the next one.
  void refuse_one(db::Tx& tx, Step step) {
    if (refuse_by_silence(tx, context(step, Role::system), step.number)) {
      if (dice_.chance(30)) later_step(step, "complain", days(2, 20), step.body, "");
      return;
    }
    const auto number = numbers::parse(step.number);
    const auto appeal = store::find(tx, house_.pack->place(number->place_code)->id, step.number);
    const auto next = house_.pack->instant({appeal->due_on.plus_days(1), {}}).ms + 60'000;
    if (!is_open(appeal->state) || next <= step.at_ms) return;
    step.at_ms = next;
    steps_.push(step);
  }

  void judge_one(db::Tx& tx, const Step& step) {
    JudgeAnswer command;
    const auto roll = dice_.below(100);
    command.verdict = roll < 52 ? Verdict::solved : roll < 70 ? Verdict::partly : Verdict::not_solved;
    command.was_clear = dice_.chance(75);
    if (command.verdict == Verdict::not_solved)
      command.reason = dice_.chance(50) ? "not_solved.nothing_done" : dice_.chance(50) ? "not_solved.formal" : "not_solved.came_back";
    (void)judge(tx, context(step, Role::anonymous), {.number = step.number, .code = step.code}, command);
    if (command.verdict == Verdict::not_solved) later_step(step, dice_.chance(60) ? "reopen" : "complain", days(1, 3), step.body, "");
  }

  House& house_;
  const DemoOptions& options_;
  const Texts& texts_;
  Instant now_;
  Dice dice_;
  std::int64_t span_ms_ = 0, planned_ = 0, submitted_ = 0, told_ = 0;
  std::priority_queue<Step> steps_;
};

}  // namespace

void fill(House& house, const DemoOptions& options) {
  const auto texts = Texts::load(house.settings->pack);
  if (!texts) throw std::runtime_error(i18n::Words(Language::en)(texts.problems().first()));
  Play(house, options, *texts).run();
}

}  // namespace jauap::appeals::demo
