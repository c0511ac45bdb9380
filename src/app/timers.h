// Periodic work: rows of the job table, one for each slot of time, so that a stopped server misses nothing and two
// servers on one database do it once.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "platform/module/house.h"

namespace jauap::app {

struct Periodic {
  std::string kind;
  std::chrono::seconds every;
};

class Timers {
 public:
  // `beat` is called every five seconds on the timers' own thread (health).
  Timers(House& house, std::vector<Periodic> periodic, std::function<void()> beat, std::function<void()> nudge);
  ~Timers();

 private:
  void work();
  void add_due();
  House& house_;
  std::vector<Periodic> periodic_;
  std::function<void()> beat_, nudge_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool closing_ = false;
  std::thread thread_;
};

}  // namespace jauap::app
