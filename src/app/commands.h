// Commands of the command line, each with --help. Exit codes: 0 good, 1 what was asked about is false or failed, 2 wrong
// usage, 3 cannot read or reach.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/program.h"

namespace jauap::app {

// "--name value" and "--name=value" pairs, flags with an empty value, and the words that are neither.
struct Arguments {
  std::vector<std::pair<std::string, std::string>> options;
  std::vector<std::string> words;
  const std::string* find(std::string_view name) const;
  std::string get(std::string_view name, std::string fallback = "") const;
  // Takes an option out, so that what is left are settings.
  std::string take(std::string_view name, std::string fallback = "");
  bool take_flag(std::string_view name);
};
// `flags` are options that take no value.
Arguments parse_arguments(int count, char** values, const std::vector<std::string>& flags);

int command_clean_file(Arguments arguments);
int command_deadline(Arguments arguments);
int command_demo(Arguments arguments);
int command_migrate(Arguments arguments);
int command_pack(Arguments arguments);
int command_token(Arguments arguments);
int command_admin(Arguments arguments);
int command_person(Arguments arguments);
int command_post(Arguments arguments);
int command_serve(Arguments arguments);
int command_channel(Arguments arguments);   // commands_channels.cpp
int command_verify(Arguments arguments);    // commands_verify.cpp; with exit codes of its own
int command_witness(Arguments arguments);   // commands_witness.cpp; with the exit codes of verify
int command_record(Arguments arguments);    // commands_record.cpp
int command_backup(Arguments arguments);    // commands_backup.cpp, as the next two
int command_restore(Arguments arguments);
int command_signer(Arguments arguments);    // commands_signer.cpp
int command_fsck(Arguments arguments);
int command_mail_in(Arguments arguments);   // with the exit codes of sysexits.h, which mail servers know

// Settings from what is left of the arguments (plus --config); prints the fault and returns nothing on a bad one.
std::optional<Settings> settings_of(Arguments arguments);
std::unique_ptr<Program> open_program(Arguments arguments, std::unique_ptr<Clock> clock = nullptr);
// Problems in English on stderr, one line each.
void complain(const Problems& problems);

}  // namespace jauap::app
