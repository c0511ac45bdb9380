// Asks the witnesses of the policy to cosign what was published, on a thread of its own: a slow witness delays neither the
// publication nor the other witnesses. Each is asked again an hour after its last word, so that it vouches for the present.
#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

#include "platform/tlog/policy.h"
#include "platform/tlog/witness.h"
#include "platform/witness/ask.h"
#include "record/office.h"

namespace jauap::record {

// What asks one witness; the network, or a witness in this process.
struct Caller {
  std::function<witness::Asked(const tlog::AddCheckpoint&)> ask;
  std::function<std::optional<std::string>()> newest;  // the note that it remembers; nothing when it cannot be reached
};

class Cosigner {
 public:
  Cosigner(House& house, std::shared_ptr<Office> office);
  ~Cosigner();
  void nudge();
  // What the witnesses remember of this log; those that cannot be reached are left out.
  std::vector<tlog::Checkpoint> remembered(db::ReadTx& tx);

 private:
  struct Patience {  // with a witness that did not answer
    int failures = 0;
    Instant again;
  };
  void work();
  void round();
  Caller caller(const tlog::PolicyMember& member);
  void ask(const tlog::PolicyMember& member, const store::Signed& newest, Instant now);

  House& house_;
  std::shared_ptr<Office> office_;
  std::map<std::string, Caller> in_process_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::map<std::string, Patience> patience_;  // guarded by mutex_, as are the next two
  bool nudged_ = false, closing_ = false;
  std::thread thread_;
};

}  // namespace jauap::record
