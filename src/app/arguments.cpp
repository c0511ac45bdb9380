#include <algorithm>
#include <iostream>

#include "app/commands.h"
#include "platform/i18n/i18n.h"

namespace jauap::app {

const std::string* Arguments::find(std::string_view name) const {
  for (const auto& [key, value] : options)
    if (key == name) return &value;
  return nullptr;
}

std::string Arguments::get(std::string_view name, std::string fallback) const {
  const auto* found = find(name);
  return found ? *found : fallback;
}

std::string Arguments::take(std::string_view name, std::string fallback) {
  auto value = get(name, std::move(fallback));
  std::erase_if(options, [&](const auto& option) { return option.first == name; });
  return value;
}

bool Arguments::take_flag(std::string_view name) {
  const bool present = find(name) != nullptr;
  take(name);
  return present;
}

Arguments parse_arguments(int count, char** values, const std::vector<std::string>& flags) {
  Arguments arguments;
  for (int i = 0; i < count; ++i) {
    const std::string_view one = values[i];
    if (!one.starts_with("--")) {
      arguments.words.emplace_back(one);
      continue;
    }
    const auto equals = one.find('=');
    const std::string name(one.substr(2, equals == std::string_view::npos ? equals : equals - 2));
    if (equals != std::string_view::npos)
      arguments.options.emplace_back(name, one.substr(equals + 1));
    else if (std::find(flags.begin(), flags.end(), name) != flags.end() || i + 1 == count)
      arguments.options.emplace_back(name, "");
    else
      arguments.options.emplace_back(name, values[++i]);
  }
  return arguments;
}

void complain(const Problems& problems) {
  const i18n::Words english(Language::en);
  for (const auto& problem : problems) std::cerr << "jauap: " << english(problem) << "\n";
}

std::optional<Settings> settings_of(Arguments arguments) {
  const auto config = arguments.take("config");
  auto settings = load_settings(arguments.options, config);
  if (!settings) {
    complain(settings.problems());
    return std::nullopt;
  }
  return settings.take();
}

std::unique_ptr<Program> open_program(Arguments arguments, std::unique_ptr<Clock> clock) {
  auto settings = settings_of(std::move(arguments));
  if (!settings) return nullptr;
  if (settings->data.empty()) {
    std::cerr << "jauap: --data DIR is needed\n";
    return nullptr;
  }
  auto program = Program::open(std::move(*settings), std::move(clock));
  if (!program) {
    complain(program.problems());
    return nullptr;
  }
  return program.take();
}

}  // namespace jauap::app
