// What the public record costs a person who writes: submissions to a server with it and to the same program without it, in turn.
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <iostream>

#include "app/bench.h"
#include "app/load.h"
#include "app/modules.h"
#include "app/program.h"
#include "app/serve.h"
#include "platform/secrets/secrets.h"

namespace jauap::app {
namespace {

namespace fs = std::filesystem;

// Every module, but nobody leaves entries for the record.
std::vector<Module> without_record() {
  auto all = modules();
  for (auto& module : all)
    if (module.name == "record") module.listens.clear();
  return all;
}

// A server in a process and an empty folder of its own; both go with the object.
class Server {
 public:
  explicit Server(bool with_record) : folder_(fs::temp_directory_path() / ("jauap-bench-" + secrets::hex(secrets::random_bytes(6)))) {
    fs::create_directories(folder_);
    int ends[2];
    if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
    child_ = ::fork();
    if (child_ == 0) {
      ::dup2(ends[1], STDOUT_FILENO);
      ::dup2(::open((folder_ / "log").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600), STDERR_FILENO);
      ::close(ends[0]);
      ::_exit(work(with_record));
    }
    ::close(ends[1]);
    port_ = port_said(ends[0]);
    ::close(ends[0]);
  }
  ~Server() {
    ::kill(child_, SIGTERM);
    ::waitpid(child_, nullptr, 0);
    fs::remove_all(folder_);
  }
  Server(const Server&) = delete;

  int port() const { return port_; }

 private:
  int work(bool with_record) const {
    Settings settings;
    settings.data = folder_.string();
    settings.listen = "127.0.0.1:0";
    settings.metrics_listen = "";
    settings.limits = false;
    auto program = Program::open(std::move(settings), nullptr, with_record ? modules() : without_record());
    return program ? serve(**program) : 1;
  }

  // From "listening on http://127.0.0.1:PORT".
  static int port_said(int from) {
    std::string said;
    char bytes[256];
    for (ssize_t got; said.find('\n') == std::string::npos && (got = ::read(from, bytes, sizeof bytes)) > 0;) said.append(bytes, std::size_t(got));
    const auto colon = said.rfind(':');
    int port = 0;
    if (colon != std::string::npos) std::from_chars(said.data() + colon + 1, said.data() + said.size(), port);
    if (port == 0) throw std::runtime_error("the server did not start; is this the project's folder?");
    return port;
  }

  const fs::path folder_;
  pid_t child_ = 0;
  int port_ = 0;
};

Figures submissions(bool with_record, int clients, int seconds) {
  const Server server(with_record);
  return measure(server.port(), clients, seconds, 201, submission);
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const auto middle = values.size() / 2;
  return values.size() % 2 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

}  // namespace

int bench_pairs(Arguments arguments) {
  const auto clients = std::clamp(std::stoi(arguments.take("clients", "32")), 1, 256);
  const auto seconds = std::clamp(std::stoi(arguments.take("seconds", "5")), 1, 60);
  const auto pairs = std::clamp(std::stoi(arguments.take("pairs", "6")), 1, 50);
  std::vector<double> with, without, slower;
  int wrong = 0;
  for (int pair = 0; pair < pairs; ++pair) {
    // The order changes, so that a drift of the machine meets both.
    Figures figures[2];
    for (const bool with_record : {pair % 2 == 0, pair % 2 != 0}) figures[with_record] = submissions(with_record, clients, seconds);
    print("without the record", figures[false]);
    print("with the record   ", figures[true]);
    without.push_back(figures[false].rate), with.push_back(figures[true].rate);
    slower.push_back((1 - figures[true].rate / figures[false].rate) * 100);
    wrong += figures[false].wrong + figures[true].wrong;
  }
  std::cout << "submissions, medians of " << pairs << " pairs: " << std::int64_t(median(without)) << "/s without the record, "
            << std::int64_t(median(with)) << "/s with it; slower by " << median(slower) << " % (single pairs " << *std::min_element(slower.begin(), slower.end())
            << " to " << *std::max_element(slower.begin(), slower.end()) << " %)\n";
  return wrong == 0 ? 0 : 1;
}

}  // namespace jauap::app
