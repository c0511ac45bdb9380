// What the house is told about the public record.
#include "record/files.h"
#include "record/leaves.h"
#include "record/record.h"

namespace jauap::record {

Module module() {
  return {.name = "record", .letter = 'L', .routes = file_routes(),
          .events = {{"log.started"}, {"log.key_rotated"}, {"log.witnesses"}, {"log.incident"}, {"role.granted"}, {"role.revoked"}},
          .listens = {leave_leaf}};
}

}  // namespace jauap::record
