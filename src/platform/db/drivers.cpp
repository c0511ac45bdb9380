#include "platform/db/drivers.h"

#include <unistd.h>

#include <atomic>
#include <cstdio>

#include "base/clock.h"

namespace jauap::db {
namespace {

constexpr int exit_code_storage_lost = 70;

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out.append({'\\', c});
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += ' ';
    } else {
      out += c;
    }
  }
  return out + "\"";
}

void end_process(std::string_view what, std::string_view detail) {
  log_line("database.fatal", what, detail);
  ::_exit(exit_code_storage_lost);
}

std::atomic<FatalHandler> fatal_handler{end_process};

}  // namespace

FatalHandler set_fatal_handler(FatalHandler handler) {
  return fatal_handler.exchange(handler);
}

void fatal(std::string_view what, std::string_view detail) {
  fatal_handler.load()(what, detail);
}

void log_line(std::string_view event, std::string_view what, std::string_view detail) {
  const std::string line = "{\"time\":" + in_quotes(rfc3339(MachineClock().now())) + ",\"event\":" + in_quotes(event) +
                           ",\"what\":" + in_quotes(what) + ",\"detail\":" + in_quotes(detail) + "}\n";
  std::fputs(line.c_str(), stderr);
}

}  // namespace jauap::db
