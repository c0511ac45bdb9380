// Figures of the process, read from /proc.
#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "platform/metrics/metrics.h"

namespace jauap::metrics {
namespace {

constexpr double unknown = -1;

// The value of a line "VmRSS:   1234 kB" of /proc/self/status.
double from_status(std::string_view name) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with(name) && line.size() > name.size() && line[name.size()] == ':')
      return double(std::strtoull(line.c_str() + name.size() + 1, nullptr, 10));
  return unknown;
}

double resident_bytes() {
  const auto kilobytes = from_status("VmRSS");
  return kilobytes < 0 ? unknown : kilobytes * 1024;
}

double open_descriptors() {
  std::error_code ec;
  const std::filesystem::directory_iterator all("/proc/self/fd", ec);
  if (ec) return unknown;
  const auto count = std::distance(std::filesystem::begin(all), std::filesystem::end(all));
  return double(count - 1);  // without the one that this reading takes
}

double descriptors_max() {
  rlimit limit{};
  return getrlimit(RLIMIT_NOFILE, &limit) == 0 ? double(limit.rlim_cur) : unknown;
}

double processor_seconds() {
  rusage usage{};
  if (getrusage(RUSAGE_SELF, &usage) != 0) return unknown;
  const auto seconds = [](const timeval& time) { return double(time.tv_sec) + double(time.tv_usec) / 1e6; };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

}  // namespace

void add_process_figures(Registry& registry, Instant started) {
  registry.gauge("process_resident_memory_bytes", "Resident memory.", resident_bytes);
  registry.gauge("process_open_fds", "Open file descriptors.", open_descriptors);
  registry.gauge("process_max_fds", "Limit of open file descriptors.", descriptors_max);
  registry.gauge("process_threads", "Threads.", [] { return from_status("Threads"); });
  registry.counter("process_cpu_seconds", "Processor time, user and system.", processor_seconds);
  registry.gauge("process_start_time_seconds", "Start, in seconds since 1970 UTC.",
                 [started] { return double(started.ms) / 1000; });
}

}  // namespace jauap::metrics
