// What the house is told about the public record.
#include "record/files.h"
#include "record/leaves.h"
#include "record/pages.h"
#include "record/record.h"

namespace jauap::record {

Module module() {
  auto routes = file_routes();
  auto check = change("/record/verify", pages::check);
  check.takes_files = true;
  check.body_max = pages::checked_bytes_max + 64 * 1024;
  check.throttle = Throttle::dear;
  check.replay = false;
  for (auto& route : std::vector<Route>{page("/record", pages::list), page("/record/verify", pages::verify), check,
                                        page("/record/{index}", pages::entry)})
    routes.push_back(std::move(route));
  return {.name = "record",
          .letter = 'L',
          .menu = {{MenuEntry::Place::results, "record.title", "/record"}},
          .routes = std::move(routes),
          .events = {{"log.started", "record.event.started"},
                     {"log.key_rotated", "record.event.key_rotated"},
                     {"log.witnesses", "record.event.witnesses"},
                     {"log.incident", "record.event.incident"},
                     {"role.granted", "record.event.role_granted"},
                     {"role.revoked", "record.event.role_revoked"}},
          .listens = {leave_leaf}};
}

}  // namespace jauap::record
