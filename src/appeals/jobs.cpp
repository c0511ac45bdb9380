#include "appeals/jobs.h"

#include <charconv>

#include "appeals/alarms.h"
#include "appeals/bulk.h"
#include "appeals/commands.h"
#include "appeals/recount.h"
#include "appeals/store.h"

namespace jauap::appeals {
namespace {

constexpr int batch = 200;
constexpr auto draft_lifetime = std::chrono::hours(24 * 30);

// Cases that `find` names, each taken through `step` in a transaction of its own, until no more are due; returns how many.
template <class Find, class Take>
int by_the_clock(House& house, const Find& find, const Take& take) {
  int taken = 0;
  for (const auto& place : house.pack->places) {
    for (;;) {
      std::vector<std::string> numbers;
      const auto today = house.pack->civil(house.clock->now()).date;
      house.readers->run([&](db::ReadTx& tx) { numbers = find(tx, place.id, today, batch); });
      int kept = 0;
      for (const auto& number : numbers)
        kept += house.writer->run([&](db::Tx& tx) { return bool(take(tx, house.context(Actor::system()), number)); }) == db::Fate::committed;
      taken += kept;
      if (int(numbers.size()) < batch || kept == 0) break;
    }
  }
  return taken;
}

}  // namespace

int refuse_unanswered_cases(House& house) { return by_the_clock(house, store::unanswered_until, refuse_by_silence); }

int close_unjudged_cases(House& house) { return by_the_clock(house, store::unjudged_until, close_unjudged); }

std::vector<jobs::Handler> job_handlers(House& house) {
  return {
      {"appeals.close_unjudged",
       [&house](const jobs::Job&) {
         close_unjudged_cases(house);
         return jobs::Finished{};
       }},
      {"appeals.refuse_unanswered",
       [&house](const jobs::Job&) {
         refuse_unanswered_cases(house);
         return jobs::Finished{};
       }},
      {"appeals.bulk",
       [&house](const jobs::Job& job) {
         BulkId id;
         std::from_chars(job.payload.data(), job.payload.data() + job.payload.size(), id.value);
         return jobs::Finished{.good = take_bulk(house, job.place, id), .reason = "the database took no writes"};
       }},
      {"appeals.recount",
       [&house](const jobs::Job&) {
         recount_cases(house);
         return jobs::Finished{};
       }},
      {"appeals.alarms",
       [&house](const jobs::Job&) {
         send_digests(house);
         remind_applicants(house);
         return jobs::Finished{};
       }},
      {"appeals.drop_drafts",
       [&house](const jobs::Job&) {
         house.writer->run([&](db::Tx& tx) {
           store::drop_drafts_before(tx, house.clock->now().minus(draft_lifetime));
           return true;
         });
         return jobs::Finished{};
       }},
  };
}

}  // namespace jauap::appeals
