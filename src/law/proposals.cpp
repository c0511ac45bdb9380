// Which kind and which topic a text seems to be about: signs (word beginnings) of the pack are looked for in the folded
// words of the text. The same text always gives the same proposal.
#include <algorithm>
#include <optional>

#include "base/text.h"
#include "law/law.h"

namespace jauap::law {
namespace {

// Texts are longer than any form takes only in an attack; what a text is about is said before this.
constexpr std::size_t words_max = 5000;

// The words of a text, as typed and folded, with an order by which beginnings are found fast.
class TextWords {
 public:
  explicit TextWords(std::string_view text) : typed_(text::words(text)) {
    if (typed_.size() > words_max) typed_.resize(words_max);
    for (const auto word : typed_) folded_.push_back(text::folded(word));
    for (std::size_t i = 0; i < folded_.size(); ++i) order_.push_back(i);
    std::ranges::sort(order_, [&](auto a, auto b) { return std::tie(folded_[a], a) < std::tie(folded_[b], b); });
  }

  // Where `sign` first stands, and how many words it has.
  struct Found {
    std::size_t at = 0, words = 0;
  };
  std::optional<Found> find(std::string_view sign) const {
    const auto first = sign.substr(0, sign.find(' '));
    const auto stem = first.ends_with('.') ? first.substr(0, first.size() - 1) : first;
    auto from = std::ranges::lower_bound(order_, stem, {}, [&](auto i) { return std::string_view(folded_[i]); });
    std::optional<Found> best;
    for (; from != order_.end() && folded_[*from].starts_with(stem); ++from) {
      if (best && best->at <= *from) continue;
      if (const auto words = matched(sign, *from)) best = Found{*from, words};
    }
    return best;
  }

  std::string typed(const Found& found) const {
    std::string out;
    for (std::size_t i = 0; i < found.words; ++i) out += (i ? " " : "") + std::string(typed_[found.at + i]);
    return out;
  }

 private:
  // The number of words of `sign` when they all begin the words from `at` on, else 0.
  std::size_t matched(std::string_view sign, std::size_t at) const {
    std::size_t count = 0;
    while (!sign.empty()) {
      const auto part = sign.substr(0, sign.find(' '));
      sign.remove_prefix(std::min(sign.size(), part.size() + 1));
      if (at + count >= folded_.size()) return 0;
      const std::string_view word = folded_[at + count];
      const bool fits = part.ends_with('.') ? word == part.substr(0, part.size() - 1) : word.starts_with(part);
      if (!fits) return 0;
      ++count;
    }
    return count;
  }

  std::vector<std::string_view> typed_;
  std::vector<std::string> folded_;
  std::vector<std::size_t> order_;
};

// How strongly signs speak: each one found counts its words, so "жылу жоқ" says more than "жылу". Ties go to the sign
// that stands earlier in the text, then to the longer one; what is still equal keeps the order of the pack.
struct Weight {
  std::size_t words = 0;
  TextWords::Found first;

  bool stronger_than(const Weight& other) const {
    if (words != other.words) return words > other.words;
    if (first.at != other.first.at) return first.at < other.first.at;
    return first.words > other.first.words;
  }
};

Weight weigh(const Signs& signs, const TextWords& words) {
  Weight weight;
  for (const auto& [language, list] : signs)
    for (const auto& sign : list) {
      const auto found = words.find(sign);
      if (!found) continue;
      const bool says_more = weight.words == 0 || found->words > weight.first.words ||
                             (found->words == weight.first.words && found->at < weight.first.at);
      if (says_more) weight.first = *found;
      weight.words += found->words;
    }
  return weight;
}

}  // namespace

ProposedKind propose_kind(const Pack& pack, std::string_view text) {
  const TextWords words(text);
  const KindRules* best = nullptr;
  Weight weight;
  // Nearly every text asks for something: the signs of an application decide only when no other kind speaks.
  for (const auto& rules : pack.kinds) {
    const auto mine = weigh(rules.signs, words);
    if (mine.words == 0) continue;
    const bool weak = rules.kind == AppealKind::application;
    const bool best_is_weak = best && best->kind == AppealKind::application;
    if (!best || (best_is_weak && !weak) || (best_is_weak == weak && mine.stronger_than(weight))) {
      best = &rules;
      weight = mine;
    }
  }
  if (!best) return {};
  return {best->kind, words.typed(weight.first)};
}

std::vector<ProposedTopic> propose_topics(const Pack& pack, std::string_view text, std::string_view district,
                                          std::size_t count) {
  const TextWords words(text);
  std::vector<std::pair<Weight, const Topic*>> found;
  for (const auto& topic : pack.topics)
    if (const auto weight = weigh(topic.signs, words); weight.words > 0) found.emplace_back(weight, &topic);
  std::ranges::stable_sort(found, [](const auto& a, const auto& b) { return a.first.stronger_than(b.first); });
  if (found.size() > count) found.resize(count);
  std::vector<ProposedTopic> proposed;
  for (const auto& [weight, topic] : found)
    proposed.push_back({topic, body_for(pack, *topic, district), words.typed(weight.first)});
  return proposed;
}

std::string first_sign(const Signs& signs, std::string_view text) {
  const TextWords words(text);
  const auto weight = weigh(signs, words);
  return weight.words == 0 ? std::string() : words.typed(weight.first);
}

std::string body_for(const Pack& pack, const Topic& topic, std::string_view district) {
  const std::string_view addressee = topic.body;
  if (!addressee.ends_with(".*")) return topic.body;
  const auto stem = addressee.substr(0, addressee.size() - 1);
  for (const auto& body : pack.bodies)
    if (!district.empty() && body.district == district && body.code.starts_with(stem)) return body.code;
  return {};
}

}  // namespace jauap::law
