// Measurements of this program against the limits of the machine it runs on.
#pragma once

#include "app/commands.h"

namespace jauap::app {

// jauap bench submit|get|compare --port N [--clients N] [--seconds N] [--path PATH] [--token TOKEN]: a bounded load over kept connections
// against a server on this machine; prints requests per second and percentiles, for `compare` the ratio to nginx serving
// the same bytes. jauap bench pdf: how long an official paper of three pages takes, without a server.
int command_bench(Arguments arguments);
// jauap bench alarms --data DIR [--count N] [--database URL]: fills an empty folder with answered cases and times the reminders of all.
int bench_alarms(Arguments arguments);
// jauap bench fill --data DIR [--count N] [--body CODE]: open cases for one body, received over the last days.
int bench_fill(Arguments arguments);
// jauap bench pairs [--clients N] [--seconds N] [--pairs N]: submissions with and without the public record, in folders of its own.
int bench_pairs(Arguments arguments);
// jauap bench record [--count N]: hashing, appending, proofs and `full` over a log of N entries in a folder of its own.
int bench_record(Arguments arguments);

}  // namespace jauap::app
