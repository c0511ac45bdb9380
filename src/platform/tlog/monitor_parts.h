// The parts of the monitor: what checkpoints say about time, what each object's events must keep to, and the series of
// numbers.
#pragma once

#include <map>
#include <unordered_map>

#include "platform/tlog/monitor.h"
#include "platform/tlog/tree.h"

namespace jauap::tlog {

using Breaches = std::vector<Breach>;

// All checkpoints that anybody kept, with their moments.
class Timeline {
 public:
  Timeline(const Policy& policy, const SeenCheckpoint& newest) : policy_(policy), newest_(newest) {
    add(newest, "checkpoint");
  }

  void add(const SeenCheckpoint& seen, const std::string& name);
  // Tells of each checkpoint of that size whose root is another; call it as the tree grows.
  void compare(std::uint64_t size, const Hash& root, Breaches& breaches) const;
  bool has_size(std::uint64_t size) const { return heads_.contains(size); }
  void larger_than_newest(Breaches& breaches) const;
  // M07 and M08 for an entry, asked in the order of indices.
  void judge(std::uint64_t index, std::uint64_t at, std::uint64_t mmd_seconds, Breaches& breaches);
  std::vector<std::string> notices() const;
  // The moment of the newest checkpoint, by its quorum.
  std::optional<std::uint64_t> newest_time() const { return newest_.quorum_time(policy_); }

 private:
  struct Head {
    Hash root;
    std::string name;
  };
  struct Moments {  // of one size, over all its cosigned versions
    std::uint64_t newest_round = 0;
    std::uint64_t not_before = 0;  // earliest time of the newest round
    std::uint64_t oldest_round = 0;
    std::uint64_t not_after = 0;  // latest time of the oldest round
  };
  const Policy& policy_;
  const SeenCheckpoint newest_;
  std::multimap<std::uint64_t, Head> heads_;
  std::map<std::uint64_t, Moments> moments_;
  std::vector<std::string> clocks_;
  std::optional<std::uint64_t> bound_;  // of M07, by the checkpoints of at most passed_size_
  std::uint64_t passed_size_ = 0;
  bool has_passed_ = false;
};

// One object's story so far.
struct ObjectStory {
  std::uint64_t n = 0, at = 0;
  std::uint64_t events = 0;  // entries about it; what they say of themselves may be more
  Hash last_hash{};
  std::string due, start, pack;
  std::int64_t due_index = -1;
  bool is_registered = false, is_paused = false, is_over = false, is_answered = false, is_solved_by_applicant = false;
  bool may_be_closed = false;
  std::map<std::string, unsigned> extensions;  // by rule
  // As it stood at the end of the day for which overdue cases are listed.
  std::string due_on_that_day;
  std::int64_t due_index_on_that_day = -1;
  bool was_open_on_that_day = false;
};

class Objects {
 public:
  explicit Objects(const MonitorOptions& options) : options_(options) {}
  void take(std::uint64_t index, const Leaf& leaf, const Hash& hash, Breaches& breaches);
  // M09: numbers that are missing before others that were old enough at `now`.
  void missing_numbers(std::uint64_t now, std::uint64_t mmd_seconds, Breaches& breaches) const;
  std::vector<Breach> overdue() const;
  std::vector<std::string> notices() const;
  std::vector<std::string> appeals() const;  // their numbers
  std::uint64_t events_of(const std::string& object) const;

 private:
  void judge_order(std::uint64_t index, const Leaf& leaf, const ObjectStory& story, Breaches& breaches) const;
  void judge_deadline(std::uint64_t index, const Leaf& leaf, const ObjectStory& story, Breaches& breaches) const;
  void judge_steps(std::uint64_t index, const Leaf& leaf, const ObjectStory& story, Breaches& breaches) const;
  void judge_law(std::uint64_t index, const Leaf& leaf, const ObjectStory& story, Breaches& breaches);
  void judge_pack(std::uint64_t index, const Leaf& leaf, Breaches& breaches);
  void judge_publication(std::uint64_t index, const Leaf& leaf, Breaches& breaches);
  void remember(std::uint64_t index, const Leaf& leaf, const Hash& hash, ObjectStory& story) const;
  CivilDate civil_day(std::uint64_t at) const;

  const MonitorOptions& options_;
  std::unordered_map<std::string, ObjectStory> stories_;
  std::map<std::string, std::map<std::uint64_t, std::uint64_t>> series_;  // serial → at of its first entry
  std::map<std::string, std::vector<std::uint64_t>> uses_of_packs_;       // indices, until the pack is published
  std::map<std::string, CivilDate> packs_in_force_from_;
  std::map<std::string, std::uint64_t> unknown_packs_;  // how many terms name them
};

// M18 for a sample.
struct SiteJudged {
  std::size_t looked = 0, closed = 0, silent = 0;
  std::string words() const;
};
SiteJudged judge_site(const Site& site, const Objects& objects, const LogFiles& log, std::uint64_t size, Breaches& breaches);

// M17: the served policy against the given one, with what the log says about keys and witnesses.
struct KeyEvents {
  std::vector<std::string> rotated;        // vkeys of log.key_rotated and log.started
  std::optional<std::string> policy_hash;  // the last log.witnesses
};
void judge_policy(const Policy& given, const std::string& served_bytes, const KeyEvents& events, Breaches& breaches);

}  // namespace jauap::tlog
