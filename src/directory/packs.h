// Publishing jurisdiction packs: one administrator proposes, another approves, from its day on it is in force. What it does to open
// terms is counted before and explained after.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "directory/commands.h"
#include "law/law.h"

namespace jauap::directory {

inline constexpr May may_publish_packs{"directory.publish_packs"}, may_read_packs{"directory.read_packs"};

enum class PackState { waits = 1, approved = 2, declined = 3, begun_with = 4 };  // the numbers stand in the database
struct PackVersion {
  std::string version, sha256, note, decision_note;
  CivilDate from;
  PackState state = PackState::waits;
  AccountId proposed_by, decided_by;
  Instant proposed_at, decided_at;
};

// What a pack does to open cases.
struct PackEffect {
  int open = 0, later = 0, earlier = 0;
  int past = 0;     // would end before today: such a term stays as it is
  int by_hand = 0;  // extended or stood still: stays as it was decided
  struct Example {
    std::string number;
    CivilDate before, after;
  };
  std::vector<Example> examples;     // at most twenty
  std::vector<std::string> missing;  // codes that open cases use and the pack lacks
  int moved() const { return later + earlier; }
};
// The module that knows terms says what a pack does. Registered once at start; without one there are no terms.
using PackJudge = std::function<PackEffect(db::ReadTx&, const Context&, const law::Pack&)>;
void judge_packs_by(PackJudge judge);
PackEffect effect_of(db::ReadTx& tx, const Context& context, const law::Pack& next);

// The files of a folder by name; what is not there is missing.
std::map<std::string, std::string, std::less<>> pack_files_in(const std::string& folder);

struct ProposePack {
  std::map<std::string, std::string, std::less<>> files;
  CivilDate from;
  std::string note;
  AccountId by;
};
struct Proposed {
  PackVersion pack;
  PackEffect effect;
};
// Problems: each fault of the pack; a version that is there already; a day that is past; codes that open cases need; `by` is no administrator.
Result<Proposed> propose_pack(db::Tx& tx, const Context& context, const ProposePack& command);
// Nobody approves an own proposal. A day that has passed meanwhile becomes today.
Done approve_pack(db::Tx& tx, const Context& context, const std::string& version);
// The pack of the settings' folder, with which the record begins.
void publish_begun_with(db::Tx& tx, const Context& context);
Done decline_pack(db::Tx& tx, const Context& context, const std::string& version, const std::string& why);

// Newest proposals first.
std::vector<PackVersion> pack_versions(db::ReadTx& tx);
std::optional<PackVersion> pack_version(db::ReadTx& tx, std::string_view version);
std::shared_ptr<const law::Pack> pack_of(db::ReadTx& tx, std::string_view version);  // nullptr for none
// "" while nothing was published: the folder of the settings is in force.
std::string version_in_force(db::ReadTx& tx, CivilDate today);

}  // namespace jauap::directory
