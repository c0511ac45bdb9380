#include "appeals/alarms.h"

#include <algorithm>

#include "appeals/commands.h"
#include "appeals/letters.h"
#include "appeals/store.h"
#include "directory/leave.h"
#include "platform/auth/accounts.h"
#include "platform/config/config.h"
#include "platform/mail/mail.h"

namespace jauap::appeals {
namespace {

constexpr int batch = 500, listed_max = 10;

// ---- digests ------------------------------------------------------------------------------------------------------------------

struct Digest {
  AccountId to;
  AccountId of;              // whose cases, 0 for the whole body
  int overdue = 0, soon = 0;
};

// The day up to which terms count as ending soon; the calendar's end when it knows no further.
CivilDate soon_after(const law::Pack& pack, CivilDate today) {
  auto day = today;
  for (int left = pack.alarms.official_working_days; left > 0 && day < pack.calendar.last_day;) {
    day = day.plus_days(1);
    left -= pack.calendar.is_working(day);
  }
  return day;
}

// Whoever is away today is written to at the stand-in's address.
AccountId reader_of(const std::vector<directory::Leave>& leaves, AccountId account, CivilDate today) {
  for (const auto& leave : leaves)
    if (leave.account == account && leave.from_day <= today) return leave.stand_in;
  return account;
}

// Executors about their own cases, heads about all of the body. A clerk without cases of the own gets nothing.
std::vector<Digest> digests_of(db::ReadTx& tx, const std::vector<store::Workload>& work, const std::string& body, CivilDate today) {
  const auto leaves = directory::leaves_in(tx, body, today);
  std::vector<Digest> all;
  const auto add = [&](const Digest& digest) {
    const bool is_there = std::any_of(all.begin(), all.end(), [&](const Digest& one) { return one.to == digest.to && one.of == digest.of; });
    if (!is_there) all.push_back(digest);
  };
  int overdue = 0, soon = 0;
  for (const auto& row : work) {
    if (row.body != body) continue;
    overdue += row.overdue, soon += row.soon;
    if (row.executor) add({reader_of(leaves, row.executor, today), row.executor, row.overdue, row.soon});
  }
  for (const auto& post : auth::posts_in(tx, body))
    if (post.role == Role::head && post.from_day <= today && (!post.to_day || *post.to_day >= today))
      add({reader_of(leaves, post.account, today), AccountId(), overdue, soon});
  return all;
}

std::string lines_of(db::ReadTx& tx, const Context& context, const i18n::Words& t, std::int64_t place, const std::string& body, const Digest& digest, CivilDate soon) {
  store::InboxFilter filter;
  filter.place = place;
  filter.body = body;
  filter.today = context.today.date;
  filter.executor = digest.of;
  filter.limit = listed_max;
  std::string lines;
  for (const auto& row : store::inbox_page(tx, filter)) {
    if (row.appeal.due_on > soon) break;
    lines += t("appeals.digest.line", {{"number", row.appeal.number}, {"date", t.date(row.appeal.due_on)}}) + "\n";
  }
  return lines;
}

bool post_digest(db::Tx& tx, const Context& context, std::int64_t place, const std::string& body, const Digest& digest, CivilDate soon) {
  const auto account = auth::by_id(tx, *context.keys, digest.to);
  if (!account || account->closed || account->email.empty() || digest.overdue + digest.soon == 0) return false;
  const auto language = language_of(account->language).value_or(Language::kk);
  const i18n::Words t(language);
  const auto link = context.settings->origin + "/" + std::string(code(language)) + "/w/body";
  const auto* known = context.pack->body(body);
  mail::post(tx, *context.ids, *context.keys, context.now, place,
             {.to = Private<std::string>(account->email),
              .language = language,
              .subject = t("appeals.digest.subject", {{"overdue", t.number(digest.overdue)}, {"soon", t.number(digest.soon)}}),
              .text = t("appeals.digest.text", {{"body", known ? std::string(known->name.in(language)) : body},
                                                {"overdue", t.number(digest.overdue)},
                                                {"soon", t.number(digest.soon)},
                                                {"lines", lines_of(tx, context, t, place, body, digest, soon)},
                                                {"link", link}}),
              .about = ""},
             "digest/" + context.today.date.iso() + "/" + body + "/" + account->login + (digest.of ? "" : "/head"));
  return true;
}

int digests_of_place(House& house, std::int64_t place, CivilDate today) {
  const auto soon = soon_after(*house.pack, today);
  bool is_done = false;
  std::vector<store::Workload> work;
  house.readers->run([&](db::ReadTx& tx) {
    const auto done = store::alarm_done(tx, place, "digest");
    is_done = done && *done >= today;
    if (!is_done) work = store::workload(tx, place, today, soon);
  });
  int sent = 0;
  for (std::size_t i = 0; i < work.size() && !is_done; ++i) {
    const auto& body = work[i].body;
    if (i > 0 && work[i - 1].body == body) continue;
    house.writer->run([&](db::Tx& tx) {
      const auto context = house.context(Actor::system());
      int posted = 0;
      for (const auto& digest : digests_of(tx, work, body, today)) posted += post_digest(tx, context, place, body, digest, soon);
      sent += posted;
      return true;
    });
  }
  if (!is_done)
    house.writer->run([&](db::Tx& tx) {
      store::set_alarm_done(tx, place, "digest", today);
      return true;
    });
  return sent;
}

// ---- reminders ----------------------------------------------------------------------------------------------------------------

struct Reminder {
  store::OwnTerm term;
  const char* name;
};
constexpr Reminder reminders[] = {{store::OwnTerm::verdict, "verdict"}, {store::OwnTerm::wait, "wait"}};

// Empty for a case that waits for its applicant no more.
Key words_of(const Appeal& appeal) {
  switch (appeal.state) {
    case State::answered: return "appeals.letter.remind_verdict";
    case State::needs_repair: return "appeals.letter.remind_repair";
    case State::hearing: return "appeals.letter.remind_hearing";
    default: return {};
  }
}

int remind_of(House& house, std::int64_t place, const Reminder& reminder, CivilDate from, CivilDate until) {
  int reminded = 0;
  for (store::TermRow after{"", from.plus_days(-1), AppealId()};;) {
    std::vector<store::TermRow> rows;
    house.readers->run([&](db::ReadTx& tx) { rows = store::own_terms(tx, reminder.term, place, from, until, after, batch); });
    if (rows.empty()) return reminded;
    const auto fate = house.writer->run([&](db::Tx& tx) {
      const auto context = house.context(Actor::system());
      const auto permit = context.authorise(may_close, {});
      if (!permit) return false;
      for (const auto& row : rows) {
        const auto appeal = store::find(tx, place, row.number);
        if (appeal && !words_of(*appeal).empty()) letters::remind_applicant(tx, context, *permit, *appeal, words_of(*appeal), row.day);
      }
      return true;
    });
    if (fate != db::Fate::committed) return reminded;
    reminded += int(rows.size());
    after = rows.back();
  }
}

}  // namespace

int send_digests(House& house) {
  const auto now = house.pack->civil(house.clock->now());
  if (!house.pack->calendar.is_working(now.date) || now.time < house.pack->alarms.digest_at) return 0;
  int sent = 0;
  for (const auto& place : house.pack->places) sent += digests_of_place(house, place.id, now.date);
  return sent;
}

int remind_applicants(House& house) {
  const auto today = house.pack->civil(house.clock->now()).date;
  const auto until = today.plus_days(house.pack->alarms.applicant_days);
  int reminded = 0;
  for (const auto& place : house.pack->places)
    for (const auto& reminder : reminders) {
      std::optional<CivilDate> done;
      house.readers->run([&](db::ReadTx& tx) { done = store::alarm_done(tx, place.id, reminder.name); });
      const auto from = done ? std::max(done->plus_days(1), today) : today;
      if (from > until) continue;
      reminded += remind_of(house, place.id, reminder, from, until);
      house.writer->run([&](db::Tx& tx) {
        store::set_alarm_done(tx, place.id, reminder.name, until);
        return true;
      });
    }
  return reminded;
}

}  // namespace jauap::appeals
