// How each command is called: what --help prints, and what somebody sees who called it wrongly.
#pragma once

#include <string_view>

namespace jauap::app {

// Lines with the command's own words and options, without the settings that every command takes. nullptr: no such command.
const char* usage_of(std::string_view command);

// Prints the usage to standard error. The exit code of wrong usage, 2.
int wrong_usage(std::string_view command);

}  // namespace jauap::app
