// Feeds the search index from the journal, on a thread of its own: what was recorded since the last commit of the index is
// looked at again as it stands now. A new index is fed from the first event on.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "platform/module/house.h"
#include "platform/search/search.h"

namespace jauap::app {

class Indexer {
 public:
  Indexer(House& house, std::vector<Module> modules, std::shared_ptr<search::Index> index);
  ~Indexer();

 private:
  void work();
  bool feed();  // true when there is more to do at once
  House& house_;
  std::vector<Module> modules_;
  std::shared_ptr<search::Index> index_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool closing_ = false;
  std::thread thread_;
};

}  // namespace jauap::app
