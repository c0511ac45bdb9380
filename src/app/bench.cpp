#include "app/bench.h"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "app/load.h"
#include "app/usage.h"
#include "base/clock.h"
#include "platform/pdf/pdf.h"
#include "platform/secrets/secrets.h"

namespace jauap::app {
namespace {

namespace fs = std::filesystem;

// nginx on a port of its own that serves one file; ends with the object.
class Nginx {
 public:
  Nginx(const std::string& content, int port) : folder_(fs::temp_directory_path() / ("jauap-bench-" + secrets::hex(secrets::random_bytes(6)))) {
    fs::create_directories(folder_);
    std::ofstream(folder_ / "page.html") << content;
    std::ofstream(folder_ / "nginx.conf")
        << "worker_processes 2; daemon off; pid " << folder_.string() << "/pid; error_log " << folder_.string() << "/log;\n"
        << "events { worker_connections 4096; }\nhttp { access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000;\n"
        << "open_file_cache max=100; server { listen 127.0.0.1:" << port << "; root " << folder_.string() << "; } }\n";
    fs::permissions(folder_, fs::perms::all);
    const auto config = (folder_ / "nginx.conf").string();
    child_ = ::fork();
    if (child_ == 0) {
      ::execlp("nginx", "nginx", "-c", config.c_str(), nullptr);
      ::_exit(127);
    }
    for (int tries = 0; tries < 200; ++tries) {
      try {
        if (Client(port).ask(get_request("/page.html")) == 200) return;
      } catch (const std::exception&) {
        ::usleep(20'000);  // nginx is still starting
      }
    }
    throw std::runtime_error("nginx does not answer (package nginx-light)");
  }
  ~Nginx() {
    ::kill(child_, SIGTERM);
    ::waitpid(child_, nullptr, 0);
    fs::remove_all(folder_);
  }
  Nginx(const Nginx&) = delete;

 private:
  fs::path folder_;
  pid_t child_ = 0;
};

// The page against nginx with the same bytes, in turn, so that a drift of the machine meets both.
int compare(int port, const std::string& path, int clients, int seconds) {
  Client client(port);
  if (client.ask(get_request(path)) != 200) throw std::runtime_error(path + " does not answer 200");
  const int other_port = port + 1000 > 65'000 ? port - 1000 : port + 1000;
  const Nginx nginx(client.body(), other_port);
  std::vector<double> ratios;
  for (int pair = 0; pair < 3; ++pair) {
    const auto theirs = measure(other_port, clients, seconds, 200, [](int, int) { return get_request("/page.html"); });
    const auto ours = measure(port, clients, seconds, 200, [&](int, int) { return get_request(path); });
    print("nginx  ", theirs);
    print("jauap  ", ours);
    ratios.push_back(ours.rate / theirs.rate);
  }
  std::sort(ratios.begin(), ratios.end());
  std::cout << path << " (" << client.body().size() << " bytes, " << clients << " connections): " << ratios[1] << " of nginx, median of three pairs ("
            << ratios[0] << " to " << ratios[2] << ")\n";
  return 0;
}

// How long papers of three pages take, on one thread.
int bench_pdf(int seconds) {
  std::string text;
  for (int i = 0; i < 80; ++i) text += "Аулада жарық жоқ, қараңғы көшеде балалар жүреді, сондықтан шамдарды орнату қажет. ";
  const pdf::Document paper{.title = "Жауап",
                            .heading = {"Жол инфрақұрылымы басқармасы", "Управление дорожной инфраструктуры"},
                            .blocks = {pdf::Title{"Өтінішке жауап"}, pdf::Paragraph{text}, pdf::Paragraph{text},
                                       pdf::Code{"https://jauap.example/kk", "jauap.example"}},
                            .footer = "KZ75-A-2026-000001"};
  std::vector<double> times;
  std::size_t bytes = 0;
  for (const auto end = monotonic_ns() + seconds * 1'000'000'000ll; monotonic_ns() < end;) {
    const auto begun = monotonic_ns();
    bytes = pdf::write(paper).take().size();
    times.push_back(double(monotonic_ns() - begun) / 1e6);
  }
  std::sort(times.begin(), times.end());
  std::cout << "pdf (" << bytes << " bytes): p50 " << times[times.size() / 2] << " ms, p99 " << times[times.size() * 99 / 100] << " ms\n";
  return 0;
}

}  // namespace

int command_bench(Arguments arguments) {
  const std::string what = arguments.words.empty() ? "" : arguments.words[0];
  if (what == "alarms") {
    arguments.words.clear();
    return bench_alarms(std::move(arguments));
  }
  if (what == "fill") {
    arguments.words.clear();
    return bench_fill(std::move(arguments));
  }
  if (what == "pairs") return bench_pairs(std::move(arguments));
  if (what == "record") return bench_record(std::move(arguments));
  const auto port = std::stoi(arguments.take("port", "8080"));
  const auto clients = std::clamp(std::stoi(arguments.take("clients", what == "compare" ? "32" : "64")), 1, 256);
  const auto seconds = std::clamp(std::stoi(arguments.take("seconds", "4")), 1, 60);
  const auto path = arguments.take("path", "/ru/appeals");
  const auto token = arguments.take("token", "");
  if (what == "compare") return compare(port, path, clients, seconds);
  if (what == "pdf") return bench_pdf(seconds);
  if (what != "submit" && what != "get") return wrong_usage("bench");
  const auto figures = what == "submit" ? measure(port, clients, seconds, 201, submission)
                                        : measure(port, clients, seconds, 200, [&](int, int) { return get_request(path, token); });
  print(what + " " + std::to_string(clients) + " clients", figures);
  return figures.wrong == 0 ? 0 : 1;
}

}  // namespace jauap::app
