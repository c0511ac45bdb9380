// Invented texts of the demonstration, put together from the pack's demo/appeals.json. Deterministic for a seed.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "appeals/commands.h"
#include "base/result.h"

namespace jauap::appeals::demo {

// Own generator (splitmix64): standard distributions differ between libraries.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next();
  std::uint64_t below(std::uint64_t count) { return next() % count; }
  bool chance(int percent) { return below(100) < std::uint64_t(percent); }
  template <class T>
  const T& pick(const std::vector<T>& all) {
    return all[below(all.size())];
  }

 private:
  std::uint64_t state_;
};

class Texts {
 public:
  static Result<Texts> load(const std::string& pack_folder);

  // A whole appeal in Kazakh or Russian, short or long, with an invented applicant.
  SubmitAppeal appeal(Dice& dice) const;
  // An answer to it; `decision` follows what the text says. About one in seven says nothing.
  AnswerAppeal answer(Dice& dice, const SubmitAppeal& appeal, const std::string& date) const;

 private:
  struct InTwo {
    std::map<std::string, std::vector<std::string>> by_language;
  };
  struct Topic {
    std::string code, kind;
    InTwo sentences;
  };
  struct Place {
    std::string district;
    std::map<std::string, std::string> name;
  };
  std::vector<Topic> topics_;
  std::map<std::string, InTwo> general_, answers_;  // opening, detail …; good, partly …
  std::vector<Place> places_;
  std::vector<std::string> surnames_, men_, women_, fathers_;
};

}  // namespace jauap::appeals::demo
