#include <iostream>

#include "app/bench.h"
#include "app/commands.h"
#include "app/usage.h"

namespace {

struct Command {
  const char* name;
  const char* summary;  // nullptr: only the program calls it
  int (*run)(jauap::app::Arguments);
};

constexpr Command commands[] = {
    {"clean-file", nullptr, jauap::app::command_clean_file},
    {"serve", "the server", jauap::app::command_serve},
    {"demo", "fill a data folder with a demonstration city", jauap::app::command_demo},
    {"migrate", "bring the database to the schema of this program", jauap::app::command_migrate},
    {"deadline", "the last day of an answer, explained", jauap::app::command_deadline},
    {"pack", "check or publish a jurisdiction pack", jauap::app::command_pack},
    {"token", "an API token for an account", jauap::app::command_token},
    {"admin", "make the first administrator", jauap::app::command_admin},
    {"person", "add a member of staff, or enrol one again", jauap::app::command_person},
    {"post", "grant or end a post", jauap::app::command_post},
    {"channel", "let a mail server or a gateway of messages in", jauap::app::command_channel},
    {"mail-in", "hand one letter from a mail server to the running server", jauap::app::command_mail_in},
    {"verify", "check the public record, or a receipt or proof of it", jauap::app::command_verify},
    {"witness", "countersign public records, as a server or from cron", jauap::app::command_witness},
    {"signer", "keep the keys of the public record apart from the server", jauap::app::command_signer},
    {"record", "the public record by hand: status, policy, rotate, incident, refill, restart", jauap::app::command_record},
    {"backup", "a copy of everything while the server works", jauap::app::command_backup},
    {"restore", "a copy into an empty folder", jauap::app::command_restore},
    {"fsck", "check data, files and the public record", jauap::app::command_fsck},
    {"bench", "the project's own measurements", jauap::app::command_bench},
};

int help(std::ostream& out, int code) {
  out << "jauap " << jauap::app::version << "\n\nusage: jauap COMMAND [options], jauap COMMAND --help\n\n";
  for (const auto& command : commands)
    if (command.summary) out << "  " << command.name << std::string(10 - std::string(command.name).size(), ' ') << command.summary << "\n";
  out << "\nsettings (as --name value, JAUAP_NAME in the environment, or name = value in --config FILE):\n";
  for (const auto& field : jauap::setting_fields()) out << "  " << field.name << "  " << field.summary << "\n";
  return code;
}

}  // namespace

int main(int count, char** values) {
  const std::string name = count > 1 ? values[1] : "";
  if (name == "--help" || name == "help") return help(std::cout, 0);
  for (const auto& command : commands) {
    if (name != command.name) continue;
    auto arguments = jauap::app::parse_arguments(count - 2, values + 2, {"explain", "json", "help", "print-config", "receipt", "compromised", "show-key"});
    if (arguments.take_flag("help") && jauap::app::usage_of(name)) {
      std::cout << jauap::app::usage_of(name);
      if (name != "verify" && name != "witness" && name != "signer") std::cout << "Settings may follow as --name value: jauap --help lists them.\n";
      return 0;
    }
    try {
      return command.run(std::move(arguments));
    } catch (const std::exception& error) {
      std::cerr << "jauap: " << error.what() << "\n";
      return 3;
    }
  }
  return help(std::cerr, 2);
}
