#include "platform/tlog/packs.h"

#include <algorithm>
#include <map>

#include "law/load.h"
#include "platform/secrets/secrets.h"
#include "platform/tlog/source.h"

namespace jauap::tlog {
namespace {

struct Loaded {
  std::shared_ptr<const law::Pack> pack;
  std::string hash;
};

// A rule by which the head may put an answer off: it names the furthest day, once, and not the day itself.
bool is_limit(const law::Pack& pack, std::string_view rule) {
  return std::any_of(pack.kinds.begin(), pack.kinds.end(), [&](const auto& kind) { return kind.extend_rule == rule; });
}

class PackBook final : public LawBook {
 public:
  void add(Loaded loaded) { packs_[loaded.pack->version] = std::move(loaded); }

  bool knows(std::string_view pack) const override { return packs_.find(pack) != packs_.end(); }
  std::optional<std::string> hash_of(std::string_view pack) const override {
    const auto found = packs_.find(pack);
    return found == packs_.end() ? std::nullopt : std::optional(found->second.hash);
  }
  std::optional<CivilDate> due(const Term& term) const override {
    const auto& pack = pack_of(term);
    // After a pause the days that were left count on; only the case itself knows how many.
    if (is_limit(pack, term.leaf.rule) || term.leaf.type == "appeal.resumed") return std::nullopt;
    return day(term);
  }
  std::optional<CivilDate> latest(const Term& term) const override {
    return is_limit(pack_of(term), term.leaf.rule) ? day(term) : std::nullopt;
  }
  std::optional<unsigned> times(const Term& term) const override {
    return is_limit(pack_of(term), term.leaf.rule) ? std::optional(1u) : std::nullopt;
  }
  std::optional<std::string> not_in_force(const Term& term) const override {
    if (pack_of(term).rule(term.leaf.rule, term.first_day)) return std::nullopt;
    return "the rule " + term.leaf.rule + " of the pack " + term.pack + " was not in force on " + term.first_day.iso();
  }

 private:
  const law::Pack& pack_of(const Term& term) const { return *packs_.find(term.pack)->second.pack; }
  std::optional<CivilDate> day(const Term& term) const {
    const auto& pack = pack_of(term);
    const auto deadline = law::deadline(pack, term.leaf.rule, {term.first_day, pack.working_day_begins});
    return deadline ? std::optional(deadline->due_on) : std::nullopt;
  }
  std::map<std::string, Loaded, std::less<>> packs_;
};

Loaded load(const std::string& folder) {
  std::map<std::string, std::string, std::less<>> files;
  for (const auto name : law::pack_files)
    files.emplace(name, read_file(folder + "/" + std::string(name), law::pack_file_bytes_max));
  const auto pack = law::load_files(files);
  if (!pack) throw Stop(Exit::unreadable, folder + " is no pack: " + pack.problems().first().field);
  return {*pack, secrets::hex(secrets::sha256(law::bundle(files)))};
}

}  // namespace

std::unique_ptr<LawBook> law_of_packs(const std::vector<std::string>& folders) {
  auto book = std::make_unique<PackBook>();
  for (const auto& folder : folders) book->add(load(folder));
  return book;
}

}  // namespace jauap::tlog
